"""`scrapy parse`: show what a spider makes of a page."""

from __future__ import annotations

from scrapy.commands.parse import Command as ScrapyParse

from kznews.commands.unrecorded import Unrecorded


class Command(Unrecorded, ScrapyParse):
    """Scrapy's own, which leaves nothing in the crawls' record."""
