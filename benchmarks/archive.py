"""What keeping pages costs: bytes on disk and milliseconds a page, beside gzip and plain zstd."""

from __future__ import annotations

import argparse
import asyncio
import gzip
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import zstandard
from pymongo import MongoClient
from scrapy.settings import Settings
from warcio.archiveiterator import ArchiveIterator

from benchmarks.figures import table
from benchmarks.servers import own_mongod
from kznews.archive.answers import Answer, page_id
from kznews.archive.compression import Shapes
from kznews.archive.keeper import Keeper, Page
from kznews.archive.reader import Reader
from kznews.archive.schema import COLLECTIONS
from kznews.mongo.connection import open_database, resolve
from kznews.mongo.preparation import prepare

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"
_DATABASE = "benchmark_archive"
_HEADERS = [
    (b"Server", b"nginx"),
    (b"Date", b"Mon, 01 Apr 2024 06:30:00 GMT"),
    (b"Content-Type", b"text/html; charset=UTF-8"),
    (b"Vary", b"Accept-Encoding"),
    (b"X-Orig-Content-Encoding", b"gzip"),
]


def captured(path: Path) -> list[Page]:
    """Read the answers of a WARC file, with headers as servers send them."""
    pages: list[Page] = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type == "response" and url:
                is_listing = "/page/" in url or "?page=" in url or url.endswith("/novosti")
                answer = Answer(200, _HEADERS, record.content_stream().read())
                kind = "listing" if is_listing else "article"
                seen_at = datetime.now(UTC) + timedelta(seconds=len(pages))
                pages.append(Page(path.stem.partition("-")[0], kind, url, answer, seen_at))
    return pages


def timed(compress: Callable[[bytes], bytes], blocks: Sequence[bytes]) -> tuple[int, float]:
    """Give the bytes that all take, and the median of milliseconds of processor a page."""
    took = []
    size = 0
    for block in blocks:
        began = time.process_time()
        size += len(compress(block))
        took.append(1000 * (time.process_time() - began))
    return size, median(took)


def with_dictionaries(pages: Sequence[Page]) -> tuple[int, float]:
    """Compress as the archive does, with the page's `_id`; the milliseconds are the mean."""
    shapes: dict[str, Shapes] = {}
    size = 0
    began = time.process_time()
    for page in pages:
        page_id(page.url, page.answer)
        size += len(shapes.setdefault(page.kind, Shapes()).compress(page.answer.block).data)
    return size, 1000 * (time.process_time() - began) / len(pages)


async def keep(address: str, pages: Sequence[Page]) -> float:
    """Keep pages in an empty database; give the milliseconds of processor a page."""
    given = Settings({"MONGODB_URI": address, "MONGODB_DATABASE": _DATABASE})
    async with open_database(resolve(given)) as database:
        await prepare(database, COLLECTIONS)
        began = time.process_time()
        async with Keeper(database, lambda *_: None) as keeper:
            for place in range(0, len(pages), 16):
                await asyncio.gather(*(keeper.keep(each) for each in pages[place : place + 16]))
        return 1000 * (time.process_time() - began) / len(pages)


def on_disk(client: MongoClient[dict[str, Any]]) -> tuple[int, int]:
    """Give the bytes of documents and of indexes on disk, after a checkpoint."""
    client.admin.command("fsync")
    stats = [client[_DATABASE].command("collStats", each.name) for each in COLLECTIONS]
    return (
        sum(each["storageSize"] for each in stats),
        sum(each["totalIndexSize"] for each in stats),
    )


def copied(pages: Sequence[Page], copies: int) -> list[Page]:
    """Give each page several times, as another each time: so the files' least sizes weigh less."""
    return [
        replace(
            page,
            url=f"{page.url}?copy={copy}",
            answer=replace(page.answer, body=page.answer.body + b"<!-- %d -->" % copy),
        )
        for copy in range(copies)
        for page in pages
    ]


def measure(path: Path, copies: int, client: MongoClient[dict[str, Any]], address: str) -> None:
    """Tell what the pages of one file cost."""
    pages = captured(path)
    blocks = [page.answer.block for page in pages]
    served = sum(len(page.answer.body) for page in pages)
    level = zstandard.ZstdCompressor(3)
    client.drop_database(_DATABASE)
    alone = timed(level.compress, blocks)
    measured = {
        "gzip, level 6": timed(lambda block: gzip.compress(block, 6), blocks),
        "zstd, level 3": alone,
        "zstd, level 3, with dictionaries": with_dictionaries(pages),
    }
    print(f"{path.name}: {len(pages)} pages of {served / len(pages):.0f} bytes")
    once, pages = served, copied(pages, copies)
    served = sum(len(page.answer.body) for page in pages)
    took = asyncio.run(keep(address, pages))
    documents, indexes = on_disk(client)
    measured["kept, on disk"] = round((documents + indexes) * once / served), took
    rows: list[Sequence[str]] = [("", "bytes a page", "of served", "ms a page", "of zstd's ms")]
    for name, (size, took) in measured.items():
        share = f"{size / once:.1%}", f"{took:.2f}", f"{took / alone[1]:.2f}"
        rows.append((name, f"{size / len(blocks):.0f}", *share))
    reader = Reader(client[_DATABASE])
    began = time.process_time()
    read = {each.id: each.answer for each in map(reader.read, reader.select({}))}
    back = 1000 * (time.process_time() - began) / len(read)
    if read != {page.id: page.answer for page in pages}:
        raise RuntimeError("what was kept is not what came")
    print(table(rows))
    print(
        f"on disk: {len(pages)} pages; the indexes are {indexes / served:.2%}; all come back as "
        f"they were, in {back:.2f} ms a page\n"
    )


def main() -> None:
    """Run as `python -m benchmarks.archive`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        default=[CAPTURES / "tengrinews-2024-04.warc.gz", CAPTURES / "informburo-2023-03.warc.gz"],
        help="WARC files (default: captures of two outlets)",
    )
    parser.add_argument("--copies", type=int, default=8, help="of each page, on disk (%(default)s)")
    options = parser.parse_args()
    client: MongoClient[dict[str, Any]]
    with own_mongod() as mongod, MongoClient(mongod.address, tz_aware=True) as client:
        for path in options.files:
            measure(path, options.copies, client, mongod.address)


if __name__ == "__main__":
    main()
