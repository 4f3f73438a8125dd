"""What a better reading of a kept page does to what was stored from it.

It corrects articles and revisions in place. It is no edit by the outlet: it makes no revision, and
moves neither when an article was seen nor which page it is of. A revision that, read well, says the
same as the version after it is none: it is deleted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from pymongo import DeleteOne, UpdateOne

from kznews.items import CONTENT, TOLD, Article, marked
from kznews.mongo.bulk import Refused, Result, persist, write_all
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.record.boilerplate import ever_learnt
from kznews.record.documents import appeared_at, article_fields
from kznews.record.schema import ARTICLES, REVISIONS
from kznews.record.stories.linking import StoryLinker
from kznews.record.versions import (
    OWN_RULES,
    completed,
    revision_id,
    revision_update,
    says_the_same,
)
from kznews.record.writer import Writer

What = Literal["same", "corrected", "new", "merged", "superseded", "moved", "refused"]
"""What a reading does. `merged`: a revision is deleted, which says the same as the version after
it; `superseded`: the article is read from another page, too; `moved`: the page has another address
by today's rules, under which it is not stored again."""

# They say when and where from, not what.
_NOT_READ = frozenset({*OWN_RULES, "url", "page", "fetched_at", "reread_at", "reread_by"})
_VERSION = frozenset(marked(Article, CONTENT))
# What its story is found by.
_OF_STORY = frozenset({*marked(Article, TOLD), "published_at", "published_precision"})


@dataclass(frozen=True)
class Correction:
    """What one reading of a page does, or would do, to one document."""

    url: str
    what: What
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Value of each changed field before the reading and after it, by the field's name."""


