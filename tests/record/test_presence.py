"""What visits to articles' addresses leave in the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from pymongo.database import Database

from kznews.items import Article
from kznews.mongo.values import identity
from kznews.record.documents import article_fields
from kznews.record.history import versions_of
from kznews.record.presence import confirm_removals
from kznews.record.writer import Writer
from tests.record.samples import NOON, article
from tests.record.stores import open_store

Documents = Database[dict[str, Any]]
URL = "https://exclusive.kz/articles/1/"
LISTING = "https://exclusive.kz/"


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


class Record:
    """A store, and what visits tell it."""

    def __init__(self, writer: Writer, database: Any) -> None:
        self.writer = writer
        self.database = database

    async def read(self, hours: float, number: int = 1, **changes: Any) -> str:
        fetched = article(number, fetched_at=at(hours), page=f"{number} at {hours:g}", **changes)
        return await self.writer.write(fetched)

    async def miss(self, hours: float, *numbers: int) -> None:
        await asyncio.gather(
            *(
                self.writer.note_missed(
                    f"https://exclusive.kz/articles/{number}/",
                    at(hours),
                    reason="not found",
                    status=404,
                    page=None,
                )
                for number in numbers or (1,)
            )
        )

    async def show_listing(self, *hours: float) -> None:
        for each in hours:
            await self.writer.note_listing(LISTING, at(each))

    async def stored(self, url: str = URL) -> dict[str, Any]:
        found: dict[str, Any] = await self.database["articles"].find_one({"url": url})
        return found


def run(
    uri: str, database: Documents, script: Callable[[Record], Coroutine[Any, Any, None]]
) -> None:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Record]:
        async with open_store(uri, database.name) as store, Writer(store) as writer:
            yield Record(writer, store)

    async def main() -> None:
        async with opened() as record:
            await script(record)

    asyncio.run(main())


def moments(stored: dict[str, Any], *names: str) -> Sequence[Any]:
    [absence] = stored["absences"]
    return [absence[name] for name in names]


def test_missing_gone_and_live_again(mongodb_uri: str, database: Documents) -> None:
    async def script(record: Record) -> None:
        await record.read(-2)
        await record.writer.note_unchanged(URL, at(-1))
        for hours in (0, 6, 24):
            await record.miss(hours)
            await record.miss(hours)  # as one that was cut off repeats it
        await record.miss(0, 99)  # nobody has it
        stored = await record.stored()
        assert stored["presence"] == "missing"
        assert moments(stored, "last_seen_at", "missed_at", "missed_again_at") == [
            at(-1),
            at(0),
            [at(6), at(24)],
        ]
        # The outlet has shown nothing meanwhile.
        assert await confirm_removals(record.database, "exclusive") == 0
        await record.show_listing(0, 6, 24)
        assert await confirm_removals(record.database, "another") == 0
        assert await confirm_removals(record.database, "exclusive") == 1
        assert await confirm_removals(record.database, "exclusive") == 0
        stored = await record.stored()
        assert (stored["presence"], stored["last_seen_at"]) == ("gone", at(-1))
        assert moments(stored, "confirmed_at", "returned_at") == [at(24), None]
        # Its text stays, and it comes back as it was, or edited.
        await asyncio.gather(*(record.writer.note_unchanged(URL, at(30)) for _ in range(2)))
        stored = await record.stored()
        assert (stored["presence"], stored["last_seen_at"]) == ("live", at(30))
        assert moments(stored, "confirmed_at", "returned_at") == [at(24), at(30)]
        assert stored["revisions"] is None
        await record.miss(40)
        assert await record.read(50, title="Түзетілген тақырып") == "changed"
        stored = await record.stored()
        assert stored["presence"] == "live"
        assert [each["returned_at"] for each in stored["absences"]] == [at(30), at(50)]
        assert [each["kinds"] for each in stored["revisions"]] == [["headline"]]

    run(mongodb_uri, database, script)


def test_where_many_turn_missing_none_is_gone_until_the_outlet_shows_articles(
    mongodb_uri: str, database: Documents
) -> None:
    numbers = range(1, 7)

    async def script(record: Record) -> None:
        await asyncio.gather(*(record.read(-1, number) for number in (*numbers, 7)))
        for hours in (0, 6, 24):
            await record.show_listing(hours)
            await record.miss(hours, *numbers)
        assert await confirm_removals(record.database, "exclusive") == 0
        for hours in (6, 24):
            await record.read(hours, 7)
        assert await confirm_removals(record.database, "exclusive") == len(numbers)

    run(mongodb_uri, database, script)


def test_signs_of_scripted_days_are_not_deleted_for_their_age(database: Documents) -> None:
    assert not database.client.admin.command("getParameter", ttlMonitorEnabled=1)[
        "ttlMonitorEnabled"
    ]


def moved(hours: float, **changes: Any) -> Article:
    """The article 1 at the address of 2, to which its former one leads."""
    said = {"title": article(1).title, "aliases": [URL], "page": f"2 at {hours:g}"}
    return article(2, fetched_at=at(hours), **said | changes)


def test_an_article_that_moves_goes_on_at_its_new_address(
    mongodb_uri: str, database: Documents
) -> None:
    async def script(record: Record) -> None:
        await record.read(0)
        await record.read(1, title="Тақырып")
        await record.miss(2)
        # Its new address was found before the former one led there.
        await record.writer.write(moved(3, title="Тақырып", aliases=[]))
        assert await record.writer.write(moved(4)) == "moved"
        # A kill before the former one is forgotten: the visit is repeated.
        assert await record.writer.write(moved(4)) == "moved"
        await record.writer.forget_former(article_fields(moved(4)))
        [stored] = [each async for each in record.database["articles"].find()]
        assert (stored["url"], stored["aliases"]) == (article(2).url, [URL])
        assert stored["former_ids"] == [identity(URL)]
        assert (stored["first_seen_at"], stored["last_seen_at"]) == (at(0), at(4))
        assert [each["replaced_at"] for each in stored["revisions"]] == [at(1), at(4)]
        assert [each["page"] for each in stored["revisions"]] == ["1 at 0", "2 at 3"]
        assert stored["presence"] == "live"
        assert moments(stored, "missed_at", "returned_at") == [at(2), at(3)]
        assert await record.writer.write(moved(5)) == "unchanged"
        # Its page still stands at the former address, too; another text there is another article.
        assert await record.read(6) == "unchanged"
        assert (await record.stored(article(2).url))["last_seen_at"] == at(6)
        assert await record.database["articles"].count_documents({}) == 1
        assert await record.read(7, title="Басқа", body="Мүлде басқа мәтін.") == "inserted"

    run(mongodb_uri, database, script)


def test_an_article_that_moves_to_a_new_address_keeps_its_story(
    mongodb_uri: str, database: Documents
) -> None:
    async def script(record: Record) -> None:
        await record.read(0)
        await record.database["articles"].update_one({"url": URL}, {"$set": {"story_id": "s"}})
        assert await record.writer.write(moved(4)) == "moved"
        stored = await record.stored(article(2).url)
        assert (stored["story_id"], stored["first_seen_at"]) == ("s", at(0))
        assert stored["former_ids"] == [identity(URL)]
        await record.writer.forget_former(article_fields(moved(4)))
        assert await record.database["articles"].count_documents({}) == 1

    run(mongodb_uri, database, script)


def test_what_was_seen_at_a_former_address_after_the_move_is_not_lost(
    mongodb_uri: str, database: Documents
) -> None:
    """A worker had fetched it there before, and writes it late."""

    async def script(record: Record) -> None:
        await record.read(0)
        assert await record.writer.write(moved(4)) == "moved"
        assert await record.read(3, title="Тақырып") == "changed"
        await record.writer.forget_former(article_fields(moved(4)))
        [stored] = [each async for each in record.database["articles"].find()]
        found = [(each.fields["title"], each.first_seen_at) for each in versions_of(stored)]
        title = article(1).title
        assert found == [(title, at(0)), ("Тақырып", at(3)), (title, at(4))]

    run(mongodb_uri, database, script)


def test_an_article_that_leads_to_another_one_stays_itself(
    mongodb_uri: str, database: Documents
) -> None:
    async def script(record: Record) -> None:
        await record.read(0)
        other = moved(4, title="Басқа мақала", body="Мүлде басқа мәтін.")
        assert await record.writer.write(other) == "inserted"
        await record.writer.forget_former(article_fields(other))
        stored = await record.stored(article(2).url)
        assert (stored["aliases"], stored["first_seen_at"]) == ([], at(4))
        assert (await record.stored())["fetched_at"] == at(0)

    run(mongodb_uri, database, script)


def test_workers_at_once_leave_the_presence_that_was_scripted(
    mongodb_uri: str, database: Documents
) -> None:
    """Each hour an article is read, said to be unchanged, or missed, by two workers at once."""
    lot = Random(14)
    numbers = range(1, 9)
    hours = range(1, 14)
    script = {
        number: [lot.choice(("read", "unchanged", "missed", "missed")) for _ in hours]
        for number in numbers
    }

    async def visit(record: Record, number: int, hour: int, what: str) -> None:
        if what == "read":
            await record.read(hour, number)
        elif what == "unchanged":
            url = f"https://exclusive.kz/articles/{number}/"
            await record.writer.note_unchanged(url, at(hour))
        else:
            await record.miss(hour, number)

    async def work(record: Record) -> None:
        async with Writer(record.database, batch_size=5) as writer:
            other = Record(writer, record.database)
            await asyncio.gather(*(record.read(0, number) for number in numbers))
            for place, hour in enumerate(hours):
                await asyncio.gather(
                    *(
                        visit(worker, number, hour, script[number][place])
                        for number in numbers
                        for worker in (record, other)
                    )
                )

    run(mongodb_uri, database, work)
    for number in numbers:
        url = f"https://exclusive.kz/articles/{number}/"
        stored = database["articles"].find_one({"url": url})
        assert stored is not None
        told = [
            (each["last_seen_at"], each["missed_at"], each["returned_at"])
            for each in stored["absences"] or ()
        ]
        assert told == list(absences_in(script[number]))
        assert stored["presence"] == ("missing" if script[number][-1] == "missed" else "live")
        assert stored["revisions"] is None


def absences_in(script: Sequence[str]) -> Iterator[tuple[datetime, datetime, datetime | None]]:
    """The bounds of each row of misses; the article was read at hour 0."""
    end = len(script) + 1
    there = [0, *(hour for hour, what in enumerate(script, start=1) if what != "missed")]
    for last, following in pairwise([*there, end]):
        if following > last + 1:
            yield at(last), at(last + 1), at(following) if following != end else None
