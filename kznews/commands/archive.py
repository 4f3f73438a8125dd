"""`scrapy archive`: what is kept of the pages that were read."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import pymongo
from scrapy.commands import ScrapyCommand

from kznews.archive.figures import ArchiveFigures, OutletFigures, read_figures
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.connection import Address, open_sync_database
from kznews.text.terminal import write_bytes, write_count, write_moment

_HEADINGS = ("outlet", "kind", "pages", "served", "kept", "share", "first", "last")


class Command(DatabaseCommand, ScrapyCommand):
    """Shows by outlet how many pages are kept, the bytes that they were and those that they take.

    Ends with 2 and a line on stderr where there is no database.
    """

    summary = "Show how many pages of each outlet are kept, and what they take"

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Show."""
        # As long as it takes: an index of all pages is read.
        with open_sync_database(address) as database, pymongo.timeout(None):
            figures = read_figures(database)
        for line in _lines(figures):
            say(line)
        return 0


def _lines(figures: ArchiveFigures) -> Iterator[str]:
    rows = [
        _row("" if place else outlet, each)
        for outlet, kinds in groupby(figures.kinds, attrgetter("outlet"))
        for place, each in enumerate(kinds)
    ]
    widths = [max(len(row[n]) for row in (_HEADINGS, *rows)) for n in range(len(_HEADINGS))]
    for row in (_HEADINGS, *rows) if rows else ():
        first, second, *others = zip(row, widths, strict=True)
        numbers = "".join(f"  {cell:>{width}}" for cell, width in others)
        yield f"{first[0]:<{first[1]}}  {second[0]:<{second[1]}}{numbers}"
    pages, served, kept = (
        sum(getattr(each, name) for each in figures.kinds) for name in ("pages", "served", "kept")
    )
    kept += figures.dictionary_bytes
    share = f", {kept / served:.1%}" if served else ""
    yield (
        f"{write_count(pages, 'page')} of {write_bytes(served)} take {write_bytes(kept)}{share}, "
        f"with the {figures.dictionaries} that others are compressed with "
        f"({write_bytes(figures.dictionary_bytes)})"
    )


def _row(outlet: str, figures: OutletFigures) -> tuple[str, ...]:
    return (
        outlet,
        figures.kind,
        f"{figures.pages:,}",
        write_bytes(figures.served),
        write_bytes(figures.kept),
        "—" if figures.share is None else f"{figures.share:.1%}",
        write_moment(figures.first),
        write_moment(figures.last),
    )
