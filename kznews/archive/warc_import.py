"""Reads the answers of WARC files, to be kept."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import zstandard
from scrapy.http import Headers
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from kznews.archive.answers import Answer, Header, is_media, unpacked
from kznews.archive.keeper import Page, Sighting
from kznews.archive.warc_export import KIND, OUTLET, payload_digest

Owner = Callable[[str], tuple[str, str]]
"""Tells the outlet and the kind of a URL, of a file that does not say so."""

_LEFT_PACKED = (b"br",)


class WarcReader:
    """The answers of some WARC files, one after the other.

    A `revisit` is a sighting of the page with the same bytes, where that came before.
    """

    def __init__(self, owner: Owner, most_bytes: int) -> None:
        self.skipped: Counter[str] = Counter()
        """Records that are not kept: by WARC type, or `media`, `too_large`, `unreadable`,
        `not_http`, and `unknown_revisit` for one whose page is in none of the files."""
        self._owner = owner
        self._most_bytes = most_bytes
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def read(self, path: Path) -> Iterator[Page | Sighting]:
        """Read a file that is whole."""
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                found = self._answer(record)
                if isinstance(found, str):
                    self.skipped[found] += 1
                else:
                    yield found

    def _answer(self, record: Any) -> Page | Sighting | str:
        """Give the page or sighting of a record; else why it is none."""
        if record.rec_type not in {"response", "resource", "revisit"}:
            return str(record.rec_type)
        stated = record.rec_headers.get_header
        url = stated("WARC-Target-URI") or ""
        if urlsplit(url).scheme not in {"http", "https"}:
            return "not_http"
        date = datetime.fromisoformat(stated("WARC-Date"))
        seen_at = date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
        digest = stated("WARC-Payload-Digest")
        if record.rec_type == "revisit":
            page = self._known.get((stated("WARC-Refers-To-Target-URI") or url, digest))
            if page is None or page[1] != url:
                return "unknown_revisit"
            return Sighting(url, seen_at, page[0])
        try:
            answer = _read(record)
        except (ValueError, zlib.error, zstandard.ZstdError):
            return "unreadable"
        if len(answer.body) > self._most_bytes:
            return "too_large"
        if is_media(answer.headers):
            return "media"
        outlet, kind = stated(OUTLET), stated(KIND)
        if not outlet or not kind:
            outlet, kind = self._owner(url)
        kept = Page(outlet, kind, url, answer, seen_at)
        self._known[url, digest or payload_digest(answer.body)] = kept.id, url
        return kept


def _read(record: Any) -> Answer:
    block = record.raw_stream.read()
    if record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or "application/octet-stream"
        return Answer(200, [(b"Content-Type", kind.encode("latin-1"))], block)
    end = b"\r\n\r\n" if b"\r\n\r\n" in block else b"\n\n"
    head, _, body = block.partition(end)
    status, *lines = head.splitlines()
    if not status.startswith(b"HTTP/"):
        raise ValueError("the record holds no answer of HTTP")
    headers = _headers(lines)
    body, packed = _unpacked_body(headers, body)
    return unpacked(int(status.split()[1]), headers, body, keeps=packed)


def _headers(lines: list[bytes]) -> list[Header]:
    headers: list[Header] = []
    for line in lines:
        if line[:1] in {b" ", b"\t"} and headers:  # it goes on, as it once might
            name, value = headers[-1]
            headers[-1] = name, value + b" " + line.strip()
        elif b":" in line:
            name, _, value = line.partition(b":")
            headers.append((name.strip(), value.strip()))
    return headers


def _unpacked_body(headers: list[Header], body: bytes) -> tuple[bytes, bytes]:
    """Give the body without its packing, and the packing that it still has."""
    sent = Headers()
    for name, value in headers:
        sent.appendlist(name, value)
    packing = (sent.get(b"Content-Encoding") or b"").strip()
    chunks = (sent.get(b"Transfer-Encoding") or b"").strip().lower().decode("latin-1")
    told = [("Transfer-Encoding", chunks)] if chunks else []
    left = packing.lower() in _LEFT_PACKED or packing.lower() == b"zstd"
    if packing and not left:
        told.append(("Content-Encoding", packing.decode("latin-1")))
    http = StatusAndHeaders("200 OK", told, "HTTP/1.1")
    record = ArcWarcRecord("warc", "response", None, BytesIO(body), http, None, len(body))
    content = bytes(record.content_stream().read()) if told else body
    if packing.lower() == b"zstd":
        content = zstandard.ZstdDecompressor().stream_reader(content).read()
    return content, packing if packing.lower() in _LEFT_PACKED else b""
