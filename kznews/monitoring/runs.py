"""The record of a crawl: one document in `runs`, made from Scrapy's statistics."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from pymongo import UpdateOne

from kznews.mongo.bulk import Refused, write_all
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields, identity, moment
from kznews.monitoring.expectations import Unmet, add_up, read_unmet, to_documents
from kznews.monitoring.schema import RUNS
from kznews.record.schema import ARTICLES, REJECTED
from kznews.statistics import (
    ARTICLES_LOST,
    ARTICLES_REJECTED,
    ARTICLES_UNCHANGED,
    DEAD,
    DISCOVERED,
    FAILURES,
    LISTINGS_EMPTY,
    LISTINGS_SHOWN,
    METHODS,
    NOTES,
    PAGES_READ,
    PAGES_UNCHANGED,
    STARTS_THAT_WAIT,
    STORED,
    UNVERIFIED,
    by_kind,
    stored_by_collection,
)

_FAULTS = ("spider_exceptions/count", "listing/broken", "article/broken", "rates/broken")
_FINISHED = "finished"


def is_recorded(stats: Mapping[str, Any]) -> bool:
    """Tell whether a crawl with these statistics leaves a run: an outlet answered, be it in errors.

    So does one that had nothing to ask for, since nothing was due. robots.txt alone is no answer. A
    crawl without a network must leave the database as it was.
    """
    if stats.get(STARTS_THAT_WAIT) and not stats.get("downloader/request_count"):
        return True
    received: int = stats.get("response_received_count", 0)
    # A redirect without end, or a page cut off, is not received, but it is kept as rejected.
    return received > stats.get("robotstxt/response_count", 0) or any(
        key.startswith(STORED) for key in stats
    )


def succeeded(stats: Mapping[str, Any], finish_reason: str) -> bool:
    """Tell whether a crawl did what it was for: it finished, and found what outlets publish.

    One that had nothing to fetch, because other workers did it, succeeded.
    """
    fails = (has_no_page, has_found_nothing, shows_no_listing, has_lost_every_article)
    return finish_reason == _FINISHED and not any(each(stats) for each in fails)


def has_no_page(stats: Mapping[str, Any]) -> bool:
    """Tell whether a crawl asked for pages and every request failed."""
    came = stats.get(PAGES_READ) or stats.get(PAGES_UNCHANGED)
    return not came and bool(by_kind(stats, FAILURES))


def has_found_nothing(stats: Mapping[str, Any]) -> bool:
    """Tell whether pages came to a crawl and it found on them nothing that outlets publish.

    Feeds, sitemaps and listings alone, whose articles are all known, are as they should be; so is,
    beside them, an article that was taken down and leads elsewhere.
    """
    if not stats.get(PAGES_READ) or any(
        not key.startswith(REJECTED.name) for key in by_kind(stats, STORED)
    ):
        return False
    ways, gone = _counted(stats, "pages"), stats.get("article/redirected", 0)
    is_all = stats[PAGES_READ] == ways + gone
    return not (is_all and (_counted(stats, "cards") or not ways))


def _counted(stats: Mapping[str, Any], what: str) -> int:
    """Count the `pages` or the `cards` of all ways of discovery."""
    return sum(stats.get(f"{way}/{what}", 0) for way in ("feed", "sitemap", "listing"))


def shows_no_listing(stats: Mapping[str, Any]) -> bool:
    """Tell whether a crawl read listings and not one of them shows an article."""
    return bool(stats.get(LISTINGS_EMPTY)) and not stats.get(LISTINGS_SHOWN)


def has_lost_every_article(stats: Mapping[str, Any]) -> bool:
    """Tell whether a crawl asked for articles and not one could be kept or was unchanged."""
    kept = stored_by_collection(stats).get(ARTICLES.name) or stats.get(ARTICLES_UNCHANGED)
    return not kept and lost_articles(stats) > 0


def lost_articles(stats: Mapping[str, Any]) -> int:
    """Count the articles' pages that gave no article that could be kept."""
    lost: int = stats.get(ARTICLES_LOST, 0) + stats.get(ARTICLES_REJECTED, 0)
    return lost


def own_faults(stats: Mapping[str, Any]) -> int:
    """Count exceptions that are no page's fault: Scrapy's, and those that a spider catches."""
    total: int = sum(stats.get(key, 0) for key in _FAULTS)
    return total


def run_fields(
    spider: str,
    stats: Mapping[str, Any],
    *,
    started_at: datetime,
    finished_at: datetime,
    finish_reason: str,
    job: str | None,
) -> Fields:
    """Describe a crawl of `spider` by this process; moments are aware, `stats` are Scrapy's.

    `job` is Scrapyd's id of it, where Scrapyd ran it.
    """
    return {
        "_id": identity(spider, started_at.isoformat(), socket.gethostname(), str(os.getpid())),
        "spider": spider,
        "job": job,
        "started_at": moment(started_at),
        "finished_at": moment(finished_at),
        "finish_reason": finish_reason,
        "succeeded": succeeded(stats, finish_reason),
        **counted(stats),
    }


def counted(stats: Mapping[str, Any]) -> Fields:
    """Give the fields of a run that count."""
    stored = stored_by_collection(stats)
    return {
        "pages": stats.get(PAGES_READ, 0),
        "unchanged": stats.get(PAGES_UNCHANGED, 0),
        "stored": stored,
        "rejected": sum(stored.get(REJECTED.name, {}).values()),
        "errors": stats.get("log_count/ERROR", 0) + stats.get("log_count/CRITICAL", 0),
        "dead": stats.get(DEAD, 0),
        "methods": by_kind(stats, METHODS),
        "failures": by_kind(stats, FAILURES),
        "notes": {
            note: count
            for note, count in by_kind(stats, NOTES).items()
            if not f"{NOTES}{note}".startswith(METHODS)
        },
        "unmet": to_documents(read_unmet(stats)),
        "discovered": by_kind(stats, DISCOVERED),
    }


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted of an outlet, in one run or in the last day."""

    requests: int
    """Requests that gave a page, that found it unchanged, or that failed."""
    dead: int
    """Requests that were given up."""
    items: int
    """Items that were stored, were as before, or were rejected."""
    rejected: int
    articles: int
    """Articles that were read."""
    fallback: int
    """Articles that no layout read."""
    unverified: int = 0
    """Articles that were read by a layout that is marked unverified."""
    failures: Mapping[str, int] = field(default_factory=dict)
    """Requests that failed, by kind."""
    unmet: tuple[Unmet, ...] = ()
    """What was not as the outlet's facts let expect."""

    @classmethod
    def of(cls, *runs: Fields) -> Self:
        """Add up the counts of runs, by their documents."""
        methods, failures, notes = (
            sum((Counter(run[name]) for run in runs), Counter[str]())
            for name in ("methods", "failures", "notes")
        )
        return cls(
            requests=sum(run["pages"] + run["unchanged"] for run in runs) + failures.total(),
            dead=sum(run["dead"] for run in runs),
            items=sum(sum(kind.values()) for run in runs for kind in run["stored"].values()),
            rejected=sum(run["rejected"] for run in runs),
            articles=methods.total(),
            fallback=methods.total() - methods["layout"],
            unverified=notes[UNVERIFIED.removeprefix(NOTES)],
            failures=failures,
            unmet=add_up(runs),
        )


async def record_run(database: Database, fields: Fields) -> None:
    """Write a run; waits for a server that is away. Raises Refused."""
    operation = UpdateOne({"_id": fields["_id"]}, {"$set": fields}, upsert=True)
    [result] = await write_all(database[RUNS.name], [operation])
    if isinstance(result, Refused):
        raise result
