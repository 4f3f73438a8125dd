"""A run's own checks, with spidermon: whether it did what a run should do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from spidermon import Monitor, MonitorRunner, MonitorSuite, monitors
from spidermon.settings import MONITOR

from kznews.monitoring.limits import Limits
from kznews.monitoring.runs import has_found, own_faults
from kznews.record.schema import REJECTED
from kznews.statistics import DEAD, FAILURES, METHODS, PAGES_READ, PAGES_UNCHANGED, STORED, by_kind

_STATUS = MONITOR.STATUS
_UNVERIFIED = "extraction/layout/unverified"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the checks of one run say."""

    failed: dict[str, str]
    """By the check's name, the reason in words."""
    undecided: frozenset[str]
    """Names of the checks for which the run was too small."""


class RunMonitor(Monitor):
    """Each test is a check; its name is what alerts call it.

    Of `data` it reads `stats`, the crawl's statistics, `reason`, why it ended, and `limits`.
    """

    @monitors.name("finished")
    def test_it_ended_by_itself(self) -> None:
        """Nothing but having nothing more to do ends a run well."""
        if self.data.reason != "finished":
            self.fail(f"it ended with {self.data.reason}")

    @monitors.name("pages")
    def test_pages_came(self) -> None:
        """Without failures there was nothing to do: others did it."""
        failures = by_kind(self.data.stats, FAILURES)
        if failures and not self._pages():
            self.fail(f"not one page could be read ({_told(failures)})")

    @monitors.name("items")
    def test_something_was_found(self) -> None:
        """Pages that came, and were not as before (304), give items."""
        if not self.data.stats.get(PAGES_READ):
            self.skipTest("no page was read")
        if not has_found(self.data.stats):
            self.fail("pages came, but nothing was found on them")

    @monitors.name("errors")
    def test_our_own_code_did_not_fail(self) -> None:
        """One such error is one too many."""
        faults = own_faults(self.data.stats)
        if faults:
            self.fail(f"{faults} errors in our own code, see its log")

    @monitors.name("failed")
    def test_few_requests_failed(self) -> None:
        """See `MONITOR_FAILED_SHARE`."""
        failures = by_kind(self.data.stats, FAILURES)
        failed = sum(failures.values())
        asked = failed + self._pages()
        if self._is_above(failed, asked, self.data.limits.failed_share):
            self.fail(f"{failed} of {asked} requests failed ({_told(failures)})")

    @monitors.name("rejected")
    def test_few_items_were_rejected(self) -> None:
        """See `MONITOR_REJECTED_SHARE`."""
        stored = by_kind(self.data.stats, STORED)
        rejected = sum(n for key, n in stored.items() if key.startswith(f"{REJECTED.name}/"))
        items = sum(stored.values())
        if self._is_above(rejected, items, self.data.limits.rejected_share):
            self.fail(f"{rejected} of {items} items were rejected")

    @monitors.name("layout")
    def test_layouts_read_the_articles(self) -> None:
        """See `MONITOR_FALLBACK_SHARE`."""
        methods = by_kind(self.data.stats, METHODS)
        articles = sum(methods.values())
        fallback = articles - methods.get("layout", 0)
        if self._is_above(fallback, articles, self.data.limits.fallback_share):
            self.fail(f"no layout read {fallback} of {articles} articles: has it been redesigned?")

    @monitors.name("unverified")
    def test_confirmed_layouts_read_the_articles(self) -> None:
        """Apart from `layout`, which it would hide: it fails until somebody has looked."""
        articles = sum(by_kind(self.data.stats, METHODS).values())
        unverified = self.data.stats.get(_UNVERIFIED, 0)
        if self._is_above(unverified, articles, self.data.limits.fallback_share):
            self.fail(
                f"{unverified} of {articles} articles were read by a layout that is marked "
                "unverified: look whether they were read rightly, then take the mark away"
            )

    @monitors.name("dead")
    def test_few_requests_were_given_up(self) -> None:
        """See `MONITOR_DEAD_SHARE`."""
        dead = self.data.stats.get(DEAD, 0)
        asked = self._pages() + sum(by_kind(self.data.stats, FAILURES).values())
        if self._is_above(dead, max(dead, asked), self.data.limits.dead_share):
            self.fail(f"{dead} of {asked} requests were given up (scrapy frontier --dead)")

    def _pages(self) -> int:
        stats = self.data.stats
        pages: int = stats.get(PAGES_READ, 0) + stats.get(PAGES_UNCHANGED, 0)
        return pages

    def _is_above(self, part: int, whole: int, share: float) -> bool:
        if whole < self.data.limits.share_minimum:
            self.skipTest("too few to tell")
        return part > share * whole


class RunSuite(MonitorSuite):
    """All checks of a run."""

    monitors: ClassVar[list[type[Monitor]]] = [RunMonitor]


def judge(stats: Mapping[str, Any], reason: str, limits: Limits) -> Verdict:
    """Check the run that has these statistics and ended with `reason`."""
    result = MonitorRunner().run(RunSuite(), stats=dict(stats), reason=reason, limits=limits)
    failed: dict[str, str] = {}
    undecided = set()
    for each in result.monitor_results:
        name = each.item.method_name
        match each.status:
            case _STATUS.SUCCESS:
                continue
            case _STATUS.SKIPPED:
                undecided.add(name)
            case _STATUS.FAILURE:
                failed[name] = each.reason
            case _:  # the check itself is broken
                failed[name] = f"the check itself failed: {each.error.strip().splitlines()[-1]}"
    return Verdict(failed=failed, undecided=frozenset(undecided))


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
