"""Paragraphs that may be boilerplate: how they are named, and a text without them."""

from __future__ import annotations

import hashlib
import re

_LONGEST, _SHORTEST = 400, 10
"""Characters of a paragraph that may be boilerplate."""

_NUMBER = re.compile("[0-9][0-9 .,:]*")


def paragraph_id(outlet: str, paragraph: str) -> str | None:
    """Give the `_id` of a paragraph's row; None for one too long or too short to be boilerplate.

    Letter case and numbers make no difference: «Прочли 17 раз» is «прочли 1 815 раз».
    """
    if not _SHORTEST <= len(paragraph) <= _LONGEST:
        return None
    folded = _NUMBER.sub("0", paragraph.casefold())
    if len(folded) < _SHORTEST:
        return None
    key = hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8)
    return f"{outlet}:{key.hexdigest()}"


def without(body: str, outlet: str, paragraphs: frozenset[str] | set[str]) -> str:
    """Return `body` without the paragraphs with these ids; as it is where nothing would be left."""
    every = body.split("\n\n")
    kept = [each for each in every if paragraph_id(outlet, each) not in paragraphs]
    return "\n\n".join(kept) if kept and len(kept) < len(every) else body
