"""What the newsroom was asked for."""

from __future__ import annotations

from typing import NamedTuple


class Request(NamedTuple):
    """A request that the newsroom answered."""

    at: float
    """The moment when it arrived, as `time.monotonic()` says."""
    host: str
    """The host of the Host header, without the port; empty where it names none."""
    target: str
    """Path and query, as sent."""
    status: int
    """The answer's status."""
    headers: dict[str, str]
    """The request's headers, by lower-case names."""
