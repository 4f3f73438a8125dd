"""`scrapy restore FOLDER`: bring a backup back, into an empty database."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.backup import BackupError, restore
from kznews.mongo.connection import Address, open_sync_database
from kznews.text.terminal import write_count


class Command(DatabaseCommand, ScrapyCommand):
    """Restores what `scrapy backup` wrote: documents, indexes and validators, as they were.

    A database that is not empty is refused. A restore that was killed goes on when the same command
    is given again. Ends with 2 and one line on stderr for what cannot be done.
    """

    summary = "Restore a backup into an empty database"
    arguments = "<folder>"

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for anything but one folder."""
        if len(args) != 1:
            raise UsageError("name one folder, which scrapy backup has written")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Restore it."""
        folder = Path(args[0])
        try:
            with open_sync_database(address) as database:
                restore(database, folder, _tell)
        except BackupError as error:
            return self.fail(str(error))
        except BrokenPipeError:
            raise
        except OSError as error:
            return self.fail(f"cannot read {folder}: {error.strerror or error}")
        say(f"The database {address.database!r} of {address.name} is restored.")
        return 0


def _tell(collection: str, documents: int) -> None:
    say(f"{collection}: {write_count(documents, 'document')}", flush=True)
