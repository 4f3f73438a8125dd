"""The cards of a listing that is JSON, or stands as JSON in a script of its page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from kznews.extraction.cards import MOST_CARDS, Card, make_card
from kznews.extraction.json_document import JsonDocument, parse_json, search_json
from kznews.extraction.page import Page, select_elements
from kznews.outlets.layouts import JsonListingLayout

_MILLISECONDS = 100_000_000_000
"""Number from which on a moment is counted in milliseconds, not in seconds: of the year 5138."""


def read_json_cards(
    document: Page | JsonDocument, layout: JsonListingLayout, *, is_newest: bool
) -> list[Card | None] | None:
    """Read the cards of a document by a layout: None for each that leads to no article.

    None for a document that has no cards of this layout.
    """
    data = _data(document, layout)
    found = search_json(layout.card, data)
    if not isinstance(found, list) or not found:
        return None
    if len(found) > MOST_CARDS:
        document.notes.append("listing/too_many_cards")
    return [_card(node, document, layout, is_newest=is_newest) for node in found[:MOST_CARDS]]


def _data(document: Page | JsonDocument, layout: JsonListingLayout) -> Any:
    if isinstance(document, JsonDocument):
        return document.data if layout.script is None else None
    scripts = select_elements(document, layout.script) if layout.script else []
    text = next((script.text for script in scripts if script.text), None)
    return parse_json(text, document.url) if text else None


def _card(
    node: Any, document: Page | JsonDocument, layout: JsonListingLayout, *, is_newest: bool
) -> Card | None:
    assert document.outlet is not None  # checked by read_listing
    link = _text(node, layout.link)
    parts = {name: _text(node, expression) for name, expression in layout.parts.items()}
    if link is None or None in parts.values():
        return None
    return make_card(
        document.absolute(layout.address.format(link=link, **parts)),
        _text(node, layout.title),
        _moment(node, layout.published) if layout.published else None,
        page_url=document.url,
        outlet=document.outlet,
        fetched_at=document.fetched_at,
        is_newest=is_newest,
    )


def _text(node: Any, expression: str) -> str | None:
    found = search_json(expression, node)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return str(found) or None


def _moment(node: Any, expression: str) -> str | None:
    """Give a moment as it is written; of a number, which counts from 1970, in ISO 8601."""
    found = search_json(expression, node)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return _text(node, expression)
    seconds = found / 1000 if found >= _MILLISECONDS else found
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return None
