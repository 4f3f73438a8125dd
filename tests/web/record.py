"""What the tests' database holds: written by the code that writes it in crawls."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from kznews.archive.answers import Answer
from kznews.archive.keeper import Keeper, Page
from kznews.mongo.connection import Address, Database
from kznews.mongo.values import identity
from kznews.record.absences import Absence, absence_fields
from kznews.record.documents import article_fields
from kznews.record.schema import ARTICLES
from kznews.record.writer import Writer
from tests.record.samples import article, rate
from tests.record.shown import show
from tests.record.stores import open_store
from tests.text.test_differences import CAUSE, DEAD, FIRE, ROAD

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
"""The moment of the site: in Almaty it is 14:30."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

HOSTILE = '=1+1 <script>alert("x")</script> & \u202eобратно\u2066'
"""A headline that a browser, a terminal or a spreadsheet would obey."""
STORY = "20261127041400-00510c27a3866640b940fbb4f8f99792"
"""The story of articles 2 and 3."""
KEPT = "https://exclusive.kz/articles/1/"
"""The address of the page that is kept, and of the article that was edited twice."""


def address_of(number: int, outlet: str = "exclusive") -> str:
    return f"https://{outlet}.kz/articles/{number}/"


def id_of(number: int, outlet: str = "exclusive") -> str:
    """Give the `_id` of an article."""
    return identity(address_of(number, outlet))


def _articles() -> list[Any]:
    edited = {"language": "ru", "title": "Пожар в Алматы", "modified_at": None, "lead": None}
    copied = {"language": "ru", "title": "Инфляция в Казахстане замедлилась до 8 процентов",
              "body": f"{CAUSE}\n\n{ROAD}"}  # fmt: skip
    return [
        article(1, **edited, body=f"{FIRE}\n\n{DEAD}", published_at=NOW - 6 * HOUR,
                fetched_at=NOW - 5 * HOUR),
        article(1, **edited, body=f"{FIRE}\n\n{DEAD.replace('5', '7')}\n\n{CAUSE}",
                published_at=NOW - 6 * HOUR, fetched_at=NOW - 4 * HOUR),
        article(1, **(edited | {"title": "Пожар на складе в Алматы потушен"}),
                body=f"{FIRE}\n\n{DEAD.replace('5', '7')}\n\n{CAUSE}\n\n{ROAD}",
                published_at=NOW - 6 * HOUR, fetched_at=NOW - 3 * HOUR),
        article(2, **copied, url=address_of(2, "zakon"), outlet="zakon",
                published_at=NOW - 3 * HOUR, fetched_at=NOW - 2 * HOUR),
        article(3, **copied, url=address_of(3, "kapital"), outlet="kapital",
                published_at=NOW - 2 * HOUR, fetched_at=NOW - HOUR),
        article(4, title="Елде баға өсімі баяулады", published_at=NOW - DAY, fetched_at=NOW - DAY),
        article(5, title=HOSTILE, lead=HOSTILE, body=f"{HOSTILE}\n\n@SUM(A1)", language="ru",
                authors=[HOSTILE], tags=[HOSTILE], section=HOSTILE,
                published_at=NOW - 2 * DAY, fetched_at=NOW - 2 * DAY),
        article(6, title="Без даты", language="ru", published_at=None, published_precision=None,
                published_raw=None, published_zone=None, published_doubts=[],
                fetched_at=NOW - 3 * DAY),
        article(7, title="Дата без часа", language="ru", published_precision="day",
                published_at=datetime(2026, 11, 23, 19, tzinfo=UTC), published_doubts=["offset"],
                fetched_at=NOW - 3 * DAY),
        *(
            article(10 + number, title=f"Новость дня, {number}", language="ru",
                    url=address_of(10 + number, "zakon"), outlet="zakon",
                    published_at=NOW - 4 * DAY - number * HOUR, fetched_at=NOW - 4 * DAY)
            for number in range(30)
        ),
    ]  # fmt: skip


def _removed() -> dict[str, Any]:
    """An article that was taken down: the number is 8."""
    absence = Absence(
        last_seen_at=NOW - 2 * DAY,
        missed_at=NOW - 46 * HOUR,
        missed_again_at=(NOW - 40 * HOUR, NOW - 20 * HOUR),
        confirmed_at=NOW - 20 * HOUR,
        returned_at=None,
        reason="gone",
        status=410,
        page=None,
    )
    taken = article(8, title="Снятая статья о тарифах", language="ru",
                    published_at=NOW - 3 * DAY, fetched_at=NOW - 2 * DAY)  # fmt: skip
    return article_fields(taken) | absence_fields([absence])


def _rates() -> list[Any]:
    strip = {"outlet": "exclusive", "kind": "page strip", "valid_on": None}
    official = [
        rate(value=Decimal("425.67") + day, valid_on=(NOW - day * DAY).date(), seen_at=NOW)
        for day in range(14)
    ]
    return [
        *official,
        rate(**strip, value=Decimal("433.67"), seen_at=NOW - 8 * DAY),
        rate(**strip, value=Decimal("433.67"), seen_at=NOW - HOUR),
    ]


def _page() -> Page:
    html = f"<html><script>alert(1)</script><img src='//a.example/x.png'><p>{FIRE}</p></html>"
    headers = [(b"Content-Type", b"text/html; charset=utf-8"), (b"Set-Cookie", b"a=b")]
    return Page("exclusive", "article", KEPT, Answer(200, headers, html.encode()), NOW - 3 * HOUR)


KEPT_PAGE = _page().id
"""The `_id` of the kept page."""


async def _fill(database: Database) -> None:
    page = _page()
    async with Keeper(database, lambda _, __: None) as keeper:
        await keeper.keep(page)
    async with Writer(database) as writer:
        versions, others = _articles()[:3], _articles()[3:]
        for number, version in enumerate(versions):
            version.page = page.id if number else None
            await writer.write(version)
        await asyncio.gather(*map(writer.write, [*others, *_rates()[:-1]]))
        await writer.write(_rates()[-1])
        await show(writer, NOW - 2 * HOUR, "Пожар в Алматы", "Күн суытады", HOSTILE,
                   links={"Пожар в Алматы": KEPT})  # fmt: skip
        await show(writer, NOW - HOUR, "Күн суытады", links={})
    articles = database[ARTICLES.name]
    await articles.insert_one(_removed())
    await articles.update_many(
        {"url": {"$in": [address_of(2, "zakon"), address_of(3, "kapital")]}},
        {"$set": {"story_id": STORY}},
    )


def fill(address: Address) -> None:
    """Write all of it into the database at `address`, which is empty."""

    async def run() -> None:
        assert address.uri is not None
        async with open_store(address.uri, address.database) as database:
            await _fill(database)

    asyncio.run(run())
