"""How long pages take that somebody made to be slow: the largest of each shape that is read.

A page is built from one piece of HTML again and again, as large as may be downloaded, or as large
as is not refused. Its reading may take a second of processor, or 20 times what lxml takes to parse
the same bytes. Where the time grows with the page, a page takes four times as long as its quarter.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import process_time

from lxml import etree

from benchmarks.hostile_pages import OTHERS, PAGES, PIECES, UNKNOWN, Frame, Read, build
from kznews.extraction.content import MOST_TAGS
from kznews.extraction.page import Page, UnreadablePageError
from kznews.settings import DOWNLOAD_MAXSIZE

SECONDS = 1.0
"""Seconds of processor that any page may take."""
TIMES_PARSING = 20
"""What a page may take beyond that: so many times as long as lxml takes to parse it."""
_PRECISION = 0.02
"""Share of its length by which the largest page of a shape may be larger still."""
_REFUSAL = re.compile("more than|too many")
"""What a refusal for size says, and no other."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A shape of pages, and how long the largest that is read takes."""

    name: str
    characters: int
    tags: int
    parsing: float
    """Seconds in which lxml parses it."""
    quarter: float
    whole: float
    refused: float
    """Seconds until the largest that may be downloaded is refused, or read where it is not."""

    @property
    def share(self) -> float:
        """What it takes, or its refusal does, of what it may take; more than 1 is too long."""
        return max(self.whole, self.refused) / max(SECONDS, TIMES_PARSING * self.parsing)

    @property
    def growth(self) -> float:
        """How many times as long as its quarter it takes."""
        return self.whole / max(self.quarter, 0.005)


def trial(name: str, frame: Frame, piece: str) -> Trial:
    """Try the largest page of a piece that is read, its quarter, and the largest downloaded."""
    length = len(piece.encode())
    most = (DOWNLOAD_MAXSIZE - len(build(frame, piece, 0))) // (length + 6 * piece.count("{n}"))
    number = _largest(frame, piece, most)
    whole, quarter, refused = (build(frame, piece, each) for each in (number, number // 4, most))
    return Trial(
        name=name,
        characters=len(whole.decode()),
        tags=whole.count(b"<"),
        parsing=_seconds(_parse, whole),
        quarter=_seconds(frame.read, quarter),
        whole=_seconds(frame.read, whole),
        refused=_seconds(frame.read, refused) if number < most else 0.0,
    )


def _largest(frame: Frame, piece: str, most: int) -> int:
    """Tell how many of a piece, up to `most`, a page holds that is not refused for its size."""
    if _is_read(frame, build(frame, piece, most)):
        return most
    fits, many = 1, most
    while many - fits > max(1, _PRECISION * fits):
        tried = (fits + many) // 2
        if _is_read(frame, build(frame, piece, tried)):
            fits = tried
        else:
            many = tried
    return fits


def _is_read(frame: Frame, source: bytes) -> bool:
    try:
        if frame.is_page:
            page = Page(source, UNKNOWN)
            return frame.has_layout or page.tags <= MOST_TAGS
        frame.read(source)
    except UnreadablePageError as error:
        return _REFUSAL.search(str(error)) is None
    return True


def _parse(source: bytes) -> None:
    etree.fromstring(source, etree.HTMLParser(huge_tree=True, encoding="utf-8"))


def _seconds(read: Read, source: bytes) -> float:
    """Seconds of processor that reading takes: of two readings the quicker."""
    times = []
    for _ in range(2):
        begun = process_time()
        # What is no article, no feed or no page is told by an exception: it took its time, too.
        with suppress(ValueError):
            read(source)
        times.append(process_time() - begun)
    return min(times)


def trials(only: str) -> Iterator[Trial]:
    """Try each piece in each frame, and what is no page, where `only` is in the name."""
    shapes = [
        (f"{name} ({where})", frame, piece)
        for where, frame in PAGES.items()
        for name, piece in PIECES.items()
    ]
    shapes += [(name, frame, piece) for name, (frame, piece) in OTHERS.items()]
    for name, frame, piece in shapes:
        if only in name:
            yield trial(name, frame, piece)


def main(arguments: list[str]) -> int:
    """Print the slowest shapes; 1 where one takes longer than it may, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--only", default="", help="shapes with this in their name")
    parser.add_argument("--rows", type=int, default=20, help="rows that are printed")
    options = parser.parse_args(arguments)
    found = sorted(trials(options.only), key=lambda each: -each.share)
    print("of 1 | growth | s | s refused | ms parsing | thousand characters | tags | shape")
    for each in found[: options.rows]:
        print(
            f"{each.share:5.2f} | {each.growth:4.1f} | {each.whole:.2f} | {each.refused:.2f} |"
            f" {each.parsing * 1000:.0f} | {each.characters // 1000:,} | {each.tags:,} |"
            f" {each.name}"
        )
    slow = sum(each.share > 1 for each in found)
    steepest = max(found, key=lambda each: each.growth if each.whole > 0.1 else 0.0)
    print(f"{len(found)} shapes, {slow} take longer than they may.")
    print(f"The steepest grows {steepest.growth:.1f} times from a quarter on: {steepest.name}.")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
