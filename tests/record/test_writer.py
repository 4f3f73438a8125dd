from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bson.decimal128 import Decimal128
from pymongo import AsyncMongoClient
from pymongo.database import Database
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from kznews.items import Item
from kznews.mongo.bulk import Refused
from kznews.mongo.values import Fields
from kznews.record.history import versions_of
from kznews.record.steps import Outcome
from kznews.record.writer import Writer
from tests.record.samples import LATER, NOON, article, rate, rejection, ticker
from tests.record.stores import open_store, open_writer

SyncDatabase = Database[dict[str, Any]]


class Store:
    """Writes into the test's database; each call is a crawl of its own."""

    def __init__(self, uri: str, name: str) -> None:
        self._uri = uri
        self._name = name

    def write(self, *items: Item) -> list[Outcome]:
        """At once."""
        return asyncio.run(self._write(items))

    async def _write(self, items: tuple[Item, ...]) -> list[Outcome]:
        async with open_writer(self._uri, self._name) as writer:
            return await asyncio.gather(*map(writer.write, items))

    def write_or_refuse(self, *items: Item) -> list[Outcome | BaseException]:
        async def run() -> list[Outcome | BaseException]:
            async with open_writer(self._uri, self._name) as writer:
                writes = map(writer.write, items)
                return await asyncio.gather(*writes, return_exceptions=True)

        return asyncio.run(run())


def titles(stored: Fields) -> list[str]:
    """Of all versions."""
    return [each.fields["title"] for each in versions_of(stored)]


@pytest.fixture
def store(mongodb_uri: str, database: SyncDatabase) -> Store:
    return Store(mongodb_uri, database.name)


def test_a_second_crawl_of_the_same_stores_nothing_new(
    store: Store, database: SyncDatabase
) -> None:
    items: list[Item] = [
        article(1),
        article(2),
        ticker(),
        rate(),
        rate(value=Decimal(430)),
        rejection(),
    ]
    assert store.write(*items) == ["inserted"] * 6
    before = {name: list(database[name].find()) for name in database.list_collection_names()}
    assert store.write(*items) == ["unchanged"] * 6
    assert {name: list(database[name].find()) for name in before} == before


def test_only_times_move_when_it_is_seen_again(store: Store, database: SyncDatabase) -> None:
    store.write(article(), ticker(), rate())
    again: list[Item] = [
        article(fetched_at=LATER),
        ticker(seen_at=LATER, position=5, page_url="https://exclusive.kz/2/"),
        rate(seen_at=LATER),
    ]
    assert store.write(*again) == ["unchanged"] * 3
    [stored] = database["articles"].find()
    assert (stored["first_seen_at"], stored["fetched_at"]) == (NOON, LATER)
    [seen] = database["tickers"].find()
    assert (seen["first_seen_at"], seen["last_seen_at"], seen["position"]) == (NOON, LATER, 5)
    [stated] = database["rates"].find()
    assert (stated["first_seen_at"], stated["last_seen_at"]) == (NOON, LATER)
    assert stated["value"] == Decimal128("425.67")
    assert stored["revisions"] is None


def test_a_corrected_rate_overwrites_nothing(store: Store, database: SyncDatabase) -> None:
    store.write(rate())
    assert store.write(rate(value=Decimal("425.76"), seen_at=LATER)) == ["inserted"]
    assert {str(each["value"]) for each in database["rates"].find()} == {"425.67", "425.76"}


def test_a_changed_article_keeps_its_former_version(store: Store, database: SyncDatabase) -> None:
    store.write(article())
    edited = article(title="Басқа тақырып", fetched_at=LATER)
    assert store.write(edited) == ["changed"]
    assert store.write(edited) == ["unchanged"]
    [stored] = database["articles"].find()
    assert (stored["title"], stored["fetched_at"]) == ("Басқа тақырып", LATER)
    assert stored["first_seen_at"] == NOON
    [revision] = stored["revisions"]
    assert revision["former"] == {"title": article().title}
    assert (revision["last_seen_at"], revision["replaced_at"]) == (NOON, LATER)


