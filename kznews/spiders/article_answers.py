"""What the answers at addresses of articles say of articles that had been read there before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from scrapy.http import Response

from kznews.items import MissReason
from kznews.outlets import Outlet

AnswerKind = (
    MissReason | Literal["live", "moved", "login", "paywall", "blocked", "error", "unclear"]
)
"""The kind of an answer: a MissReason, where the article is not there; `live`; `moved`, to another
address; for those who log in, or pay; not for crawlers; a passing fault; none that is known."""

MISSES: Mapping[AnswerKind, MissReason] = {
    "not found": "not found",
    "gone": "gone",
    "deleted": "deleted",
    "not-found page": "not-found page",
    "home page": "home page",
    "listing": "listing",
    "another article": "another article",
}
"""The kinds of answers that say that an article is not there."""
_BY_STATUS: Mapping[int, AnswerKind] = {
    404: "not found",
    410: "gone",
    401: "login",
    402: "paywall",
    **dict.fromkeys((403, 429, 451), "blocked"),
}
_BY_TARGET: Mapping[str, AnswerKind] = {
    "home page": "home page",
    **dict.fromkeys(("listing", "tag page", "author page", "search page"), "listing"),
    "login page": "login",
    "error page": "not found",
}
_BY_WORDS: Mapping[str, AnswerKind] = {
    "not found": "not found",
    "deleted": "deleted",
    "login": "login",
    "paywall": "paywall",
    "blocked": "blocked",
    "fault": "error",
}


def kind_of_refusal(response: Response) -> AnswerKind:
    """Tell the kind of an answer whose status says that it is no page."""
    if is_challenge(response):
        return "blocked"
    return "error" if response.status >= 500 else _BY_STATUS.get(response.status, "unclear")


def kind_of_target(url: str, outlet: Outlet) -> AnswerKind:
    """Tell the kind of an answer that leads to an address that no article has."""
    from kznews.text.page_kinds import kind_of_address  # noqa: PLC0415 - few crawls need it

    if url.rstrip("/") in {each.url.rstrip("/") for each in outlet.listings}:
        return "listing"
    kind = kind_of_address(url)
    return _BY_TARGET.get(kind, "unclear") if kind is not None else "unclear"


def kind_of_words(withheld: str | None) -> AnswerKind | None:
    """Tell the kind of a page by what it shows in the article's place (`extraction.withheld`)."""
    return None if withheld is None else _BY_WORDS[withheld]


def is_challenge(response: Response) -> bool:
    """Tell whether Cloudflare answered in the outlet's place, to see whether a browser asks.

    https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    """
    return response.headers.get(b"cf-mitigated") == b"challenge"
