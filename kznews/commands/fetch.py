"""`scrapy fetch`: print a page as the crawl would get it."""

from __future__ import annotations

import sys

from scrapy.commands.fetch import Command as ScrapyFetch

from kznews.commands.output import say
from kznews.commands.unrecorded import Unrecorded


class Command(Unrecorded, ScrapyFetch):
    """Scrapy's own, which leaves nothing in the crawls' record.

    A terminal gets the page as UTF-8, without what it would obey; a file gets the bytes as they
    are.
    """

    def _print_bytes(self, bytes_: bytes) -> None:
        if sys.stdout.isatty():
            say(bytes_.decode("utf-8", "replace"), flush=True)
        else:
            super()._print_bytes(bytes_)
