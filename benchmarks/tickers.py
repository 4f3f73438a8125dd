"""A month of tickers and strips of rates: whether the record says what was scripted, and its cost.

The pages are told to the store as crawls of two workers tell them: some twice, some after newer
ones. Then the headlines of a year of forty outlets are added, and the questions asked again.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database as SyncDatabase
from scrapy.settings import Settings

from benchmarks.figures import table
from benchmarks.servers import own_mongod
from benchmarks.strip_month import (
    DAY,
    HOUR,
    START,
    OutletMonth,
    Page,
    as_told,
    intervals_of,
    month,
    official,
)
from kznews.items import Item, Rate, Ticker
from kznews.mongo.connection import Database, open_database, resolve
from kznews.mongo.preparation import prepare
from kznews.mongo.values import Fields, identity
from kznews.record.frozen_tickers import ticker_states
from kznews.record.lifetime_writing import TickerShown
from kznews.record.lifetimes import (
    Seen,
    is_long,
    lifetime_fields,
    lifetime_of,
    with_miss,
    with_sighting,
)
from kznews.record.official_rates import OfficialRates
from kznews.record.schema import RATES, TICKERS
from kznews.record.stored_rates import periods_of_strips
from kznews.record.stored_tickers import in_time, shown_at
from kznews.record.strip_reports import Checks, checked_days
from kznews.record.writer import Writer

_NAME = "benchmark_tickers"


def main() -> None:
    """Tell the month, compare, and measure the questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", type=int, default=10)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--stock", type=int, default=300_000, help="headlines added afterwards")
    options = parser.parse_args()
    with own_mongod() as server:
        asyncio.run(_run(server.address, options))


async def _run(uri: str, options: argparse.Namespace) -> None:
    random = Random(14)
    rates = official(random, options.days)
    months = month(random, rates, options.outlets, options.days)
    address = resolve(Settings({"MONGODB_URI": uri, "MONGODB_DATABASE": _NAME}))
    async with open_database(address) as database:
        await prepare(database, (TICKERS, RATES))
        began = time.monotonic()
        told = await _tell(database, random, months)
        seconds = time.monotonic() - began
        pages = sum(len(each.pages) for each in months)
        print(
            f"{options.outlets} outlets, {options.days} days: {pages:,} pages, told {told:,} times "
            f"by two workers, in {seconds:.0f} s ({seconds / told * 1000:.1f} ms a page)"
        )
        await _compare_headlines(database, months)
        end = START + options.days * DAY
        client: MongoClient[dict[str, Any]]
        with MongoClient(uri, tz_aware=True) as client:
            stored: SyncDatabase[Fields] = client[_NAME]
            _compare_frozen(stored, months)
            _compare_strips(stored, months, rates)
            rows = [["what was pushed at a moment", "headlines", "keys", "documents", "ms"]]
            rows += _questions(stored, "of the month", end)
            if options.stock:
                _stock(stored, random, options.stock, end)
                rows += _questions(stored, "with the stock", end)
            print(f"\n{table(rows)}")
            size = stored.command("collstats", TICKERS.name)
            print(
                f"\n{size['count']:,} headlines: {size['size'] / size['count']:.0f} bytes each, "
                f"{size['storageSize'] / 1e6:.0f} MB on disk and "
                f"{size['totalIndexSize'] / 1e6:.0f} MB of indexes"
            )


async def _tell(database: Database, random: Random, months: Sequence[OutletMonth]) -> int:
    """Tell all pages, those of an outlet by two workers in turn; return how many were told."""
    streams = [list(as_told(random, each.pages)) for each in months]

    async def worker(number: int) -> None:
        async with Writer(database) as writer:
            for hour in range(number, max(map(len, streams)), 2):
                await asyncio.gather(
                    *(_tell_page(writer, each[hour]) for each in streams if hour < len(each))
                )

    await asyncio.gather(worker(0), worker(1))
    return sum(map(len, streams))


async def _tell_page(writer: Writer, page: Page) -> None:
    tickers = [
        Ticker(
            outlet=page.outlet,
            headline=headline,
            position=position,
            page_url=f"https://{page.outlet}.kz/",
            seen_at=page.seen_at,
            language="kk",
        )
        for position, headline in enumerate(page.headlines, 1)
    ]
    rates = [
        Rate(
            outlet=page.outlet,
            base=code,
            raw_code=code,
            value=value,
            kind="page strip",
            seen_at=page.seen_at,
        )
        for code, value in page.values
    ]
    shown = TickerShown(
        outlet=page.outlet, edition=None, headlines=page.headlines, seen_at=page.seen_at
    )
    items: list[Item] = [*tickers, *rates]
    await asyncio.gather(writer.note_ticker(shown), *map(writer.write, items))


