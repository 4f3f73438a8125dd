"""Notes whether articles were at their addresses: seen as they were, or missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import UpdateOne

from kznews.mongo.bulk import Refused, persist, update_once, write_all
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.record.absences import (
    FEWEST_MISSES,
    SETTLING_TIME,
    SIGN_DISTANCE,
    Miss,
    absence_fields,
    absences_of,
    confirmed,
    missed,
    seen,
)
from kznews.record.schema import ARTICLES
from kznews.record.signs_of_life import host_of, signs_near


@dataclass(frozen=True)
class Unchanged:
    """A server's answer that the article at `url` is as it was."""

    url: str
    at: datetime

    @property
    def update(self) -> UpdateOne:
        """The update that notes it; an article that was fetched since stays as it is.

        So does one that was missed: its absence ends, which is more than an update can say.
        """
        at = {"$or": [{"url": self.url}, {"aliases": self.url}]}
        is_live = {"presence": {"$in": [None, "live"]}}
        return UpdateOne(
            at | is_live | {"fetched_at": {"$lte": self.at}},
            [
                {
                    "$set": {
                        "last_seen_at": {"$max": ["$last_seen_at", self.at]},
                        "write_number": {"$add": [{"$ifNull": ["$write_number", 0]}, 1]},
                    }
                }
            ],
        )


@dataclass(frozen=True)
class Missed:
    """A visit that found no article at `url`."""

    url: str
    miss: Miss


async def note_unchanged(database: Database, unchanged: Sequence[Unchanged]) -> None:
    """Note answers that articles are as they were: those that were missed have returned."""
    await write_all(database[ARTICLES.name], [each.update for each in unchanged])
    by_url = {each.url: each for each in unchanged}
    at = {"$in": list(by_url)}
    absent = {"presence": {"$in": ["missing", "gone"]}, "$or": [{"url": at}, {"aliases": at}]}
    while by_url:
        steps = []
        for article in await _read(database, absent):
            moments = [
                by_url[url].at for url in (article["url"], *article["aliases"]) if url in by_url
            ]
            steps.append((article, _seen(article, max(moments))))
        if not await _write(database, steps):
            return


async def note_missed(database: Database, visits: Sequence[Missed]) -> None:
    """Note that articles were not at their addresses; addresses of none are passed over."""
    left = list(visits)
    while left:
        urls = {"url": {"$in": [each.url for each in left]}}
        stored = {article["url"]: article for article in await _read(database, urls)}
        steps: list[tuple[Fields, Fields]] = []
        later: list[Missed] = []
        for each in left:
            article = stored.pop(each.url, None)
            if article is not None:
                steps.append((article, _missed(article, each.miss)))
            elif any(step[0]["url"] == each.url for step in steps):
                later.append(each)
        overtaken = await _write(database, steps)
        left = later + [each for each in left if each.url in overtaken and each not in later]


async def confirm_removals(database: Database, outlet: str) -> int:
    """Confirm that articles of an outlet are gone, where their misses say so; return how many.

    What is written meanwhile is left to the next time.
    """
    steps = []
    for article in await _read(database, {"outlet": outlet, "presence": "missing"}):
        *former, absence = absences_of(article)
        misses = absence.misses
        if len(misses) < FEWEST_MISSES or misses[-1] - misses[0] < SETTLING_TIME:
            continue
        signs = await signs_near(database, host_of(article["url"]), misses)
        turned = await _turned_missing(database, outlet, misses[0], misses[-1])
        now = confirmed(absence, signs, turned)
        if now != absence:
            steps.append((article, absence_fields((*former, now))))
    return len(steps) - len(await _write(database, steps))


_NEEDED = dict.fromkeys(
    (
        *("url", "aliases", "first_seen_at", "last_seen_at", "fetched_at", "write_number"),
        *("absences", "revisions.last_seen_at", "revisions.replaced_at"),
    ),
    True,
)


async def _read(database: Database, of: Fields) -> list[Fields]:
    return await persist(lambda: database[ARTICLES.name].find(of, _NEEDED).to_list())


async def _turned_missing(database: Database, outlet: str, first: datetime, last: datetime) -> int:
    """Count the articles of an outlet that turned missing between two moments, or near them."""
    then = {"$gte": first - SIGN_DISTANCE, "$lte": last + SIGN_DISTANCE}
    of = {"outlet": outlet, "absences": {"$elemMatch": {"missed_at": then}}}
    return await persist(lambda: database[ARTICLES.name].count_documents(of))


def _seen(article: Fields, at: datetime) -> Fields:
    last = max(article["fetched_at"], article.get("last_seen_at") or article["fetched_at"], at)
    return absence_fields(seen(absences_of(article), at)) | {"last_seen_at": last}


def _missed(article: Fields, miss: Miss) -> Fields:
    moments = {article["first_seen_at"], article["fetched_at"]}
    if article.get("last_seen_at") is not None:
        moments.add(article["last_seen_at"])
    for revision in article.get("revisions") or ():
        moments |= {revision["last_seen_at"], revision["replaced_at"]}
    return absence_fields(missed(absences_of(article), miss, moments))


async def _write(database: Database, steps: Sequence[tuple[Fields, Fields]]) -> set[str]:
    """Write the fields of articles; return the addresses of those that others have written."""
    decided = []
    for article, fields in steps:
        number = article.get("write_number")
        as_it_was = {"_id": article["_id"], "write_number": number}
        decided.append((as_it_was, fields | {"write_number": (number or 0) + 1}))
    results = await update_once(database[ARTICLES.name], decided)
    for result in results:
        if isinstance(result, Refused):
            raise result
    return {
        article["url"] for (article, _), done in zip(steps, results, strict=True) if done is None
    }
