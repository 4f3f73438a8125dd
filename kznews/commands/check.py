"""`scrapy check`: test spiders by the contracts in their docstrings."""

from __future__ import annotations

from scrapy.commands.check import Command as ScrapyCheck

from kznews.commands.unrecorded import Unrecorded


class Command(Unrecorded, ScrapyCheck):
    """Scrapy's own, which leaves nothing in the crawls' record."""
