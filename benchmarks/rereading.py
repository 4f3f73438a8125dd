"""What reading kept pages again takes: pages a second, and where the processor's time goes."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from pymongo import MongoClient
from scrapy.settings import Settings

from benchmarks.archive import CAPTURES, captured
from benchmarks.figures import table
from benchmarks.processor import cpu_seconds
from benchmarks.servers import Server, own_mongod
from kznews import settings as project
from kznews.archive.keeper import Keeper, Page
from kznews.archive.reader import Reader
from kznews.commands import reparse_reading
from kznews.commands.reparse_reading import PageReader, Rereading
from kznews.extraction.article import extract_article
from kznews.items import Article
from kznews.mongo.connection import open_database, open_sync_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.mongo.values import Fields
from kznews.pipelines.normalize import NormalizePipeline
from kznews.record.boilerplate import Boilerplate
from kznews.record.corrections import Corrector
from kznews.record.documents import article_fields
from kznews.record.stories.linking import StoryLinker
from kznews.record.writer import Writer

_DATABASE = "benchmark_rereading"
_PROJECT = Path(__file__).parents[1]
_NUMBER = re.compile(r"-(\d+)/?$")
PARAGRAPH = re.compile(rb"<p>([^<]+)</p>")
_STEPS = {
    "fetch, decompress": (Reader, "read"),
    "decode": (reparse_reading, "page_of"),
    "read the article": (reparse_reading, "read_article"),
    "normalize": (NormalizePipeline, "process_item"),
    "validate": (reparse_reading, "faults_of"),
    "cut boilerplate": (Boilerplate, "cut"),
    "compare, correct, link": (Corrector, "correct"),
}


def articles_of(path: Path, copies: int) -> list[Page]:
    """Give the captured articles, each some times, at other addresses and with other texts.

    The words of each paragraph come in another order, so that they are no copies of each other.
    """
    pages = []
    for page in captured(path):
        if page.kind != "article" or not _NUMBER.search(page.url):
            continue
        for copy in range(copies):
            chance = Random(f"{page.url} {copy}")
            body = PARAGRAPH.sub(partial(_shuffled, chance), page.answer.body)
            url = _NUMBER.sub(rf"-\g<1>{copy:03}/", page.url)
            pages.append(replace(page, url=url, answer=replace(page.answer, body=body)))
    return pages


def _shuffled(chance: Random, paragraph: re.Match[bytes]) -> bytes:
    words = paragraph[1].split()
    chance.shuffle(words)
    return b"<p>%s</p>" % b" ".join(words)


def misread(page: Page) -> Article:
    """Read an article as a layout would that misses a paragraph, the authors and the tags."""
    article = extract_article(page.answer.body, page.url, fetched_at=page.seen_at)
    article.page = page.id
    article.body = article.body.rpartition("\n\n")[0] or article.title
    article.authors, article.tags = [], []
    return NormalizePipeline().process_item(article)  # type: ignore[return-value]  # an Article


async def fill(settings: Settings, pages: Sequence[Page]) -> None:
    """Keep the pages, and store what they were misread as."""
    async with open_database(resolve(settings)) as database:
        await prepare(database, collections_of_crawl(settings))
        linker = StoryLinker(database)
        async with Keeper(database, lambda *_: None) as keeper, Writer(database) as writer:
            for place in range(0, len(pages), 64):
                part = pages[place : place + 64]
                await asyncio.gather(*map(keeper.keep, part))
                articles = [misread(each) for each in part]
                await asyncio.gather(*map(writer.write, articles))
                await asyncio.gather(*(linker.link(article_fields(each)) for each in articles))


def reparse(mongod: Server, *words: str) -> tuple[str, float, float, float]:
    """Run the command; give its first lines, and the seconds: it took, it computed, mongod did."""
    environment = {**os.environ, "MONGODB_URI": mongod.address, "MONGODB_DATABASE": _DATABASE}
    began, by_mongod = time.monotonic(), cpu_seconds(mongod.pid)
    computed = 0.0
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", "reparse", *words],
        cwd=_PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as command:
        # Its processes are nobody's children once it has ended.
        while command.poll() is None:
            with suppress(FileNotFoundError, ProcessLookupError):
                computed = max(computed, cpu_seconds(command.pid))
            time.sleep(0.1)
        assert command.stdout is not None
        told = command.stdout.read().partition("\n\n")[0]
        if command.returncode:
            raise RuntimeError(f"scrapy reparse ended with {command.returncode}")
    return told, time.monotonic() - began, computed, cpu_seconds(mongod.pid) - by_mongod


def commands(mongod: Server, pages: int) -> list[Sequence[str]]:
    """Run the command in all ways; give the rows of a table."""
    rows: list[Sequence[str]] = [
        ("", "pages a second", "ms of processes a page", "ms of mongod a page")
    ]
    for name, words in {
        "--dry-run": ["--dry-run"],
        "all are corrected": [],
        "nothing changes": [],
    }.items():
        told, took, computed, by_mongod = reparse(mongod, *words)
        milliseconds = (f"{1000 * each / pages:.2f}" for each in (computed, by_mongod))
        rows.append((name, f"{pages / took:.0f}", *milliseconds))
        print(f"{name}: {told}")
    return rows


@contextmanager
def timed_steps(seconds: dict[str, float]) -> Iterator[None]:
    """Add the processor's seconds of each step while pages are read in this process."""

    def timed(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **named: Any) -> Any:
            began = time.process_time()
            result = function(*arguments, **named)
            seconds[step] += time.process_time() - began
            return result

        async def awaited(*arguments: Any, **named: Any) -> Any:
            began = time.process_time()
            result = await function(*arguments, **named)
            seconds[step] += time.process_time() - began
            return result

        return awaited if asyncio.iscoroutinefunction(function) else wrapper

    patches = [
        patch.object(owner, name, timed(step, getattr(owner, name)))
        for step, (owner, name) in _STEPS.items()
    ]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


