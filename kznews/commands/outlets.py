"""`scrapy outlets`: which outlets there are, and what confirmed their facts."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.outlets_text import fact_lines, outlet_lines, outlets_document
from kznews.commands.output import say, say_on_stderr
from kznews.outlets import all_outlets, broken_outlets


class Command(ScrapyCommand):
    """Tells a line of each outlet, or all facts of those that are named.

    Ends with 1 where an outlet's module has an error, which stderr tells.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Say what may follow the command."""
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        """Say what the command is for."""
        return "Show the outlets, how their articles are found, and what is unverified"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add one option to Scrapy's."""
        super().add_options(parser)
        parser.add_argument(
            "--markdown", action="store_true", help="print the document docs/outlets.md"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print what is asked for."""
        known = {each.name: each for each in all_outlets()}
        for name in args:
            if name not in known:
                raise UsageError(f"there is no outlet {name!r}: there are {', '.join(known)}")
        if opts.markdown and args:
            raise UsageError("--markdown is about all outlets: name no outlet with it")
        if opts.markdown:
            lines = list(outlets_document(tuple(known.values())))
        elif args:
            lines = [line for name in args for line in fact_lines(known[name])]
        else:
            lines = list(outlet_lines(tuple(known.values())))
        for line in lines:
            say(line)
        for name, fault in broken_outlets().items():
            say_on_stderr(f"scrapy outlets: {name} is left out: {fault}")
            self.exitcode = 1
