"""What a page raises instead of an answer; `failures` makes a page of each."""

from __future__ import annotations


class BadRequest(Exception):  # noqa: N818 - what was asked is wrong, not the code
    """The error that what is asked makes no sense; the page says what is wrong, and where."""

    def __init__(self, what: str, where: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        """A sentence for the reader, in the reader's language."""
        self.where = where
        """The parameter, or the piece of the question, that is wrong."""


class Moved(Exception):  # noqa: N818 - the same
    """The error that what is asked for is at another address here now: browsers are sent there."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class NotFound(Exception):  # noqa: N818 - the same
    """The error that nothing is at an address; the page says what is not there."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        """A sentence for the reader, in the reader's language."""
