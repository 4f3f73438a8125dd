"""`scrapy fetch`: print a page as the crawl would get it."""

from __future__ import annotations

from scrapy.commands.fetch import Command as ScrapyFetch

from kznews.commands.without_frontier import WithoutFrontier


class Command(WithoutFrontier, ScrapyFetch):
    """Scrapy's own, with its requests in memory."""
