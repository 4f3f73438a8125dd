"""Starts each command of the project, and writes which modules that imported besides Scrapy's.

Each start is forked from a process that has imported what any `scrapy` command does, and the
driver, which nearly all of ours do.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import scrapy.cmdline
from scrapy.utils.misc import walk_modules_iter

COMMANDS = Path(__file__).parents[2] / "kznews" / "commands"


def commands() -> list[str]:
    """The commands of kznews/commands; beside them there are modules that they use."""
    return sorted(
        path.stem for path in COMMANDS.glob("*.py") if "class Command(" in path.read_text("utf-8")
    )


def imported_by(arguments: list[str], scrapys: frozenset[str]) -> list[str]:
    """The modules that a command line imports, but of packages that Scrapy itself imports from."""
    reading, writing = os.pipe()
    if not os.fork():
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        sys.argv = ["scrapy", *arguments]
        try:
            scrapy.cmdline.execute()
        finally:
            with os.fdopen(writing, "w") as answer:
                found = (each for each in sys.modules if each.partition(".")[0] not in scrapys)
                json.dump(sorted(found), answer)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        modules: list[str] = json.load(answer)
    os.wait()
    return modules


if __name__ == "__main__":
    list(walk_modules_iter("scrapy.commands"))
    known = frozenset(each.partition(".")[0] for each in sys.modules)
    import_module("pymongo")
    starts = {name: [name, "-h"] for name in commands()}
    # Nobody answers there: all that a crawl is made of is imported before it finds that out.
    nowhere = ["-s", "MONGODB_URI=mongodb://127.0.0.1:9", "-s", "MONGODB_TIMEOUT=0.1"]
    starts["crawl"] = ["crawl", "exclusive", *nowhere]
    starts["list"] = ["list"]  # finds all spiders, as `run`, `tick` and `status` do
    json.dump({name: imported_by(words, known) for name, words in starts.items()}, sys.stdout)
