"""A kept page: what is known of it, and the page as it was served, which can do nothing."""

from __future__ import annotations

import logging
import re
from typing import Any

from starlette.responses import Response

from kznews.archive import schema as archive
from kznews.archive.reader import KeptPage, UnreadablePageError
from kznews.extraction.decoding import to_utf8
from kznews.mongo.values import Fields
from kznews.record.absences import absences_of
from kznews.record.pages import pages_of
from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.errors import NotFound
from kznews.web.page import Page, Parameter
from kznews.web.pages.article import ID, article_of

logger = logging.getLogger(__name__)

MOST_BYTES = 8_000_000
"""Bytes of a page that is shown; the largest seen has a fifth of it."""
_MOST_HEADERS = 100
_MOST_HEADER_CHARACTERS = 500
_MOST_SIGHTINGS = 20
"""Sightings that are shown, the last ones."""
_SECRET = frozenset({"set-cookie", "x-orig-set-cookie"})
"""Headers whose values are of one visitor: they are left out."""
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
"""What a kept page may do: nothing. It loads nothing, runs nothing, sends nothing."""
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    # Browsers ask for the addresses of hosts that a page links to before anybody clicks.
    "X-DNS-Prefetch-Control": "off",
    # Whoever is linked from the page need not know where it is read.
    "Referrer-Policy": "no-referrer",
}
# These reach other hosts, or other pages, without loading anything, so that no policy holds them:
# `preconnect`, `dns-prefetch`, `refresh`.
_REACHING = re.compile(rb"<(?=(?:link|meta|base)(?:[\s/>]|$))", re.IGNORECASE)
_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
"""Media types that are shown as HTML; all others as plain text."""

_PARAMETERS = (ID, Parameter("page", meaning="The kept page's `_id`", most=64))


def read(asked: Asked) -> Answer:
    """Tell when a page was fetched, what the server said, and which layout read it."""
    article = article_of(asked)
    document = _document(asked, article)
    page, fault = _page(asked, document)
    headers = list(_headers(page)) if page else []
    data: Fields = {
        "id": document["_id"],
        **{name: document[name] for name in ("url", "outlet", "kind", "status", "size")},
        "kept_size": document["kept_size"],
        "first_seen_at": document["first_seen_at"],
        "last_seen_at": document["last_seen_at"],
        "sightings": list(page.sightings) if page else [],
        "headers": headers,
        "fault": fault,
        "read_as": _read_as(article, document["_id"]),
        "article": {name: article[name] for name in ("url", "title", "language")}
        | {"id": article["_id"]},
    }
    shown = {"sightings": data["sightings"][-_MOST_SIGHTINGS:]}
    return Answer("kept.html", asked.say("kept.heading"), data, shown=shown)


def serve(asked: Asked) -> Answer | Response:
    """Give the page as it was served, but for what would reach other hosts."""
    page, fault = _page(asked, _document(asked, article_of(asked)))
    if page is None:
        return Response(f"{fault}\n", media_type="text/plain", headers=_HEADERS)
    stated = _content_type(page)
    source, _ = to_utf8(page.answer.body, stated)
    if _media_type(stated) not in _HTML:
        return Response(source, media_type="text/plain", headers=_HEADERS)
    harmless = _REACHING.sub(b"<kept-", source)
    return Response(harmless, media_type="text/html", headers=_HEADERS)


def _document(asked: Asked, article: Fields) -> Fields:
    """Read the document of the page, which is one of the article's. Raises NotFound."""
    id_ = asked.path["page"]
    absent = {each.page for each in absences_of(article)}
    if id_ not in pages_of(article) | absent:
        raise NotFound(asked.say("kept.none", id=id_))
    document = asked.sources.database[archive.PAGES.name].find_one({"_id": id_})
    if document is None:
        raise NotFound(asked.say("kept.deleted"))
    return document


def _page(asked: Asked, document: Fields) -> tuple[KeptPage | None, str | None]:
    """Unpack a page; else say why it is not shown."""
    if document["size"] > MOST_BYTES:
        size = round(document["size"] / 1_000_000)
        return None, asked.say("kept.huge", size=size, most=MOST_BYTES // 1_000_000)
    try:
        return asked.sources.archive.read(document), None
    except UnreadablePageError as error:
        logger.warning("A kept page cannot be shown: %s", error)
        return None, asked.say("kept.damaged")


def _headers(page: KeptPage) -> list[dict[str, str]]:
    found = []
    for name, value in page.answer.headers[:_MOST_HEADERS]:
        told = name.decode("latin-1")
        if told.lower() not in _SECRET:
            text = value.decode("latin-1")[:_MOST_HEADER_CHARACTERS]
            found.append({"name": told, "value": text})
    return found


def _content_type(page: KeptPage) -> str | None:
    values = [value for name, value in page.answer.headers if name.lower() == b"content-type"]
    return values[0].decode("latin-1") if values else None


def _media_type(stated: str | None) -> str:
    return (stated or "").partition(";")[0].strip().lower()


def _read_as(article: Fields, page: str) -> dict[str, Any] | None:
    """Tell how the page was read, where the article's last version is read from it."""
    if article.get("page") != page:
        return None
    extraction: dict[str, Any] = article["extraction"]
    return extraction


PAGES = (
    Page(
        "kept",
        "/articles/{id}/pages/{page}",
        read,
        parameters=_PARAMETERS,
        summary="A kept page: when it was fetched, and what the server said",
    ),
    Page(
        "served",
        "/articles/{id}/pages/{page}/served",
        serve,
        parameters=_PARAMETERS,
        formats=(),
        summary="A kept page as it was served, without what it could do",
    ),
)
