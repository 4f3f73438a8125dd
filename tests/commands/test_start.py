"""What the start of each command may import besides Scrapy: nothing that it may not need.

Whoever makes a start import more says here what, and why it cannot wait until it is needed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

import pytest

from kznews.command_line import commands_module, spider_modules
from tests.commands.starts import commands
from tests.crawl.conftest import PROJECT

# The driver imports requests, for certificates that are revoked, where that is installed.
DRIVER = {"bson", "certifi", "platformdirs", "pymongo", "requests", "urllib3"}
KEPT_PAGES = {"xxhash", "zstandard"}
LIBRARIES = {
    "archive": {"six", "warcio"} | KEPT_PAGES,
    "crawl": {"protego"} | KEPT_PAGES,
    "demo": {"jinja2", "markupsafe"},
    "induce": KEPT_PAGES,
    "list": {"protego"} | KEPT_PAGES,
    "probe": {"feedparser", "feedparser_sgmllib", "protego"} | KEPT_PAGES,
    "reparse": {"numpy"} | KEPT_PAGES,
    "run": {"filelock", "packaging"} | KEPT_PAGES,
    "stories": {"numpy", "xxhash"},
    "tick": {"packaging"},
}
"""Beyond the driver's, by command."""

ROOMS = {
    *("archive", "command_line", "commands", "frontier", "items", "mongo", "monitoring", "nodes"),
    *("outlets", "record", "setting_names", "settings", "statistics", "text"),
}
MORE_ROOMS = {
    "archive": {"transport"},
    "crawl": {"extraction", "feeds", "layouts", "pipelines", "spiders", "transport"},
    "demo": {"newsroom"},
    "export": {"exports"},
    "induce": {"extraction", "layouts", "transport"},
    "probe": {"extraction", "layouts", "transport"},
    "list": {"extraction", "spiders", "transport"},
    "query": {"exporters"},
    "reparse": {"extraction", "layouts", "pipelines"},
    "migrate": {"watches"},
    "run": {"feeds", "layouts", "transport", "watches"},
    "status": {"watches"},
    "tick": {"layouts"},
}

# Of the rooms of which a crawl needs most only once there is an article, or another transport.
OF_A_CRAWL = {
    "extraction": {
        *("blocks", "cards", "class_index", "dating", "decoding", "json_document", "json_listing"),
        *("listing", "page", "page_dates", "plausible_metadata", "rates", "sitemap", "structured"),
        "ticker",
    },
    "text": {
        *("calendar_words", "characters", "currency", "date_grammar", "date_tokens", "dates"),
        *("differences", "gist", "kinds", "language", "latin_language", "letter_odds", "mojibake"),
        *("normal_form", "printed_rates", "quotations", "section_names", "shared_nouns"),
        *("terminal", "timezones", "urls"),
    },
    "record": {
        *("absences", "boilerplate", "documents", "edits", "history", "lifetime_writing"),
        *("lifetimes", "migrations", "moves", "paragraphs", "patches", "presence", "schema"),
        *("signs_of_life", "steps", "stories", "translations", "versions", "writer"),
    },
    "transport": {
        *("addon", "address_guard", "bounded_http", "handler", "network", "newsroom"),
        *("redirects", "replay_files", "robots"),
    },
}


@cache
def imported() -> dict[str, list[str]]:
    """The modules that each command's start imports besides those of any `scrapy` command."""
    started = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.commands.starts"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    modules: dict[str, list[str]] = json.loads(started.stdout)
    return modules


def own(command: str, room: str = "") -> set[str]:
    """The first part of the names of our modules, below the room where one is named."""
    above = f"kznews.{room}." if room else "kznews."
    names = (each.removeprefix(above) for each in imported()[command] if each.startswith(above))
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("command", commands())
def test_a_start_imports_no_library_that_it_may_not_need(command: str) -> None:
    known = {"kznews", "__mp_main__", *sys.stdlib_module_names}
    libraries = {name.partition(".")[0] for name in imported()[command]} - known
    assert libraries <= DRIVER | LIBRARIES.get(command, set())


@pytest.mark.parametrize("command", commands())
def test_a_start_imports_no_room_that_it_may_not_need(command: str) -> None:
    assert own(command) <= ROOMS | MORE_ROOMS.get(command, set())


def test_who_looks_for_all_spiders_imports_nothing_of_what_they_read() -> None:
    assert own("list", "extraction") <= OF_A_CRAWL["extraction"] | {"national_bank"}


@pytest.mark.parametrize("room", OF_A_CRAWL)
def test_a_crawl_starts_without_what_its_first_article_needs(room: str) -> None:
    assert own("crawl", room) <= OF_A_CRAWL[room]


def test_a_crawl_starts_with_all_that_it_is_made_of() -> None:
    """Else the other tests show nothing."""
    assert {"store", "deduplicate"} <= own("crawl", "pipelines")
    assert {"network"} <= own("crawl", "transport")
    assert "kznews.mongo.connection" in imported()["status"]


def test_the_module_of_the_command_is_enough() -> None:
    assert commands_module(["scrapy", "crawl", "exclusive"]) == "kznews.commands.crawl"
    assert commands_module(["scrapy", "--profile=p", "status"]) == "kznews.commands.status"
    for others in ([], ["-h"], ["crwl", "exclusive"]):
        assert commands_module(["scrapy", *others]) == "kznews.commands"
    for of_scrapy in (["version"], ["runspider", "crawl"], ["settings", "--get", "BOT_NAME"]):
        assert not commands_module(["scrapy", *of_scrapy])


def test_the_module_of_the_spider_is_enough() -> None:
    for of_outlet in (["exclusive"], ["-a", "pages=1", "zakon"]):
        assert spider_modules(["scrapy", "crawl", *of_outlet]) == ["kznews.spiders.outlets"]
    assert spider_modules(["scrapy", "crawl", "nationalbank"]) == ["kznews.spiders.nationalbank"]
    for others in (["crawl"], ["crawl", "exclusiv"], ["list"], ["check", "exclusive"], []):
        assert spider_modules(["scrapy", *others]) == ["kznews.spiders"]
