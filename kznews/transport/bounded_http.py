"""Scrapy's HTTP, with a bound on the headers of an answer: Twisted reads them without one."""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol, Request
from twisted.web.client import ResponseFailed
from twisted.web.iweb import IResponse

MOST_BYTES = 256 * 1024
"""Bytes of an answer's headers, at most, those of interim answers (1xx) among them; as browsers."""


class LargeHeadersError(DownloadCancelledError):
    """An answer whose headers are larger than any server needs, or never end."""


class BoundedHttpHandler(HTTP11DownloadHandler):
    """Scrapy's handler of HTTP; raises LargeHeadersError for headers of more than `MOST_BYTES`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory


class _Protocol(_LenientHTTP11ClientProtocol):
    """A connection that is given up where the headers of an answer are too large."""

    _header_bytes = 0

    def request(self, request: Request) -> Deferred[IResponse]:
        """Send a request; the result is its answer once all headers are there."""
        self._header_bytes = 0
        answer = super().request(request)
        assert self._parser is not None  # the request's own
        # A single line, of which Twisted takes 16 KB.
        self._parser.lineLengthExceeded = (  # type: ignore[method-assign]
            lambda line: self._refuse()
        )
        return answer.addErrback(_cause)

    def dataReceived(self, bytes: bytes) -> None:  # noqa: A002, N802 - Twisted's
        """Read what came."""
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._header_bytes += len(bytes)
            if self._header_bytes > MOST_BYTES:
                self._refuse()

    def _refuse(self) -> None:
        error = LargeHeadersError(f"its headers are larger than {MOST_BYTES // 1024} KiB")
        self._giveUp(Failure(error))  # type: ignore[no-untyped-call]
        assert self.transport is not None  # data came over it
        self.transport.abortConnection()


class _Factory(_LenientHTTP11ClientFactory):
    """The factory of such connections."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802 - Twisted's
        """Build the protocol of one connection."""
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


def _cause(failure: Failure) -> Failure:
    """Give the failure that the headers were, where they were."""
    error = failure.value
    reasons = error.reasons if isinstance(error, ResponseFailed) else []
    large = (each for each in reasons if isinstance(each.value, LargeHeadersError))
    return next(large, failure)
