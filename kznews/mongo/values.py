"""Values as MongoDB keeps them: moments, ids, and whatever has to be stored as it came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Fields = dict[str, Any]
"""A document, a part of one, or a query: values by the names of fields."""

_LONGEST_STRING = 1_000_000
"""Characters of a string that `storable` keeps; a document holds 16 MB."""


def identity(*parts: str) -> str:
    """Give a stable `_id` to what `parts` name; only the last may hold a line break."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def moment(value: datetime) -> datetime:
    """Give `value` as MongoDB does, in UTC. Raises ValueError without a time zone."""
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    value = value.astimezone(UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def storable(value: Any) -> Any:
    """Turn `value`, of whatever shape, into what MongoDB takes, with as little change as possible.

    For items that broke their contract: half characters are replaced, endless strings cut, what
    has no place in a document becomes its description.
    """
    if isinstance(value, Mapping):
        return {storable(str(key)): storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [storable(each) for each in value]
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return moment(value)
    text = value if isinstance(value, str) else str(value)
    return text.encode("utf-8", "replace").decode()[:_LONGEST_STRING]
