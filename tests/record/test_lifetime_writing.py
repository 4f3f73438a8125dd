"""Lifetimes as they are stored: what pages show and no longer show, by whomever it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from kznews.mongo.values import Fields
from kznews.record.documents import sighting
from kznews.record.lifetimes import MOST_SIGHTINGS, lifetime_of
from kznews.record.migrations import intervals_in_tickers
from kznews.record.schema import TICKERS
from kznews.record.stored_tickers import shown_at
from kznews.record.writer import Writer
from tests.record.samples import NOON, rate, ticker
from tests.record.shown import show
from tests.record.stores import open_store

HOUR = timedelta(hours=1)
SyncDatabase = Database[dict[str, Any]]


@pytest.fixture(scope="module")
def prepared(mongodb_uri: str) -> Iterator[str]:
    """The name of a database that the tests of this file share."""

    async def prepare() -> None:
        async with open_store(mongodb_uri, "test_lifetimes"):
            pass

    asyncio.run(prepare())
    yield "test_lifetimes"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database("test_lifetimes")


@pytest.fixture
def stored(mongodb_uri: str, prepared: str) -> Iterator[SyncDatabase]:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        yield client[prepared]
        for name in ("tickers", "rates"):
            client[prepared][name].delete_many({})


def tell(uri: str, *pages: tuple[datetime, Sequence[str]], edition: str | None = None) -> None:
    async def run() -> None:
        async with (
            open_store(uri, "test_lifetimes") as database,
            Writer(database, max_delay=0) as writer,
        ):
            for seen_at, headlines in pages:
                await show(writer, seen_at, *headlines, edition=edition)

    asyncio.run(run())


def spans(document: Fields | None) -> list[tuple[float, float, float | None]]:
    """Hours since noon: first, last, missing."""
    assert document is not None
    return [
        (
            (each.first_seen_at - NOON) / HOUR,
            (each.last_seen_at - NOON) / HOUR,
            (each.missed_at - NOON) / HOUR if each.missed_at else None,
        )
        for each in lifetime_of(document)
    ]


def of(stored: SyncDatabase, headline: str, **more: Any) -> list[tuple[float, float, float | None]]:
    return spans(stored["tickers"].find_one({"headline": headline} | more))


def test_a_headline_ends_when_a_newer_page_does_not_show_it(
    mongodb_uri: str, stored: SyncDatabase
) -> None:
    pages: list[tuple[datetime, list[str]]] = [
        (NOON, ["А", "Б"]),
        (NOON + HOUR, ["Б", "В"]),
        (NOON + 2 * HOUR, ["А", "В"]),
    ]
    tell(mongodb_uri, *pages)
    assert of(stored, "А") == [(0, 0, 1), (2, 2, None)]
    assert of(stored, "Б") == [(0, 1, 2)]
    assert of(stored, "В") == [(1, 2, None)]
    [first, _] = stored["tickers"].find_one({"headline": "Б"})["intervals"][0]["sightings"]  # type: ignore[index]
    assert (first["position"], first["page_url"]) == (2, "https://exclusive.kz/")
    before = list(stored["tickers"].find())
    tell(mongodb_uri, *pages)  # again, after a kill
    assert list(stored["tickers"].find()) == before


def test_an_edition_misses_only_its_own(mongodb_uri: str, stored: SyncDatabase) -> None:
    tell(mongodb_uri, (NOON, ["Ән"]))
    tell(mongodb_uri, (NOON, ["Ән"]), (NOON + HOUR, ["Би"]), edition="exclusive.kz/kz/")
    assert of(stored, "Ән", edition=None) == [(0, 0, None)]
    assert of(stored, "Ән", edition="exclusive.kz/kz/") == [(0, 0, 1)]


def test_an_older_page_divides_what_was_held_to_go_on(
    mongodb_uri: str, stored: SyncDatabase
) -> None:
    tell(mongodb_uri, (NOON, ["А"]), (NOON + 4 * HOUR, ["А"]), (NOON + 2 * HOUR, ["Б"]))
    assert of(stored, "А") == [(0, 0, 2), (4, 4, None)]
    # The newest sighting is what the document says of itself.
    document = stored["tickers"].find_one({"headline": "А"})
    assert document is not None
    assert document["last_seen_at"] == NOON + 4 * HOUR


def test_two_workers_lose_no_page_of_each_other(mongodb_uri: str, stored: SyncDatabase) -> None:
    rounds = 12

    async def worker(first: int) -> None:
        async with (
            open_store(mongodb_uri, "test_lifetimes") as database,
            Writer(database, max_delay=0) as writer,
        ):
            for number in range(first, rounds, 2):
                # In every third hour it is off.
                shown = ["А", "Б"] if number % 3 else ["Б"]
                await show(writer, NOON + number * HOUR, *shown)

    async def both() -> None:
        await asyncio.gather(worker(0), worker(1))

    asyncio.run(both())
    # What may have overtaken a page is told once more.
    tell(mongodb_uri, *((NOON + number * HOUR, ["Б"]) for number in range(0, rounds, 3)))
    assert of(stored, "Б") == [(0, rounds - 1, None)]
    assert of(stored, "А") == [(1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, None)]


def test_two_workers_that_write_at_once_lose_no_sighting(
    mongodb_uri: str, stored: SyncDatabase
) -> None:
    async def both() -> None:
        async with (
            open_store(mongodb_uri, "test_lifetimes") as database,
            Writer(database) as one,
            Writer(database) as other,
        ):
            await asyncio.gather(
                *(
                    writer.write(ticker(seen_at=NOON + (2 * number + which) * HOUR))
                    for number in range(MOST_SIGHTINGS // 2)
                    for which, writer in enumerate((one, other))
                )
            )

    asyncio.run(both())
    [document] = stored["tickers"].find()
    moments = [each.seen_at for each in lifetime_of(document)[0].sightings]
    assert moments == [NOON + number * HOUR for number in range(MOST_SIGHTINGS)]


def test_what_was_pushed_for_longer_than_a_week_is_found_by_each_of_its_moments(
    mongodb_uri: str, stored: SyncDatabase
) -> None:
    day = 24 * HOUR
    tell(mongodb_uri, (NOON, ["А", "Б"]), (NOON + 7 * day, ["А", "Б"]), (NOON + 8 * day, ["А"]))
    assert [each["is_long"] for each in stored["tickers"].find(sort=[("headline", 1)])] == [
        *(True, True),
    ]
    tell(mongodb_uri, (NOON + 9 * day, ["В"]), (NOON + 10 * day, ["Г"]))
    assert stored["tickers"].find_one({"headline": "В"}, {"is_long": True})["is_long"] is False  # type: ignore[index]

    def asked(at: datetime) -> list[str]:
        return [each.headline for each in shown_at(stored, at)]

    assert asked(NOON + day) == ["А", "Б"]
    assert asked(NOON + 9.5 * day) == ["В"]


def test_a_value_ends_when_another_is_seen_in_its_place(
    mongodb_uri: str, stored: SyncDatabase
) -> None:
    def strip(hours: float, usd: str, eur: str = "540") -> list[Any]:
        return [
            rate(
                outlet="exclusive",
                base=code,
                value=Decimal(value),
                kind="page strip",
                valid_on=None,
                seen_at=NOON + hours * HOUR,
            )
            for code, value in (("USD", usd), ("EUR", eur))
        ]

    async def run() -> None:
        async with (
            open_store(mongodb_uri, "test_lifetimes") as database,
            Writer(database) as writer,
        ):
            for items in (strip(0, "480"), strip(1, "480"), strip(2, "481"), strip(3, "480")):
                await asyncio.gather(*map(writer.write, items))
            # The bank's rate of a day is no value of a strip.
            await writer.write(rate(value=Decimal("482"), seen_at=NOON + 4 * HOUR))

    asyncio.run(run())

    def value(pair: str, text: str) -> list[tuple[float, float, float | None]]:
        values = stored["rates"].find({"pair": pair, "outlet": "exclusive"})
        return spans(next(each for each in values if str(each["value"]) == text))

    assert value("USD/KZT", "480") == [(0, 1, 2), (3, 3, None)]
    assert value("USD/KZT", "481") == [(2, 2, 3)]
    assert value("EUR/KZT", "540") == [(0, 3, None)]
    bank = stored["rates"].find_one({"outlet": "nationalbank"})
    assert bank is not None
    assert (bank["intervals"], bank["missed_at"]) == (None, None)


def test_what_older_versions_wrote_gets_one_interval(
    mongodb_uri: str, stored: SyncDatabase
) -> None:
    added = {"edition", "missed_at", "intervals", "write_number"}
    fields = {name: each for name, each in sighting(ticker()).fields.items() if name not in added}
    seen = {"first_seen_at": NOON, "last_seen_at": NOON + HOUR}
    stored["tickers"].with_options().insert_one(
        {"_id": "a"} | fields | seen, bypass_document_validation=True
    )

    async def migrate() -> None:
        async with open_store(mongodb_uri, "test_lifetimes") as database:
            await intervals_in_tickers(database[TICKERS.name])
            await intervals_in_tickers(database[TICKERS.name])

    asyncio.run(migrate())
    valid = TICKERS.validator
    document = stored["tickers"].find_one(valid)
    assert document is not None
    assert spans(document) == [(0, 1, None)]
    [interval] = lifetime_of(document)
    assert [each.where["position"] for each in interval.sightings] == [None, 3]
