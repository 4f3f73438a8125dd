"""The checks: what can be wrong with a run, an outlet, a node or the queue of jobs.

Each check is here once, with its name, the setting of its limit and its sentence. A run that ends
walks `RUN_CHECKS`, `scrapy status` the others. Pure functions: what was counted in, words out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from scrapy.settings import BaseSettings

from kznews.monitoring.article_counts import KNOWN_FOR
from kznews.monitoring.check import SHARE_MINIMUM, Check, Limits
from kznews.monitoring.expectations import Unmet, see, urls_of
from kznews.monitoring.runs import (
    Counts,
    has_found_nothing,
    has_lost_every_article,
    has_no_page,
    lost_articles,
    own_faults,
)
from kznews.monitoring.status_report import DatabaseStatus, NodeStatus
from kznews.monitoring.subjects import EndedRun, OutletNow, Queue
from kznews.outlets import all_outlets, broken_outlets
from kznews.statistics import (
    DISCOVERY_FAULTS,
    LISTINGS_EMPTY,
    LISTINGS_ENDLESS,
    LISTINGS_SHOWN,
    PAGES_READ,
    by_kind,
    in_words,
)
from kznews.text.terminal import write_count, write_duration

_MOST_NAMED = 3  # pages
_Subject = TypeVar("_Subject", EndedRun, OutletNow, EndedRun | OutletNow)


def read_limits(settings: BaseSettings) -> Limits:
    """Read the limits of all checks. Raises ValueError for one that is no number above 0."""
    checks: list[Check[Any]] = [*RUN_CHECKS, *OUTLET_CHECKS, *NODE_CHECKS]
    checks += [*QUEUE_CHECKS, *DATABASE_CHECKS]
    limits: dict[str, float] = {}
    for name in (SHARE_MINIMUM, *(each.setting for each in checks if each.setting)):
        try:
            limits[name] = settings.getfloat(name)
        except (TypeError, ValueError):
            limits[name] = 0
        if not limits[name] > 0:  # nor is NaN
            raise ValueError(f"{name} is {settings.get(name)!r}: it must be a number above 0")
    return limits


def _share(
    name: str,
    setting: str,
    count: Callable[[Counts], tuple[int, int]],
    sentence: str,
    *,
    unmet: str | None = None,
) -> Check[EndedRun | OutletNow]:
    """Make the check that a part is no larger share of its whole than the setting allows.

    `count` gives the part and the whole; pages that show it are those of the kind `unmet`.
    """

    def find(subject: EndedRun | OutletNow, limit: float) -> str | None:
        part, whole = count(subject.counts)
        if part <= limit * whole:
            return None
        kinds = in_words(subject.counts.failures)
        period, spider = subject.period, subject.spider
        said = sentence.format(part=part, whole=whole, period=period, spider=spider, kinds=kinds)
        urls = [url for each in subject.counts.unmet if each.kind == unmet for url in each.urls]
        return f"{said}{see(urls[:_MOST_NAMED])}"

    def can_tell(subject: EndedRun | OutletNow, minimum: float) -> bool:
        return count(subject.counts)[1] >= minimum

    return Check(name=name, setting=setting, find=find, can_tell=can_tell)


def _of_outlets_with_layouts(
    check: Check[EndedRun | OutletNow],
) -> Check[EndedRun | OutletNow]:
    """Leave a check undecided of outlets that have no article layout: nothing else is expected."""
    without = {each.name for each in all_outlets() if not each.article_layouts}
    return replace(
        check,
        can_tell=lambda subject, minimum: (
            subject.spider not in without and check.can_tell(subject, minimum)
        ),
    )


def _with_commands(check: Check[_Subject], *, rereads: bool = True) -> Check[_Subject]:
    """Name, behind what a check finds of an outlet, the commands that show it and that mend it."""

    def find(subject: _Subject, limit: float) -> str | None:
        found, spider = check.find(subject, limit), subject.spider
        if found is None or spider not in {each.name for each in all_outlets() if each.ways}:
            return found
        found += f"; `scrapy probe {spider} --archived` compares its module with kept pages"
        if rereads:
            found += f", and once that is mended, `scrapy reparse {spider}` reads them again"
        return found

    return replace(check, find=find)


def _finished(run: EndedRun, _: float) -> str | None:
    return None if run.reason == "finished" else f"it ended with {run.reason}"


def _pages(run: EndedRun, _: float) -> str | None:
    # Without failures there was nothing to do: others did it.
    if not has_no_page(run.stats):
        return None
    return f"not one page could be read ({in_words(run.counts.failures)})"


def _items(run: EndedRun, _: float) -> str | None:
    if not has_found_nothing(run.stats):
        return None
    return "pages came, but nothing was found on them"


def _listings(run: EndedRun, limit: float) -> str | None:
    if (endless := run.stats.get(LISTINGS_ENDLESS, 0)) > limit:
        return f"{write_count(endless, 'page')} of listings had no end in sight, see the log"
    empty = run.stats.get(LISTINGS_EMPTY, 0)
    if empty <= limit:
        return None
    listings = empty + run.stats.get(LISTINGS_SHOWN, 0)
    urls = (*urls_of(run.stats, "listing"), *urls_of(run.stats, "cards"))
    return f"{empty} of {write_count(listings, 'listing')} showed no article{see(urls)}"


def _discovery(run: EndedRun, _: float) -> str | None:
    faults = [each.split("/", 1) for each in by_kind(run.stats, DISCOVERY_FAULTS)]
    if not faults:
        return None
    words = ", ".join(f"{way} ({fault})" for fault, way in faults)
    return f"feeds or sitemaps do not show what is new: {words}, see the log"


def _articles(run: EndedRun, _: float) -> str | None:
    if not has_lost_every_article(run.stats):
        return None
    failures = in_words(run.counts.failures)
    said = f"not one article could be kept, of {lost_articles(run.stats)}" + (
        f" ({failures})" if failures else ""
    )
    return f"{said}{see(urls_of(run.stats, 'articles'))}"


def _fields(subject: EndedRun | OutletNow, _: float) -> str | None:
    counts = subject.counts
    said = (each.sentence(counts.articles, subject.period) for each in _missing_fields(counts))
    return "; ".join(said) or None


def _missing_fields(counts: Counts) -> list[Unmet]:
    return [each for each in counts.unmet if each.kind == "field"]


def _errors(run: EndedRun, limit: float) -> str | None:
    count = own_faults(run.stats)
    return f"{count} errors in our own code, see the log" if count > limit else None


def _late(outlet: OutletNow, limit: float) -> str | None:
    status, now = outlet.status, outlet.now
    tried = [each for each in (status.first_run_at, status.first_job_at) if each]
    since = status.last_success_at or min(tried, default=None)
    if status.crawl_every is None or since is None:
        return None
    if (now - since).total_seconds() <= limit * status.crawl_every:
        return None
    if status.last_success_at is None:
        return f"no crawl has succeeded since the first one, {write_duration(now - since)} ago"
    every = write_duration(timedelta(seconds=status.crawl_every))
    return f"the last success is {write_duration(now - since)} ago, and it is crawled every {every}"


def _silent(outlet: OutletNow, limit: float) -> str | None:
    if outlet.status.newest_article_at is None:
        return None
    age, pause = outlet.now - outlet.status.newest_article_at, outlet.status.longest_pause
    if age > KNOWN_FOR:
        return f"its newest article is {write_duration(age)} old"
    if pause is None or age.total_seconds() <= limit * pause:
        return None
    return (
        f"its newest article is {write_duration(age)} old, and no pause of the last five weeks was "
        f"longer than {write_duration(timedelta(seconds=pause))}"
    )


def _few_articles(outlet: OutletNow, limit: float) -> str | None:
    day = outlet.status.day
    if day.usual is None or day.articles >= limit * day.usual:
        return None
    return f"{day.articles} articles in the last day, where {day.usual:g} are usual"


def _skipped(outlet: OutletNow, limit: float) -> str | None:
    skipped = outlet.status.skipped_ticks
    if skipped < limit:
        return None
    return f"{skipped} crawls in a row were skipped: the one before does not end in time"


def _gone(node: NodeStatus, limit: float) -> str | None:
    if node.alive or (node.left and node.running <= limit):
        return None
    jobs = f", and {write_count(node.running, 'job')} with it" if node.running else ""
    return f"it has died{jobs}: start it, or remove it (scrapy status --forget-node {node.node})"


def _lost(node: NodeStatus, limit: float) -> str | None:
    lost = node.ended.lost
    were = "was" if lost == 1 else "were"
    if lost <= limit:
        return None
    return f"{write_count(lost, 'job')} of the last day died with it too often, and {were} given up"


def _lost_elsewhere(queue: Queue, limit: float) -> str | None:
    lost = queue.jobs.ended.lost - sum(each.ended.lost for each in queue.nodes)
    were = "was" if lost == 1 else "were"
    return f"{write_count(lost, 'job')} of the last day {were} given up" if lost > limit else None


def _none_finished(queue: Queue, limit: float) -> str | None:
    ended = queue.jobs.ended
    others = ended.failed + ended.lost
    if ended.finished or others <= limit:
        return None
    return f"not one job of the last day finished: {ended.failed} failed, {ended.lost} were lost"


def _disk(database: DatabaseStatus, limit: float) -> str | None:
    days = database.days_left
    if days is None or days >= limit:
        return None
    return f"its disk will be full in {write_duration(timedelta(days=days))}"


def _waiting(queue: Queue, limit: float) -> str | None:
    if queue.jobs.pending <= limit or any(each.alive for each in queue.nodes):
        return None
    return f"{write_count(queue.jobs.pending, 'job')} pending, and no node is alive"


_REJECTED = _share(
    "rejected",
    "MONITOR_REJECTED_SHARE",
    lambda counts: (counts.rejected, max(counts.items, counts.rejected)),
    "{part} of {whole} items were rejected{period}",
)
_LAYOUT = _with_commands(
    _of_outlets_with_layouts(
        _share(
            "layout",
            "MONITOR_FALLBACK_SHARE",
            lambda counts: (counts.fallback, counts.articles),
            "no layout read {part} of {whole} articles{period}: has the outlet been redesigned?",
            unmet="layout",
        )
    )
)
_FIELDS = _with_commands(
    Check[EndedRun | OutletNow](
        name="fields",
        find=_fields,
        can_tell=lambda subject, _: bool(
            subject.counts.articles or _missing_fields(subject.counts)
        ),
    )
)
_LANGUAGE = _share(
    "language",
    "MONITOR_LANGUAGE_SHARE",
    lambda counts: (
        sum(each.count for each in counts.unmet if each.kind == "language"),
        counts.articles,
    ),
    "{part} of {whole} articles{period} were in a language that their edition has not: "
    "has the outlet a new edition?",
    unmet="language",
)
_DEAD = _share(
    "dead",
    "MONITOR_DEAD_SHARE",
    lambda counts: (counts.dead, max(counts.requests, counts.dead)),
    "{part} of {whole} requests were given up{period} (scrapy frontier --dead {spider})",
)

RUN_CHECKS: tuple[Check[EndedRun], ...] = (
    Check(name="finished", find=_finished),
    PAGES := Check(name="pages", find=_pages),
    ITEMS := Check(
        name="items", find=_items, can_tell=lambda run, _: bool(run.stats.get(PAGES_READ))
    ),
    LISTINGS := _with_commands(
        Check[EndedRun](
            name="listings",
            find=_listings,
            can_tell=lambda run, _: LISTINGS_EMPTY in run.stats or LISTINGS_SHOWN in run.stats,
        ),
        rereads=False,
    ),
    Check(
        name="discovery",
        find=_discovery,
        can_tell=lambda run, _: (
            bool(run.stats.get(PAGES_READ)) or bool(by_kind(run.stats, DISCOVERY_FAULTS))
        ),
    ),
    ARTICLES := _with_commands(
        Check[EndedRun](
            name="articles",
            find=_articles,
            can_tell=lambda run, minimum: (
                not has_lost_every_article(run.stats) or lost_articles(run.stats) >= minimum
            ),
        )
    ),
    ERRORS := Check(name="errors", find=_errors),
    _share(
        "failed",
        "MONITOR_FAILED_SHARE",
        lambda counts: (sum(counts.failures.values()), counts.requests),
        "{part} of {whole} requests failed{period} ({kinds})",
    ),
    _REJECTED,
    _FIELDS,
    _LANGUAGE,
    _LAYOUT,
    # Apart from the last, which it would hide: it fails until somebody has looked.
    _share(
        "unverified",
        "MONITOR_FALLBACK_SHARE",
        lambda counts: (counts.unverified, counts.articles),
        "{part} of {whole} articles were read by a layout that is marked unverified{period}: "
        "look whether they were read rightly, then take the mark away",
        unmet="unverified_layout",
    ),
    _DEAD,
)
OUTLET_CHECKS: tuple[Check[OutletNow], ...] = (
    Check(name="module", find=lambda outlet, _: broken_outlets().get(outlet.spider)),
    Check(name="late", setting="MONITOR_LATE_INTERVALS", find=_late),
    Check(name="silent", setting="MONITOR_QUIET_FACTOR", find=_silent),
    Check(
        name="articles",
        setting="MONITOR_ARTICLES_SHARE",
        find=_few_articles,
        can_tell=lambda outlet, minimum: (outlet.status.day.usual or 0) >= minimum,
    ),
    _FIELDS,
    _LANGUAGE,
    _LAYOUT,
    _REJECTED,
    _DEAD,
    Check(name="skipped", setting="MONITOR_SKIPPED_TICKS", find=_skipped),
)
NODE_CHECKS: tuple[Check[NodeStatus], ...] = (
    Check(name="gone", find=_gone),
    Check(name="lost", find=_lost),
)
QUEUE_CHECKS: tuple[Check[Queue], ...] = (
    Check(name="lost", find=_lost_elsewhere),
    Check(name="finished", find=_none_finished),
    Check(name="waiting", find=_waiting),
)
DATABASE_CHECKS: tuple[Check[DatabaseStatus], ...] = (
    Check(name="disk", setting="MONITOR_DISK_DAYS", find=_disk),
    Check(
        name="success",
        find=lambda database, _: (
            None if database.has_success else "no crawl has ever succeeded in it"
        ),
    ),
)
