"""Pages a second of whole crawls: kznews, one worker and two, and Scrapy without kznews."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from benchmarks.crawl_report import Empty, Row, Run, report
from benchmarks.crawls import PLAIN, Crawled, CrawlFailedError, workers
from benchmarks.plain_scrapy import COLLECTION
from benchmarks.processor import busy_seconds, cpu_seconds, use_cores
from benchmarks.project_settings import project_settings
from benchmarks.served_pages import CAPTURED, ServedSite, captured_site, newsroom_site
from benchmarks.servers import Server, own_mongod, own_nginx
from kznews.mongo.connection import open_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.settings import ADDONS
from kznews.statistics import PAGES_READ

Documents = Database[dict[str, Any]]

_MEMORY = {"SCHEDULER": "scrapy.core.scheduler.Scheduler"}
_ARCHIVE = "kznews.archive.addon.ArchiveAddon"
_UNKEPT = {"ADDONS": json.dumps({name: at for name, at in ADDONS.items() if name != _ARCHIVE})}

ROWS = (
    Row("a: Scrapy's scheduler, in memory", 1, _MEMORY),
    Row("b: kznews, one worker"),
    Row("c: kznews, two workers", 2),
    Row("d: as b, no page kept", 1, _UNKEPT),
    Row("e: Scrapy, nothing parsed", way="nothing"),
    Row("f: Scrapy, 8 selectors, one upsert", way="selectors"),
    Row("g: Scrapy, trafilatura, one upsert", way="trafilatura"),
)
SITES = ("heavy", "light", "captured")


class Benchmark:
    """Crawls one site, again and again."""

    def __init__(
        self, site: ServedSite, folder: Path, *, mongod: Server, nginx: Server, concurrency: int
    ) -> None:
        self._site = site
        self._servers = {"mongod": mongod.pid, "nginx": nginx.pid}
        addresses = folder / "addresses.txt"
        paths = sorted(url.split("/", 3)[3] for url in site.pages)
        addresses.write_text("\n".join(f"{nginx.address}/{each}" for each in paths), "utf-8")
        self._settings = {
            "MONGODB_URI": mongod.address,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        }
        self._of_kznews: dict[str, object] = {"NEWSROOM": nginx.address}
        self._of_others: dict[str, object] = {"ADDRESSES": addresses}

    def run(self, row: Row, database: Documents) -> Run:
        """Crawl the site into an empty database, check what came of it."""
        settings = {**self._settings, **row.settings, "MONGODB_DATABASE": database.name}
        if row.way is None:
            spider, given, arguments = self._site.spider, self._of_kznews, self._site.arguments
        else:
            spider, given, arguments = PLAIN + row.way, self._of_others, {}
        with workers(row.workers, spider, {**settings, **given}, **arguments) as crew:
            before = self._cpu()
            crawls = [worker.finish() for worker in crew]
            after = self._cpu()
        read = PAGES_READ if row.way is None else "response_received_count"
        each = [crawl.stats.get(read, 0) for crawl in crawls]
        self._check(row, database, crawls, sum(each))
        used = {name: after[name] - before[name] for name in after}
        cpu = {"workers": sum(crawl.cpu for crawl in crawls)}
        cpu |= {name: used[name] for name in self._servers}
        cpu["others"] = max(0.0, used["machine"] - sum(cpu.values()))
        return Run(
            pages=len(self._site.pages),
            seconds=max(crawl.ended for crawl in crawls) - min(crawl.began for crawl in crawls),
            cpu=cpu,
            counted=used["seconds"],
            queued=sum(crawl.queued for crawl in crawls) / len(crawls),
            each=each,
            startup=sum(crawl.startup for crawl in crawls) / len(crawls),
            memory=max(crawl.memory for crawl in crawls),
        )

    def run_again(self, database: Documents) -> Empty:
        """Crawl the site where all is known: only the listings' first pages are asked for."""
        settings = {**self._settings, **self._of_kznews, "MONGODB_DATABASE": database.name}
        # A walk that `pages` asks for leaves the listings as the usual one has left them: unread.
        with workers(1, self._site.spider, settings) as [worker]:
            worker.finish()
        with workers(1, self._site.spider, settings) as [worker]:
            crawl = worker.finish()
        if read := crawl.stats.get(PAGES_READ, 0):
            raise CrawlFailedError(f"where all was known, {read} pages were read again")
        return Empty(
            crawl.opened - crawl.began, crawl.answered - crawl.opened, crawl.ended - crawl.answered
        )

    def _check(self, row: Row, database: Documents, crawls: list[Crawled], read: int) -> None:
        pages = self._site.pages
        if row.way is None:
            stored = {each["url"] for each in database["articles"].find({}, {"url": True})}
            is_stored = stored == self._site.articles
        else:
            stored = set(database[COLLECTION].distinct("_id"))
            is_stored = row.way == "nothing" or len(stored) >= len(self._site.articles)
        unfinished = database["frontier"].count_documents({"state": {"$ne": "done"}})
        rows = database["frontier"].count_documents({})
        expected = 0 if row.way or row.settings == _MEMORY else len(pages)
        if not is_stored or unfinished or (rows, read) != (expected, len(pages)):
            logs = "\n".join(crawl.log for crawl in crawls)
            raise CrawlFailedError(
                f"{row.name}: {len(stored)} of {len(self._site.articles)} articles are stored, "
                f"{read} of {len(pages)} pages were read, {rows} of {expected} rows are there, "
                f"{unfinished} of them not done\n{logs}"
            )

    def _cpu(self) -> dict[str, float]:
        return {
            **{name: cpu_seconds(pid) for name, pid in self._servers.items()},
            "machine": busy_seconds(),
            "seconds": time.monotonic(),
        }


