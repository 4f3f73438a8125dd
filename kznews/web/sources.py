"""What pages read: the database, its index and its archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scrapy.settings import BaseSettings

from kznews.archive.reader import Reader
from kznews.mongo.connection import SyncDatabase
from kznews.search.index_folder import IndexFolder
from kznews.search.searching import Searcher
from kznews.web.outlet_checks import OutletChecks


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What pages read: opened once, asked by many threads at once."""

    database: SyncDatabase
    index: IndexFolder
    settings: BaseSettings
    now: Callable[[], datetime] = _utc_now
    """Gives the moment, in UTC."""
    searcher: Searcher = field(init=False)
    checks: OutletChecks = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "searcher", Searcher(self.database, self.index))
        object.__setattr__(self, "checks", OutletChecks(self.settings, self.now))

    @property
    def archive(self) -> Reader:
        """Give a reader of kept pages, a new one: threads cannot share what it holds."""
        return Reader(self.database)
