"""Pictures of every page, for people who judge how it looks; run by hand, it tests nothing.

    LOOKS=FOLDER .venv/bin/pytest tests/web/browser/looks.py

The folder gets a picture of each page at each width, in both colours and three languages, and a
sheet a page in `sheets/`, which shows three of them side by side. LOOKS_AT
names some of the pages, with commas between; with LOOKS_FEW only what the sheets show is taken.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser
from pymongo import MongoClient

from benchmarks.page_addresses import addresses
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.documents import article_fields
from kznews.record.stories.copies import CopyRecord
from kznews.record.stories.linking import StoryLinker
from kznews.record.writer import Writer
from kznews.watches.registry import add
from tests.record.stores import open_store
from tests.web.browser import facts
from tests.web.browser.conftest import Served

WIDTHS = (320, 800, 1400)
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("ru", "kk", "en")
_MOST_HEIGHT = 2600
"""Pixels of a page that a picture shows, from its top."""
_Shot = tuple[int, Literal["light", "dark"], str]
_ON_A_SHEET: tuple[tuple[_Shot, ...], ...] = (
    ((320, "dark", "kk"), (800, "light", "ru"), (1400, "dark", "en")),
    ((320, "light", "en"), (800, "dark", "kk"), (1400, "light", "ru")),
)

LONG = (
    "Қарағанды облысының ауылдық елді мекендеріндегі ауызсумен қамтамасыз ету жүйелерін қайта "
    "құруға бөлінген қаражаттың игерілмегендігіне байланысты тексеру басталды"
)
"""A headline that is longer than most, with long Kazakh words."""
COPIES = 36
"""Articles of the longest story."""


async def _fill(served: Served, now: datetime) -> None:
    outlets = ("zakon", "tengrinews", "nur", "inform", "kapital", "exclusive", "egemen")
    story = facts.composed("a story of many", "kk")
    body = "\n\n".join(block.text for block in story.blocks)
    articles = [
        facts.article(
            *(outlets[number % len(outlets)], f"kop-{number}", LONG if number % 3 else "Тексеру"),
            *(body, now - timedelta(hours=30, minutes=-17 * number)),
            language="kk",
        )
        for number in range(COPIES)
    ]
    async with open_store(served.uri, served.database) as database:
        async with Writer(database) as writer:
            await asyncio.gather(*map(writer.write, articles))
        linker = StoryLinker(database)
        for each in articles:
            await linker.link(article_fields(each))
        record = CopyRecord(
            database, outlet_named=outlet_named, outlets_in_dateline=outlets_in_dateline
        )
        async for _ in record.compare():
            pass


@pytest.fixture(scope="module")
def shown(served: Served) -> dict[str, str]:
    # In a thread: Playwright runs the event loop of this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _fill(served, datetime.now(UTC))).result()
    with MongoClient[dict[str, Any]](served.uri, tz_aware=True) as client:
        database = client[served.database]
        add(database, "bridge", "мост OR көпір", ["json://127.0.0.1:9/", "json://127.0.0.1:9/a"])
        add(database, "prices-of-the-month", '"баға өсімі" language:kk', [])
        found = addresses(database, "мост")
        [largest] = database.articles.aggregate(
            [{"$sortByCount": "$story_id"}, {"$match": {"_id": {"$ne": None}}}, {"$limit": 1}]
        )
        long = database.articles.find_one({"title": LONG})
        edited = database.articles.find_one({"title": facts.HEADLINES[-1]})
    assert long is not None
    assert edited is not None
    del found["search, relevance"], found["rates, a strip"]
    return found | {
        "search, Kazakh": "/search?q=тексеру&unfold=1",
        "search, empty": "/search",
        "search, nothing": "/search?q=жоқсөз",
        "search, a fault": "/search?q=title:(мост",
        "search, ambiguous days": "/search?q=мост OR көпір after:2020-01-01",
        "search, tickers": "/search?q=школу&record=ticker",
        "attention": "/attention?q=мост&q=инфляция&q=тексеру&q=завод",
        "today, a part": "/?part=new",
        "story, of many": f"/stories/{largest['_id']}",
        "article, long": f"/articles/{long['_id']}",
        "article": f"/articles/{edited['_id']}",
        "versions": f"/articles/{edited['_id']}/versions",
        "rates, a strip": "/rates?source=exclusive&currency=USD",
        "tickers, an outlet": f"/tickers?outlet=tengrinews&day={_yesterday()}",
        "outlet, exclusive": "/outlets/exclusive",
        "failure": "/nowhere",
    }


def _yesterday() -> str:
    return (facts.day_of(datetime.now(UTC)) - timedelta(days=1)).isoformat()


def test_take_pictures(served: Served, browser: Browser, shown: dict[str, str]) -> None:
    wanted = os.environ.get("LOOKS")
    if wanted is None:
        pytest.skip("LOOKS names no folder for the pictures")
    folder, only = Path(wanted), os.environ.get("LOOKS_AT", "").split(",")
    (folder / "sheets").mkdir(parents=True, exist_ok=True)
    every = list(product(WIDTHS, COLOURS, LANGUAGES))
    if "LOOKS_FEW" in os.environ:
        every = [each for sheet in _ON_A_SHEET for each in sheet]
    chosen = {what: at for what, at in shown.items() if only == [""] or what in only}
    for width, colour, language in every:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=colour,
        )
        page = context.new_page()
        for what, address in chosen.items():
            separator = "&" if "?" in address else "?"
            page.goto(f"{served.base}{address}{separator}ui={language}")
            high = min(_MOST_HEIGHT, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": width, "height": high})
            page.screenshot(path=folder / f"{what} {width} {colour} {language}.png")
            page.set_viewport_size({"width": width, "height": 900})
        context.close()
    page = browser.new_page(viewport={"width": 2000, "height": 900})
    for what in chosen:
        for number, sheet in enumerate(_ON_A_SHEET):
            pictures = "".join(
                f'<img src="../{what} {width} {colour} {language}.png" width={round(width * 0.78)}>'
                for width, colour, language in sheet
            )
            file = folder / "sheets" / f"{what} {number}.html"
            file.write_text(
                f"<meta charset=utf-8><body style='margin:4px;display:flex;gap:6px;"
                f"align-items:start;background:#888'>{pictures}"
            )
            page.goto(file.as_uri())
            page.screenshot(path=file.with_suffix(".png"), full_page=True)
            file.unlink()
