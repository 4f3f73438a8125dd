"""`scrapy serve`: the record as pages, for people and programs, until it is stopped."""

from __future__ import annotations

import argparse
import ipaddress
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.connection import Address

if TYPE_CHECKING:
    from kznews.web.tokens import Tokens

USUAL_PORT = 8000
"""The port where none is given; where it is taken, the next that is free."""
_MOST_PORT = 65_535
_AT_ONCE = 120
"""Requests that a user or an address may make at once, beyond this machine."""


class Command(DatabaseCommand, ScrapyCommand):
    """Answers for pages on what is stored: search, articles, outlets; it reads only.

    They are at http://127.0.0.1:8000/, or at the next free port, for this machine alone. It keeps
    the index of articles up to date where no other process does. Beyond this machine (`--host`) it
    opens only with tokens, one a user (WEB_TOKENS), or behind a proxy that checks who asks. Ends
    with 0 when it was stopped, with 2 and a line on stderr where there is no database, and where
    the port is taken.
    """

    summary = "Show the record as pages, on http://127.0.0.1:8000/, until it is stopped"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to listen, and how open to be."""
        super().add_options(parser)
        parser.add_argument(
            "--port",
            type=int,
            metavar="NUMBER",
            help=f"the port (default: {USUAL_PORT}, or the next that is free; 0: any)",
        )
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            metavar="ADDRESS",
            help="the address to listen at (default: 127.0.0.1, this machine alone)",
        )
        parser.add_argument(
            "--behind-proxy",
            action="store_true",
            help="only a proxy reaches the port, it checks who asks, and says so in X-Forwarded-*",
        )
        parser.add_argument(
            "--no-index",
            action="store_true",
            help="leave the index to another process, as `scrapy index --follow`",
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse to be open to everybody."""
        if opts.port is not None and not 0 <= opts.port <= _MOST_PORT:
            raise UsageError(f"--port must be from 0 to {_MOST_PORT}, not {opts.port}")
        self._tokens = self._read_tokens()
        if not (_is_loopback(opts.host) or self._tokens or opts.behind_proxy):
            raise UsageError(
                f"--host {opts.host} opens the pages to whoever reaches this machine: set "
                "WEB_TOKENS or WEB_TOKENS_FILE (NAME:TOKEN, one a user), or give --behind-proxy "
                "where a proxy checks who asks"
            )

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Serve until a signal comes."""
        from kznews.search.index_folder import IndexFolder  # noqa: PLC0415 - what `-h` needs not
        from kznews.web.opening import Opening, open_pages  # noqa: PLC0415
        from kznews.web.options import Options  # noqa: PLC0415
        from kznews.web.serving import PortTaken, address_of, listen  # noqa: PLC0415

        assert self.settings is not None  # set by Scrapy
        is_checked = _is_loopback(opts.host) and not opts.behind_proxy
        options = Options() if is_checked else Options(hosts=None, at_once=_AT_ONCE)
        opening = Opening(
            address=address,
            folder=IndexFolder.of(address, self.settings),
            settings=self.settings.copy_to_dict(),
            options=replace(options, tokens=self._tokens),
            behind_proxy=opts.behind_proxy,
            keeps_index=not opts.no_index,
        )
        configure_logging(opening.log_settings)
        try:
            opened = listen(opts.host, opts.port, USUAL_PORT)
        except PortTaken as error:
            return self.fail(str(error))
        with opened:
            say(
                f"The pages of {address.name}, database {address.database}, are at "
                f"{address_of(opened)} (Ctrl-C ends this)",
                flush=True,
            )
            open_pages(opening, opened)
        return 0

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to what needs attention; with `--loglevel INFO` it has each request."""
        super().process_options(args, opts)
        assert self.settings is not None  # set by Scrapy
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def _read_tokens(self) -> Tokens:
        from kznews.web.tokens import WrongTokens, read_tokens  # noqa: PLC0415

        assert self.settings is not None  # set by Scrapy
        given, file = (
            self.settings.get(name) or os.environ.get(name)
            for name in ("WEB_TOKENS", "WEB_TOKENS_FILE")
        )
        try:
            return read_tokens(given, file)
        except WrongTokens as error:
            raise UsageError(str(error)) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
