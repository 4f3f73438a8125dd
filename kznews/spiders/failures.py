"""Requests that came to nothing: what went wrong, in words, and whether the page is to blame."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils._compression import _DecompressionMaxSizeExceeded
from twisted.python.failure import Failure

from kznews.frontier.door import Blame, HostPausedError, blame_for
from kznews.transport.address_guard import PrivateAddressError
from kznews.transport.redirects import (
    InvalidRedirectError,
    OffsiteRedirectError,
    RedirectLoopError,
)

# What Scrapy's HttpCompressionMiddleware unpacks with raises errors of its own.
_COMPRESSIONS = frozenset({"zlib", "gzip", "brotli", "backports.zstd", "compression.zstd"})
# RedirectMiddleware says it in words only.
_TOO_MANY_REDIRECTS = "max redirections reached"


@dataclass(frozen=True)
class Failed:
    """Why a request gave no page."""

    kind: str
    """For the statistics: `http_404`, `redirect_loop`, `unresolved_host`, …"""
    reason: str
    """For people."""
    outlet_answered: bool
    """The outlet answered, and its answer was no page. Otherwise the network failed, robots.txt
    forbade the request, or a replay does not hold the URL: nothing is known about the page."""
    blame: Blame = "page"
    """What the frontier makes of it."""
    not_before: datetime | None = None
    """When it may be asked for again, where that is known."""
    level: int = logging.ERROR
    """Of its log line."""


def failure_of(failure: Failure) -> Failed:
    """Tell what `failure`, as a request's errback gets it, means."""
    error = failure.value
    match error:
        case HttpError():
            return _refusal(error.response)
        case IgnoreRequest():
            return _ignored(error)
        case ResponseDataLossError():
            return Failed("cut_off", "the page was cut off on the way", outlet_answered=True)
        case DownloadCancelledError():
            why = str(error) or "it has more than DOWNLOAD_MAXSIZE bytes"
            return Failed("too_large", f"the page is too large: {why}", outlet_answered=True)
        case CannotResolveHostError():
            # No host was reached: most often it is our own network that is away.
            return Failed(
                "unresolved_host", "its host has no address", outlet_answered=False, blame="nobody"
            )
        case DownloadConnectionRefusedError():
            return Failed("connection_refused", "its host refuses", outlet_answered=False)
        case DownloadTimeoutError():
            return Failed("timeout", "its host did not answer in time", outlet_answered=False)
    if type(error).__module__ in _COMPRESSIONS:
        return Failed("undecodable", f"its body does not unpack: {error}", outlet_answered=True)
    kind = type(error).__name__
    # Python's own errors come from code of ours or Scrapy's that could not take the answer.
    ours = type(error).__module__ == "builtins" and not isinstance(error, OSError)
    return Failed(kind, f"{kind}: {error}", outlet_answered=ours)


def _ignored(error: IgnoreRequest) -> Failed:
    match error:
        case HostPausedError():
            return Failed(
                "host_paused",
                str(error),
                outlet_answered=False,
                blame="nobody",
                not_before=error.until,
                level=logging.WARNING,
            )
        case PrivateAddressError():
            # A name may have another address tomorrow; after some tries the page is given up.
            return Failed("private_address", str(error), outlet_answered=False)
        case OffsiteRedirectError():
            return Failed("redirected_offsite", str(error), outlet_answered=True, blame="for_good")
        case InvalidRedirectError():
            return Failed("invalid_redirect", str(error), outlet_answered=True)
    if isinstance(error.__cause__, _DecompressionMaxSizeExceeded):
        return Failed("too_large", f"the page is too large: {error}", outlet_answered=True)
    if isinstance(error, RedirectLoopError) or str(error) == _TOO_MANY_REDIRECTS:
        return Failed("redirect_loop", "it redirects without end", outlet_answered=True)
    return Failed(
        "refused",
        str(error) or "the request was refused",
        outlet_answered=False,
        blame="for_good",
    )


def _refusal(response: Response) -> Failed:
    if "replay" in response.flags and b"WARC-Date" not in response.headers:
        return Failed(
            "not_in_replay",
            "REPLAY does not hold it",
            outlet_answered=False,
            blame="for_good",
            level=logging.WARNING,
        )
    status = response.status
    return Failed(
        f"http_{status}",
        f"the server answered {status}",
        outlet_answered=True,
        blame=blame_for(status),
    )
