"""Which modules Scrapy looks for the command and the spider in that a command line names.

Scrapy imports all modules of a package to find one command, or one spider: those of all others,
with all that they need. Where the command line names a module of ours, that one is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pkgutil import iter_modules


def commands_module(arguments: Sequence[str]) -> str:
    """Name the module of the command that `arguments` (with the program's name) ask for.

    The package of all is named where no known command is asked for; none, the empty string, for a
    command that is Scrapy's alone.
    """
    [asked, *_] = [*_words(arguments), ""]
    if asked in _modules("kznews.commands"):
        return f"kznews.commands.{asked}"
    return "" if asked in _modules("scrapy.commands") else "kznews.commands"


def spider_modules(arguments: Sequence[str]) -> list[str]:
    """Name the module of the spider that `scrapy crawl` is to run; else the package of all."""
    words = _words(arguments)
    if words[:1] == ["crawl"]:
        own, outlets = _modules("kznews.spiders"), _modules("kznews.outlets")
        for word in words[1:]:
            if word in outlets:
                return ["kznews.spiders.outlets"]
            if word in own:
                return [f"kznews.spiders.{word}"]
    return ["kznews.spiders"]


def _words(arguments: Sequence[str]) -> list[str]:
    return [each for each in arguments[1:] if not each.startswith("-")]


def _modules(package: str) -> set[str]:
    """Name the modules of `package`, of which none is imported."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    return {each.name for each in iter_modules(folders or [])}
