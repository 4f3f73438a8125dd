"""An address of each page that is served, of what a database holds: for benchmarks and tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from kznews.mongo.connection import SyncDatabase
from kznews.record.schema import ARTICLES, RATES, TICKERS
from kznews.record.stories.schema import COPIES
from kznews.watches.schema import WATCHES

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def addresses(database: SyncDatabase, word: str) -> dict[str, str]:
    """Give addresses by the page's name, and behind a comma what it shows.

    `word` is one that many articles have. What the database has none of is left out.
    """
    question = {"q": word}
    found = {
        "today": "/",
        "search": f"/search?{urlencode(question)}",
        "search, relevance": f"/search?{urlencode(question | {'sort': 'relevance'})}",
        "attention": f"/attention?{urlencode([('q', word), ('q', 'теңге')])}",
        "outlets": "/outlets",
        "languages": "/languages",
        "copying": "/copying",
        "tickers": "/tickers",
        "rates": "/rates",
        "watches": "/watches",
        "about": "/about",
    }
    articles = database[ARTICLES.name]
    if article := _edited(articles) or articles.find_one(sort=[("published_at", -1)]):
        found["article"] = f"/articles/{article['_id']}"
        found["versions"] = f"/articles/{article['_id']}/versions"
        found["outlet"] = f"/outlets/{quote(article['outlet'], safe='')}"
    if kept := articles.find_one({"page": {"$type": "string"}}, {"page": True}):
        found["kept"] = f"/articles/{kept['_id']}/pages/{kept['page']}"
    if story := _story(database):
        found["story"] = f"/stories/{quote(story, safe='')}"
    if ticker := database[TICKERS.name].find_one(sort=[("last_seen_at", -1)]):
        day = ticker["last_seen_at"].date().isoformat()
        of_outlet = {"outlet": ticker["outlet"], "day": day}
        found["tickers, an outlet"] = f"/tickers?{urlencode(of_outlet)}"
        found["ticker"] = f"/tickers/{ticker['_id']}"
    if rate := database[RATES.name].find_one({"valid_on": None}, {"outlet": True}):
        found["rates, a strip"] = f"/rates?{urlencode({'source': rate['outlet']})}"
    if watch := database[WATCHES.name].find_one():
        found["watch"] = f"/watches/{quote(watch['_id'], safe='')}"
    return found


def _edited(articles: Any) -> dict[str, Any] | None:
    found: dict[str, Any] | None = articles.find_one(
        {"revisions.replaced_at": {"$gt": _NEVER}}, sort=[("revisions.replaced_at", -1)]
    )
    return found


def _story(database: SyncDatabase) -> str | None:
    """The story of a copy; where none was compared, of an article that is not its story's first."""
    if copy := database[COPIES.name].find_one({"source_id": {"$ne": None}}, {"story_id": True}):
        return str(copy["story_id"])
    told = database[ARTICLES.name].find({"story_id": {"$ne": None}}, {"story_id": True})
    for each in told.sort("published_at", -1).limit(1_000):
        if each["story_id"] != each["_id"]:
            return str(each["story_id"])
    return None
