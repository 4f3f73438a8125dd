"""What the newsroom's articles and headlines are: what a perfect reader would get from a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kznews.items import Image
from kznews.newsroom.prose.language import LanguageCode


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
    outlet: str
    layout: str
    """The layout's key: `exclusive/wordpress`."""
    listing: str | None = None
    """The section of the listing that has the article's card; None: no listing has it."""
    number: int = 0
    """The article's place in its listing once all is published, from 0: templates vary with it."""
    language: LanguageCode
    title: str
    lead: str | None = None
    """The lead, where the layout sets one apart; it is not repeated in the text."""
    blocks: tuple[Block, ...]
    """The text, in page order, without photo credit, «Читайте также» and the like."""
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    """The main picture and others, as extraction gives them: one without an address is a credit."""
    appeared_at: datetime
    """The moment of publication, in the edition's zone; feeds state it even where no page does."""
    published_at: datetime | None = None
    """The moment that the article's page states, in the edition's zone."""
    modified_at: datetime | None = None
    card_date: date | None = None
    """The day that only the article's card states."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the blocks: a list's items are a paragraph each."""
        return tuple(block.text for block in self.blocks)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One headline of a ticker, the same on each page of its layout."""

    text: str
    language: LanguageCode
    url: str | None
    """None: it is plain text. The articles it leads to stand in no listing."""
