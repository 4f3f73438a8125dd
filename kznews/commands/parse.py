"""`scrapy parse`: show what a spider makes of a page."""

from __future__ import annotations

from scrapy.commands.parse import Command as ScrapyParse

from kznews.commands.without_frontier import WithoutFrontier


class Command(WithoutFrontier, ScrapyParse):
    """Scrapy's own, with its requests in memory."""
