"""What each page weighs the first time, and how long it takes, at many articles.

The articles are composed (`search_texts`), or those of a database that is there (`--uri`); with
`--year` it gets the rest that a year of crawling leaves (`composed_year`). The pages are asked for
in this process, without a network, as `scrapy serve` makes them. Processor time is of this process
and of the mongod: on a machine that others use, it tells more than seconds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from urllib.parse import urljoin

from lxml import html
from starlette.testclient import TestClient

from benchmarks.composed_year import fill_year
from benchmarks.page_addresses import addresses
from benchmarks.project_settings import project_settings
from benchmarks.search import fill
from benchmarks.servers import own_mongod
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database
from kznews.record.schema import ARTICLES
from kznews.search.index_folder import IndexFolder
from kznews.search.upkeep import Upkeep
from kznews.web.site import create_app
from kznews.web.sources import Sources

MOST_BYTES = 100_000
MOST_MILLISECONDS = 200.0
_WORD = "банк"
_LOADED = "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src"


@dataclass(frozen=True)
class Measured:
    """What was measured of a page."""

    what: str
    address: str
    status: int
    bytes: int
    """As sent, with all that it loads the first time."""
    milliseconds: list[float]
    """Of each request but the first, sorted."""
    first: float
    """Milliseconds of the first request."""
    processor: float
    """Milliseconds of processor time a request, of this process and of the mongod."""

    @property
    def within(self) -> float:
        """The milliseconds within which 95 % of the requests were answered."""
        return self.milliseconds[
            min(int(len(self.milliseconds) * 0.95), len(self.milliseconds) - 1)
        ]

    @property
    def is_good(self) -> bool:
        return (
            self.status == 200
            and self.bytes <= MOST_BYTES
            and statistics.median(self.milliseconds) <= MOST_MILLISECONDS
        )

    def __str__(self) -> str:
        return (
            f"{self.what:22} {self.status} {self.bytes / 1000:6.1f} KB "
            f"median {statistics.median(self.milliseconds):6.1f} ms, 95 % {self.within:6.1f} ms, "
            f"first {self.first:6.1f} ms, processor {self.processor:6.1f} ms"
            f"{'' if self.is_good else '  <-- more than it may be'}"
        )


def measure(
    client: TestClient, database: SyncDatabase, what: str, address: str, times: int
) -> Measured:
    """Ask for a page again and again."""
    begun = time.perf_counter()
    answer = client.get(address)
    first = (time.perf_counter() - begun) * 1000
    taken, worked = [], _processor(database)
    for _ in range(times):
        begun = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
    processor = (_processor(database) - worked) * 1000 / times
    links = cast(list[str], html.fromstring(answer.content).xpath(_LOADED))
    loaded = {urljoin(address, each) for each in links}
    weight = sum(client.get(each).num_bytes_downloaded for each in sorted(loaded))
    return Measured(
        what=what,
        address=address,
        status=answer.status_code,
        bytes=answer.num_bytes_downloaded + weight,
        milliseconds=sorted(taken),
        first=first,
        processor=processor,
    )


def _processor(database: SyncDatabase) -> float:
    """Seconds of processor time that this process and the mongod have used."""
    told = database.client.admin.command("serverStatus")["extra_info"]
    theirs = (told["user_time_us"] + told["system_time_us"]) / 1e6
    return time.process_time() + float(theirs)


def run(database: SyncDatabase, index: IndexFolder, times: int, only: str = "") -> list[Measured]:
    """Measure every page, and print what was measured."""
    sources = Sources(database=database, index=index, settings=project_settings())
    client = TestClient(create_app(sources), "http://127.0.0.1:8000", raise_server_exceptions=False)
    count = database[ARTICLES.name].estimated_document_count()
    print(f"{count:,} articles; each page {times} times after the first")
    found = []
    for what, address in addresses(database, _WORD).items():
        if only in what:
            found.append(measure(client, database, what, address, times))
            print(found[-1], flush=True)
    return found


@contextmanager
def composed(number: int) -> Iterator[tuple[SyncDatabase, IndexFolder]]:
    """Compose articles, in a mongod of their own, and their index."""
    with TemporaryDirectory(prefix="kznews-pages-") as name, own_mongod() as server:
        folder = Path(name)
        address = Address(uri=server.address, database="pages", data_dir=folder, timeout=60)
        index = IndexFolder(folder / "index")
        with open_sync_database(address) as database:
            fill(database, number)
            database[ARTICLES.name].create_indexes(list(ARTICLES.indexes))
            with index.writing(), closing(Upkeep(database, index)) as upkeep:
                upkeep.catch_up()
            yield database, index


@contextmanager
def existing(uri: str, name: str, folder: Path) -> Iterator[tuple[SyncDatabase, IndexFolder]]:
    """Open a database and its index as they are."""
    address = Address(uri=uri, database=name, data_dir=folder, timeout=60)
    with open_sync_database(address) as database:
        yield database, IndexFolder(folder)


def main() -> None:
    """Measure with as many articles as are asked for, or on a database that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="how many are composed")
    parser.add_argument("--uri", help="the address of a MongoDB that holds articles")
    parser.add_argument("--database", default="search", help="its database")
    parser.add_argument("--index", type=Path, help="the folder of that database's index")
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    parser.add_argument(
        "--year",
        action="store_true",
        help="first write what a year of crawling adds: copies, edits, removals, tickers, rates, "
        "saved searches; what the database holds of them is dropped",
    )
    parser.add_argument("--only", default="", help="pages whose name holds this")
    options = parser.parse_args()
    if options.uri and not options.index:
        parser.error("--uri needs --index, the folder of the database's index")
    opened = (
        existing(options.uri, options.database, options.index)
        if options.uri
        else composed(options.articles)
    )
    with opened as (database, index):
        if options.year:
            fill_year(database, datetime.now(UTC).replace(microsecond=0))
        run(database, index, options.times, options.only)


if __name__ == "__main__":
    main()
