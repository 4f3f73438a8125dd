"""What a better reading of a kept page does to what was stored from it.

It corrects articles and revisions in place. It is no edit by the outlet: it makes no revision, and
moves neither when an article was seen nor which page it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from pymongo import UpdateOne

from kznews.items import Article
from kznews.mongo.bulk import Refused, persist, write_all
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.record.documents import appeared_at, article_fields
from kznews.record.schema import ARTICLES, REVISIONS
from kznews.record.stories.linking import StoryLinker
from kznews.record.versions import OWN_RULES, completed, revision_id, revision_update
from kznews.record.writer import Writer

What = Literal["same", "corrected", "new", "superseded", "moved", "refused"]
"""What a reading does. `superseded`: the article is read from another page by now; `moved`: the
page has another address by today's rules, under which it is not stored again."""

# They say when and where from, not what.
_NOT_READ = frozenset({*OWN_RULES, "url", "page", "fetched_at", "reread_at", "reread_by"})
_TOLD = frozenset({"lead", "body"})


@dataclass(frozen=True)
class Correction:
    """What one reading of a page does, or would do, to one document."""

    url: str
    what: What
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Value of each changed field before the reading and after it, by the field's name."""


def changes_of(stored: Fields, fetched: Fields) -> dict[str, tuple[Any, Any]]:
    """Tell which fields of a stored version another reading of its page changes.

    As with a fetch, no date or section takes nothing away: it may stand on a listing.
    """
    read = completed(fetched, stored)
    return {
        name: (stored.get(name), value)
        for name, value in read.items()
        if name not in _NOT_READ and stored.get(name) != value
    }


class Corrector:
    """Corrects the record of one database by readings of kept pages.

    It may be cut off and repeated, and go on beside crawls and others of its kind. `by` names the
    version that reads. With `dry_run` it writes nothing.
    """

    def __init__(self, database: Database, *, by: str, dry_run: bool) -> None:
        self._articles = database[ARTICLES.name]
        self._revisions = database[REVISIONS.name]
        self._writer = Writer(database)
        self._linker = StoryLinker(database)
        self._by = by
        self._dry_run = dry_run

    async def correct(self, articles: Sequence[Article]) -> list[Correction]:
        """Take in what pages were read as; each article names its page."""
        fetched = {each.page: (each, article_fields(each)) for each in articles if each.page}
        pages: Fields = {"page": {"$in": list(fetched), "$type": "string"}}
        stored = await persist(lambda: self._articles.find(pages).to_list())
        revisions = await persist(lambda: self._revisions.find(pages).to_list())
        done = [await self._correct_article(row, fetched[row["page"]][1]) for row in stored]
        done += [await self._correct_revision(row, fetched[row["page"]][1]) for row in revisions]
        met = {row["page"] for row in (*stored, *revisions)}
        return done + [await self._add(*each) for page, each in fetched.items() if page not in met]

    async def _correct_article(self, stored: Fields, fetched: Fields) -> Correction:
        if stored["_id"] != fetched["_id"]:
            return Correction(stored["url"], "moved")
        changes = changes_of(stored, fetched)
        if not changes:
            return Correction(stored["url"], "same")
        if self._dry_run:
            return Correction(stored["url"], "corrected", changes)
        corrected = stored | self._after(changes)
        corrected["appeared_at"] = appeared_at(corrected)
        said = self._after(changes) | {"appeared_at": corrected["appeared_at"]}
        # As it was when it was compared: a crawl that was quicker is right.
        seen = {name: stored[name] for name in ("_id", "page", "fetched_at")}
        [result] = await write_all(self._articles, [UpdateOne(seen, {"$set": said})])
        if isinstance(result, Refused):
            return Correction(stored["url"], "refused", changes)
        if _TOLD & changes.keys():
            await self._linker.link(corrected)
        return Correction(stored["url"], "corrected", changes)

    async def _correct_revision(self, stored: Fields, fetched: Fields) -> Correction:
        changes = changes_of(stored, fetched)
        if not changes:
            return Correction(stored["url"], "same")
        if not self._dry_run:
            corrected = stored | self._after(changes)
            corrected["_id"] = revision_id(stored["article_id"], corrected)
            operation = UpdateOne(*revision_update(corrected), upsert=True)
            [result] = await write_all(self._revisions, [operation])
            if isinstance(result, Refused):
                return Correction(stored["url"], "refused", changes)
            if corrected["_id"] != stored["_id"]:
                former = {"_id": stored["_id"]}
                await persist(lambda: self._revisions.delete_one(former))
        return Correction(stored["url"], "corrected", changes)

    async def _add(self, article: Article, fetched: Fields) -> Correction:
        """Store an article that no crawl could read from this page."""
        known = await persist(
            lambda: self._articles.find_one(
                {"$or": [{"_id": fetched["_id"]}, {"aliases": article.url}]}, {"_id": True}
            )
        )
        if known is not None:
            return Correction(article.url, "superseded")
        if not self._dry_run:
            try:
                await self._writer.write(article)
            except Refused:
                return Correction(article.url, "refused")
            await self._linker.link(fetched)
        return Correction(article.url, "new")

    def _after(self, changes: dict[str, tuple[Any, Any]]) -> Fields:
        after = {name: value for name, (_, value) in changes.items()}
        now = datetime.now(UTC)
        return after | {"reread_at": now.replace(microsecond=0), "reread_by": self._by}
