"""Pages a second of whole crawls: with and without the frontier, with one and with two workers."""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from benchmarks.crawls import Crawled, CrawlFailedError, workers
from benchmarks.figures import spread, table
from benchmarks.processor import busy_seconds, cpu_seconds, use_cores
from benchmarks.servers import Server, own_mongod, own_nginx, write_pages
from kznews.newsroom.site import Site
from kznews.settings import ADDONS
from kznews.statistics import PAGES_READ

Documents = Database[dict[str, Any]]

_MEMORY = {"SCHEDULER": "scrapy.core.scheduler.Scheduler"}
_FRONTIER: dict[str, object] = {}
_ARCHIVE = "kznews.archive.addon.ArchiveAddon"
_UNKEPT = {"ADDONS": json.dumps({name: at for name, at in ADDONS.items() if name != _ARCHIVE})}


@dataclass(frozen=True)
class Row:
    """A way to crawl."""

    name: str
    workers: int
    settings: Mapping[str, object]


A = Row("a: Scrapy's scheduler, in memory", 1, _MEMORY)
B = Row("b: the frontier, one worker", 1, _FRONTIER)
C = Row("c: the frontier, two workers", 2, _FRONTIER)
D = Row("d: as b, no page kept", 1, _UNKEPT)


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

    @property
    def pace(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    @property
    def undisturbed_pace(self) -> float:
        """Pages a second of the time in which the workers had a core, or nothing to do."""
        return self.pages / (self.seconds - self.queued)


@dataclass(frozen=True)
class Empty:
    """A crawl that finds nothing new; seconds."""

    opening: float
    fetching: float
    closing: float


class Benchmark:
    """Crawls one site, again and again."""

    def __init__(
        self, site: Site, listing_pages: int, *, mongod: Server, nginx: Server, concurrency: int
    ) -> None:
        self._articles = {each.url for each in site.articles if each.outlet == "exclusive"}
        self._pages = len(self._articles) + 2 * listing_pages
        self._listing_pages = listing_pages
        self._servers = {"mongod": mongod.pid, "nginx": nginx.pid}
        self._settings = {
            "MONGODB_URI": mongod.address,
            "NEWSROOM": nginx.address,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        }

    @property
    def pages(self) -> int:
        return self._pages

    def run(self, row: Row, database: Documents) -> Run:
        """Crawl the site into an empty database, check what came of it."""
        settings = {**self._settings, **row.settings, "MONGODB_DATABASE": database.name}
        with workers(row.workers, settings, pages=self._listing_pages) as crew:
            before = self._cpu()
            crawls = [worker.finish() for worker in crew]
            after = self._cpu()
        self._check(row, database, crawls)
        used = {name: after[name] - before[name] for name in after}
        cpu = {"workers": sum(crawl.cpu for crawl in crawls)}
        cpu |= {name: used[name] for name in self._servers}
        cpu["others"] = max(0.0, used["machine"] - sum(cpu.values()))
        seconds = max(crawl.ended for crawl in crawls) - min(crawl.began for crawl in crawls)
        queued = sum(crawl.queued for crawl in crawls) / len(crawls)
        each = [crawl.stats.get(PAGES_READ, 0) for crawl in crawls]
        return Run(sum(each), seconds, cpu, used["seconds"], queued, each)

    def run_again(self, database: Documents) -> Empty:
        """Crawl the site where all is known: only the listings' first pages are asked for."""
        settings = {**self._settings, "MONGODB_DATABASE": database.name}
        # A walk that `pages` asks for leaves the listings as the usual one has left them: unread.
        with workers(1, settings) as [worker]:
            worker.finish()
        with workers(1, settings) as [worker]:
            crawl = worker.finish()
        if read := crawl.stats.get(PAGES_READ, 0):
            raise CrawlFailedError(f"where all was known, {read} pages were read again")
        return Empty(
            crawl.opened - crawl.began, crawl.answered - crawl.opened, crawl.ended - crawl.answered
        )

    def _check(self, row: Row, database: Documents, crawls: list[Crawled]) -> None:
        stored = {each["url"] for each in database["articles"].find({}, {"url": True})}
        unfinished = database["frontier"].count_documents({"state": {"$ne": "done"}})
        rows = database["frontier"].count_documents({})
        expected = 0 if row == A else self._pages
        read = sum(crawl.stats.get(PAGES_READ, 0) for crawl in crawls)
        logs = "\n".join(crawl.log for crawl in crawls)
        if stored != self._articles or unfinished or (rows, read) != (expected, self._pages):
            raise CrawlFailedError(
                f"{row.name}: {len(stored)} of {len(self._articles)} articles are stored, "
                f"{read} of {self._pages} pages were read, {rows} of {expected} rows are there, "
                f"{unfinished} of them not done\n{logs}"
            )

    def _cpu(self) -> dict[str, float]:
        return {
            **{name: cpu_seconds(pid) for name, pid in self._servers.items()},
            "machine": busy_seconds(),
            "seconds": time.monotonic(),
        }


@contextmanager
def fresh_database(client: MongoClient[dict[str, Any]]) -> Iterator[Documents]:
    """Give a database that does not exist yet, and drop it."""
    database = client[f"benchmark_{uuid.uuid4().hex[:12]}_newsroom"]
    try:
        yield database
    finally:
        client.drop_database(database)
        # Else the next crawl pays for what this one has left to be written.
        client.admin.command("fsync")


def report(runs: Mapping[str, list[Run]], empty: list[Empty], cores: int) -> str:
    """Tell it all."""
    rows: list[Sequence[str]] = [
        ("", "pages/s", "workers", "mongod", "nginx", "others", "cores busy", "queued", "idle")
    ]
    for row in (A, B, C, D):
        of_row = runs.get(row.name, [])
        if not of_row:
            continue
        cells = [spread([run.pace for run in of_row], ".1f")]
        for who in ("workers", "mongod", "nginx", "others"):
            per_page = median(1000 * run.cpu[who] / run.pages for run in of_row)
            share = median(run.cpu[who] / run.counted / cores for run in of_row)
            cells.append(f"{per_page:.2f} ms {share:4.0%}")
        busy = median(sum(run.cpu.values()) / run.counted / cores for run in of_row)
        queued = median(run.queued / run.seconds for run in of_row)
        worked = median(run.cpu["workers"] / row.workers / run.seconds for run in of_row)
        rows.append(
            (row.name, *cells, f"{busy:.0%}", f"{queued:.0%}", f"{1 - worked - queued:.0%}")
        )
    lines = [
        table(rows),
        "(processor time a page, and its share of the cores; queued: a worker waits for a core)",
    ]
    for ratio, one, other, goal in (
        ("frontier / memory", B, A, 0.95),
        ("two workers / one", C, B, 1.5),
        ("pages kept / not", B, D, 0.95),
    ):
        pairs = list(zip(runs.get(one.name, []), runs.get(other.name, []), strict=False))
        if pairs:
            values = spread([x.pace / y.pace for x, y in pairs], ".3f")
            lines.append(f"{ratio}: {values}; the goal is {goal}")
            # Two workers queue for each other, too.
            if one.workers == other.workers:
                calm = spread([x.undisturbed_pace / y.undisturbed_pace for x, y in pairs], ".3f")
                lines.append(f"{ratio}, without the time that they queued: {calm}")
    if runs.get(C.name):
        share = median(min(run.each) / run.pages for run in runs[C.name])
        lines.append(f"of two workers, the idler one read {share:.0%} of the pages")
    if empty:
        lines.append(
            "a crawl with nothing new to read: "
            f"it opens in {spread([each.opening for each in empty])} s, "
            f"has its last answer {spread([each.fetching for each in empty])} s later, "
            f"and is closed after another {spread([each.closing for each in empty])} s"
        )
    return "\n".join(lines)


def main() -> None:
    """Run as `python -m benchmarks.crawl`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.add_argument(
        "--listing-pages", type=int, default=56, help="of each of two layouts (%(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="crawls of each kind (%(default)s)")
    parser.add_argument("--concurrency", type=int, default=16, help="requests at a time")
    parser.add_argument("--cores", type=int, default=2, help="to use for all together")
    parser.add_argument("--rows", default="abcd", help="which of them (%(default)s)")
    options = parser.parse_args()
    cores = use_cores(options.cores)
    rows = [row for row in (A, B, C, D) if row.name[0] in options.rows]
    site = Site(
        {"exclusive/2022": options.listing_pages, "exclusive/wordpress": options.listing_pages}
    )
    runs: dict[str, list[Run]] = {row.name: [] for row in rows}
    empty: list[Empty] = []
    client: MongoClient[dict[str, Any]]
    with TemporaryDirectory(prefix="kznews-pages-") as folder:
        # nginx reads as another user.
        Path(folder).chmod(0o755)
        write_pages(site, "exclusive.kz", Path(folder))
        with (
            own_mongod() as mongod,
            own_nginx(Path(folder)) as nginx,
            MongoClient(mongod.address) as client,
        ):
            benchmark = Benchmark(
                site,
                options.listing_pages,
                mongod=mongod,
                nginx=nginx,
                concurrency=options.concurrency,
            )
            print(
                f"{benchmark.pages} pages a crawl, {options.rounds} crawls of each kind in turn, "
                f"{cores} cores for workers, mongod and nginx together",
                flush=True,
            )
            for _ in range(options.rounds):
                for row in rows:
                    with fresh_database(client) as database:
                        run = benchmark.run(row, database)
                        runs[row.name].append(run)
                        if row == B:
                            empty.append(benchmark.run_again(database))
                    told = f"{time.strftime('%H:%M:%S')} {row.name}: {run.pace:.1f} pages/s"
                    print(told, file=sys.stderr, flush=True)
    print(report(runs, empty, cores))


if __name__ == "__main__":
    main()
