"""`scrapy history` shows what was scripted, to people, programs and browsers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest

from kznews.commands.history_text import edit_lines, history_lines
from kznews.commands.word_difference import marked
from kznews.mongo.values import Fields
from kznews.record.absences import Absence, absence_fields
from kznews.record.comparison import ShownVersion, as_fields, shown_versions
from kznews.record.documents import article_fields
from kznews.record.history import versions_of
from kznews.text.terminal import write_moment
from kznews.web.history_alone import history_page
from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.record.samples import article
from tests.record.test_history import record, stored
from tests.text.test_differences import CAUSE, DEAD, FIRE, ROAD

NOW = datetime.now(UTC).replace(microsecond=0)
URL = "https://exclusive.kz/articles/1/"


def fetched(hours_ago: float, *paragraphs: str, number: int = 1, **changes: Any) -> Fields:
    fetched_at = NOW - timedelta(hours=hours_ago)
    given: dict[str, Any] = {"title": "Пожар в Алматы", "modified_at": NOW - timedelta(days=3)}
    said = given | {"body": "\n\n".join(paragraphs), "fetched_at": fetched_at} | changes
    return article_fields(article(number, **said))


def edited() -> Fields:
    """An article that was edited three times: silently, then told, then with new pictures."""
    return record(
        [
            fetched(30, FIRE, DEAD, CAUSE),
            fetched(20, FIRE, DEAD.replace("5 человек", "7 человек"), CAUSE),
            fetched(
                10,
                CAUSE,
                FIRE,
                DEAD.replace("5 человек", "7 человек"),
                ROAD,
                title="Пожар в Алматы потушен",
                modified_at=NOW - timedelta(hours=11),
            ),
            fetched(
                5,
                CAUSE,
                FIRE,
                DEAD.replace("5 человек", "7 человек"),
                ROAD,
                title="Пожар в Алматы потушен",
                modified_at=NOW - timedelta(hours=11),
                images=[],
            ),
        ]
    )


def shown(document: Fields) -> list[ShownVersion]:
    return list(shown_versions(versions_of(document)))


def told(document: Fields) -> str:
    lines = history_lines(URL, "exclusive", shown(document))
    return "\n".join(
        line if isinstance(line, str) else " ".join(map(marked, line)) for line in lines
    )


def test_each_version_is_told_with_what_changed_in_it() -> None:
    text = told(edited())
    assert "exclusive: 4 versions, seen from " in text
    assert "  correction: edited after " in text
    assert "  silent: the outlet states no other time of its last change than before, " in text
    assert "погибли [-5-] {+7+} человек" in text
    assert "  headline, text, addition: edited after " in text
    assert "  the outlet says that it was changed at " in text
    assert "Пожар в Алматы {+потушен+}" in text
    assert "  paragraph 3 is the paragraph 1 now:\n" + " ".join(CAUSE.split()[:6]) + " …\n" in text
    assert f"  paragraph 4 was added:\n{{+{ROAD}+}}" in text
    assert "images:\n[-https://exclusive.kz/1.jpg, ЮНИСЕФ-]" in text


def test_what_the_outlet_says_later_is_told_with_the_time_between() -> None:
    late: dict[str, Any] = {"modified_at": NOW - timedelta(hours=1)}
    document = record([fetched(30, FIRE), fetched(20, DEAD), fetched(17, DEAD, **late)])
    assert f"changed at {NOW - timedelta(hours=1):%Y-%m-%d %H:%M:%S}, first seen 3 h after" in (
        told(document)
    )


def test_an_article_that_was_never_edited_has_one_version() -> None:
    text = told(record([fetched(3, FIRE)]))
    assert "exclusive: 1 version, seen from " in text
    assert "edited" not in text


def test_words_that_stayed_are_shown_beside_what_changed_alone() -> None:
    long = " ".join(f"слово{number}" for number in range(100))
    text = told(record([fetched(3, f"{long} 1"), fetched(2, f"{long} 2")]))
    assert "… слово94 слово95 слово96 слово97 слово98 слово99 [-1-] {+2+}" in text


def test_programs_get_all_words() -> None:
    [_, second, third, fourth] = json.loads(
        json.dumps([*map(as_fields, shown(edited()))], default=str)
    )
    [change] = second["changes"]
    assert change["name"] == "body"
    assert [each["how"] for each in change["paragraphs"]] == ["same", "edited", "same"]
    assert {"part": "cut", "text": "5"} in change["paragraphs"][1]["words"]
    assert (second["silent"], second["kinds"]) == (True, ["correction"])
    assert (third["silent"], fourth["silent"]) == (False, None)
    assert fourth["changes"] == [
        {
            "name": "images",
            "before": [{"url": "https://exclusive.kz/1.jpg", "caption": None, "credit": "ЮНИСЕФ"}],
            "after": [],
        }
    ]


class Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = "\u202e</p><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\" onload='x'"


def test_a_page_shows_texts_and_obeys_none() -> None:
    versions = shown(
        record(
            [
                fetched(3, FIRE, HOSTILE, title=HOSTILE),
                fetched(2, FIRE, f"{HOSTILE} 2", title=f"{HOSTILE} 2", authors=[HOSTILE]),
            ]
        )
    )
    # What no article's address can be, either.
    written = history_page(f"javascript:{HOSTILE}", HOSTILE, HOSTILE, versions)
    page = Markup()
    page.feed(written)
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "section"),
        *("bdi", "del", "ins", "span", "main", "div", "strong"),
    }
    for _, attributes in page.tags:
        names = {"lang", "charset", "http-equiv", "content", "name", "class", "dir"}
        assert set(attributes) <= names
    assert "<script>alert(1)</script>" in page.text
    assert not {"\u202e", "\x1b"} & set(written)
    contents = {attributes.get("content") for tag, attributes in page.tags if tag == "meta"}
    assert "default-src 'none'; style-src 'unsafe-inline'" in contents


def test_a_page_marks_what_was_cut_and_added() -> None:
    written = history_page(URL, "exclusive", "ru", shown(edited()))
    assert '<bdi>5</bdi><span class="unseen">]</span></del>' in written
    assert '<ins><span class="unseen">[added: </span><bdi>7</bdi>' in written
    assert f'<a href="{URL}" rel="noreferrer noopener">' in written


@pytest.fixture
def history(on_database: RunCommand) -> Callable[..., Answer]:
    """The command on the test's database."""
    return partial(on_database, "history")


