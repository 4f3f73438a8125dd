"""Reading the status of all outlets, as `scrapy status` does."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.costs import Costs, Step
from benchmarks.project_settings import project_settings
from benchmarks.stock import OUTLETS
from kznews.mongo.connection import Database
from kznews.monitoring.checks import read_limits
from kznews.monitoring.status_queries import StatusReader

(STATUS,) = STEPS = (Step("reading the status", 1.3),)


class Status:
    """Whoever reads the status of one database."""

    def __init__(self, database: Database) -> None:
        self._reader = StatusReader(database, read_limits(project_settings()))

    async def turn(self, costs: Costs) -> None:
        """Read it once."""
        cost = costs[STATUS.name]
        with cost.step(), cost.call(1):
            await self._reader.report(dict.fromkeys(OUTLETS, timedelta(minutes=10)))
