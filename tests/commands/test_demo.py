"""`scrapy demo` as a newcomer runs it: interrupted on a terminal, complete, once more, removed."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pymongo import MongoClient
from scrapy.exceptions import UsageError

from kznews.commands.demo import Command, demo_site, remove_older
from kznews.commands.demo_text import DATABASE, command
from kznews.mongo.connection import Address
from kznews.mongo.embedded import embedded_mongod
from kznews.newsroom.site import Site
from kznews.record.schema import ARTICLES as ARTICLES_STORED
from tests.commands.terminal import Terminal, screen
from tests.crawl.conftest import PROJECT
from tests.databases import Documents
from tests.mongo.servers import PATIENCE, wait_until
from tests.ports import free_port

PAGES, CARDS = 5, 17
SIZE = ["--pages", str(PAGES), "--cards", str(CARDS)]
"""Options of a demo a third as long as a user's, of pages that look the same."""
# What the demo serves; its articles are counted here, not there.
SITE = demo_site(["exclusive"], PAGES, CARDS)
ARTICLES = {article.url: article for article in SITE.articles}
LISTINGS = 2 * PAGES
PROGRESS = re.compile(r" *\d+ s +(\d+) pages fetched +(\d+) articles stored")
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[\S+\] [A-Z]+: .+")


@dataclass(frozen=True)
class Run:
    exit_code: int
    output: str
    errors: str = ""

    @property
    def commands(self) -> list[str]:
        """The commands that it suggests: to look further, and to remove its data."""
        return re.findall(r"^  (.+ (?:query|demo) .+)$", self.output, re.MULTILINE)

    def count(self, collection: str) -> tuple[int, str]:
        """What it says is stored: how many documents, and the words beside that."""
        line = re.search(rf"^  {collection} +(\d+) *(.*)$", self.output, re.MULTILINE)
        assert line is not None
        return int(line[1]), line[2]


@dataclass(frozen=True)
class Demo:
    interrupted: Run
    drawn: str
    """What `interrupted` wrote, as a terminal gets it."""
    while_running: list[str]
    """The programs that ran on the demo's data when it was interrupted."""
    first: Run
    looked_further: Run
    second: Run
    removed: Run
    databases: list[str]
    """Those that there are after `removed`."""
    indexes: list[list[Path]]
    """The indexes of searches that there are before and after `removed`."""
    left_running: list[list[str]]
    """The programs that ran on the demo's data after `interrupted` and `first`."""


