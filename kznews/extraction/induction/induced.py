"""A layout that was induced from pages, with what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kznews.outlets.layouts import ArticleLayout


@dataclass(frozen=True, kw_only=True)
class InducedLayout:
    """An article layout that was induced from pages, with what speaks for it."""

    layout: ArticleLayout
    pages: int
    """Number of the pages that it was induced from."""
    urls: tuple[str, ...]
    """Their addresses."""
    agreement: dict[str, float]
    """Share of the pages, by field, on which what the field finds is what is known otherwise.

    Of `body`: how much of the text it holds, and how little else."""
    first_published: datetime | None
    """Moment of the oldest of the articles on them."""
    last_published: datetime | None
    """Moment of the newest of them."""
