"""How a page looks: what tells it from the other pages of its site, and small enough to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from kznews.extraction.page import Page, head_title, text_of
from kznews.text.characters import comparison_key

Look = Mapping[str, Any]
"""Digests, of JSON's types: of the title of its head (`title`), of its first headings (`headings`)
and of its first texts that are no links (`texts`)."""

_LETTERS_OF_A_TEXT = 30
"""The number of letters of the shortest text that counts: a label says nothing."""
_MOST_TEXTS = 40
_MOST_HEADINGS = 5
_SHARED = 0.8
"""Share of the texts of the page with more of them that the other has, of two pages of one look."""


def look_of(page: Page) -> Look:
    """Give the look of a page."""
    headings = [_digest(text_of(each)) for each in page.root.iter("h1")]
    texts: dict[str, None] = {}
    for block in page.blocks:
        text = " ".join(block.lines)
        if not block.links and sum(map(str.isalpha, text)) >= _LETTERS_OF_A_TEXT:
            texts[_digest(text)] = None
            if len(texts) == _MOST_TEXTS:
                break
    return {
        "title": _digest(head_title(page)),
        "headings": headings[:_MOST_HEADINGS],
        "texts": list(texts),
    }


def is_alike(one: Look, other: Look) -> bool:
    """Tell whether two pages of a site are one page, whatever address is asked for."""
    if (one["title"], one["headings"]) != (other["title"], other["headings"]):
        return False
    texts = set(one["texts"]), set(other["texts"])
    most = max(map(len, texts))
    return len(texts[0] & texts[1]) >= _SHARED * most


def _digest(text: str) -> str:
    return blake2b(comparison_key(text).encode("utf-8", "replace"), digest_size=6).hexdigest()
