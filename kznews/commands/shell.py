"""`scrapy shell`: try selectors on a page."""

from __future__ import annotations

from scrapy.commands.shell import Command as ScrapyShell

from kznews.commands.unrecorded import Unrecorded


class Command(Unrecorded, ScrapyShell):
    """Scrapy's own, which leaves nothing in the crawls' record."""
