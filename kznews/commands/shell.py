"""`scrapy shell`: try selectors on a page."""

from __future__ import annotations

from scrapy.commands.shell import Command as ScrapyShell

from kznews.commands.without_frontier import WithoutFrontier


class Command(WithoutFrontier, ScrapyShell):
    """Scrapy's own, with its requests in memory."""
