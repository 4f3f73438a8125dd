"""The tables that can be exported, column by column: names and order are kept from now on.

New columns come last but for the longest texts; `docs/exports.md` has the same tables.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kznews.exports.table import Column, Fields, Table


def _texts(document: Fields, name: str) -> tuple[str, ...]:
    return tuple(document.get(name) or ())


def _list(name: str, meaning: str, width: int = 20) -> Column:
    return Column(name, "list", meaning, width, needs=(name,), read=lambda each: _texts(each, name))


def _day(document: Fields) -> date | None:
    stated = document.get("valid_on")
    return date.fromisoformat(stated) if stated else None


def _last_absence(document: Fields, name: str) -> Any:
    absences = document.get("absences")
    return absences[-1].get(name) if absences and document.get("presence") != "live" else None


def _last_edit(document: Fields) -> Any:
    revisions = document.get("revisions")
    return revisions[-1].get("replaced_at") if revisions else None


_ID = Column(
    "id",
    "text",
    "`_id` of the document in the database",
    12,
    needs=("_id",),
    read=lambda each: each["_id"],
)
_OUTLET = Column("outlet", "text", "name of the outlet", 14)
_FIRST_SEEN = Column("first_seen_at", "moment", "when it was first seen", 17)
_LAST_SEEN = Column("last_seen_at", "moment", "when it was last seen as it is", 17)
_SHOWN = (
    Column("first_seen_at", "moment", "when it was first seen in this time", 17),
    Column("last_seen_at", "moment", "when it was last seen in this time", 17),
    Column(
        "missed_at",
        "moment",
        "when it was first seen that it is not there any more; empty while it may be",
        17,
    ),
)
"""A time in which something was shown."""

ARTICLES = Table(
    "articles",
    "an article",
    (
        Column(
            "published_at",
            "moment",
            "when it was published, as the outlet says; empty where it says nothing",
            17,
        ),
        Column(
            "published_precision",
            "text",
            "`minute`, or `day` where the outlet says only a day: the moment is its start",
            19,
        ),
        _OUTLET,
        Column("title", "text", "headline", 70),
        Column("url", "link", "address of the article", 40),
        Column("lead", "text", "standfirst, where the page sets one apart", 40),
        Column("language", "text", "`ru`, `kk`, `en` or `zh`", 9),
        Column("kind", "text", "what the outlet calls it: `news`, `opinion`, `advert`, …", 10),
        Column("topic", "text", "what its section is of, in one list for all outlets", 13),
        Column("section", "text", "the outlet's own name of the section", 16),
        _list("authors", "its authors", 18),
        _list("tags", "its tags", 24),
        _list("attributed_to", "sources that the text itself names", 24),
        Column(
            "appeared_at",
            "moment",
            "latest moment at which it can have come out; rows are sorted by it",
            17,
        ),
        Column("modified_at", "moment", "when it was last changed, as the page says", 17),
        _FIRST_SEEN,
        _LAST_SEEN,
        Column(
            "edits",
            "whole number",
            "number of edits that were seen",
            7,
            needs=("revisions.replaced_at",),
            read=lambda each: len(each.get("revisions") or ()),
        ),
        Column(
            "edited_at",
            "moment",
            "when the last edit was first seen",
            17,
            needs=("revisions.replaced_at",),
            read=_last_edit,
        ),
        Column(
            "presence",
            "text",
            "`live`, `missing` or `gone`: whether it still is at its address",
            9,
            read=lambda each: each.get("presence") or "live",
        ),
        Column(
            "missed_at",
            "moment",
            "when it was first not there any more; empty while it is",
            17,
            needs=("absences.missed_at", "presence"),
            read=lambda each: _last_absence(each, "missed_at"),
        ),
        Column(
            "missed_for",
            "text",
            "what showed that it was not there: `not found`, `deleted`, `home page`, …",
            14,
            needs=("absences.reason", "presence"),
            read=lambda each: _last_absence(each, "reason"),
        ),
        Column(
            "outlet_kind",
            "text",
            "`aggregator` or `satire`, where the outlet's articles are not its own news",
            12,
        ),
        Column("story_id", "text", "the same for all articles that tell the same text", 12),
        Column(
            "words",
            "whole number",
            "number of words of the text",
            8,
            needs=("body",),
            read=lambda each: len((each.get("body") or "").split()),
        ),
        Column(
            "images",
            "list",
            "addresses of its pictures",
            20,
            needs=("images.url",),
            read=lambda each: tuple(
                image["url"] for image in each.get("images") or () if image.get("url")
            ),
        ),
        _list("translation_urls", "addresses at which its page says that it is translated", 20),
        _ID,
        Column("body", "text", "the text; a blank line between paragraphs", 60),
    ),
)

RATES = Table(
    "rates",
    "a rate that an outlet stated, and a time in which it did so without a break",
    (
        Column(
            "valid_on", "day", "day that the outlet itself says; empty of a strip", 12, read=_day
        ),
        _OUTLET,
        Column("kind", "text", "`official`, `market`, `exchange office` or `page strip`", 15),
        Column("side", "text", "of an exchange office: whether it buys or sells", 7),
        Column("pair", "text", "the two currencies: `USD/KZT`", 10),
        Column("units", "whole number", "number of units that the value is for", 7),
        Column("value", "number", "price of so many units", 11),
        *_SHOWN,
        Column("base", "text", "code of the currency that is priced", 7),
        Column("quote", "text", "code of the currency of the value", 7),
        Column("raw_code", "text", "the code, name or sign that the outlet printed", 11),
        _ID,
    ),
)

TICKERS = Table(
    "tickers",
    "a headline of the strip that an outlet pushes on every page, and a time in which it did so "
    "without a break",
    (
        *_SHOWN,
        _OUTLET,
        Column("headline", "text", "the headline", 80),
        Column("url", "link", "where it leads, if it is a link", 50),
        Column("language", "text", "`ru`, `kk`, `en` or `zh`", 9),
        Column("position", "whole number", "place in the strip, from 1, when last seen", 9),
        Column("page_url", "link", "the page on which it was last seen", 40),
        Column("edition", "text", "the edition whose pages show it; empty of the main one", 20),
        _ID,
    ),
)

REVISIONS = Table(
    "revisions",
    "an edit: what an article said before, and what it says since",
    (
        Column("seen_at", "moment", "when the new version was first seen", 17),
        Column("not_before", "moment", "when the former version was last seen", 17),
        _OUTLET,
        Column("title", "text", "headline of the new version", 70),
        Column("former_title", "text", "headline of the former one, where it was another", 50),
        Column("url", "link", "address of the article", 40),
        _list("kinds", "what kind of edit it is: `headline`, `correction`, …", 20),
        Column(
            "silent",
            "yes or no",
            "whether the text was changed and the page's own time of change was not; empty where "
            "that cannot be told",
            8,
        ),
        Column("modified_at", "moment", "when it was changed, as the new version says", 17),
        Column("version", "whole number", "number of the new version; the first is 1", 8),
        Column("lead", "text", "standfirst of the new version, where it was another", 40),
        Column("former_lead", "text", "standfirst of the former one, where it was another", 40),
        Column("article_id", "text", "`id` of the article", 12),
        Column("cut", "text", "paragraphs of the former text that are no longer so", 60),
        Column("added", "text", "paragraphs of the new text that were not so before", 60),
    ),
)

STORIES = Table(
    "stories",
    "a story: all articles that tell the same text",
    (
        Column("appeared_at", "moment", "when the first of its articles came out", 17),
        Column("outlet", "text", "outlet that was first; an aggregator only where all are", 14),
        Column("title", "text", "headline of the first article", 70),
        Column("url", "link", "address of the first article", 40),
        Column("outlets", "whole number", "number of outlets that told it", 9),
        Column("articles", "whole number", "number of articles that tell it", 9),
        _list("told_by", "the outlets, the first to tell it first", 40),
        _list("languages", "languages that it was told in", 11),
        Column("last_at", "moment", "when the last of its articles came out", 17),
        Column("story_id", "text", "`story_id` of its articles", 12),
    ),
)

TABLES = {each.name: each for each in (ARTICLES, RATES, TICKERS, REVISIONS, STORIES)}
"""By name."""