def test_the_command_shows_an_article_and_lists_edits(
    history: Callable[..., Answer], database: TestDatabase
) -> None:
    silent = record(
        [fetched(99, FIRE, number=2), fetched(50, f"{FIRE} {ROAD}", number=2, outlet="kapital")]
    )
    database["articles"].insert_many([edited(), silent, stored(fetched(1, FIRE, number=3))])

    one = history(f"{URL}?utm_source=tg")
    assert one.exit_code == 0, one.errors
    assert "погибли [-5-] {+7+} человек" in one.output
    assert history(URL, "--json").document["versions"][1]["silent"] is True
    assert "[added: </span><bdi>7</bdi>" in history(URL, "--html").output

    all_ = history("--changed", "--since=7d")
    assert all_.exit_code == 0, all_.errors
    assert "exclusive: 3 edits, 1 of them silent" in all_.output
    assert "kapital: 1 edit, 1 of them silent" in all_.output
    assert all_.output == history("--changed").output
    assert "exclusive: 1 edit, 0 of them silent" in (history("--changed", "--kind=headline").output)
    assert "kapital" not in history("--changed", "--since=49h").output
    only = history("--changed", "--silent", "--outlet=exclusive", "--json")
    [edit] = map(json.loads, only.output.splitlines())
    assert (edit["url"], edit["kinds"]) == (URL, ["correction"])
    day = f"{NOW + timedelta(days=1):%Y-%m-%d}"
    assert "No such edit was seen since" in history("--changed", f"--since={day}").output

    database["articles"].update_one({"url": URL}, {"$set": {"body": "Бір абзац."}})
    damaged = history(URL)
    assert (damaged.exit_code, damaged.output) == (2, "")
    assert "its former versions cannot be read: " in damaged.errors
    rest = history("--changed")
    assert rest.exit_code == 1
    assert "kapital: 1 edit" in rest.output


