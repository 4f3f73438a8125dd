"""`scrapy bench`: how fast Scrapy itself is here, on pages of its own."""

from __future__ import annotations

from scrapy.commands.bench import Command as ScrapyBench

from kznews.commands.unrecorded import Unrecorded


class Command(Unrecorded, ScrapyBench):
    """Scrapy's own, which leaves nothing in the crawls' record."""