@dataclass(frozen=True)
class _Corrected:
    """A stored document, and what a reading makes of it."""

    stored: Fields
    after: Fields
    changes: dict[str, tuple[Any, Any]]

    @property
    def correction(self) -> Correction:
        return Correction(self.stored["url"], "corrected", self.changes)


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
        self._database = database
        self._articles = database[ARTICLES.name]
        self._revisions = database[REVISIONS.name]
        self._writer = Writer(database)
        self._linker = StoryLinker(database)
        self._by = by
        self._dry_run = dry_run

    async def correct(self, articles: Sequence[Article]) -> list[Correction]:
        """Take in what pages were read as, each article with its page, in the order of fetches.

        Those of one address are given together: so their versions are compared as they will be.
        """
        fetched = {each.page: article_fields(each) for each in articles if each.page}
        pages: Fields = {"page": {"$in": list(fetched), "$type": "string"}}
        stored = await persist(lambda: self._articles.find(pages).to_list())
        done, corrected = self._compare(stored, fetched, "_id")
        if corrected and not self._dry_run:
            done += await self._write_articles(corrected)
        # Where a crawl has brought a newer version since, this one is a revision now.
        revisions = await persist(lambda: self._revisions.find(pages).to_list())
        others, revised = self._compare(revisions, fetched, "article_id")
        done += others
        if revised and not self._dry_run:
            done += await self._write_revisions(revised)
        done += [each.correction for each in (*corrected, *revised)]
        done += await self._merge_versions(corrected, revised)
        met = {row["page"] for row in (*stored, *revisions)}
        new = [each for each in articles if each.page and each.page not in met]
        return done + (await self._add(new, fetched) if new else [])

    def _compare(
        self, stored: list[Fields], fetched: dict[str, Fields], article_id: str
    ) -> tuple[list[Correction], list[_Corrected]]:
        """Tell what stays, and what is to be written."""
        stays: list[Correction] = []
        corrected: list[_Corrected] = []
        for row in stored:
            read = fetched[row["page"]]
            changes = changes_of(row, read)
            if row[article_id] != read["_id"]:
                stays.append(Correction(row["url"], "moved"))
            elif not changes:
                stays.append(Correction(row["url"], "same"))
            else:
                after = {name: value for name, (_, value) in changes.items()}
                now = datetime.now(UTC).replace(microsecond=0)
                after |= {"reread_at": now, "reread_by": self._by}
                corrected.append(_Corrected(row, row | after, changes))
        return stays, corrected

    async def _write_articles(self, corrected: list[_Corrected]) -> list[Correction]:
        """Write those, of which the refused leave the list; return these."""
        operations = []
        for each in corrected:
            each.after["appeared_at"] = appeared_at(each.after)
            said = {name: each.after[name] for name in (*each.changes, *_SAID)}
            # As it was when it was compared: a crawl that was quicker is right.
            seen = {name: each.stored[name] for name in ("_id", "page", "fetched_at")}
            operations.append(UpdateOne(seen, {"$set": said}))
        refused = _take_refused(corrected, await write_all(self._articles, operations))
        await asyncio.gather(
            *(
                self._linker.link(each.after)
                for each in corrected
                if _OF_STORY & each.changes.keys()
            )
        )
        return refused

    async def _write_revisions(self, corrected: list[_Corrected]) -> list[Correction]:
        """Do the same with revisions, whose `_id` follows from what they say."""
        for each in corrected:
            each.after["_id"] = revision_id(each.stored["article_id"], each.after)
        operations = [UpdateOne(*revision_update(each.after), upsert=True) for each in corrected]
        refused = _take_refused(corrected, await write_all(self._revisions, operations))
        former = {each.stored["_id"] for each in corrected}
        left = former - {each.after["_id"] for each in corrected}
        if left:
            await persist(lambda: self._revisions.delete_many({"_id": {"$in": list(left)}}))
        return refused

    async def _merge_versions(
        self, articles: Iterable[_Corrected], revisions: Iterable[_Corrected]
    ) -> list[Correction]:
        """Delete revisions that were none: after them nothing was edited."""
        after = {each.stored["_id"]: each for each in (*articles, *revisions)}
        touched = {
            each.stored.get("article_id", each.stored["_id"])
            for each in after.values()
            if _VERSION & each.changes.keys()
        }
        if not touched:
            return []
        ids = list(touched)
        stored = await persist(lambda: self._articles.find({"_id": {"$in": ids}}).to_list())
        former = await persist(lambda: self._revisions.find({"article_id": {"$in": ids}}).to_list())
        if self._dry_run:  # as they would be
            stored, former = (
                [after[row["_id"]].after if row["_id"] in after else row for row in rows]
                for rows in (stored, former)
            )
            by_id = {revision_id(row["article_id"], row): row for row in former}
            former = list(by_id.values())
        outlets = list({row["outlet"] for row in stored})
        boilerplate = await persist(lambda: ever_learnt(self._database, outlets))
        version_after = {row["_id"]: row for row in stored}
        merged: list[Fields] = []
        for row in sorted(former, key=lambda each: each["fetched_at"], reverse=True):
            later = version_after.get(row["article_id"])
            if later is not None and says_the_same(row, later, boilerplate):
                merged.append(row)
            else:
                version_after[row["article_id"]] = row
        if merged and not self._dry_run:
            # As they were when they were compared: the article may have been edited since.
            seen = [
                DeleteOne({name: row[name] for name in ("_id", "fetched_at", "replaced_at")})
                for row in merged
            ]
            await persist(lambda: self._revisions.bulk_write(seen, ordered=False))
        return [Correction(row["url"], "merged") for row in merged]

    async def _add(self, articles: list[Article], fetched: dict[str, Fields]) -> list[Correction]:
        """Store articles that no crawl could read; all versions of each, in their order."""
        ids = [fetched[each.page]["_id"] for each in articles if each.page]
        urls = [each.url for each in articles]
        of: Fields = {"$or": [{"_id": {"$in": ids}}, {"aliases": {"$in": urls}}]}
        found = self._articles.find(of, {"url": True, "aliases": True})
        known = {
            url for row in await persist(found.to_list) for url in (row["url"], *row["aliases"])
        }
        superseded = [Correction(each.url, "superseded") for each in articles if each.url in known]
        new = [each for each in articles if each.url not in known]
        results: list[Any] = [None] * len(new)
        if not self._dry_run:
            results = await asyncio.gather(*map(self._writer.write, new), return_exceptions=True)
        done: dict[str, Correction] = {}
        stored: dict[str, Fields] = {}
        for each, result in zip(new, results, strict=True):
            if isinstance(result, Refused):
                done.setdefault(each.url, Correction(each.url, "refused"))
                continue
            if isinstance(result, BaseException):
                raise result
            if each.url in stored:
                superseded.append(Correction(each.url, "superseded"))
            done[each.url] = Correction(each.url, "new")
            stored[each.url] = fetched[each.page or ""]
        if not self._dry_run:
            await asyncio.gather(*map(self._linker.link, stored.values()))
        return [*superseded, *done.values()]


_SAID = ("appeared_at", "reread_at", "reread_by")


def _take_refused(corrected: list[_Corrected], results: list[Result]) -> list[Correction]:
    """Take those that MongoDB refuses out of the list."""
    pairs = list(zip(corrected, results, strict=True))
    corrected[:] = [each for each, result in pairs if not isinstance(result, Refused)]
    return [
        Correction(each.stored["url"], "refused", each.changes)
        for each, result in pairs
        if isinstance(result, Refused)
    ]
