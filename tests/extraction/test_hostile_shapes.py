"""The work of reading a page grows with the page, whatever it is made of.

Counted are calls of functions, which are the same in each run; what one call costs is measured in
`test_hostile.py`, and for the largest pages by `python -m benchmarks.hostile`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import pytest

from benchmarks.hostile_pages import OTHERS, PAGES, PIECES, Frame, build

SIZES = (60, 120, 240)
"""Pieces of a page, each number twice the one before. Fewer may be too little for an article."""
LINEAR = 3.0
"""Calls that the second doubling adds, at most, in those that the first adds: twice as many where
the work grows with the page, four times as many where with its square."""
_FEW = 100
"""Calls that the first doubling is taken to add at least: fewer are no growth worth judging."""

Read = Callable[[bytes], object]


def growth(read: Read, frame: Frame, piece: str) -> float:
    """Tell how many times the calls of the first doubling the second adds; 2 is linear."""
    pages = [build(frame, piece, number) for number in SIZES]
    read(pages[0])  # what is read once fills caches
    one, two, four = (calls(read, page) for page in pages)
    return (four - two) / max(two - one, _FEW)


def calls(read: Read, source: bytes) -> int:
    """Count the calls that reading takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        read(source)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("where", PAGES)
def test_calls_for_a_page_grow_with_the_page(where: str) -> None:
    frame = PAGES[where]

    def read(source: bytes) -> None:
        with suppress(ValueError):  # no article
            frame.read(source)

    found = {name: growth(read, frame, piece) for name, piece in PIECES.items()}
    assert {name: round(each, 1) for name, each in found.items() if each > LINEAR} == {}


@pytest.mark.parametrize("name", OTHERS)
def test_calls_for_what_is_no_page_grow_with_it(name: str) -> None:
    frame, piece = OTHERS[name]
    assert growth(frame.read, frame, piece) <= LINEAR