def test_an_older_fetch_never_replaces_a_newer_one(store: Store, database: SyncDatabase) -> None:
    store.write(article(title="Жаңа", fetched_at=LATER))
    older = article(title="Ескі", aliases=["https://exclusive.kz/amp/1/"])
    assert store.write(older) == ["unchanged"]
    [stored] = database["articles"].find()
    assert (stored["title"], stored["fetched_at"]) == ("Жаңа", LATER)
    assert (stored["first_seen_at"], stored["aliases"]) == (NOON, ["https://exclusive.kz/amp/1/"])
    assert titles(stored) == ["Ескі", "Жаңа"]


def test_aliases_are_gathered(store: Store, database: SyncDatabase) -> None:
    store.write(article(aliases=["https://a/"]))
    store.write(article(aliases=["https://b/", "https://a/"], fetched_at=LATER))
    assert database["articles"].distinct("aliases") == ["https://a/", "https://b/"]


def test_the_same_article_several_times_in_one_batch(store: Store, database: SyncDatabase) -> None:
    versions = [
        article(title=f"Нұсқа {number}", fetched_at=NOON + timedelta(minutes=number))
        for number in range(4)
    ]
    outcomes = store.write(
        *versions, article(title="Нұсқа 3", fetched_at=LATER), ticker(), ticker()
    )
    assert outcomes == [
        *("inserted", "changed", "changed", "changed", "unchanged"),
        *("inserted", "unchanged"),
    ]
    [stored] = database["articles"].find()
    assert stored["title"] == "Нұсқа 3"
    assert titles(stored) == ["Нұсқа 0", "Нұсқа 1", "Нұсқа 2", "Нұсқа 3"]


def test_what_another_crawl_overtakes_is_written_in_its_order(
    mongodb_uri: str, database: SyncDatabase
) -> None:
    """If the third fetch were written before the second one, the first would be forgotten."""
    said = ("A", "A", "B", "A")
    fetches = [
        article(title=title, fetched_at=NOON + timedelta(minutes=number))
        for number, title in enumerate(said)
    ]

    class Overtaken(Writer):
        """A writer that another one overtakes once, at an article that is stored."""

        is_overtaken = False

        async def _take(self, steps: Any) -> Any:
            [step] = steps.values()
            if step.outcome == "changed" and not self.is_overtaken:
                self.is_overtaken = True
                async with Writer(self._database) as another:
                    again = article(title="A", fetched_at=NOON, aliases=["https://a/"])
                    await another.write(again)
            return await super()._take(steps)

    async def run() -> None:
        async with open_store(mongodb_uri, database.name) as opened, Overtaken(opened) as writer:
            await asyncio.gather(*map(writer.write, fetches))
            assert writer.is_overtaken

    asyncio.run(run())
    [stored] = database["articles"].find()
    seen = [(each.first_seen_at, each.last_seen_at) for each in versions_of(stored)]
    then = [each.fetched_at for each in fetches]
    assert seen == [(then[0], then[1]), (then[2], then[2]), (then[3], then[3])]


def test_two_crawls_that_write_the_same_lose_no_version(
    mongodb_uri: str, database: SyncDatabase
) -> None:
    """Both read the stored version, both replace it: each must see what the other did."""
    rounds = 15

    async def crawl(name: str, minutes: int) -> list[Outcome]:
        async with open_writer(mongodb_uri, database.name, max_delay=0) as writer:
            return [
                await writer.write(
                    article(
                        title=f"{name} {number}",
                        fetched_at=NOON + timedelta(minutes=2 * number + minutes),
                    )
                )
                for number in range(rounds)
            ]

    async def both() -> list[list[Outcome]]:
        return list(await asyncio.gather(crawl("A", 0), crawl("B", 1)))

    outcomes = [outcome for crawl in asyncio.run(both()) for outcome in crawl]
    assert outcomes.count("inserted") == 1
    [stored] = database["articles"].find()
    assert titles(stored) == [f"{name} {number}" for number in range(rounds) for name in "AB"]


