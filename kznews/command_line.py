"""Which modules Scrapy looks for the command and the spider in that a command line names.

Scrapy imports all modules of a package to find one command, or one spider: those of all others,
with all that they need. Where the command line names a module of ours, that one is enough.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pkgutil import iter_modules


def commands_module(arguments: Sequence[str]) -> str:
    """Name the module of the command that `arguments` (with the program's name) ask for.

    The package of all is named where no command is, and for a command that is Scrapy's alone.
    """
    [asked, *_] = [*_words(arguments), ""]
    return f"kznews.commands.{asked}" if asked in _modules("commands") else "kznews.commands"


def spider_modules(arguments: Sequence[str]) -> list[str]:
    """Name the module of the spider that `scrapy crawl` is to run; else the package of all."""
    words = _words(arguments)
    if words[:1] == ["crawl"]:
        own, outlets = _modules("spiders"), _modules("outlets")
        for word in words[1:]:
            if word in outlets:
                return ["kznews.spiders.outlets"]
            if word in own:
                return [f"kznews.spiders.{word}"]
    return ["kznews.spiders"]


def _words(arguments: Sequence[str]) -> list[str]:
    return [each for each in arguments[1:] if not each.startswith("-")]


def _modules(package: str) -> set[str]:
    folder = os.path.join(os.path.dirname(__file__), package)  # noqa: PTH118, PTH120 - of an egg
    return {each.name for each in iter_modules([folder])}
