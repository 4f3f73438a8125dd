"""Pages of which it is known what an extractor should read on them.

Ours: `tests/pages/LAYOUT/article`, the page and the item beside it. Captures: `labels/*.toml`,
which says how it was made; the pages are outside the project, in `../shared/captures`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from lxml import etree, html

from kznews.text.characters import repair_mixed_script
from kznews.transport.warc import Record, list_records, read_answer

PROJECT = Path(__file__).parent.parent
PAGES = PROJECT / "tests" / "pages"
LABELS = Path(__file__).parent / "labels"
CAPTURES = PROJECT.parent / "shared" / "captures"

CONTENT_TYPE = "text/html"
"""Without a charset: as old servers say it, for all extractors."""


class LabelError(ValueError):
    """A label does not fit its page; the message names the page and what differs."""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What stands on a page."""

    title: str
    """The first 16 hex digits of its SHA-256, white space made single spaces."""
    text: str
    """The running text; white space is of no account."""
    published: datetime | None
    """Aware."""
    precision: str
    """`minute` or `day`."""
    authors: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A page and the truth about it."""

    name: str
    url: str
    body: bytes
    fetched_at: datetime
    truth: Truth


def own_pages() -> list[Labelled]:
    """The project's article fixtures, by name."""
    return [_own_page(path) for path in sorted(PAGES.glob("*/article/page.html"))]


def _own_page(path: Path) -> Labelled:
    facts = json.loads(path.with_name("expected.json").read_text("utf-8"))
    item = facts["article"]
    moment = item["published_at"]
    return Labelled(
        name=path.parent.parent.name,
        url=facts["url"],
        body=path.read_bytes(),
        fetched_at=datetime.fromisoformat(facts["fetched_at"]),
        truth=Truth(
            title=title_digest(item["title"]),
            text=item["body"],
            published=datetime.fromisoformat(moment) if moment else None,
            precision=item["published_precision"] or "minute",
            authors=tuple(item["authors"]),
            tags=tuple(item["tags"]),
        ),
    )


def captured_pages() -> list[Labelled]:
    """The labelled pages of the captures; none where the captures are not here.

    Raises LabelError where a page is not the one that was labelled.
    """
    return [page for path in sorted(LABELS.glob("*.toml")) for page in read_captured(path)]


def read_captured(labels: Path) -> Iterator[Labelled]:
    """The pages that one file of labels tells of; none where their WARC file is not here."""
    facts = tomllib.loads(labels.read_text("utf-8"))
    warc = CAPTURES / facts["warc"]
    if not warc.exists():
        return
    records = {
        record.url: record
        for record in list_records(warc)
        if record.type in {"response", "resource"}
    }
    for label in facts["page"]:
        if label["url"] not in records:
            raise LabelError(f"{label['url']} is not in {warc}")
        yield _captured_page(label, records[label["url"]], facts)


def _captured_page(label: dict[str, Any], record: Record, facts: dict[str, Any]) -> Labelled:
    body = read_answer(record, 0).body
    root = html.fromstring(body.decode("utf-8"))
    blocks = []
    for place, block in enumerate(cast("list[html.HtmlElement]", root.xpath(facts["text"]))):
        if place in label["without"] or _is_in(block, facts["embedded"]):
            continue
        lines = enumerate(" ".join(line.split()) for line in _lines(block))
        text = " ".join(
            line for at, line in lines if [place, at] not in label.get("without_lines", [])
        )
        if text.strip():
            blocks.append(text)
    text = " ".join(blocks)
    if digest(text) != label["text_sha256"] or len(blocks) != label["blocks"]:
        raise LabelError(f"{label['url']}: the text is not the one that was labelled")
    return Labelled(
        name=label["url"].rstrip("/").rpartition("-")[2],
        url=label["url"],
        body=body,
        fetched_at=record.captured_at,
        truth=Truth(
            title=label["title"],
            text=text,
            published=label["published"],
            precision="minute",
            authors=tuple(label["authors"]),
            tags=tuple(label["tags"]),
        ),
    )


def _lines(block: html.HtmlElement) -> list[str]:
    """The block's lines, divided by its `<br>`; what the source divides them by is a space."""
    pieces = block.xpath("descendant::text() | descendant::br")
    return "".join(
        "\n" if isinstance(piece, etree._Element) else re.sub(r"\s", " ", str(piece))
        for piece in cast("list[etree._Element | str]", pieces)
    ).split("\n")


def _is_in(block: etree._Element, place: str) -> bool:
    return bool(block.xpath(place))


def title_digest(title: str) -> str:
    """The digest of a title; a word of two scripts, which kznews repairs, is the same repaired."""
    return digest(repair_mixed_script(title))


def digest(text: str) -> str:
    """The first 16 hex digits of a text's SHA-256, white space made single spaces."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]
