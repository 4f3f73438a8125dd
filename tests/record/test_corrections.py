"""Better readings of kept pages correct the record, and make no history that was none."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from kznews.items import Article
from kznews.record.corrections import Correction, Corrector, What
from kznews.record.documents import article_fields
from kznews.record.history import versions_of
from tests.record.samples import NOON, article
from tests.record.stores import open_store, open_writer

Documents = Database[dict[str, Any]]
HOUR = timedelta(hours=1)


def version(page: str, hours: int, title: str, **changes: Any) -> Article:
    return article(page=page, fetched_at=NOON + hours * HOUR, title=title, **changes)


@pytest.fixture
def stored(mongodb_uri: str, database: Documents) -> Any:
    async def write(*articles: Article) -> None:
        async with open_writer(mongodb_uri, database.name) as writer:
            for each in articles:
                await writer.write(each)

    return lambda *articles: asyncio.run(write(*articles))


@pytest.fixture
def correct(mongodb_uri: str, database: Documents) -> Any:
    async def run(articles: tuple[Article, ...], *, dry_run: bool) -> list[Correction]:
        async with open_store(mongodb_uri, database.name) as store:
            return await Corrector(store, by="kznews 9", dry_run=dry_run).correct(articles)

    def shown_and_done(*articles: Article) -> list[What]:
        """What it does, which is what it said before that it would do."""
        before = list(database["articles"].find())
        shown = asyncio.run(run(articles, dry_run=True))
        assert list(database["articles"].find()) == before
        done = asyncio.run(run(articles, dry_run=False))
        assert [(each.url, each.what, each.changes) for each in done] == [
            (each.url, each.what, each.changes) for each in shown
        ]
        return [each.what for each in done]

    return shown_and_done


def titles(database: Documents) -> list[str]:
    """Of all versions of the one article."""
    [stored] = database["articles"].find()
    return [each.fields["title"] for each in versions_of(stored)]


def test_a_misreading_leaves_no_revision(stored: Any, correct: Any, database: Documents) -> None:
    # The page was redesigned between two fetches, and read badly.
    stored(version("a", 0, "Title"), version("b", 1, "Menu"))
    assert titles(database) == ["Title", "Menu"]
    assert correct(version("a", 0, "Title"), version("b", 1, "Title")) == [
        *("same", "corrected", "merged")
    ]
    assert titles(database) == ["Title"]
    [found] = database["articles"].find()
    assert (found["first_seen_at"], found["fetched_at"]) == (NOON, NOON + HOUR)
    assert (found["page"], found["reread_by"]) == ("b", "kznews 9")
    # Its translations are looked for by what it says now.
    [evidence] = database["translation_evidence"].find({"linked": True})
    assert evidence["write_number"] == found["write_number"]
    assert correct(version("b", 1, "Title")) == ["same"]


def test_what_is_compared_with_other_outlets_is_compared_anew(
    stored: Any, correct: Any, database: Documents
) -> None:
    stored(version("a", 0, "Menu"))
    database["articles"].update_many({}, {"$set": {"compared_at": NOON, "story_id": "s"}})
    assert correct(version("a", 0, "Title")) == ["corrected"]
    assert database["articles"].distinct("compared_at") == [NOON]
    assert correct(version("a", 0, "Title", attributed_to=["Zakon.kz"])) == ["corrected"]
    assert database["articles"].distinct("compared_at") == [None]


def test_a_badly_read_revision_is_none_either(
    stored: Any, correct: Any, database: Documents
) -> None:
    stored(version("a", 0, "Menu"), version("b", 1, "Title"))
    assert correct(version("a", 0, "Title"), version("b", 1, "Title")) == [
        *("corrected", "same", "merged")
    ]
    assert titles(database) == ["Title"]


def test_what_the_outlet_edited_stays(stored: Any, correct: Any, database: Documents) -> None:
    # It went back to its first title in the end.
    stored(version("a", 0, "One"), version("b", 1, "Two"), version("c", 2, "One"))
    assert titles(database) == ["One", "Two", "One"]
    body = "Үшінші абзац."
    assert correct(
        version("a", 0, "One"), version("b", 1, "Two", body=body), version("c", 2, "One")
    ) == [*("same", "corrected", "same")]
    assert titles(database) == ["One", "Two", "One"]
    [found] = database["articles"].find()
    assert versions_of(found)[1].fields["body"] == body


def test_versions_of_an_article_that_nobody_read_are_its_history(
    correct: Any, database: Documents
) -> None:
    readings = version("a", 0, "One"), version("b", 1, "One"), version("c", 2, "Two")
    assert sorted(correct(*readings)) == ["new", "superseded", "superseded"]
    assert titles(database) == ["One", "Two"]
    [found] = database["articles"].find()
    assert (found["first_seen_at"], found["page"]) == (NOON, "c")
    assert found["story_id"] is not None
    assert database["translation_evidence"].count_documents({"linked": True}) == 1
    [revision] = found["revisions"]
    assert revision["replaced_at"] == NOON + 2 * HOUR
    assert correct(version("b", 1, "One"), version("c", 2, "Two")) == ["same", "same"]


def test_a_page_that_leads_elsewhere_by_todays_rules_is_left(
    stored: Any, correct: Any, database: Documents
) -> None:
    stored(version("a", 0, "Title"))
    assert correct(version("a", 0, "Other", url="https://exclusive.kz/other/")) == ["moved"]
    assert titles(database) == ["Title"]


@pytest.mark.parametrize("overtaken_by", ["a fetch", "a move"])
def test_an_article_that_a_crawl_writes_meanwhile_is_corrected_all_the_same(
    overtaken_by: str, stored: Any, mongodb_uri: str, database: Documents
) -> None:
    address = article().url
    moved = {"url": f"{address}new/", "aliases": [address]} if overtaken_by == "a move" else {}
    later = version("b", 1, "Menu again", **moved)

    class Overtaken(Corrector):
        """A corrector that a crawl overtakes once."""

        is_overtaken = False

        async def _compare(self, *given: Any) -> Any:
            compared = await super()._compare(*given)
            if not self.is_overtaken:
                self.is_overtaken = True
                await self._writer.write(later)
                await self._writer.forget_former(article_fields(later))
            return compared

    async def run() -> list[Correction]:
        async with open_store(mongodb_uri, database.name) as store:
            corrector = Overtaken(store, by="kznews 9", dry_run=False)
            return await corrector.correct([version("a", 0, "Title")])

    stored(version("a", 0, "Menu"))
    assert {each.what for each in asyncio.run(run())} == {"corrected"}
    [found] = database["articles"].find()
    assert (found["url"], found["fetched_at"]) == (later.url, later.fetched_at)
    assert "Title" in titles(database)
