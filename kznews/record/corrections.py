"""What a better reading of a kept page does to what was stored from it.

It corrects the versions of articles in place. It is no edit by the outlet: it makes no version, and
moves neither when one was seen nor which page it is of. A version that, read well, says the same as
the one after it is none: they become one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from kznews.items import TOLD, Article, marked
from kznews.mongo.bulk import Refused, persist, update_once
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.record.article_linking import ArticleLinker
from kznews.record.boilerplate import ever_learnt
from kznews.record.documents import appeared_at, article_fields
from kznews.record.history import document_of, reread, versions_of
from kznews.record.pages import pages_of, read_from
from kznews.record.patches import UnfitPatchError
from kznews.record.schema import ARTICLES
from kznews.record.stories.schema import is_compared_anew
from kznews.record.versions import OWN_RULES, completed, version_fields
from kznews.record.writer import Writer

What = Literal["same", "corrected", "new", "merged", "superseded", "moved", "refused"]
"""What a reading does. `merged`: a version is none, since it says the same as the one after it;
`superseded`: the article is read from another page, too; `moved`: the page has another address
by today's rules, under which it is not stored again."""

# They say when and where from, not what.
_NOT_READ = frozenset({*OWN_RULES, "url", "page", "fetched_at", "reread_at", "reread_by"})
# What its story is found by.
_OF_STORY = frozenset({*marked(Article, TOLD), "published_at", "published_precision"})


@dataclass(frozen=True)
class Correction:
    """What one reading of a page does, or would do, to one version of an article."""

    url: str
    what: What
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Value of each changed field before the reading and after it, by the field's name."""


@dataclass(frozen=True)
class _Corrected:
    """A stored article, and what readings of its pages make of it."""

    stored: Fields
    after: Fields
    """Fields of its document; none where nothing changes."""
    corrections: list[Correction]

    @property
    def is_told_anew(self) -> bool:
        """Whether what its story is found by changes."""
        return any(self.stored[name] != self.after[name] for name in _OF_STORY)


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
        self._writer = Writer(database)
        self._linker = ArticleLinker(database)
        self._by = by
        self._dry_run = dry_run

    async def correct(self, articles: Sequence[Article]) -> list[Correction]:
        """Take in what pages were read as, each article with its page, in the order of fetches.

        Those of one address are given together: so their versions are compared as they will be.
        """
        fetched = {each.page: article_fields(each) for each in articles if each.page}
        stored = await persist(lambda: self._articles.find(read_from(list(fetched))).to_list())
        met = {page for row in stored for page in pages_of(row)}
        done: list[Correction] = []
        told: set[str] = set()
        while stored:
            corrected = await self._compare(stored, fetched)
            # What a crawl has overtaken is told once, as it was compared first.
            done += [
                c for row in corrected if row.stored["_id"] not in told for c in row.corrections
            ]
            told |= {row["_id"] for row in stored}
            to_write = [] if self._dry_run else [each for each in corrected if each.after]
            overtaken = await self._write(to_write, done)
            if not self._dry_run:  # whoever stored them was killed before they had a story
                left = [each.stored for each in corrected if not each.after]
                await self._linker.link(each for each in left if each["story_id"] is None)
            # By their pages: such an article may have moved to another address.
            again = read_from([page for page in overtaken if page in fetched])
            stored = await persist(self._articles.find(again).to_list) if overtaken else []
        if not self._dry_run:
            await self._linker.translations.link(told)
        new = [each for each in articles if each.page and each.page not in met]
        return done + (await self._add(new, fetched) if new else [])

    async def _compare(self, stored: list[Fields], fetched: dict[str, Fields]) -> list[_Corrected]:
        """Tell what stays, and what is to be written."""
        outlets = list({row["outlet"] for row in stored if row.get("revisions")})
        boilerplate = frozenset[str]()
        if outlets:
            boilerplate = await persist(lambda: ever_learnt(self._database, outlets))
        return [self._compare_article(row, fetched, boilerplate) for row in stored]

    def _compare_article(
        self, stored: Fields, fetched: dict[str, Fields], boilerplate: frozenset[str]
    ) -> _Corrected:
        url = stored["url"]
        try:
            versions = versions_of(stored)
        except UnfitPatchError:
            return _Corrected(stored, {}, [Correction(url, "refused")])
        now = datetime.now(UTC).replace(microsecond=0)
        corrections: list[Correction] = []
        readings: dict[str, Fields] = {}
        for version in versions:
            page = version.fields["page"]
            read = fetched.get(page)
            if read is None:
                continue
            changes = changes_of(version.fields, read)
            if read["url"] not in (url, *stored["aliases"]):
                corrections.append(Correction(url, "moved"))
            elif not changes:
                corrections.append(Correction(url, "same"))
            else:
                corrections.append(Correction(url, "corrected", changes))
                readings[page] = {
                    n: v for n, v in version_fields(read).items() if n not in _NOT_READ
                }
                readings[page] |= {"reread_at": now, "reread_by": self._by}
        if not readings:
            return _Corrected(stored, {}, corrections)
        after = reread(versions, readings, boilerplate)
        corrections += [Correction(url, "merged")] * (len(versions) - len(after))
        document = document_of(after)
        document["appeared_at"] = appeared_at(document)
        if is_compared_anew(stored, stored | document):
            document["compared_at"] = None
        document["write_number"] = (stored.get("write_number") or 0) + 1
        return _Corrected(stored, document, corrections)

    async def _write(self, corrected: list[_Corrected], done: list[Correction]) -> set[str]:
        """Write these; return the pages of those that a crawl has overtaken; tell the refused."""
        steps = [
            (
                {"_id": each.stored["_id"], "write_number": each.stored.get("write_number")},
                # Without a story until it is linked: else a kill would leave it in the former one.
                each.after | ({"story_id": None} if each.is_told_anew else {}),
            )
            for each in corrected
        ]
        results = await update_once(self._articles, steps)
        written: list[_Corrected] = []
        overtaken: set[str] = set()
        for each, result in zip(corrected, results, strict=True):
            if result is None:
                overtaken |= pages_of(each.stored)
            elif isinstance(result, Refused):
                for correction in each.corrections:
                    done.remove(correction)
                done.append(Correction(each.stored["url"], "refused"))
            else:
                written.append(each)
        await self._linker.link(
            each.stored | each.after
            for each in written
            if each.is_told_anew or each.stored["story_id"] is None
        )
        return overtaken

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
            await self._linker.link(stored.values())
        return [*superseded, *done.values()]
