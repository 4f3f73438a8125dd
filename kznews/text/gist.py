"""The gist of an article: what tells that it is the same article at another address.

It is small, and of JSON's types: it may be kept where the article itself is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from kznews.text.normal_form import normal_text

Gist = Mapping[str, Any]
"""Digests of the title (`title`) and of paragraphs (`paragraphs`), and the moment (`published`)."""

_MOST_PARAGRAPHS = 30
"""The number of paragraphs of a text, its first, that a gist holds."""
_SHARED = 0.5
"""Share of the shorter text's paragraphs that the other has, at least, of one article."""


def gist_of(title: str, body: str, published_at: datetime | None) -> Gist:
    """Give the gist of an article."""
    paragraphs = dict.fromkeys(map(_digest, body.split("\n\n")[:_MOST_PARAGRAPHS]))
    return {
        "title": _digest(title),
        "paragraphs": list(paragraphs),
        "published": None if published_at is None else published_at.timestamp(),
    }


def is_same_article(former: Gist, now: Gist) -> bool:
    """Tell whether what stands at another address now is the article of the former one.

    It is where half of the text is the same; where the headline is, one paragraph or the moment of
    publication is enough. An outlet may send the readers of an article that it took down to any
    other, and calls many articles alike («Курс доллара на сегодня»).
    """
    one, other = set(former["paragraphs"]), set(now["paragraphs"])
    shared = len(one & other)
    if shared and shared >= _SHARED * min(len(one), len(other)):
        return True
    is_of_one_moment = former["published"] is not None and former["published"] == now["published"]
    return former["title"] == now["title"] and (shared > 0 or is_of_one_moment)


def _digest(text: str) -> str:
    return blake2b(normal_text(text).encode("utf-8", "replace"), digest_size=6).hexdigest()
