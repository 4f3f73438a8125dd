"""Cursors: where the next page of an answer begins, as a text for an address.

A cursor holds a place of the search (`kznews.search.paging`, `kznews.search.ranking`), nothing is
kept for one of an order by time. It is good for the very question that it was given with: a check
tells it from one that was cut, changed or taken from elsewhere.
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from kznews.search.paging import MOST_TOLD, Place, ToldStory
from kznews.search.ranking import Rank

LONGEST = 6_000
"""Characters of a cursor."""
_CHECK = 6
_VERSION = 1
_MOST_GIVEN = 20
"""Articles of the very same number that a cursor names; there is hardly ever a second."""
_HEAD = struct.Struct(">BBQB")
_RANK = struct.Struct(">BB8sI")
_TOLD = struct.Struct(">QI")
_MARK_BYTES = 5


class CursorError(ValueError):
    """A cursor that is none of this question."""


def write_cursor(place: Place | Rank, question: str) -> str:
    """Write a place; `question` is all that the answer depends on."""
    if isinstance(place, Rank):
        written = _RANK.pack(_VERSION, 1, bytes.fromhex(place.order), place.place)
    else:
        given = place.given[-_MOST_GIVEN:]
        written = _HEAD.pack(_VERSION, 0, place.number, len(given))
        written += bytes.fromhex("".join(given))
        for story in place.told[:MOST_TOLD]:
            written += _TOLD.pack(story.mark, story.ends)[8 - _MARK_BYTES :]
    return urlsafe_b64encode(_check(written, question) + written).decode().rstrip("=")


def read_cursor(cursor: str, question: str) -> Place | Rank:
    """Read what `write_cursor` wrote for the same question. Raises CursorError."""
    try:
        packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        raise CursorError("it is no base64") from None
    written = packed[_CHECK:]
    if _check(written, question) != packed[:_CHECK]:
        raise CursorError("it belongs to another question, or a part of it is missing")
    return _rank(written) if written[1] else _place(written)


def _rank(written: bytes) -> Rank:
    _, _, order, place = _RANK.unpack(written)
    return Rank(order.hex(), place)


def _place(written: bytes) -> Place:
    _, _, number, given = _HEAD.unpack_from(written)
    told_from = _HEAD.size + 16 * given
    ids = written[_HEAD.size : told_from]
    size = _MARK_BYTES + 4
    told = [
        _TOLD.unpack(bytes(8 - _MARK_BYTES) + written[place : place + size])
        for place in range(told_from, len(written), size)
    ]
    return Place(
        number,
        tuple(ids[place : place + 16].hex() for place in range(0, len(ids), 16)),
        tuple(ToldStory(mark, ends) for mark, ends in told),
    )


def _check(written: bytes, question: str) -> bytes:
    return blake2b(written, key=blake2b(question.encode()).digest(), digest_size=_CHECK).digest()
