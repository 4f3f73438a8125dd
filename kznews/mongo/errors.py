"""What is raised where there is no database to work with."""

from __future__ import annotations

DATABASE_UNAVAILABLE = "database_unavailable"
"""The finish reason of a crawl that had no database to begin with."""

UNAVAILABLE = 69
"""The exit code (sysexits.h) of a program that finds no database; it may be back soon."""


class DatabaseUnavailable(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """The error that there is no database to use; it says what to do, and holds no password."""
