"""BSON documents that are alike but for some values: quicker than encoding each of them anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import bson
from bson.raw_bson import RawBSONDocument

from kznews.mongo.values import Fields

Value = str | bytes | datetime
"""What may differ between documents."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Template:
    """A document and the values of it that others have otherwise, wherever they stand in it."""

    def __init__(self, document: Fields, values: Sequence[Value]) -> None:
        """Take a document and some of its values, each of which must be nothing else's part.

        Of two values of which one is a part of the other, the longer is looked for first.
        """
        marks = [_encoded(each) for each in values]
        either = b"|".join(re.escape(each) for each in sorted(marks, key=len, reverse=True))
        self._parts = re.split(b"(" + either + b")", bson.encode(document))
        self._holes = [
            (place, marks.index(self._parts[place])) for place in range(1, len(self._parts), 2)
        ]
        self._sizes = [len(each) for each in marks]
        if {which for _, which in self._holes} != set(range(len(marks))):
            raise ValueError("The document has not all of the values")

    def with_values(self, *values: Value) -> RawBSONDocument:
        """Give the document with other values, each as long in bytes as the one it stands for."""
        encoded = [_encoded(each) for each in values]
        if [len(each) for each in encoded] != self._sizes:
            raise ValueError("A value is not as long as the one of the template")
        for place, which in self._holes:
            self._parts[place] = encoded[which]
        return RawBSONDocument(b"".join(self._parts))


def _encoded(value: Value) -> bytes:
    if isinstance(value, datetime):
        return ((value - _EPOCH) // _MILLISECOND).to_bytes(8, "little", signed=True)
    return value.encode() if isinstance(value, str) else value