@contextmanager
def fresh_database(client: MongoClient[dict[str, Any]], uri: str) -> Iterator[Documents]:
    """Give an empty database that is prepared as a crawl prepares it, and drop it."""
    name = f"benchmark_{uuid.uuid4().hex[:12]}_newsroom"
    database = client[name]
    try:
        asyncio.run(_prepare(uri, name))
        yield database
    finally:
        client.drop_database(database)
        # Else the next crawl pays for what this one has left to be written.
        client.admin.command("fsync")


async def _prepare(uri: str, name: str) -> None:
    settings = project_settings()
    settings.setdict({"MONGODB_URI": uri, "MONGODB_DATABASE": name})
    async with open_database(resolve(settings)) as database:
        await prepare(database, collections_of_crawl(settings))


def main() -> None:
    """Run as `python -m benchmarks.crawl`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.add_argument(
        "--listing-pages", type=int, default=28, help="of each of two layouts (%(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="crawls of each kind (%(default)s)")
    parser.add_argument("--concurrency", type=int, default=16, help="requests at a time")
    parser.add_argument("--cores", type=int, default=2, help="to use for all together")
    parser.add_argument("--rows", default="abcdefg", help="which of them (%(default)s)")
    parser.add_argument("--sites", nargs="+", choices=SITES, default=["heavy", "captured"])
    parser.add_argument("--copies", type=int, default=5, help="of each captured page (%(default)s)")
    options = parser.parse_args()
    cores = use_cores(options.cores)
    rows = [row for row in ROWS if row.name[0] in options.rows]
    for name in options.sites:
        if name == "captured" and not CAPTURED.exists():
            print(f"No captures at {CAPTURED}: they are not crawled.")
            continue
        with TemporaryDirectory(prefix="kznews-pages-") as folder:
            # nginx reads as another user.
            Path(folder).chmod(0o755)
            if name == "captured":
                site = captured_site(options.copies, Path(folder))
            else:
                site = newsroom_site(options.listing_pages, Path(folder), heavy=name == "heavy")
            crawl_all(site, Path(folder), rows, options.rounds, options.concurrency, cores)


def crawl_all(
    site: ServedSite, folder: Path, rows: list[Row], rounds: int, concurrency: int, cores: int
) -> None:
    """Crawl a site that stands in `folder` in all ways by turns, and print what it took."""
    runs: dict[str, list[Run]] = {row.name: [] for row in rows}
    empty: list[Empty] = []
    client: MongoClient[dict[str, Any]]
    with own_mongod() as mongod, own_nginx(folder) as nginx, MongoClient(mongod.address) as client:
        benchmark = Benchmark(site, folder, mongod=mongod, nginx=nginx, concurrency=concurrency)
        print(
            f"\n{site.name}: {len(site.pages)} pages a crawl, {rounds} crawls of each kind in "
            f"turn, {cores} cores for workers, mongod and nginx together",
            flush=True,
        )
        for _ in range(rounds):
            for row in rows:
                with fresh_database(client, mongod.address) as database:
                    run = benchmark.run(row, database)
                    runs[row.name].append(run)
                    if row.name[0] == "b" and site.spider == "exclusive":
                        empty.append(benchmark.run_again(database))
                told = f"{time.strftime('%H:%M:%S')} {row.name}: {run.pace:.1f} pages/s"
                print(told, file=sys.stderr, flush=True)
    print(report(rows, runs, empty, cores), flush=True)


if __name__ == "__main__":
    main()
