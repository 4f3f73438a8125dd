"""What the store raises."""

from __future__ import annotations


class StoreUnavailable(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """There is no database to write to; the message says what to do, and holds no password."""
