"""Articles that are stored and linked, and the stories that come of it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from kznews.items import Article
from kznews.mongo.connection import Database
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.documents import article_fields
from kznews.record.stories.copies import CopyRecord
from kznews.record.stories.linking import StoryLinker
from kznews.record.writer import Writer
from tests.record.samples import NOON, article


def told(number: int, body: str, **changes: Any) -> Article:
    """The article `number`, seen so many minutes after noon."""
    given: dict[str, Any] = {
        "outlet": f"outlet{number}",
        "published_at": None,
        "published_precision": None,
        "published_raw": None,
        "fetched_at": NOON + timedelta(minutes=number),
        "lead": None,
        "body": body,
    }
    return article(number, **given | changes)


def published(number: int, body: str, minutes: int, **changes: Any) -> Article:
    """The article `number`, which came out so many minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    given: dict[str, Any] = {
        "outlet": f"outlet{number}",
        "published_at": at,
        "published_precision": "minute",
        "published_raw": f"{at}",
        "published_zone": "Asia/Almaty",
        "published_doubts": [],
        "attributed_to": [],
        "fetched_at": at + timedelta(hours=20),
        "lead": None,
        "body": body,
    }
    return article(number, **given | changes)


def edited(text: str, way: int) -> str:
    """A copy as outlets make them; any two of a text are alike."""
    words = text.split(" ")
    return [
        text,
        " ".join(words[: len(words) * 3 // 4]),
        " ".join(word for place, word in enumerate(words) if place % 8),
        f"Об этом рассказали в городском акимате.\n\n{text}",
        text.replace(",", " –").upper(),
    ][way]


async def store(database: Database, *articles: Article) -> None:
    async with Writer(database) as writer:
        await asyncio.gather(*map(writer.write, articles))


async def link(one: Article, database: Database) -> None:
    await StoryLinker(database).link(article_fields(one))


async def crawl(database: Database, *articles: Article) -> None:
    """As the store pipeline does, in this order."""
    for each in articles:
        await store(database, each)
        await link(each, database)


async def compare(database: Database, since: datetime | None = None) -> int:
    """Compare what is to be; return the number of articles."""
    record = CopyRecord(
        database, outlet_named=outlet_named, outlets_in_dateline=outlets_in_dateline
    )
    return sum([each async for each in record.compare(since)])


async def stories(database: Database) -> dict[int, str]:
    """By the number of the article."""
    found: dict[int, str] = {}
    async for each in database["articles"].find():
        found[int(each["url"].split("/")[-2])] = each["story_id"]
    return found


async def groups(database: Database) -> list[list[int]]:
    by_story: dict[str, list[int]] = {}
    for number, story in sorted((await stories(database)).items()):
        assert story is not None
        by_story.setdefault(story, []).append(number)
    return sorted(by_story.values())


async def forget_all(database: Database) -> None:
    for name in ("articles", "signatures", "story_merges"):
        await database[name].delete_many({})
