"""What the store raises."""

from __future__ import annotations

DATABASE_UNAVAILABLE = "database_unavailable"
"""Why a crawl finished that had no database to begin with."""

UNAVAILABLE = 69
"""The exit code of a program that it needs and does not find (sysexits.h); it may be back soon."""


class DatabaseUnavailable(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """There is no database to write to; the message says what to do, and holds no password."""
