"""Writes kept pages as WARC 1.1 (ISO 28500): the same pages give the same bytes.

A page is a `response` record at its first sighting, and a `revisit` record at each later one. A
record says in headers of its own which outlet's page it is and of which kind.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kznews import __version__
from kznews.archive.reader import KeptPage

OUTLET, KIND = "X-Kznews-Outlet", "X-Kznews-Kind"
"""Headers of a record."""

SOFTWARE = f"kznews/{__version__}"

_INFO = "\r\n".join(
    (
        f"software: {SOFTWARE}",
        "format: WARC File Format 1.1",
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description: bodies are unpacked; headers of their packing are named X-Orig-…",
        "",
    )
).encode()


@dataclass(frozen=True)
class Written:
    """A record that was written."""

    page: KeptPage
    seen_at: datetime
    offset: int
    """Offset of the record in the file, in bytes."""
    length: int
    digest: str
    """Of the body: `sha1:…`."""
    is_revisit: bool


class WarcFile:
    """A WARC file that pages are written to, each record packed by itself."""

    def __init__(self, file: BinaryIO, begun_at: datetime) -> None:
        """Write the file's first record, dated `begun_at`, which is not the time of writing."""
        self._file = file
        self._writer = WARCWriter(file, gzip=True, warc_version="1.1")
        fields = _fields("warcinfo", "", begun_at)
        info = self._writer.create_warc_record(
            "", "warcinfo", BytesIO(_INFO), len(_INFO), warc_headers_dict=fields
        )
        self._writer.write_record(info)

    def write(
        self, page: KeptPage, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Written]:
        """Write a page's sightings of this time; `until` is no part of it."""
        digest = payload_digest(page.answer.body)
        first: datetime | None = None
        for seen_at in page.sightings:
            if (since is not None and seen_at < since) or (until is not None and seen_at >= until):
                continue
            offset = self._file.tell()
            record = (
                self._response(page, seen_at)
                if first is None
                else self._revisit(page, seen_at, digest, first)
            )
            self._writer.write_record(record)
            length = self._file.tell() - offset
            yield Written(page, seen_at, offset, length, digest, is_revisit=first is not None)
            first = first or seen_at

    def _response(self, page: KeptPage, seen_at: datetime) -> Any:
        body = page.answer.body
        head = page.answer.block[: -len(body)] if body else page.answer.block
        return self._writer.create_warc_record(
            page.url,
            "response",
            BytesIO(body),
            len(body),
            warc_headers_dict=_of_page(page, seen_at),
            http_headers=_Head(head),
        )

    def _revisit(self, page: KeptPage, seen_at: datetime, digest: str, first: datetime) -> Any:
        return self._writer.create_revisit_record(
            page.url,
            digest,
            page.url,
            warc_date(first),
            warc_headers_dict=_of_page(page, seen_at),
        )


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Status line and headers as they are: warcio would write some bytes in another way."""

    def __init__(self, head: bytes) -> None:
        super().__init__("as served", [])
        self._head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self._head


def warc_date(moment: datetime) -> str:
    """Write a moment as WARC does, to the millisecond."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def payload_digest(body: bytes) -> str:
    """Give the digest of a body as WARC files commonly have it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"


def _of_page(page: KeptPage, seen_at: datetime) -> dict[str, str]:
    return _fields(page.id, page.url, seen_at) | {OUTLET: page.outlet, KIND: page.kind}


def _fields(id_: str, url: str, at: datetime) -> dict[str, str]:
    date = warc_date(at)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{id_} {url} {date}")
    return {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": date}
