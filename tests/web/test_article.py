"""The page of an article says what is known of it, and how certainly; texts are only texts."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from io import StringIO

import pytest
from lxml import etree

from kznews.mongo.values import identity
from kznews.record.schema import ARTICLES
from kznews.text.terminal import harmless
from tests.web.conftest import Site
from tests.web.record import HOSTILE, KEPT, STORY, address_of

EDITED = f"/articles/{identity(KEPT)}"
GONE = f"/articles/{identity(address_of(8))}"
_ATOM = "{http://www.w3.org/2005/Atom}"


class Markup(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(site: Site, address: str) -> str:
    page = site.client.get(address)
    assert page.status_code == 200, page.text
    return " ".join(Markup(page.text).text.split())


def test_what_is_known_is_told_with_how_certain_it_is(site: Site) -> None:
    text = text_of(site, EDITED)
    assert "На складе в Алматы произошёл пожар" in text
    assert "Указан часовой пояс, которого у издания тогда не было" in text
    assert "Вышла между 27 нояб. 2026, 07:30 и 27 нояб. 2026, 09:30" in text
    assert "Замечены 2 версии" in text
    assert "правка сделана после 27 нояб. 2026, 09:30" in text
    assert "по разметке этого издания; макет 2025" in text
    page = site.client.get(EDITED).text
    assert f'<a href="{KEPT}" rel="noreferrer noopener">' in page
    assert '<a href="https://exclusive.kz/1.jpg" rel="noreferrer noopener">' in page
    data = site.client.get(f"{EDITED}.json").json()
    assert data["published"]["doubts"] == ["offset"]
    assert [each["kinds"] for each in data["versions"]] == [
        [],
        ["headline", "correction", "addition"],
    ]
    assert data["versions"][1]["page"] == data["page"]


def test_a_day_without_a_time_and_no_date_at_all_are_told(site: Site) -> None:
    assert "Указан только день, без часа." in text_of(site, f"/articles/{identity(address_of(7))}")
    undated = f"/articles/{identity(address_of(6))}?ui=en"
    text = text_of(site, undated)
    assert "The page states no date. The day of the crawl is not put in its place." in text
    assert "It came out by Nov 24, 2026, 14:30, when it was first seen." in text.replace(
        "24 Nov 2026", "Nov 24, 2026"
    )


def test_what_was_taken_down_is_told_between_two_sightings(site: Site) -> None:
    text = text_of(site, GONE)
    assert "Снята. Текст и страницы сохранены здесь." in text
    assert (
        "25 нояб. 2026, 14:30 25 нояб. 2026, 16:30 сервер говорит, что страницы больше нет (410)"
    ) in text
    [absence] = site.client.get(f"{GONE}.json").json()["absences"]
    assert absence["confirmed_at"] == "2026-11-26T13:30:00Z"
    assert entries(site, GONE) == ["Статья снята"]


def test_versions_are_rows_and_edits_are_entries(site: Site) -> None:
    rows = [*csv.DictReader(StringIO(site.client.get(f"{EDITED}.csv").text))]
    assert [each["kinds"] for each in rows] == ["", "headline; correction; addition"]
    assert entries(site, EDITED) == ["Правка: заголовок, исправлено число или имя, дополнение"]


def entries(site: Site, address: str) -> list[str | None]:
    feed = etree.fromstring(site.client.get(f"{address}.atom").content)
    return [each.findtext(f"{_ATOM}title") for each in feed.iter(f"{_ATOM}entry")]


def test_copies_stand_in_order_of_appearance(site: Site) -> None:
    text = text_of(site, f"/articles/{identity(address_of(3, 'kapital'))}")
    assert "1–2. Zakon.kz, между 27 нояб. 2026, 10:30 и" in text
    assert "Kapital.kz, между 27 нояб. 2026, 11:30 и 27 нояб. 2026, 13:30 эта статья" in text


def test_amounts_are_found_with_the_words_around_them(site: Site) -> None:
    articles = site.sources.database["articles"]
    body = "Мост чинят. На ремонт выделили 1,4 млрд тенге из бюджета.\n\nЕщё 5 млн долларов дали."
    articles.update_one({"_id": identity(address_of(4))}, {"$set": {"body": body}})
    found = site.client.get(f"/articles/{identity(address_of(4))}.json").json()["amounts"]
    assert [(each["value"], each["currency"]) for each in found] == [
        ("1400000000", "KZT"),
        ("5000000", "USD"),
    ]
    assert (found[1]["before"], found[1]["printed"]) == ("Ещё ", "5 млн долларов")


@pytest.mark.parametrize("page", ["", "/versions"])
def test_hostile_texts_are_texts(site: Site, page: str) -> None:
    answer = site.client.get(f"/articles/{identity(address_of(5))}{page}")
    markup = Markup(answer.text)
    assert harmless(HOSTILE) in markup.text
    assert not {"\u202e", "\u2066"} & set(answer.text)
    for tag, attributes in markup.elements:
        assert tag not in {"script", "img", "iframe", "style", "base"}
        assert not {name for name in attributes if name.startswith("on") or name == "style"}
        assert (attributes.get("src") or "/static").startswith("/static")
    rows = site.client.get(f"/articles/{identity(address_of(5))}.csv").text
    assert "<script>" in rows


def test_former_versions_that_are_damaged_are_told(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    articles, id_ = site.sources.database["articles"], identity(address_of(11, "zakon"))
    revision = articles.find_one({"_id": identity(KEPT)}, {"revisions": 1})
    assert revision is not None
    articles.update_one({"_id": id_}, {"$set": {"revisions": revision["revisions"]}})
    assert "Прежние версии статьи прочитать нельзя" in text_of(site, f"/articles/{id_}")
    assert site.client.get(f"/articles/{id_}/versions").status_code == 404
    assert address_of(11, "zakon") in caplog.text
    articles.update_one({"_id": id_}, {"$set": {"revisions": None}})


def test_an_article_that_is_not_stored_is_told(site: Site) -> None:
    answer = site.client.get("/articles/0123?ui=en")
    assert answer.status_code == 404
    assert "No article 0123 is stored." in answer.text


def test_words_that_changed_are_marked_for_eye_and_ear(site: Site) -> None:
    page = site.client.get(f"{EDITED}/versions").text
    assert '<del><span class="unseen">[убрано: </span><bdi>5</bdi>' in page
    assert '<ins><span class="unseen">[добавлено: </span><bdi>7</bdi>' in page
    text = text_of(site, f"{EDITED}/versions")
    assert "Абзац 3 добавлен" in text
    assert "заголовок, исправлено число или имя, дополнение; правка сделана после" in text


def test_any_two_versions_are_compared(site: Site) -> None:
    back = site.client.get(f"{EDITED}/versions.json?from=2&to=1").json()
    [title, body] = back["changes"]
    assert {"part": "cut", "text": "потушен"} in title["words"]
    assert [each["how"] for each in body["paragraphs"]] == ["same", "edited", "cut", "cut"]
    assert "Это одна и та же версия." in text_of(site, f"{EDITED}/versions?from=2&to=2")
    wrong = site.client.get(f"{EDITED}/versions?from=3")
    assert wrong.status_code == 400
    assert "Такой версии нет: всего 2 версии." in wrong.text


def test_an_article_that_was_never_edited_says_so(site: Site) -> None:
    assert "Замечена только одна версия" in text_of(site, f"{GONE}/versions")


_MOST_READ = 10
"""Documents that one query may read here, of the forty that are stored."""


def test_no_query_reads_a_whole_collection(site: Site) -> None:
    database = site.sources.database
    page = site.client.get(f"/articles/{identity(KEPT)}.json").json()["page"]
    addresses = [
        f"/articles/{identity(KEPT)}",
        f"/articles/{identity(KEPT)}/versions",
        f"/articles/{identity(KEPT)}/pages/{page}/served",
        f"/articles/{identity(address_of(3, 'kapital'))}",
        f"/stories/{STORY}",
    ]
    database.command("profile", 2)
    try:
        statuses = [site.client.get(each).status_code for each in addresses]
    finally:
        database.command("profile", 0)
    assert statuses == [200] * len(addresses)
    queries = [
        each
        for each in database["system.profile"].find({"op": {"$in": ["query", "command"]}})
        if not each["ns"].endswith("system.profile") and "planSummary" in each
    ]
    assert len(queries) >= 10
    plans = {each["planSummary"] for each in queries}
    assert not {each for each in plans if "COLLSCAN" in each}, plans
    assert max(each.get("docsExamined", 0) for each in queries) <= _MOST_READ
    assert not [each for each in queries if each.get("hasSortStage")]


def test_an_article_that_moved_answers_where_it_was(site: Site) -> None:
    """Addresses that were mailed, told by saved searches or stored in files go on to lead there."""
    former, now = identity(address_of(408)), GONE.rpartition("/")[2]
    assert site.client.get(f"/articles/{former}").status_code == 404
    articles = site.sources.database[ARTICLES.name]
    articles.update_one({"_id": now}, {"$set": {"former_ids": [former]}})
    for rest in ("?ui=kk&zone=UTC", ".json", "/versions.json?from=1"):
        answer = site.client.get(f"/articles/{former}{rest}", follow_redirects=False)
        assert answer.status_code == 308
        assert answer.headers["Location"] == f"/articles/{now}{rest}"
