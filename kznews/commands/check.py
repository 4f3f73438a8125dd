"""`scrapy check`: test spiders by the contracts in their docstrings."""

from __future__ import annotations

import argparse

from scrapy.commands.check import Command as ScrapyCheck

from kznews.commands.output import say_on_stderr
from kznews.commands.unrecorded import Unrecorded
from kznews.outlets import broken_outlets


class Command(Unrecorded, ScrapyCheck):
    """Scrapy's own, which leaves nothing in the crawls' record.

    It says which of the outlets' modules have an error, and ends with 1 where one has.
    """

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Test the spiders named, or all."""
        super().run(args, opts)
        for name, fault in broken_outlets().items():
            if name in args or not args:
                say_on_stderr(f"scrapy check: {name} cannot be crawled: {fault}")
                self.exitcode = 1
