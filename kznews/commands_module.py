"""Which module Scrapy looks for the command in that a command line names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pkgutil import iter_modules

_PACKAGE = "kznews.commands"


def commands_module(arguments: Sequence[str]) -> str:
    """Name the one module of the command that `arguments` (with the program's name) ask for.

    Scrapy imports all modules of a package to find a command: that of every other command, with all
    that it needs. The package itself is named where no command is, and for a command of Scrapy's.
    """
    asked = next((each for each in arguments[1:] if not each.startswith("-")), None)
    folder = os.path.join(os.path.dirname(__file__), "commands")  # noqa: PTH118, PTH120 - in an egg
    if any(each.name == asked for each in iter_modules([folder])):
        return f"{_PACKAGE}.{asked}"
    return _PACKAGE
