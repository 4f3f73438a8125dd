"""What the commands that work on the database have in common."""

from __future__ import annotations

import argparse
import json
import sys
from abc import abstractmethod
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from pymongo.errors import OperationFailure, PyMongoError
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from kznews.commands.ending import leave_output
from kznews.commands.output import say_on_stderr
from kznews.mongo.connection import Address, as_unavailable, resolve
from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.errors import DatabaseUnavailable
from kznews.setting_names import MisspeltSettingError, refuse_misspelt_settings
from kznews.text.terminal import harmless_json

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand as _Command
else:  # Scrapy would take a class of this kind for a command
    _Command = object

FAILED = 2
"""The exit code of a command that could not do what was asked."""
_INTERRUPTED = 130


class DatabaseCommand(_Command):
    """The base of a command on the database: goes before ScrapyCommand.

    What MongoDB refuses, and where there is no database, is a line on stderr and exit code 2.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}
    summary: ClassVar[str]
    """What the command does, for `scrapy -h`."""
    arguments: ClassVar[str] = ""
    """The arguments that it takes besides options, for its own `-h`."""

    @property
    def name(self) -> str:
        """The command's name, as Scrapy gives it."""
        return type(self).__module__.rpartition(".")[2]

    def syntax(self) -> str:
        """Show which arguments the command takes."""
        return f"[options] {self.arguments}".rstrip()

    def short_desc(self) -> str:
        """Say what the command does."""
        return self.summary

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the command. Raises UsageError for arguments that make no sense."""
        for each in args:
            if each.startswith("-"):  # Scrapy takes unknown options for arguments
                raise UsageError(f"there is no option {each}")
            if not self.arguments:
                raise UsageError(f"scrapy {self.name} takes no argument {each!r}")
        assert self.settings is not None  # set by Scrapy
        try:
            refuse_misspelt_settings(self.settings)
        except MisspeltSettingError as error:
            raise UsageError(str(error)) from error
        self.check(args, opts)
        self.exitcode = 1  # of output that nobody reads to its end
        try:
            address = resolve(self.settings)
            self.exitcode = self.work(address, args, opts)
            sys.stdout.flush()
        except DatabaseUnavailable as error:
            self.exitcode = self.fail(str(error))
        except OperationFailure as error:
            self.exitcode = self.fail(f"MongoDB refuses this: {brief_reason(error)}")
        except PyMongoError as error:
            self.exitcode = self.fail(str(as_unavailable(error, address)))
        except BrokenPipeError:  # `| head` has enough
            leave_output()
        except KeyboardInterrupt:
            self.exitcode = _INTERRUPTED

    def crawl_intervals(self) -> dict[str, timedelta | None]:
        """Give how often each spider is crawled, by its name; None where it does not say."""
        assert self.settings is not None  # set by Scrapy
        loader = get_spider_loader(self.settings)
        return {
            name: getattr(loader.load(name), "crawl_every", None) for name in sorted(loader.list())
        }

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what needs no database to be found wrong."""

    @abstractmethod
    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Do what the command is for, and return the exit code."""

    def fail(self, what: str) -> int:
        """Say on stderr what could not be done; return the exit code for it."""
        self.complain(what)
        return FAILED

    def complain(self, what: str) -> None:
        """Say on stderr what is wrong."""
        say_on_stderr(f"scrapy {self.name}: {what}")


def to_json(document: Any, *, indent: int | None = 2) -> str:
    """Write `document` as JSON; its moments in the form of ISO 8601."""
    text = json.dumps(document, default=datetime.isoformat, ensure_ascii=False, indent=indent)
    return harmless_json(text)
