"""Layouts induced from the pages of one outlet: what repeats is frame, what differs is content."""

from kznews.extraction.induction.articles import FEWEST_PAGES, induce_articles
from kznews.extraction.induction.induced import InducedLayout

__all__ = ["FEWEST_PAGES", "InducedLayout", "induce_articles"]
