"""All that answers as a file that is made while it is sent, in constant memory.

Where it cannot be made to its end, the connection is closed before its end: browsers and programs
then say that the file is not whole. Until the first bytes are there, an error is a page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, cast

from kznews.exports.formats import writer_of
from kznews.exports.table import Export, Row
from kznews.exports.writer import TableWriter
from kznews.web.answer import Download

logger = logging.getLogger(__name__)

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}
"""By format."""
_PACKED_AT_THE_END = frozenset({"xlsx"})
"""Formats whose bytes are there when all rows are: they are written to a file first."""
_CHUNK = 64 * 1024
"""Bytes that are sent at once, about."""


class _Passed:
    """What takes bytes for a file, until they are sent."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._place = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        self._waiting += data
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        return self._place

    def flush(self) -> None:
        """Do nothing: whoever sends takes what there is."""

    def close(self) -> None:
        self.closed = True

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def is_full(self) -> bool:
        return len(self._waiting) >= _CHUNK

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def download(format_: str, export: Export, rows: Iterable[Row], name: str) -> Download:
    """Give a file of rows. Raises FormatError, and what reading the first rows raises."""
    path = Path(f"{name}.{format_}")
    make = _made_whole if format_ in _PACKED_AT_THE_END else _passed_on
    chunks = _telling(make(writer_of(path), export, rows), path.name)
    first = next(chunks, b"")
    return Download(name=path.name, media_type=MEDIA_TYPES[format_], chunks=chain([first], chunks))


def _passed_on(writer: type[TableWriter], export: Export, rows: Iterable[Row]) -> Iterator[bytes]:
    passed = _Passed()
    with TemporaryDirectory(prefix="kznews-export-") as scratch:
        writing = writer(cast("BinaryIO", passed), export, Path(scratch))
        for _ in _written(writing, rows):
            if passed.is_full():
                yield passed.take()
    yield passed.take()


def _made_whole(writer: type[TableWriter], export: Export, rows: Iterable[Row]) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="kznews-export-") as scratch:
        folder = Path(scratch)
        with (folder / "file").open("w+b") as file:
            for _ in _written(writer(file, export, folder), rows):
                pass
            file.seek(0)
            while chunk := file.read(_CHUNK):
                yield chunk


def _written(writer: TableWriter, rows: Iterable[Row]) -> Iterator[None]:
    try:
        for row in rows:
            writer.write(row)
            yield
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _telling(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Log where a file that is being sent ends before its end."""
    is_begun = False
    try:
        for chunk in chunks:
            yield chunk
            is_begun = True
    except Exception:
        if is_begun:
            logger.error("The file %s was not made to its end: the connection is closed", name)
        raise
