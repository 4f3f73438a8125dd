"""`scrapy crawl NAME`: Scrapy's own, with arguments checked first and an exit code that tells."""

from __future__ import annotations

import argparse

# Before the rest: as it is imported it looks through all modules that are, three times. Where it is
# asked for, at the end of a crawl's start, this takes a quarter of that.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from kznews.commands.crawl_outcome import exit_code
from kznews.outlets import BrokenOutletError
from kznews.spiders.arguments import ArgumentError


class Command(ScrapyCrawl):
    """Ends with 0 after a crawl that finished, 1 after one that did not, 2 for wrong arguments.

    69 where it did not begin because there was no database: it may be back soon.

    A crawl that could not write all of a file of `-O` ends with 1, too; with the setting STRICT, so
    does one that read a page that is not as the outlet's facts let expect, which the log names. A
    crawl whose every request failed did not finish, whatever its reason says. One that had nothing
    to fetch, because other workers did it, finished.
    """

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add one option to Scrapy's."""
        super().add_options(parser)
        parser.add_argument(
            "--check", action="store_true", help="check the arguments, and crawl nothing"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one spider."""
        if len(args) != 1:
            raise UsageError("name one spider: `scrapy list` shows them")
        assert self.crawler_process is not None  # set by Scrapy: requires_crawler_process
        loader = self.crawler_process.spider_loader
        if args[0] not in loader.list():
            raise UsageError(
                f"there is no spider {args[0]!r}: there are {', '.join(loader.list())}"
            )
        spider = loader.load(args[0])
        try:
            spider(**opts.spargs)
        except (ArgumentError, BrokenOutletError) as error:
            raise UsageError(f"{args[0]}: {error}") from error
        if opts.check:
            return
        crawler = self.crawler_process.create_crawler(spider)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = exit_code(crawler)