async def read_here(settings: Settings, pages: Sequence[Page], seconds: dict[str, float]) -> None:
    """Read pages again in this process, step by step."""
    address = resolve(settings)
    with open_sync_database(address) as blocking, timed_steps(seconds):
        async with open_database(address) as database:
            rereading = Rereading(address, layout=None, dry_run=False)
            reader = PageReader(database, Reader(blocking), rereading)
            began = time.process_time()
            for place in range(0, len(pages), 64):
                part = pages[place : place + 64]
                counts = await reader.read([(each.id, each.url) for each in part])
                assert counts.read == len(part)
            seconds["questions, and what is between"] = (
                time.process_time() - began - sum(seconds.values())
            )


def main() -> None:
    """Run as `python -m benchmarks.rereading`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rereading", description=__doc__)
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=CAPTURES / "tengrinews-2024-04.warc.gz",
        help="a WARC file (default: captures of tengrinews.kz)",
    )
    parser.add_argument("--copies", type=int, default=20, help="of each page (%(default)s)")
    parser.add_argument("--steps", action="store_true", help="only where the time goes")
    options = parser.parse_args()
    pages = articles_of(options.file, options.copies)
    client: MongoClient[Fields]
    with own_mongod() as mongod, MongoClient(mongod.address, tz_aware=True) as client:
        stored = {"MONGODB_URI": mongod.address, "MONGODB_DATABASE": _DATABASE}
        settings = Settings({"DATABASE_COLLECTIONS": project.DATABASE_COLLECTIONS, **stored})
        if not options.steps:
            asyncio.run(fill(settings, pages))
            print(table(commands(mongod, len(pages))))
            client.drop_database(_DATABASE)
        few = pages[:: options.copies]
        asyncio.run(fill(settings, few))
        seconds: defaultdict[str, float] = defaultdict(float)
        asyncio.run(read_here(settings, few, seconds))
        print(f"Where the processor's time goes, where all are corrected, {len(few)} pages:")
        steps = [(name, f"{1000 * each / len(few):.2f}") for name, each in seconds.items()]
        whole = 1000 * sum(seconds.values()) / len(few)
        print(table([("", "ms a page"), *steps, ("all", f"{whole:.2f}")]))


if __name__ == "__main__":
    main()