async def _compare_headlines(database: Database, months: Sequence[OutletMonth]) -> None:
    stored = {each["headline"]: each async for each in database[TICKERS.name].find()}
    counts: Counter[str] = Counter()
    intervals = 0
    for each in months:
        for headline, scripted in intervals_of(each.pages).items():
            found = [
                (interval.first_seen_at, interval.last_seen_at, interval.missed_at)
                for interval in lifetime_of(stored[headline])
            ]
            intervals += len(scripted)
            counts[_difference(scripted, found)] += 1
    outcomes = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    print(f"Headlines: {counts.total():,}, of {intervals:,} intervals: {outcomes}")


def _difference(
    scripted: Sequence[tuple[datetime, datetime, datetime | None]],
    found: Sequence[tuple[datetime, datetime, datetime | None]],
) -> str:
    if list(scripted) == list(found):
        return "as scripted"
    if [each[:2] for each in scripted] == [each[:2] for each in found]:
        return "missed later than scripted (an older page was told after a newer one)"
    return "otherwise"


def _compare_frozen(stored: SyncDatabase[Fields], months: Sequence[OutletMonth]) -> None:
    states = {each.outlet: each for each in ticker_states(stored)}
    wrong = [each for each in months if states[each.outlet].frozen_since != each.frozen_since]
    frozen = sum(each.frozen_since is not None for each in months)
    print(f"Tickers: {frozen} scripted to freeze, {len(wrong)} of {len(months)} told otherwise")


def _compare_strips(
    stored: SyncDatabase[Fields], months: Sequence[OutletMonth], rates: OfficialRates
) -> None:
    periods = periods_of_strips(stored, START.date())
    wrong = 0
    for each in months:
        last = [period for period in periods if period.outlet == each.outlet][-1]
        [*_, checked] = checked_days(last, Checks(rates, lambda _: {}))
        wrong += checked.check.verdict != each.strip
    changes = sum(
        1
        for each in months
        for former, page in zip(each.pages, each.pages[1:], strict=False)
        if former.values != page.values
    )
    print(
        f"Strips: {changes + len(months):,} periods scripted, {len(periods):,} found; "
        f"{wrong} of {len(months)} verdicts other than scripted"
    )


def _questions(stored: SyncDatabase[Fields], which: str, end: datetime) -> list[list[str]]:
    rows = []
    for name, at in (
        ("yesterday", end - DAY),
        ("three weeks ago", end - 21 * DAY),
        ("half a year ago", end - 180 * DAY),
    ):
        took = []
        for minutes in range(9):
            began = time.perf_counter()
            found = shown_at(stored, at - timedelta(minutes=minutes))
            took.append((time.perf_counter() - began) * 1000)
        told = stored[TICKERS.name].find(in_time(at, at)).explain()["executionStats"]
        keys, documents = told["totalKeysExamined"], told["totalDocsExamined"]
        counts = (f"{each:,}" for each in (len(found), keys, documents))
        rows.append([f"{which}, {name}", *counts, f"{median(took):.1f}"])
    return rows


def _stock(stored: SyncDatabase[Fields], random: Random, number: int, end: datetime) -> None:
    """Add headlines of a year of forty outlets, most of them some hours long."""
    batch: list[Fields] = []
    for each in headlines(random, number, end):
        batch.append(each)
        if len(batch) == 5000:
            stored[TICKERS.name].insert_many(batch, ordered=False)
            batch = []
    if batch:
        stored[TICKERS.name].insert_many(batch, ordered=False)


def headlines(random: Random, number: int, end: datetime) -> Iterator[Fields]:
    for place in range(number):
        outlet = f"stock{place % 40}"
        first = end - random.random() * 365 * DAY
        hours = min(random.lognormvariate(1.5, 1), 700)
        where = {"page_url": f"https://{outlet}.kz/", "position": random.randrange(1, 15)}
        lifetime = with_sighting((), Seen(_whole(first), where))
        for part in (0.3, 0.6, 1):
            lifetime = with_sighting(lifetime, Seen(_whole(first + part * hours * HOUR), where))
        lifetime = with_miss(lifetime, lifetime[-1].last_seen_at + HOUR)
        headline = f"Бұл {outlet} басылымының ойдан шығарылған {place}-жаңалығы"
        yield (
            {
                "_id": identity(outlet, headline),
                "outlet": outlet,
                "headline": headline,
                "url": f"https://{outlet}.kz/news/{place}-oydan-shygarylgan-zhanalyk/",
                "language": "kk",
                "edition": None,
                "write_number": 4,
                "is_long": is_long(lifetime),
            }
            | where
            | lifetime_fields(lifetime)
        )


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


if __name__ == "__main__":
    main()
