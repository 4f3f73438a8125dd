"""`scrapy view`: open a page, as the crawl gets it, in a browser."""

from __future__ import annotations

from scrapy.commands.view import Command as ScrapyView

from kznews.commands.unrecorded import Unrecorded


class Command(Unrecorded, ScrapyView):
    """Scrapy's own, which leaves nothing in the crawls' record."""
