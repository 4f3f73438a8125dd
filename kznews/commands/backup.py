"""`scrapy backup FOLDER`: write the whole database into files."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.frontier.schema import FRONTIER
from kznews.mongo.backup import BackupError, back_up
from kznews.mongo.connection import Address, open_sync_database
from kznews.text.terminal import write_bytes, write_count


class Command(DatabaseCommand, ScrapyCommand):
    """Writes all collections into a new folder, which exists when it is whole, and not before.

    Crawls may go on meanwhile. The frontier is read first: what it calls done is stored already, so
    the articles that are read after it have it. Ends with 2 and one line on stderr for what cannot
    be done.
    """

    summary = "Write the whole database into a new folder"
    arguments = "<folder>"

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for anything but one folder."""
        if len(args) != 1:
            raise UsageError("name one folder, which does not exist yet")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Write it."""
        folder = Path(args[0])
        try:
            with open_sync_database(address) as database:
                back_up(database, folder, _tell, first={FRONTIER.name})
        except BackupError as error:
            return self.fail(str(error))
        except BrokenPipeError:
            raise
        except OSError as error:
            return self.fail(f"cannot write {folder}: {error.strerror or error}")
        size = sum(file.stat().st_size for file in folder.iterdir())
        say(f"The backup {folder} is whole: {write_bytes(size)}.")
        return 0


def _tell(collection: str, documents: int) -> None:
    say(f"{collection}: {write_count(documents, 'document')}", flush=True)
