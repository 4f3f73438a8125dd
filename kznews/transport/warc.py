"""WARC files: checked and listed record by record, then read one record at a time.

A file is walked once without keeping bodies, so its size costs time but no memory: each gzip member
is unpacked to its end, which checks its CRC; a file that is not compressed is checked for its
structure only, as nothing else can be.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from kznews.transport.replay_files import ReplayError

_GZIP_MAGIC = b"\x1f\x8b"
_WARC_MAGIC = b"WARC/"
_RECORD_END = b"\r\n\r\n"
# Bytes of a record that are parsed while listing: room for the WARC and the HTTP headers.
_HEAD_BYTES = 128 * 1024
# Bytes that are read from a file, and unpacked, at once.
_READ_BYTES = 64 * 1024
_UNPACK_BYTES = 1024 * 1024
# Headers that speak of the stored bytes, not of the body as it is handed out.
_STORAGE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
# warcio knows no zstd and fails on brotli; Scrapy's HttpCompressionMiddleware unpacks both.
_LEFT_PACKED = frozenset({"br", "zstd"})

_UNPARSEABLE = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError)
_LOADER = ArcWarcRecordLoader(arc2warc=False)


class BodyTooLargeError(Exception):
    """An error of a body that is longer than the limit it was read with."""


class _Stream(Protocol):
    def tell(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a WARC file, without its content."""

    path: Path
    offset: int
    """Offset of the record in the file, in bytes."""
    type: str
    """WARC type: `response`, `resource`, `revisit`, `request`, …"""
    url: str | None
    captured_at: datetime
    """Moment of the capture, aware, in UTC."""
    status: int
    """HTTP status; 200 where the record holds no HTTP answer."""
    digest: str | None
    """Digest of the body, as stated: `sha1:…`; that of the body that a revisit met again."""
    location: str | None
    """Address that the answer redirects to, as printed; None where it does not redirect."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP answer that a record holds."""

    status: int
    """HTTP status of the answer."""
    headers: list[tuple[str, str]]
    """Headers of the answer, without those of a packing that is undone in `body`."""
    body: bytes
    """Body of the answer, unpacked unless it is brotli or zstd."""