def taken_down(number: int = 4, *, returned: float | None = None) -> Fields:
    """An article that was gone 20 hours ago, by misses from 46 hours ago on."""
    missed_at, *again = (NOW - timedelta(hours=hours) for hours in (46, 40, 20))
    absence = Absence(
        last_seen_at=NOW - timedelta(hours=48),
        missed_at=missed_at,
        missed_again_at=tuple(again),
        confirmed_at=again[-1],
        returned_at=None if returned is None else NOW - timedelta(hours=returned),
        reason="gone",
        status=410,
        page="the answer",
    )
    fields = fetched(48, FIRE, number=number, page="the article", title=f"Өрт {number}")
    return stored(fields) | absence_fields([absence])


def test_the_command_lists_what_was_taken_down(
    history: Callable[..., Answer], database: TestDatabase
) -> None:
    missing = stored(fetched(1, FIRE, number=6)) | {"presence": "missing"}
    database["articles"].insert_many([taken_down(4), taken_down(5, returned=3), missing])
    all_ = history("--gone", "--since=7d")
    assert all_.exit_code == 0, all_.errors
    assert "exclusive: 2 articles gone, 1 of them returned\n" in all_.output
    assert (
        f"""
  Өрт 4
    https://exclusive.kz/articles/4/
    last seen {write_moment(NOW - timedelta(hours=48))}, first missed {
            write_moment(NOW - timedelta(hours=46))
        }: it is gone (status 410, the page the answer)
    confirmed to be gone {write_moment(NOW - timedelta(hours=20))}
    read from the page the article
"""
        in all_.output
    )
    assert f"; there again {write_moment(NOW - timedelta(hours=3))}\n" in all_.output
    assert "Missing, and not confirmed to be gone: 1 article." in all_.output
    first, _ = map(
        json.loads, history("--gone", "--json", "--outlet=exclusive").output.splitlines()
    )
    assert (first["title"], first["page"]) == ("Өрт 4", "the article")
    assert first["absence"]["status"] == 410
    assert "No article was confirmed to be gone since" in history("--gone", "--since=19h").output

    url = "https://exclusive.kz/articles/5/"
    one = history(url).output
    assert one.index("Version 1") < one.index("Not at its address\n  last seen ")
    [absence] = history(url, "--json").document["absences"]
    assert absence["reason"] == "gone"
    assert "When it was not at its address" in history(url, "--html").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "give the address of one article, or --changed, or --gone"),
        ([URL, "--changed"], "give an address, or --changed, but not both"),
        (["exclusive"], "'exclusive' is no address: it begins with https:// or http://"),
        (["https://[", "--json"], "'https://[' is no address"),
        ([URL, "--silent"], "--silent goes with --changed, not with an address"),
        ([URL, "--since=7d"], "--since goes with --changed or --gone, not with an address"),
        (["--gone", "--silent"], "--silent goes with --changed, not with --gone"),
        (["--gone", URL], "give an address, or --gone, but not both"),
        (["--gone", "--outlet=x"], "there is no outlet 'x': `scrapy outlets` shows them"),
        (["--changed", "--html"], "--html shows one article"),
        (["--changed", "--since=soon"], "--since 'soon' is no time: give 90m, 12h, 7d"),
        (["--changed", "--kind=typo"], "there is no kind of edit 'typo': there are headline, lead"),
        (["--changed", "--outlet=x"], "there is no outlet 'x': `scrapy outlets` shows them"),
        (["https://exclusive.kz/no/"], "no article of the address https://exclusive.kz/no/ is"),
    ],
)
def test_what_cannot_be_shown_is_told(
    history: Callable[..., Answer], words: list[str], why: str
) -> None:
    answer = history(*words)
    assert answer.exit_code == 2
    assert why in answer.errors + answer.output


def test_a_list_is_told_as_empty_where_nothing_was_edited() -> None:
    assert list(edit_lines([], NOW)) == [
        f"No such edit was seen since {NOW:%Y-%m-%d %H:%M:%S} UTC."
    ]
