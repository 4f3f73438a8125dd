"""`scrapy fetch`: print a page as the crawl would get it."""

from __future__ import annotations

from scrapy.commands.fetch import Command as ScrapyFetch

from kznews.commands.unrecorded import Unrecorded


class Command(Unrecorded, ScrapyFetch):
    """Scrapy's own, which leaves nothing in the crawls' record."""