def programs_on(folder: Path) -> list[str]:
    """The command lines of the processes that name `folder` in theirs."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:  # it has ended meanwhile
                continue
            if str(folder).encode() in command:
                found.append(command.replace(b"\0", b" ").decode())
    return found


def run(command: list[str] | str, environment: dict[str, str]) -> Run:
    done = subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    scrapy = str(Path(sys.executable).with_name("scrapy"))
    left: list[list[str]] = []
    # Not pytest's tmp_path: that is kept after the session, and a mongod's is 300 MB.
    with TemporaryDirectory(prefix="kznews demo ") as name:
        folder = Path(name)
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("MONGODB_")
        } | {"KZNEWS_DATA_DIR": name}

        terminal = Terminal([scrapy, "demo", *SIZE, "--loglevel", "INFO"], environment)
        try:
            while not re.search(r" [1-9]\d* articles stored", terminal.drawn):
                assert terminal.read(), terminal.drawn
            while_running = programs_on(folder)
            terminal.interrupt()
            while terminal.read():
                pass
            exit_code = terminal.process.wait(PATIENCE)
        finally:
            terminal.process.kill()
            terminal.process.wait()
        interrupted = Run(exit_code, "\n".join(screen(terminal.drawn)))
        left.append(programs_on(folder))

        first = run([sys.executable, "-W", "error", scrapy, "demo", *SIZE], environment)
        left.append(programs_on(folder))
        # The same server for all that follows, which need not start it: that takes a while.
        with (
            embedded_mongod(folder / "mongod") as uri,
            MongoClient[dict[str, Any]](uri) as client,
        ):
            looked_further = run(first.commands[0], environment)
            again = [sys.executable, "-W", "error", "-m", "scrapy", "demo", *SIZE]
            second = run(again, environment)
            client["kznews"]["articles"].insert_one({"title": "a user's own"})
            indexes = [[*(folder / "search").iterdir()]]
            removed = run(second.commands[-1], environment)
            indexes.append([*(folder / "search").iterdir()])
            databases = client.list_database_names()
        yield Demo(
            interrupted=interrupted,
            drawn=terminal.drawn,
            while_running=while_running,
            first=first,
            looked_further=looked_further,
            second=second,
            removed=removed,
            databases=databases,
            indexes=indexes,
            left_running=left,
        )
        wait_until(lambda: not programs_on(folder), "no program uses the folder any more")


def test_a_real_mongod_runs_meanwhile_and_none_afterwards(demo: Demo) -> None:
    assert any("--dbpath" in command for command in demo.while_running)
    assert demo.left_running == [[], []]


def test_ctrl_c_ends_it_cleanly_and_tells_what_is_there(demo: Demo) -> None:
    run = demo.interrupted
    assert run.exit_code == 1
    assert "Traceback" not in run.output
    assert "Stopped before the end: what was read is stored" in run.output
    stored, _ = run.count("articles")
    assert 0 < stored < len(ARTICLES)
    assert f"This run stored {stored} new articles" in run.output


def test_the_progress_is_one_line_that_no_log_line_garbles(demo: Demo) -> None:
    counts = [int(pages) for pages, _ in PROGRESS.findall(demo.drawn)]
    assert len(counts) > 2
    assert counts == sorted(counts)
    shown = [line for line in demo.interrupted.output.splitlines() if "pages fetched" in line]
    assert len(shown) == 1
    assert PROGRESS.fullmatch(shown[0])
    logged = [line for line in demo.interrupted.output.splitlines() if "INFO: " in line]
    assert any("Received SIGINT" in line for line in logged)
    assert all(LOG_LINE.fullmatch(line) for line in logged)


def progress(run: Run) -> list[tuple[int, int]]:
    """Pages fetched and articles stored, line by line: not on a terminal there are several."""
    found = []
    for line in run.output.splitlines():
        if "pages fetched" in line:
            counts = PROGRESS.fullmatch(line)
            assert counts is not None
            found.append((int(counts[1]), int(counts[2])))
    return found


def test_the_next_run_goes_on_where_it_was_stopped(demo: Demo) -> None:
    assert demo.first.exit_code == 0
    assert demo.first.errors == ""
    before, _ = demo.interrupted.count("articles")
    rest = len(ARTICLES) - before
    assert f"This run stored {rest} new articles" in demo.first.output
    pages, articles = progress(demo.first)[-1]
    assert articles == rest  # none is read twice
    assert pages <= rest + LISTINGS + 1  # and robots.txt


def test_it_counts_by_collection_and_language(demo: Demo) -> None:
    articles = Counter(article.language for article in ARTICLES.values())
    tickers = Counter(headline.language for headline in SITE.ticker)
    for collection, counted in (("articles", articles), ("tickers", tickers)):
        assert demo.first.count(collection) == (
            counted.total(),
            f"{counted['ru']} Russian (ru), {counted['kk']} Kazakh (kk)",
        )
    assert demo.first.count("rates") == (3, "")
    assert demo.first.count("rejected") == (0, "")


def test_it_shows_articles_rates_and_ticker(demo: Demo) -> None:
    dated = [article for article in ARTICLES.values() if article.card_date is not None]
    newest = [each for each in dated if each.card_date == date(2025, 4, 28)]
    shown = re.findall(r"^  (2025-\d\d-\d\d)  (ru|kk)  (.+)$", demo.first.output, re.MULTILINE)
    assert len(shown) == 5 <= len(newest)
    assert set(shown) <= {("2025-04-28", each.language, each.title) for each in newest}
    assert f"  and {len(ARTICLES) - len(dated)} articles without a date" in demo.first.output
    for line in (
        "USD/KZT   425.67   printed as USD",
        "EUR/KZT   496.42   printed as EUR",
        "RUB/KZT     5.81   printed as RUR",
    ):
        assert f"\n  {line}\n" in demo.first.output
    for position, headline in enumerate(SITE.ticker[:5], start=1):
        assert f"\n  {position:>2}  {headline.language}  {headline.text}\n" in demo.first.output


def counted(site: Site) -> set[str]:
    """The lines that tell how many articles of a site are stored."""
    languages = Counter(article.language for article in site.articles)
    undated = sum(article.card_date is None for article in site.articles)
    named = f"{languages['ru']} Russian (ru), {languages['kk']} Kazakh (kk)"
    return {
        f"  articles{languages.total():>6}   {named}",
        f"  and {undated} articles without a date: their pages state none",
    }


def test_the_readme_shows_what_it_prints(demo: Demo) -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    shown = readme.split("## What the demo prints")[1].split("```")[1]
    of_run, of_database = shown.split("\nIn the database:\n")
    printed = demo.first.output.splitlines()
    # What it shows is a user's demo, which has more pages.
    users = demo_site(["exclusive"])
    assert counted(SITE) <= set(printed)
    assert counted(users) <= set(of_database.splitlines())
    assert set(of_database.splitlines()) - counted(users) <= set(printed)
    size = f"{users.listing_pages} listing pages, {len(users.articles)} invented articles"
    assert size in of_run

    def masked(line: str) -> str:
        return re.sub(r"\d+", "0", " ".join(line.split()))

    # Its run here goes on where another one was stopped.
    assert {masked(line) for line in of_run.splitlines()} <= {masked(line) for line in printed}


def test_the_command_that_it_prints_looks_further(demo: Demo) -> None:
    assert demo.looked_further.exit_code == 0, demo.looked_further.errors
    printed = demo.looked_further.output
    found = [ARTICLES[url] for url in re.findall(r"^  (https://\S+)$", printed, re.MULTILINE)]
    assert len(found) > 3
    for article in found:
        assert article.language == "kk"
        assert f"  {article.title}\n" in printed.replace("*", "")
    marked = {word.lower() for word in re.findall(r"\*([^*]+)\*", printed)}
    assert "су" in marked
    assert all(word.startswith("су") for word in marked)
    assert shlex.split(demo.first.commands[0])[0] == str(Path(sys.executable).with_name("scrapy"))


def test_the_second_run_finds_nothing_new_and_says_so(demo: Demo) -> None:
    assert demo.second.exit_code == 0
    assert demo.second.errors == ""
    assert (
        "\nThis run found nothing new: 2 pages were due, and 2 of them are as they were (304 Not"
    ) in demo.second.output
    assert progress(demo.second)[-1] == (2, 0)  # the first pages of both listings
    assert demo.second.count("articles")[0] == len(ARTICLES)
    assert demo.second.count("tickers")[0] == len(SITE.ticker)
    assert shlex.split(demo.second.commands[0])[:3] == [sys.executable, "-m", "scrapy"]


def test_what_it_stored_can_be_removed(demo: Demo) -> None:
    assert demo.removed.exit_code == 0
    assert demo.removed.output.startswith(f"Removed the database {DATABASE} from the embedded")
    assert DATABASE not in demo.databases
    assert "kznews" in demo.databases
    assert [len(each) for each in demo.indexes] == [1, 0]


@pytest.mark.parametrize(
    ("uri", "options"),
    [
        ("mongodb://db.example/?tls=true", ["-s", "MONGODB_URI=mongodb://db.example/?tls=true"]),
        # Where it came from, the environment, it still is.
        ("mongodb://me:secret@db.example/", []),
    ],
)
def test_a_suggested_command_names_the_server_but_no_password(
    monkeypatch: pytest.MonkeyPatch, uri: str, options: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/scrapy"])
    address = Address(uri=uri, database=DATABASE, data_dir=Path("/nowhere"), timeout=5)
    assert shlex.split(command(address, "demo")) == [".venv/bin/scrapy", "demo", *options]


@pytest.mark.parametrize(
    ("outlets", "pages", "cards", "words"),
    [
        ("exclusive,nobody", None, None, r"does not play 'nobody'; it plays .*exclusive, "),
        ("all", 0, None, r"--pages must be from 1 to 200, not 0"),
        ("all", None, 0, r"--cards must be 1 or more, not 0"),
    ],
)
def test_what_cannot_be_played_is_named(
    outlets: str, pages: int | None, cards: int | None, words: str
) -> None:
    options = argparse.Namespace(outlets=outlets, pages=pages, cards=cards)
    with pytest.raises(UsageError, match=words):
        Command().check([], options)


@pytest.mark.parametrize("version", [ARTICLES_STORED.version - 1, ARTICLES_STORED.version])
def test_what_a_demo_of_an_older_version_stored_is_removed(mongodb_uri: str, version: int) -> None:
    address = Address(uri=mongodb_uri, database=DATABASE, data_dir=Path("/nowhere"), timeout=5)
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        stored: Documents = client[DATABASE]
        stored["schemas"].insert_one({"_id": "articles", "version": version})
        remove_older(address, [ARTICLES_STORED])
        assert (DATABASE in client.list_database_names()) == (version == ARTICLES_STORED.version)
        client.drop_database(DATABASE)


def test_make_gives_the_demo_its_options() -> None:
    told = run(["make", "-n", "demo", "--", "--outlets", "all"], dict(os.environ))
    assert told.exit_code == 0
    assert "/scrapy demo --outlets all\n" in told.output


def test_without_mongodb_nothing_is_crawled() -> None:
    host = f"127.0.0.1:{free_port()}"
    options = ["-s", f"MONGODB_URI=mongodb://{host}/", "-s", "MONGODB_TIMEOUT=0.3"]
    done = run([sys.executable, "-m", "scrapy", "demo", *options], dict(os.environ))
    assert done.exit_code == 2
    assert done.errors.startswith(f"scrapy demo: cannot reach MongoDB at {host}")
    assert "Traceback" not in done.errors
    assert "Crawling" not in done.output
