"""What the record holds, and how current its index is."""

from __future__ import annotations

from kznews.archive.schema import PAGES as KEPT_PAGES
from kznews.record.schema import ARTICLES, RATES, TICKERS
from kznews.search.errors import IndexUnusable
from kznews.web.answer import Answer, Table
from kznews.web.asked import Asked
from kznews.web.page import Page


def read(asked: Asked) -> Answer:
    """Tell how much of what is stored, and what of it the index has."""
    database = asked.sources.database
    counts = {
        name: database[collection].estimated_document_count()
        for name, collection in (
            ("articles", ARTICLES.name),
            ("headlines", TICKERS.name),
            ("rates", RATES.name),
            ("pages", KEPT_PAGES.name),
        )
    }
    newest = database[ARTICLES.name].find_one({}, ["fetched_at"], sort=[("fetched_at", -1)])
    try:
        until = asked.sources.searcher.until()
    except IndexUnusable:  # what is stored can be told without it
        until = None
    data = {
        "counts": counts,
        "newest": newest and newest["fetched_at"],
        "indexed_until": until,
    }
    table = Table(("of", "number"), list(counts.items()))
    return Answer("about.html", asked.say("about.heading"), data, table=table)


PAGE = Page(
    "about",
    "/about",
    read,
    formats=("json", "csv"),
    summary="What the record holds, and how current its index is",
)
