"""What whole crawls took, for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.figures import spread, table


@dataclass(frozen=True)
class Row:
    """A way to crawl."""

    name: str
    """It begins with a letter of its own."""
    workers: int = 1
    settings: Mapping[str, object] = field(default_factory=dict)
    way: str | None = None
    """Of `benchmarks.plain_scrapy`; None: it is kznews."""


@dataclass(frozen=True)
class Run:
    """One crawl of the whole site."""

    pages: int
    seconds: float
    """From the first worker's start to the last one's end."""
    cpu: Mapping[str, float]
    """Seconds, by who used them."""
    counted: float
    """Seconds in which they did: somewhat longer than the crawl."""
    queued: float
    """Seconds that a worker waited for a core, on average."""
    each: list[int]
    """Pages that each worker read."""
    startup: float
    """Seconds of a core that a worker used before it began."""
    memory: int
    """Bytes that the largest worker held at most."""

    @property
    def pace(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    @property
    def undisturbed_pace(self) -> float:
        """Pages a second of the time in which the workers had a core, or nothing to do."""
        return self.pages / (self.seconds - self.queued)

    @property
    def work(self) -> float:
        """Seconds of a core that workers and mongod used for a page."""
        return (self.cpu["workers"] + self.cpu["mongod"]) / self.pages


@dataclass(frozen=True)
class Empty:
    """A crawl that finds nothing new; seconds."""

    opening: float
    fetching: float
    closing: float


@dataclass(frozen=True)
class _Ratio:
    """What two ways to crawl are compared by."""

    name: str
    one: str
    """A row's letter."""
    other: str
    goal: str
    of: Callable[[Run], float] = lambda run: run.pace


_RATIOS = (
    _Ratio("frontier / memory, pages a second", "b", "a", "at least 0.95"),
    _Ratio("two workers / one, pages a second", "c", "b", "at least 1.6"),
    _Ratio("pages kept / not, pages a second", "b", "d", "at least 0.95"),
    _Ratio("kznews / 8 selectors, pages a second", "b", "f", "at least 1"),
    _Ratio(
        "kznews / 8 selectors, without the time that they queued",
        *("b", "f", "at least 1"),
        lambda run: run.undisturbed_pace,
    ),
    _Ratio(
        "kznews / 8 selectors, processor of the worker",
        *("b", "f", "at most 1"),
        lambda run: run.cpu["workers"],
    ),
    _Ratio(
        "kznews / 8 selectors, processor of worker and mongod",
        *("b", "f", "at most 1"),
        lambda run: run.work,
    ),
    _Ratio("kznews / trafilatura, pages a second", "b", "g", "none"),
)


def report(
    rows: Sequence[Row], runs: Mapping[str, list[Run]], empty: list[Empty], cores: int
) -> str:
    """Tell it all."""
    cells: list[Sequence[str]] = [
        (
            *("", "pages/s", "worker", "mongod", "nginx", "others", "cores busy", "queued"),
            *("idle", "startup", "memory"),
        )
    ]
    cells += [_cells(row, runs[row.name], cores) for row in rows if runs[row.name]]
    lines = [
        table(cells),
        "(processor time a page, and its share of the cores; queued: a worker waits for a core)",
    ]
    by_letter = {name[0]: of_row for name, of_row in runs.items()}
    for each in _RATIOS:
        one, other = (
            [each.of(run) for run in by_letter.get(letter, [])] for letter in (each.one, each.other)
        )
        if one and other:
            pairs = [x / y for x, y in zip(one, other, strict=True)]
            lines.append(
                f"{each.name}: {median(one) / median(other):.3f} "
                f"({min(pairs):.3f} to {max(pairs):.3f}); the goal is {each.goal}"
            )
    if of_two := by_letter.get("c"):
        share = median(min(run.each) / run.pages for run in of_two)
        lines.append(f"of two workers, the idler one read {share:.0%} of the pages")
    if empty:
        lines.append(
            "a crawl with nothing new to read: "
            f"it opens in {spread([each.opening for each in empty])} s, "
            f"has its last answer {spread([each.fetching for each in empty])} s later, "
            f"and is closed after another {spread([each.closing for each in empty])} s"
        )
    return "\n".join(lines)


def _cells(row: Row, runs: list[Run], cores: int) -> list[str]:
    cells = [row.name, spread([run.pace for run in runs], ".1f")]
    for who in ("workers", "mongod", "nginx", "others"):
        per_page = median(1000 * run.cpu[who] / run.pages for run in runs)
        share = median(run.cpu[who] / run.counted / cores for run in runs)
        cells.append(f"{per_page:.2f} ms {share:4.0%}")
    busy = median(sum(run.cpu.values()) / run.counted / cores for run in runs)
    queued = median(run.queued / run.seconds for run in runs)
    worked = median(run.cpu["workers"] / row.workers / run.seconds for run in runs)
    return [
        *(*cells, f"{busy:.0%}", f"{queued:.0%}", f"{max(0, 1 - worked - queued):.0%}"),
        f"{median(run.startup for run in runs):.2f} s",
        f"{median(run.memory for run in runs) / 2**20:.0f} MB",
    ]
