"""What the newsroom's articles and headlines are: what a perfect reader would get from a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

CARDS = 17
"""How many cards a full listing page of exclusive.kz has."""

Layout = Literal["old", "present", "standard"]


@dataclass(frozen=True)
class Block:
    """One piece of an article's text; on the page, an element of its own."""

    text: str
    """Clean: no markup, plain spaces."""
    kind: Literal["text", "quote", "nested quote", "item"] = "text"
    """A nested quote stands within the quote before it; items next to each other are one list."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """An article as a perfect reader gets it, without anything that only the page shows."""

    url: str
    """Canonical."""
    outlet: Literal["exclusive", "standard"]
    layout: Layout
    language: Literal["ru", "kk"]
    title: str
    lead: str | None
    """Only the old layout sets one apart; it is not repeated in the text."""
    blocks: tuple[Block, ...]
    """The text, in page order, without photo credit, «Читайте также» and the like."""
    photo_credit: str | None
    """Without «Фото:» or «Сурет:»."""
    author: str | None
    """As the page, or the page's JSON-LD, names it."""
    card_date: date | None
    """On its listing card; only the present layout has it."""
    published_at: datetime | None
    """In the page's own metadata; only standard.kz has it."""
    json_ld: bool
    """Whether the page carries JSON-LD."""
    same_event: str | None
    """The URL of the article that tells the same event in the other language."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the blocks: a list's items are a paragraph each."""
        return tuple(block.text for block in self.blocks)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One headline of the old layout's ticker, the same on each of its pages."""

    text: str
    language: Literal["ru", "kk"]
    url: str | None
    """None: it is plain text. The articles it leads to stand in no listing."""
