"""The search: results, what narrows them, what is wrong, further pages, files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from kznews.exports.table import Column, Export, Row, Table
from kznews.search import time_part
from kznews.search.paging import Place, ToldStory
from kznews.search.query_error import MESSAGES
from kznews.search.ranking import Rank
from kznews.web.cursors import CursorError, read_cursor, write_cursor
from kznews.web.exporting import download
from kznews.web.languages import LANGUAGES
from kznews.web.texts import placeholders, wording
from tests.web.conftest import Site
from tests.web.record import HOSTILE


def test_results_are_marked_folded_and_counted(site: Site) -> None:
    told = site.client.get("/search.json", params={"q": "title:инфляция"}).json()
    assert told["total"] == 2
    [found] = told["results"]
    assert found["title"][0] == {"text": "Инфляция", "is_found": True}
    assert set(found["story"]["outlets"]) == {"zakon", "kapital"}
    assert told["counts"]["outlet"] == {"kapital": 1, "zakon": 1}
    assert told["by_day"] == [{"day": "2026-11-27", "count": 2}]
    page = site.client.get("/search", params={"q": "title:инфляция", "ui": "ru"}).text
    assert "<mark>Инфляция</mark>" in page
    assert "Об этом — 2 издания" in page
    assert "outlet=zakon" in page
    assert "<svg" in page
    unfolded = site.client.get("/search.json", params={"q": "title:инфляция", "unfold": "1"}).json()
    assert len(unfolded["results"]) == 2


def test_what_narrows_a_question_is_a_question_by_itself(site: Site) -> None:
    told = site.client.get("/search.json", params={"outlet": "kapital"}).json()
    assert [found["outlet"] for found in told["results"]] == ["kapital"]
    long_ago = {"q": "новость", "until": "2026-01-01"}
    assert site.client.get("/search.json", params=long_ago).json()["total"] == 0
    page = site.client.get("/search", params=long_ago | {"since": "2025-01-01T10:00"}).text
    assert '<input type="date" name="until" value="2026-01-01">' in page
    assert '<input type="hidden" name="since" value="2025-01-01T10:00">' in page
    assert site.client.get("/search.json").json()["results"] == []
    assert "amount" in site.client.get("/search").text


def test_what_is_wrong_in_a_question_is_told_at_its_place(site: Site) -> None:
    answer = site.client.get("/search.json", params={"q": "выборы (тариф", "ui": "kk"})
    assert answer.status_code == 400
    assert answer.json()["error"]["position"] == 7
    assert answer.json()["error"]["what"].startswith("Жақша жабылмаған")
    page = site.client.get("/search", params={"q": "выборы (тариф"})
    assert page.status_code == 400
    assert "<mark>(</mark>" in page.text
    for format_ in ("csv", "atom", "xlsx"):
        assert site.client.get(f"/search.{format_}", params={"q": "("}).status_code == 400


def test_each_thing_that_can_be_wrong_is_told_in_each_language() -> None:
    texts = {key: text for key, text in wording().items() if key.startswith("search.wrong_")}
    assert {key.removeprefix("search.wrong_") for key in texts} == set(MESSAGES)
    for kind, message in MESSAGES.items():
        for language in LANGUAGES:
            said = texts[f"search.wrong_{kind}"][language]
            assert isinstance(said, str)
            assert placeholders(said) == placeholders(message)
        assert texts[f"search.wrong_{kind}"]["en"] == message


def test_another_layout_and_kazakh_letters_are_suggested(site: Site) -> None:
    told = site.client.get("/search.json", params={"q": "byakzwbz"}).json()
    assert (told["total"], told["did_you_mean"]) == (0, "инфляция")


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_further_pages_hold_the_rest_each_once(site: Site, sort: str) -> None:
    asked = {"q": "новость", "sort": sort}
    first = site.client.get("/search.json", params=asked).json()
    assert len(first["results"]) == 20
    assert f"cursor={first['next']}" in site.client.get("/search", params=asked).text or (
        sort == "relevance"  # each first page has an order of its own
    )
    second = site.client.get("/search.json", params=asked | {"cursor": first["next"]}).json()
    ids = [found["id"] for told in (first, second) for found in told["results"]]
    assert len(set(ids)) == len(ids) == first["total"] == 30
    assert second["next"] is None


def test_a_cursor_is_good_for_its_own_question_alone(site: Site) -> None:
    asked = {"q": "новость", "sort": "newest"}
    cursor = site.client.get("/search.json", params=asked).json()["next"]
    for wrong in ({"q": "день"}, {"sort": "oldest"}, {"cursor": cursor[:-4]}, {"cursor": "жоқ"}):
        answer = site.client.get("/search.json", params=asked | {"cursor": cursor} | wrong)
        assert answer.status_code == 400
        assert answer.json()["error"]["where"] == "cursor"
    asked["sort"] = "relevance"
    gone = write_cursor(
        Rank("0" * 16, 20),
        json.dumps(["новость", {"since": None, "until": None}, {}, "relevance", "article", False]),
    )
    assert "хранится" in site.client.get("/search.json", params=asked | {"cursor": gone}).text


def test_a_cursor_holds_its_place_and_nothing_changed_is_taken_for_one() -> None:
    place = Place(2**62 + 5, ("0" * 32, "f" * 32), (ToldStory(2**40 - 1, 7), ToldStory(3, 2**31)))
    rank = Rank("00ff00ff00ff00ff", 20)
    for each in (place, rank, Place(0)):
        cursor = write_cursor(each, "a")
        assert read_cursor(cursor, "a") == each
        for wrong in (cursor[:-1], cursor[1:], "A" + cursor[1:], cursor + "AA", "", "="):
            if wrong != cursor:
                with pytest.raises(CursorError):
                    read_cursor(wrong, "a")


def test_programs_get_the_page_as_csv_and_the_newest_as_a_feed(site: Site) -> None:
    table = site.client.get("/search.csv", params={"q": "script alert"}).text
    assert ",=1+1" not in table
    assert ",\"'=1+1" in table
    assert "\u202e" not in table
    assert HOSTILE not in site.client.get("/search", params={"q": "script alert"}).text
    feed = site.client.get("/search.atom", params={"q": "новость"}).text
    assert feed.count("<entry>") == 30


@pytest.mark.parametrize("format_", ["xlsx", "jsonl"])
def test_all_that_answers_is_a_file(site: Site, format_: str) -> None:
    answer = site.client.get(f"/search.{format_}", params={"q": "новость"})
    assert answer.headers["content-disposition"].startswith('attachment; filename="kznews-2026-11')
    if format_ == "jsonl":
        assert len(answer.text.splitlines()) == 30
    else:
        sheet = ZipFile(BytesIO(answer.content)).read("xl/worksheets/sheet1.xml")
        assert sheet.count(b"<row ") == 31
    assert site.client.get(f"/search.{format_}").status_code == 400


def test_a_file_that_cannot_be_made_to_its_end_is_broken_off(
    caplog: pytest.LogCaptureFixture,
) -> None:
    table = Table("a", "a", (Column("a", "text", ""),))
    export = Export(table=table, asked="", made_at=datetime.now(UTC), zone=ZoneInfo("UTC"))

    def rows(most: int) -> Iterator[Row]:
        for _ in range(most):
            yield ["x" * 1_000]
        raise ConnectionError("away")

    with pytest.raises(ConnectionError):
        download("jsonl", export, rows(3), "a")
    assert caplog.records == []
    file = download("jsonl", export, rows(300), "a")
    sent = [next(file.chunks) for _ in range(2)]
    assert sum(map(len, sent)) < 200_000
    with pytest.raises(ConnectionError):
        list(file.chunks)
    assert "was not made to its end" in caplog.text


def test_phrases_of_words_that_too_many_articles_have_are_refused_by_name(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_part, "MOST_IN_PHRASES", 0)
    asked = {"q": '"высокая инфляция"', "ui": "en"}
    for page in ("/search", "/attention"):
        answer = site.client.get(page, params=asked)
        assert answer.status_code == 400
        assert "are in too many articles" in answer.text
    told = site.client.get("/search.json", params=asked)
    assert told.status_code == 400
    assert told.json()["error"]["where"] == "q"
