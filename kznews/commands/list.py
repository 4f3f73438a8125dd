"""`scrapy list`: name the spiders."""

from __future__ import annotations

import argparse

from scrapy.commands.list import Command as ScrapyList

from kznews.commands.output import say_on_stderr
from kznews.outlets import broken_outlets


class Command(ScrapyList):
    """Scrapy's own; says which outlets' modules have an error, and ends with 1 where one has."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Name the spiders, those that cannot crawl included."""
        super().run(args, opts)
        for name, fault in broken_outlets().items():
            say_on_stderr(f"scrapy list: {name} cannot be crawled: {fault}")
            self.exitcode = 1