def test_what_mongodb_refuses_does_not_keep_others_from_being_written(
    store: Store, database: SyncDatabase
) -> None:
    bad: list[tuple[Item, str]] = [
        (article(9, language="de"), "validator .*language"),
        (article(9, title="\ud83d"), "cannot be encoded"),
        (article(9, body="ж" * 9_000_000), "large"),
        (article(9, fetched_at=NOON.replace(tzinfo=None)), "no time zone"),
        (ticker(position=0), "validator .*position"),
        (ticker(position=2**70), "cannot be encoded"),
        (rate(value=Decimal("-1")), "validator .*value"),
        (rate(value=Decimal("1." + "1" * 40)), "Inexact"),
        (rejection(reason=""), "validator .*reason"),
    ]
    good: list[Item] = [article(1), article(2), ticker(headline="А"), rate()]
    outcomes = store.write_or_refuse(*good[:2], *(item for item, _ in bad), *good[2:])
    assert outcomes[:2] + outcomes[-2:] == ["inserted"] * 4
    for refused, (_, reason) in zip(outcomes[2:-2], bad, strict=True):
        assert isinstance(refused, Refused)
        with pytest.raises(Refused, match=reason):
            raise refused
    counts = {name: database[name].count_documents({}) for name in ("articles", "rates")}
    assert counts == {"articles": 2, "rates": 1}


def test_an_article_whose_versions_do_not_fit_together_is_refused(
    store: Store, database: SyncDatabase
) -> None:
    store.write(article(body="Ескі.\n\nМәтін."))
    store.write(article(body="Жаңа.\n\nМәтін.", fetched_at=LATER))
    # Somebody has deleted what the former text is told by.
    database["articles"].update_one({}, {"$set": {"body": "Мәтін."}})
    again = article(fetched_at=LATER + timedelta(days=1))
    [outcome, other] = store.write_or_refuse(again, article(2))
    assert isinstance(outcome, Refused)
    assert "former versions cannot be read" in str(outcome)
    assert other == "inserted"


def test_an_article_that_the_server_says_is_unchanged_was_seen_again(
    mongodb_uri: str, store: Store, database: SyncDatabase
) -> None:
    url, seen_at = article().url, LATER + timedelta(hours=1)

    async def note(*moments: datetime) -> None:
        async with open_writer(mongodb_uri, database.name) as writer:
            await asyncio.gather(*(writer.note_unchanged(url, each) for each in moments))

    store.write(article(aliases=["https://exclusive.kz/amp/1/"]), article(2))
    asyncio.run(note(LATER, seen_at))
    # Older than the fetch: of whichever version it was.
    asyncio.run(note(NOON - timedelta(hours=1)))
    stored, other = database["articles"].find(sort=[("url", 1)])
    assert (stored["fetched_at"], stored["last_seen_at"]) == (NOON, seen_at)
    assert other["last_seen_at"] == NOON
    store.write(article(title="Жаңа", fetched_at=seen_at + timedelta(hours=1)))
    [edited, _] = database["articles"].find(sort=[("url", 1)])
    assert [each["last_seen_at"] for each in edited["revisions"]] == [seen_at]


class BatchSizes(CommandListener):
    def __init__(self) -> None:
        self.sizes: list[int] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "update":
            self.sizes.append(len(event.command["updates"]))

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing to count."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to count."""


def test_writes_travel_in_batches(mongodb_uri: str, database: SyncDatabase) -> None:
    listener = BatchSizes()

    async def run() -> None:
        client: AsyncMongoClient[dict[str, Any]]
        async with (
            AsyncMongoClient(mongodb_uri, event_listeners=[listener]) as client,
            Writer(client[database.name], batch_size=40) as writer,
        ):
            items = [ticker(headline=str(number)) for number in range(100)]
            assert await asyncio.gather(*map(writer.write, items)) == ["inserted"] * 100

    asyncio.run(run())
    assert listener.sizes == [40, 40, 20]


def test_writes_are_durable(mongodb_uri: str, database: SyncDatabase) -> None:
    async def concern() -> Any:
        async with open_store(f"{mongodb_uri}&w=0&journal=false", database.name) as opened:
            return opened.write_concern.document

    assert asyncio.run(concern()) == {"w": "majority", "j": True}


def test_leaving_writes_what_still_waits(mongodb_uri: str, database: SyncDatabase) -> None:
    async def run() -> None:
        async with open_writer(mongodb_uri, database.name, max_delay=60) as writer:
            writes = [
                asyncio.create_task(writer.write(ticker(headline=str(number))))
                for number in range(3)
            ]
            await asyncio.sleep(0)  # they start, and wait for a batch that does not fill
        assert await asyncio.gather(*writes) == ["inserted"] * 3

    asyncio.run(run())
    assert database["tickers"].count_documents({}) == 3
