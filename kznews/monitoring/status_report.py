"""What `scrapy status` knows: plain data, the same for people, JSON and Prometheus.

Moments are aware, UTC, by the database server's clock; an hour, a day and a week end now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kznews.monitoring.expectations import Unmet


@dataclass(frozen=True, kw_only=True)
class Window:
    """Articles in a stretch of time that ends now."""

    articles: int
    """By the moment that they state; where they state none, by when they were found."""
    usual: float | None
    """The median of the same stretches of the former four weeks, as far as the outlet was crawled
    then; None where it was not."""


@dataclass(frozen=True, kw_only=True)
class OutletStatus:
    """One spider's outlet. «Last day» is the last 24 hours."""

    outlet: str
    crawl_every: float | None
    """Seconds; None where the spider does not say."""
    first_run_at: datetime | None
    """None: it was never crawled, or never answered."""
    first_job_at: datetime | None
    """When the first job was queued that is still known; None: there is none."""
    last_success_at: datetime | None
    """When the last run ended that succeeded."""
    newest_article_at: datetime | None
    longest_pause: float | None
    """Seconds, in whole hours: between two articles of the last five weeks. None where too little
    is known."""
    hour: Window
    day: Window
    week: Window
    due: int
    """Requests that wait and may be made now."""
    later: int
    leased: int
    dead: int
    """Requests that were given up, ever."""
    counted_to: int
    """Where `due`, `later`, `leased` or `dead` is as many, there are so many or more."""
    dead_last_day: int
    runs_last_day: int
    requests_last_day: int
    """Of the runs: pages read, pages unchanged and requests that failed."""
    errors_last_run: int | None
    errors_last_day: int
    articles_read_last_day: int
    """Articles' pages, also those that were read again."""
    fallback_last_day: int
    """Of them: how many bodies no layout gave."""
    rejected_last_day: int
    items_last_day: int
    unmet_last_day: tuple[Unmet, ...]
    """What was not as the outlet's facts let expect."""
    """What became of items, in the runs: stored, as before, or rejected."""
    skipped_ticks: int
    """In a row: crawls that the schedule left out because the one before had not ended."""
    faults: tuple[str, ...] = ()
    """What is wrong, in words."""

    @property
    def fallback_share(self) -> float | None:
        """Of the articles' pages of the last day; None where there were none."""
        if not self.articles_read_last_day:
            return None
        return self.fallback_last_day / self.articles_read_last_day


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Jobs of the last day by how they ended."""

    finished: int = 0
    failed: int = 0
    lost: int = 0
    cancelled: int = 0
    skipped: int = 0


@dataclass(frozen=True, kw_only=True)
class NodeStatus:
    """A machine that runs Scrapyd."""

    node: str
    alive: bool
    left: bool
    """It ended in order and gave its jobs back. One that is neither alive nor left has died."""
    seen_at: datetime
    slots: int
    running: int
    """Jobs that are its own, by the queue."""
    ended: Ended
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class JobsStatus:
    """The queue of all nodes."""

    pending: int
    waiting_since: datetime | None
    """Of the pending job that has waited longest."""
    running: int
    ended: Ended
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DatabaseStatus:
    """The database as a whole."""

    has_success: bool
    """Whether a crawl of whichever outlet has ever succeeded."""
    bytes_on_disk: int
    """With its indexes."""
    bytes_a_day: float | None
    """Its growth in the last week; None where less than a day is known."""
    archive_bytes: int
    """Of these bytes, the kept pages'."""
    archive_bytes_a_day: float | None
    """Their growth, likewise."""
    free_bytes: int | None
    """On the server's disk; None where the server does not tell."""
    faults: tuple[str, ...] = ()

    @property
    def days_left(self) -> float | None:
        """How long the free space lasts at this growth; None where that is not known, or never."""
        if self.free_bytes is None or self.bytes_a_day is None or self.bytes_a_day <= 0:
            return None
        return self.free_bytes / self.bytes_a_day


@dataclass(frozen=True, kw_only=True)
class StatusReport:
    """Everything, at one moment."""

    now: datetime
    outlets: tuple[OutletStatus, ...]
    nodes: tuple[NodeStatus, ...]
    """Empty where no Scrapyd ever used this database."""
    jobs: JobsStatus
    database: DatabaseStatus
    watches: tuple[str, ...] = ()
    """What is wrong with saved searches, in words."""

    @property
    def red(self) -> dict[str, str]:
        """Whatever is at fault, by name, with what is wrong."""
        rows: dict[str, tuple[str, ...]] = {
            **{each.outlet: each.faults for each in self.outlets},
            **{f"node {each.node}": each.faults for each in self.nodes},
            "jobs": self.jobs.faults,
            "database": self.database.faults,
            "saved searches": self.watches,
        }
        return {name: "; ".join(faults) for name, faults in rows.items() if faults}
