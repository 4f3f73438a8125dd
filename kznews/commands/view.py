"""`scrapy view`: open a page, as the crawl gets it, in a browser."""

from __future__ import annotations

from scrapy.commands.view import Command as ScrapyView

from kznews.commands.without_frontier import WithoutFrontier


class Command(WithoutFrontier, ScrapyView):
    """Scrapy's own, with its requests in memory."""
