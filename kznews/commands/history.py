"""`scrapy history`: what an article said before, which were edited, which were taken down."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime, timedelta

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.commands.given import addresses_of, check_outlet, check_outlet_at_once
from kznews.commands.history_text import Edit, edit_lines, history_lines
from kznews.commands.output import say, say_difference
from kznews.commands.removals_text import removal_lines
from kznews.commands.times import TIMES, given_time
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, Database, open_database, open_sync_database
from kznews.record.absences import absences_of
from kznews.record.boilerplate import ever_learnt
from kznews.record.comparison import as_fields, shown_versions
from kznews.record.edited import edited_since
from kznews.record.edits import EDIT_KINDS
from kznews.record.history import versions_of
from kznews.record.patches import UnfitPatchError
from kznews.record.removals import count_missing, removals_since
from kznews.record.schema import ARTICLES
from kznews.record.translations.reading import translations_of

_OF_LISTS = ("since", "outlet")
"""Options that choose among edits and among removals."""
_OF_EDITS = ("kind", "silent")
"""Options that choose among edits."""


class Command(DatabaseCommand, ScrapyCommand):
    """Shows the versions of an article that were seen, and word by word what changed in each.

    An address that is one of its aliases will do. With `--changed` it lists edits instead, by
    outlet, with `--gone` articles that were taken down. An edit is silent where the text was
    changed and the time of the last change, as the page states it, was not. Ends with 2 and a line
    on stderr for what cannot be shown, and where there is no database.
    """

    summary = "Show how an article was edited, or which articles were edited or taken down"
    arguments = "[URL]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what chooses edits, and the forms of the answer."""
        super().add_options(parser)
        lists = parser.add_mutually_exclusive_group()
        lists.add_argument(
            "--changed", action="store_true", help="list the edits of all articles, by outlet"
        )
        lists.add_argument(
            "--gone", action="store_true", help="list the articles that were taken down, by outlet"
        )
        parser.add_argument(
            "--since",
            metavar="TIME",
            help=f"only edits first seen, removals confirmed since: {TIMES} (default: 7d)",
        )
        parser.add_argument(
            "--kind", metavar="KIND", help=f"only edits of a kind: {', '.join(EDIT_KINDS)}"
        )
        parser.add_argument(
            "--outlet", metavar="NAME", help="only edits or removals of this outlet"
        )
        parser.add_argument(
            "--silent", action="store_true", help="only edits that the outlet does not state"
        )
        forms = parser.add_mutually_exclusive_group()
        forms.add_argument("--json", action="store_true", help="print JSON")
        forms.add_argument(
            "--html", action="store_true", help="print a page for a browser, of one article"
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what does not fit together, and for values that cannot be."""
        of = "--gone" if opts.gone else "--changed" if opts.changed else "an address"
        for name in {"--changed": (), "--gone": _OF_EDITS}.get(of, (*_OF_LISTS, *_OF_EDITS)):
            if getattr(opts, name):
                lists = "--changed or --gone" if name in _OF_LISTS else "--changed"
                raise UsageError(f"--{name} goes with {lists}, not with {of}")
        if of != "an address":
            if args:
                raise UsageError(f"give an address, or {of}, but not both")
            if opts.html:
                raise UsageError(f"--html shows one article: give its address instead of {of}")
        elif len(args) != 1:
            raise UsageError("give the address of one article, or --changed, or --gone")
        else:
            self._urls = addresses_of(args[0])
        if opts.kind and opts.kind not in EDIT_KINDS:
            raise UsageError(
                f"there is no kind of edit {opts.kind!r}: there are {', '.join(EDIT_KINDS)}"
            )
        self._since = given_time("since", opts.since or "7d")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Show."""
        if opts.changed:
            return asyncio.run(self._list(address, opts))
        if opts.gone:
            return self._list_gone(address, opts)
        return asyncio.run(self._show(address, args[0], opts))

    async def _show(self, address: Address, given: str, opts: argparse.Namespace) -> int:
        async with open_database(address) as database:
            at = {"$in": self._urls}
            article = await database[ARTICLES.name].find_one(
                {"$or": [{"url": at}, {"aliases": at}]}
            )
            if article is None:
                return self.fail(f"no article of the address {given} is stored")
            boilerplate = await ever_learnt(database, [article["outlet"]])
            found = await translations_of(database, [article["_id"]])
        try:
            versions = list(shown_versions(versions_of(article), boilerplate))
        except UnfitPatchError as error:
            return self.fail(f"{article['url']}: its former versions cannot be read: {error}")
        url, outlet, absences = article["url"], article["outlet"], absences_of(article)
        translations = found.get(article["_id"], [])
        if opts.json:
            told = {
                "url": url,
                "outlet": outlet,
                "translations": [asdict(each) for each in translations],
                "versions": [as_fields(each) for each in versions],
                "absences": [asdict(each) for each in absences],
            }
            say(to_json(told))
        elif opts.html:
            # Only this form needs the room of the pages.
            from kznews.web.history_alone import history_page  # noqa: PLC0415

            say(history_page(url, outlet, article["language"], versions, absences).rstrip("\n"))
        else:
            for line in history_lines(url, outlet, versions, translations, absences):
                say(line) if isinstance(line, str) else say_difference(line)
        return 0

    async def _list(self, address: Address, opts: argparse.Namespace) -> int:
        damaged: list[str] = []
        async with open_database(address) as database:
            since = await self._begin_list(database, opts)
            edits = [each async for each in _edits(database, since, opts, damaged)]
        edits.sort(key=lambda each: each.version.first_seen_at, reverse=True)
        edits.sort(key=lambda each: each.outlet)
        if opts.json:
            for each in edits:
                told = {"outlet": each.outlet, "url": each.url} | as_fields(each.version)
                say(to_json(told, indent=None))
        else:
            for line in edit_lines(edits, since):
                say(line) if isinstance(line, str) else say_difference([*line])
        for fault in damaged:
            self.complain(fault)
        return 1 if damaged else 0

    def _list_gone(self, address: Address, opts: argparse.Namespace) -> int:
        with open_sync_database(address) as database:
            if opts.outlet:
                check_outlet_at_once(database, opts.outlet)
            since = self._since
            if isinstance(since, timedelta):
                since = server_time(database.client.admin.command("hello")) - since
            found = list(removals_since(database, since, opts.outlet))
            missing = count_missing(database, opts.outlet)
        found.sort(key=lambda each: each.absence.confirmed_at or since, reverse=True)
        found.sort(key=lambda each: each.outlet)
        if opts.json:
            for each in found:
                say(to_json(asdict(each), indent=None))
        else:
            for line in removal_lines(found, since, missing):
                say(line)
        return 0

    async def _begin_list(self, database: Database, opts: argparse.Namespace) -> datetime:
        """Return since when a list goes. Raises UsageError for an outlet that there is not."""
        if opts.outlet:
            await check_outlet(database, opts.outlet)
        if not isinstance(self._since, timedelta):
            return self._since
        return server_time(await database.client.admin.command("hello")) - self._since


async def _edits(
    database: Database, since: datetime, opts: argparse.Namespace, damaged: list[str]
) -> AsyncIterator[Edit]:
    of = edited_since(since, outlet=opts.outlet, kind=opts.kind, silent=opts.silent)
    async for article in database[ARTICLES.name].find(of):
        try:
            versions = versions_of(article)
        except UnfitPatchError as error:
            damaged.append(f"{article['url']}: its former versions cannot be read: {error}")
            continue
        for version in shown_versions(versions):
            if (
                version.not_before is not None
                and version.first_seen_at >= since
                and (not opts.kind or opts.kind in version.kinds)
                and (not opts.silent or version.silent)
            ):
                yield Edit(article["outlet"], article["url"], version)
