"""The documents of the repository, and what tests ask of them: tables, examples, anchors."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.crawl.conftest import PROJECT

DOCUMENTS = (
    *sorted(PROJECT.glob("*.md")),
    *sorted((PROJECT / "docs").glob("*.md")),
    PROJECT / "benchmarks" / "README.md",
)
STORIES = "Stories: which articles tell the same text"
"""Heading of the section whose queries `test_stories` runs."""
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def name_of(document: Path) -> str:
    return str(document.relative_to(PROJECT))


@cache
def text(path: str) -> str:
    return (PROJECT / path).read_text("utf-8")


def section(path: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    written = text(path)
    # As long as it was, without what looks like headings in examples.
    masked = _BLOCK.sub(lambda block: re.sub("[^\n]", "x", block[0]), written)
    found = re.search(rf"^(#+) {re.escape(heading)}\n", masked, re.MULTILINE)
    assert found, f"{path} has no section {heading!r}"
    following = re.compile(rf"^#{{1,{len(found[1])}}} ", re.MULTILINE).search(masked, found.end())
    return written[found.end() : following.start() if following else None]


def blocks(document: Path, language: str) -> list[str]:
    """The examples of a language."""
    return [code for name, code in _BLOCK.findall(document.read_text("utf-8")) if name == language]


def prose(document: Path) -> str:
    """The document without its examples."""
    return _BLOCK.sub("", document.read_text("utf-8"))


def tables(written: str, first: str) -> dict[str, list[str]]:
    """The rows of all tables whose first heading is `first`, by the name in their first cell."""
    found: dict[str, list[str]] = {}
    for table in re.findall(r"(?:^\|.*\|\n)+", written + "\n", re.MULTILINE):
        head, _, *rows = [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            for line in table.splitlines()
        ]
        if head[0] != first:
            continue
        for name, *cells in rows:
            named = re.search(r"`([^`]+)`", name)
            assert named, f"no name in the first cell of a row: {name}"
            assert named[1] not in found, f"two rows of {named[1]}"
            found[named[1]] = cells
    return found


def anchors(document: Path) -> set[str]:
    """Anchors of the headings, as GitHub makes them."""
    headings = _HEADING.findall(prose(document))
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