def list_records(path: Path) -> Iterator[Record]:
    """Yield every record of the file, in its order.

    Raises ReplayError where the file is missing, no WARC, cut off or damaged.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(len(_WARC_MAGIC))
            file.seek(0)
            if magic.startswith(_GZIP_MAGIC):
                yield from _list_packed(path, file)
            elif magic == _WARC_MAGIC:
                yield from _list_plain(path, file)
            else:
                raise ReplayError(f"{path} is no WARC file: it begins with {magic!r}")
    except OSError as error:
        raise ReplayError(f"{path} cannot be read: {error.strerror}") from error


def read_answer(record: Record, limit: int) -> Answer:
    """Read the answer that `record` holds; `limit` is its longest body in bytes, 0 for any.

    Raises BodyTooLargeError; ReplayError where the file has changed since it was listed.
    """
    try:
        with record.path.open("rb") as file:
            file.seek(record.offset)
            found = next(iter(ArchiveIterator(file)))
            headers = found.http_headers
            if headers is None:
                content_type = found.rec_headers.get_header("Content-Type")
                fields = [("Content-Type", content_type)] if content_type else []
                return Answer(record.status, fields, _read_body(found.raw_stream, limit))
            # warcio compares it with `chunked` as it stands.
            chunked = headers.get_header("Transfer-Encoding", "")
            headers.replace_header("Transfer-Encoding", chunked.lower())
            fields = [pair for pair in headers.headers if pair[0].lower() not in _STORAGE_HEADERS]
            encoding = headers.get_header("Content-Encoding", "")
            if encoding.lower() in _LEFT_PACKED:
                headers.remove_header("Content-Encoding")
                fields.append(("Content-Encoding", encoding))
            return Answer(record.status, fields, _read_body(found.content_stream(), limit))
    except (*_UNPARSEABLE, OSError, zlib.error, StopIteration) as error:
        raise ReplayError(f"{record.path}, record at byte {record.offset}: {error}") from error


def _list_packed(path: Path, file: BinaryIO) -> Iterator[Record]:
    for offset, head, length in _gzip_members(path, file):
        stream = BytesIO(head)
        parsed = _parse(path, offset, stream)
        end = _block_end(parsed, stream)
        if end > length:
            raise ReplayError(f"{path} is damaged: the record at byte {offset} is cut off")
        if length - end > len(_RECORD_END):
            raise ReplayError(
                f"{path}: the gzip member at byte {offset} holds more than its record, so that no "
                f"single record can be read; `warcio recompress {path} NEW_FILE` mends that"
            )
        yield _describe(path, offset, parsed)


def _list_plain(path: Path, file: BinaryIO) -> Iterator[Record]:
    size = os.fstat(file.fileno()).st_size
    offset = 0
    while offset < size:
        file.seek(offset)
        parsed = _parse(path, offset, file)
        end = _block_end(parsed, file)
        file.seek(end)
        if end > size or file.read(len(_RECORD_END)) not in (_RECORD_END, b""):
            raise ReplayError(
                f"{path} is damaged: the record at byte {offset} does not end where it says"
            )
        yield _describe(path, offset, parsed)
        offset = end + len(_RECORD_END)


def _gzip_members(path: Path, file: BinaryIO) -> Iterator[tuple[int, bytes, int]]:
    """Yield of each member its offset, the beginning and the length of its content."""
    data = file.read(_READ_BYTES)
    while data:
        offset = file.tell() - len(data)
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        head = bytearray()
        length = 0
        while not member.eof:
            if not data:
                data = file.read(_READ_BYTES)
            if not data:
                raise ReplayError(f"{path} is cut off: its last record begins at byte {offset}")
            try:
                part = member.decompress(data, _UNPACK_BYTES)
            except zlib.error as error:
                raise ReplayError(
                    f"{path} is damaged: the record at byte {offset} does not unpack ({error})"
                ) from error
            data = member.unconsumed_tail
            head += part[: _HEAD_BYTES - len(head)]
            length += len(part)
        yield offset, bytes(head), length
        data = member.unused_data or file.read(_READ_BYTES)


def _parse(path: Path, offset: int, stream: _Stream) -> Any:
    # `Any`: warcio has no types.
    try:
        parsed = _LOADER.parse_record_stream(stream, known_format="warc")
    except _UNPARSEABLE as error:
        raise ReplayError(
            f"{path} is damaged: no WARC record at byte {offset} ({error or 'nothing there'})"
        ) from error
    if not parsed.length and parsed.rec_headers.get_header("Content-Length") != "0":
        raise ReplayError(f"{path} is damaged: the record at byte {offset} states no length")
    return parsed


def _block_end(parsed: Any, stream: _Stream) -> int:
    return stream.tell() + int(getattr(parsed.raw_stream, "limit", 0))


def _describe(path: Path, offset: int, parsed: Any) -> Record:
    headers = parsed.http_headers
    is_answer = parsed.rec_type == "response" and headers is not None
    date = parsed.rec_headers.get_header("WARC-Date", "")
    try:
        captured_at = datetime.fromisoformat(date)
        status = int(headers.get_statuscode()) if is_answer else 200
    except ValueError as error:
        raise ReplayError(f"{path} is damaged: the record at byte {offset}: {error}") from error
    if captured_at.tzinfo is None:
        captured_at = captured_at.replace(tzinfo=UTC)  # ISO 28500: WARC-Date is always UTC
    return Record(
        path=path,
        offset=offset,
        type=parsed.rec_type,
        url=parsed.rec_headers.get_header("WARC-Target-URI"),
        captured_at=captured_at.astimezone(UTC),
        status=status,
        digest=parsed.rec_headers.get_header("WARC-Payload-Digest"),
        location=headers.get_header("Location") if is_answer else None,
    )


def _read_body(stream: Any, limit: int) -> bytes:
    parts: list[bytes] = []
    length = 0
    while part := stream.read(_READ_BYTES):
        parts.append(part)
        length += len(part)
        if limit and length > limit:
            raise BodyTooLargeError
    return b"".join(parts)
