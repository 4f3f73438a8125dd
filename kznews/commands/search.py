"""`scrapy search 'QUERY'`: finds articles and headlines by their words, in every form."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.current_index import bring_up_to_date
from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.commands.output import say, say_found
from kznews.mongo.connection import Address, open_sync_database

if TYPE_CHECKING:
    from kznews.search.searching import Results, Wanted

_MOST = 1_000
"""Results that are printed, at most: `scrapy export` gives all."""


class Command(DatabaseCommand, ScrapyCommand):
    """Prints the articles that answer, the words found marked, and counts of all of them.

    Any form of a word finds any other, in Russian and Kazakh. QUERY is words, "a phrase",
    "two words"~5, AND OR NOT, -word, parentheses and fields as title:word outlet:NAME
    language:kk after:2026-11-01 amount>1e9: docs/search.md has them all. Copies of a text are one
    result. Ends with 2 and a line on stderr for what cannot be understood, and where there is no
    database or no index.
    """

    summary = "Find articles by their words, in every form, in Russian and Kazakh"
    arguments = "QUERY"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what narrows the question, and the forms of the answer."""
        super().add_options(parser)
        parser.add_argument("--outlet", metavar="NAME", help="only of this outlet")
        parser.add_argument("--language", metavar="CODE", help="only in this language: kk, ru, en")
        parser.add_argument(
            "--since", metavar="TIME", help="only what was published since: 7d, 12h, 2026-11-01"
        )
        parser.add_argument(
            "--until", metavar="TIME", help="only what was published before: 1d, 2026-11-08"
        )
        parser.add_argument(
            "--sort",
            choices=("relevance", "newest"),
            default="relevance",
            help="which results come first (default: relevance)",
        )
        parser.add_argument(
            "--limit", type=int, default=10, metavar="NUMBER", help="print so many (default: 10)"
        )
        parser.add_argument(
            "--facets", action="store_true", help="print the counts by all fields and by day, too"
        )
        parser.add_argument(
            "--unfold", action="store_true", help="print each copy of a text as a result of its own"
        )
        parser.add_argument(
            "--tickers", action="store_true", help="search the headlines of tickers, not articles"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the question. Raises UsageError where it cannot be understood."""
        from kznews.search.query import parse  # noqa: PLC0415 - what `-h` does not need
        from kznews.search.query_error import QueryError  # noqa: PLC0415
        from kznews.search.query_nodes import And  # noqa: PLC0415

        if len(args) != 1:
            raise UsageError("give one QUERY, in quotes: scrapy search 'инфляция outlet:zakon'")
        if not 1 <= opts.limit <= _MOST:
            raise UsageError(f"--limit is {opts.limit}: it must be a number from 1 to {_MOST:,}")
        parts = [args[0]]
        fields = {"outlet": "outlet", "language": "language", "since": "after", "until": "before"}
        for option, field in fields.items():
            if (value := getattr(opts, option)) is not None:
                parts.append(f'{field}:"{value}"')
        try:
            [question, *narrower] = [parse(part) for part in parts]
        except QueryError as error:
            raise UsageError(str(error)) from error
        self._question = And((question, *narrower)) if narrower else question

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Search and print."""
        from kznews.search.errors import IndexUnusable  # noqa: PLC0415
        from kznews.search.index_folder import IndexFolder  # noqa: PLC0415
        from kznews.search.searching import Searcher, Wanted  # noqa: PLC0415

        assert self.settings is not None  # set by Scrapy
        folder = IndexFolder.of(address, self.settings)
        wanted = Wanted(
            record="ticker" if opts.tickers else "article",
            sort=opts.sort,
            limit=opts.limit,
            unfold=opts.unfold,
        )
        try:
            with open_sync_database(address) as database:
                bring_up_to_date(database, folder)
                searcher = Searcher(database, folder)
                self._question = searcher.understood(self._question, wanted.record)
                results = searcher.search(self._question, wanted)
        except IndexUnusable as error:
            return self.fail(str(error))
        self._print(args[0], results, wanted, opts)
        return 0

    def _print(
        self, asked: str, results: Results, wanted: Wanted, opts: argparse.Namespace
    ) -> None:
        from kznews.commands.search_text import as_fields, search_lines  # noqa: PLC0415
        from kznews.search.keyboard_layout import suggest_layout  # noqa: PLC0415

        suggestion = suggest_layout(asked) if not results.total else None
        if opts.json:
            told = as_fields(self._question, results, wanted) | {"did_you_mean": suggestion}
            say(to_json(told))
            return
        for line in search_lines(self._question, results, wanted, with_counts=opts.facets):
            say(line) if isinstance(line, str) else say_found(line)
        if suggestion is not None:
            say(f"Was another layout of the keyboard meant? scrapy search '{suggestion}'")
