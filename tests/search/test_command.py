"""`scrapy index` and `scrapy search` as their user gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kznews.record.documents import sighting
from kznews.search.index_folder import IndexFolder
from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.record.samples import ticker
from tests.search.conftest import stored

Commands = Callable[..., Answer]
STORY = f"20261127041400-{'5' * 32}"
MORNING = datetime(2026, 11, 27, 4, 14, tzinfo=UTC)


@pytest.fixture
def commands(on_database: RunCommand, tmp_path: Path) -> Commands:
    """Commands on the test's database, with an index of its own."""
    return partial(on_database, SEARCH_INDEX=tmp_path / "search")


def test_articles_are_found_by_their_words_and_copies_are_one_result(
    commands: Commands, database: TestDatabase, tmp_path: Path
) -> None:
    told = {
        "title": "Президенттің жарлығы",
        "body": "Тоқаев судың бағасы туралы айтты.",
        "published_doubts": [],
        "fetched_at": MORNING + timedelta(days=1),
    }
    database["articles"].insert_many(
        [
            stored(1, **told, outlet="zakon", published_at=MORNING, story_id=STORY,
                   appeared_at=MORNING),
            stored(2, **told, outlet="tengrinews", story_id=STORY,
                   published_at=MORNING + timedelta(hours=1),
                   appeared_at=MORNING + timedelta(hours=1)),
            stored(3, title="Пожар в Алматы", body="Огонь потушен. Өрт сөнді.", language="ru"),
        ]
    )  # fmt: skip
    pushed = sighting(ticker(headline="Президент келді"))
    database["tickers"].insert_one(
        {"_id": pushed.id, **pushed.fields, "first_seen_at": MORNING, "last_seen_at": MORNING}
    )

    built = commands("index")
    assert built.exit_code == 0, built.errors
    assert built.output.startswith("The index is up to date: 4 documents, ")

    people = commands("search", "президент")
    assert people.exit_code == 0, people.errors
    assert people.output.startswith(
        "2 articles found, the first 1, copies folded; times of Almaty; 1 headline of tickers, too"
    )
    assert "\n  *Президенттің* жарлығы\n" in people.output
    assert "\n  2 outlets told this; first Zakon.kz 2026-11-27 09:14\n" in people.output
    assert "\nBy outlet: Tengrinews.kz 1, Zakon.kz 1\n" in people.output

    # Nothing has the word as it is typed: its Kazakh letter may be typed as a Russian one.
    assert "*Өрт*" in commands("search", "орт").output

    headline = commands("search", "президент", "--tickers")
    assert "\n  *Президент* келді\n" in headline.output

    programs = commands("search", "токаев су", "--json", "--sort=newest", "--unfold").document
    assert [each["outlet"] for each in programs["hits"]] == ["tengrinews", "zakon"]
    assert programs["counts"]["language"] == {"kk": 2}
    assert programs["by_day"] == {"2026-11-27": 2}
    assert {"text": "судың", "is_found": True} in programs["hits"][0]["passage"]

    for narrower in ("--outlet=zakon", "--until=2026-11-27T10:00"):
        assert commands("search", "токаев", "--json", narrower).document["total"] == 1
    assert "2026-11-27  2  ██" in commands("search", "токаев", "--facets").output
    assert commands("search", "ghtpbltyn_").output.startswith("Nothing was found\n")
    assert "scrapy search 'президент'" in commands("search", "--outlet=zakon", "ghtpbltyn").output

    wrong = commands("search", "(пожар")
    assert wrong.exit_code == 2
    assert "^" in wrong.output + wrong.errors

    # Whoever follows brings it up to date: a search waits for nobody.
    [folder] = [IndexFolder(each) for each in (tmp_path / "search").iterdir()]
    with folder.writing():
        busy = commands("index")
        assert busy.exit_code == 2
        assert "another process writes the index" in busy.errors
        assert json.loads(commands("search", "огонь", "--json").output)["total"] == 1
