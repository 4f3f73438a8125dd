"""`scrapy eggs`: which versions are deployed, and which is current; and the way back."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand

from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.commands.output import say
from kznews.mongo.connection import Address, open_sync_database
from kznews.mongo.values import Fields
from kznews.nodes.eggs import Eggs, NoSuchVersion
from kznews.text.terminal import write_moment


class Command(DatabaseCommand, ScrapyCommand):
    """Lists the versions that `make deploy` has brought, the current one first; activates one.

    All nodes use another version from their next job on; jobs that run go on as they are. Ends
    with 2 and a line on stderr for what cannot be done, and where there is no database.
    """

    summary = "Show which versions are deployed; bring a former one back"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the changes; without one, the command lists."""
        super().add_options(parser)
        parser.add_argument(
            "--project",
            default="kznews",
            help="name of the project that was deployed (default: kznews)",
        )
        parser.add_argument(
            "--json", action="store_true", help="print one JSON document a line, a line a version"
        )
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument(
            "--activate",
            metavar="VERSION",
            help="make this version, which was deployed before, the current one",
        )
        mode.add_argument(
            "--rollback",
            action="store_true",
            help="make the version current that was deployed before the current one",
        )

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Activate what is to be, and show how things are then."""
        try:
            with open_sync_database(address) as database:
                eggs = Eggs(database)
                if opts.rollback:
                    eggs.roll_back(opts.project)
                elif opts.activate is not None:
                    eggs.activate(opts.project, opts.activate)
                versions = [*eggs.versions(opts.project), *eggs.unproven(opts.project)]
        except NoSuchVersion as error:
            return self.fail(str(error))
        for line in _json_lines(versions) if opts.json else _lines(opts.project, versions):
            say(line)
        return 0


def _lines(project: str, versions: list[Fields]) -> list[str]:
    if not versions:
        return [f"No version of {project} is deployed: make deploy"]
    width = max(len("version"), *(len(each["version"]) for each in versions))
    columns = f"{'activated (UTC)':19}  {'uploaded (UTC)':19}  {'kB':>6}  spiders"
    lines = [f"{'version':{width}}  {columns}"]
    for number, each in enumerate(versions):
        activated = each["activated_at"]
        lines.append(
            f"{each['version']:{width}}  {write_moment(activated) if activated else 'never':19}  "
            f"{write_moment(each['uploaded_at'])}  {each['size'] / 1000:6.0f}  "
            f"{len(each['spiders'])}{'  current' if activated and not number else ''}"
        )
    return lines


def _json_lines(versions: list[Fields]) -> list[str]:
    return [
        to_json(
            {name: value for name, value in each.items() if name != "_id"}
            | {"current": each["activated_at"] is not None and not number},
            indent=None,
        )
        for number, each in enumerate(versions)
    ]
