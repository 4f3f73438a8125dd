"""Commands, their options and make targets of the documents are those that there are."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from functools import cache
from importlib import import_module

from benchmarks.project_settings import project_settings
from tests.crawl.conftest import PROJECT, scrapy
from tests.docs.documents import DOCUMENTS, name_of, section, tables

TEXT = {name_of(document): document.read_text("utf-8") for document in DOCUMENTS}
OURS = {
    path.stem
    for path in (PROJECT / "kznews" / "commands").glob("*.py")
    if "class Command(" in path.read_text("utf-8")
}


def test_each_command_of_our_own_is_documented_and_each_documented_one_is_there() -> None:
    listed = set(re.findall(r"^  (\w+)  ", scrapy(["-h"], {}, {}).log, re.MULTILINE))
    told = {
        name.removeprefix("scrapy ")
        for name in tables(section("docs/operations.md", "Commands"), "command")
    }
    of_scrapy = {"bench", "check", "fetch", "list", "parse", "shell", "view"}
    assert told | of_scrapy == OURS
    for name, written in TEXT.items():
        named = set(re.findall(r"(?:\.venv/bin/|`)scrapy ([a-z]+)", written))
        assert named <= listed, name


@cache
def options(verb: str) -> set[str]:
    package = "kznews.commands" if verb in OURS else "scrapy.commands"
    command = import_module(f"{package}.{verb}").Command()
    command.settings = project_settings()
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    return set(re.findall(r"(?<![\w-])-{1,2}[a-z][a-z-]*", parser.format_help()))


def test_options_of_examples_exist() -> None:
    for name, written in TEXT.items():
        for command in re.findall(r"^\.venv/bin/scrapy (.+?)(?:  +#.*)?$", written, re.MULTILINE):
            verb, *words = shlex.split(command)
            known = options(verb)
            for word in words:
                option = word.split("=")[0]
                if re.fullmatch(r"-{1,2}[a-z][a-z-]*", option):
                    assert option in known, (name, command)


def test_make_targets_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        target
        for written in TEXT.values()
        for target in re.findall(r"(?:^|`)make ([a-z]+)", written, re.MULTILINE)
    }
    assert {"demo", "test", "lint", "lowest", "scrapyd", "deploy"} <= named <= targets
