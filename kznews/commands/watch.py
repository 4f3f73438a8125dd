"""`scrapy watch`: saved searches, and the process that tells of what answers them."""

from __future__ import annotations

import argparse
import asyncio
import signal
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.commands.output import say
from kznews.mongo.connection import Address, SyncDatabase, open_database, open_sync_database
from kznews.mongo.preparation import prepare

if TYPE_CHECKING:
    from kznews.watches.registry import Watch

_ACTIONS = ("add", "list", "show", "pause", "resume", "remove", "test", "run")
_OF_ONE = ("show", "pause", "resume", "remove", "test")


class Command(DatabaseCommand, ScrapyCommand):
    """Saves searches, and tells their addresses of each new article, edit and removal that answers.

    `add NAME 'QUERY' --to ADDRESS …` saves one (docs/search.md has the language of QUERY),
    `list`, `show NAME`, `pause NAME`, `resume NAME` and `remove NAME` do what they say, `test NAME`
    sends a sample to its addresses. `run` tells, until it is stopped; `scrapy run` does so, too.
    Addresses are those of Apprise: mailtos://user:password@host?to=you@example.org,
    tgram://token/chat, jsons://host/path. They are never shown. Ends with 2 and a line on stderr
    for what cannot be done, and where there is no database.
    """

    summary = "Save searches, and be told of what is new, edited or taken down and answers them"
    arguments = "add|list|show|pause|resume|remove|test|run [NAME] [QUERY]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what a saved search has."""
        super().add_options(parser)
        parser.add_argument(
            "--to",
            action="append",
            nargs="+",
            default=[],
            metavar="ADDRESS",
            help="tell this address; each recipient is one",
        )
        parser.add_argument(
            "--every",
            choices=("0", "1h", "1d"),
            default="0",
            help="tell at once (0), or in a digest of an hour or a day (default: 0)",
        )
        parser.add_argument(
            "--language",
            choices=("ru", "kk", "en"),
            default="ru",
            help="the language of messages (default: ru)",
        )
        parser.add_argument(
            "--zone",
            default="Asia/Almaty",
            metavar="ZONE",
            help="the time zone of messages and of the days of digests (default: Asia/Almaty)",
        )
        parser.add_argument("--json", action="store_true", help="print `list` and `show` as JSON")
        parser.add_argument(
            "--once",
            action="store_true",
            help="`run`: tell what was stored until now, and end",
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what makes no sense."""
        if not args or args[0] not in _ACTIONS:
            raise UsageError(f"say what to do: {', '.join(_ACTIONS)}")
        action = args[0]
        wanted = 3 if action == "add" else 2 if action in _OF_ONE else 1
        if len(args) != wanted:
            forms = {3: "NAME 'QUERY' --to ADDRESS", 2: "NAME", 1: ""}
            raise UsageError(f"write: scrapy watch {action} {forms[wanted]}".rstrip())
        if opts.to and action != "add":
            raise UsageError("--to goes with add")
        if opts.once and action != "run":
            raise UsageError("--once goes with run")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Do what was asked for."""
        from kznews.watches.schema import COLLECTIONS  # noqa: PLC0415 - what `-h` does not need

        action, *words = args
        with open_sync_database(address) as database:
            asyncio.run(_prepare(address, COLLECTIONS))
            if action == "run":
                return self._run(database, opts)
            if action == "add":
                return self._add(database, words[0], words[1], opts)
            if action == "list":
                return self._list(database, opts)
            return self._of_one(database, action, words[0], opts)

    def _add(
        self, database: SyncDatabase, name: str, question: str, opts: argparse.Namespace
    ) -> int:
        from kznews.search.changes import NoChangesTold  # noqa: PLC0415
        from kznews.search.query_error import QueryError  # noqa: PLC0415
        from kznews.watches.registry import WatchError, add  # noqa: PLC0415

        addresses = [each for group in opts.to for each in group]
        try:
            watch = add(
                database,
                name,
                question,
                addresses,
                every=opts.every,
                language=opts.language,
                zone=opts.zone,
            )
        except (WatchError, QueryError, NoChangesTold) as error:
            return self.fail(str(error))
        where = ", ".join(watch.places) or "no address: it has a feed alone"
        say(f"The search {name!r} is saved. It tells {where}.")
        say("`scrapy run` tells, and so does `scrapy watch run`: let one of them go on.")
        return 0

    def _list(self, database: SyncDatabase, opts: argparse.Namespace) -> int:
        from kznews.commands.watch_text import as_fields, row  # noqa: PLC0415
        from kznews.watches.registry import watches  # noqa: PLC0415

        saved = watches(database)
        if opts.json:
            say(to_json([as_fields(database, each) for each in saved]))
            return 0
        if not saved:
            say("No search is saved: scrapy watch add NAME 'QUERY' --to ADDRESS saves one.")
        for each in saved:
            say(row(database, each))
        return 0

    def _of_one(
        self, database: SyncDatabase, action: str, name: str, opts: argparse.Namespace
    ) -> int:
        from kznews.commands.watch_text import as_fields, watch_lines  # noqa: PLC0415
        from kznews.watches import registry  # noqa: PLC0415

        watch = registry.watch(database, name)
        if watch is None:
            return self.fail(f"there is no saved search {name!r}: `scrapy watch list` shows them")
        if action == "test":
            return self._test(watch)
        if action == "show":
            if opts.json:
                say(to_json(as_fields(database, watch)))
            else:
                for line in watch_lines(database, watch):
                    say(line)
            return 0
        if action == "remove":
            registry.remove(database, name)
            say(f"The search {name!r} is removed, with what it found and what waited to be sent.")
            return 0
        registry.pause(database, name, is_paused=action == "pause")
        told = "finds, and tells nobody" if action == "pause" else "tells what it finds from now on"
        say(f"The search {name!r} {told}.")
        return 0

    def _test(self, watch: Watch) -> int:
        from datetime import UTC, datetime  # noqa: PLC0415

        from kznews.watches.messages import Frame, sample  # noqa: PLC0415
        from kznews.watches.sending import Message, NotTaken, new_id, send  # noqa: PLC0415

        node = watch.node(datetime.now(UTC))
        frame = Frame.of(watch.name, watch.question, node, watch.language, watch.zone)
        written = sample(frame)
        failed = 0
        for place, (_, address) in zip(watch.places, watch.addresses, strict=True):
            message = Message(
                id=new_id(), title=written.title, text=written.text, html=written.html
            )
            try:
                send(address, message)
            except NotTaken as error:
                failed += 1
                self.complain(f"address {place}: {error}")
            else:
                say(f"Address {place} took the sample.")
        return 1 if failed else 0

    def _run(self, database: SyncDatabase, opts: argparse.Namespace) -> int:
        from kznews.search.changes import NoChangesTold  # noqa: PLC0415
        from kznews.watches.watcher import Watcher  # noqa: PLC0415

        assert self.settings is not None  # set by Scrapy
        configure_logging({**self.settings.copy_to_dict(), "LOG_ENABLED": True})
        watcher = Watcher(database, self.settings.get("WATCH_PAGES"))
        try:
            if opts.once:
                watcher.run_once()
                return 0

            def stop(_: int, __: Any) -> None:
                watcher.stop()

            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, stop)
            watcher.run()
        except NoChangesTold as error:
            return self.fail(str(error))
        return 0


async def _prepare(address: Address, collections: Any) -> None:
    async with open_database(address) as database:
        await prepare(database, collections)
