"""What the newsroom was asked for."""

from __future__ import annotations

from typing import NamedTuple


class Request(NamedTuple):
    """A request that the newsroom answered."""

    at: float
    """When it arrived, as `time.monotonic()` says."""
    method: str
    host: str
    """From the Host header, without the port; empty where it names none."""
    target: str
    """Path and query, as sent."""
    status: int
    """Of the answer."""
    headers: dict[str, str]
    """Of the request, by lower-case names."""
