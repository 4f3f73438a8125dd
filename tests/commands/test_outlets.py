from __future__ import annotations

import argparse
import re

import pytest
from scrapy.exceptions import UsageError

from kznews.commands.outlets import Command
from kznews.commands.outlets_text import fact_lines, outlet_lines, outlets_document
from kznews.outlets import all_outlets
from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, RatesLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="alem",
    title="Әлем",
    editions=(
        Edition(host="alem.kz", languages=("kk", "ru")),
        Edition(host="alem.kz", path="/qz/", languages=("kk",), script="Latn", copies=True),
        Edition(host="en.alem.kz", languages=("en",), time_zone="Asia/Oral"),
    ),
    time_zone="Asia/Almaty",
    is_aggregator=True,
    feeds=(Feed(section="feed", url="https://alem.kz/rss", evidence="two lists of 2026"),),
    sitemaps=(Sitemap(section="map", url="https://alem.kz/map.xml", unverified=("url",)),),
    listings=(
        Listing(section="news", url="https://alem.kz/news", evidence="a capture of 2024"),
        Listing(section="opinion", url="https://alem.kz/opinion", unverified=("url",)),
    ),
    article_layouts=(
        ArticleLayout(
            name="2024",
            mark="h1.a",
            title="h1.a",
            body="div.b",
            section="a.c",
            evidence="captures of 2024",
            unverified=("section",),
        ),
    ),
    rates=(RatesLayout(currency_pairs=True, evidence="a capture of 2024"),),
)
SILENT = Outlet(
    name="bos", title="Бос", editions=(Edition(host="bos.kz", languages=("ru",)),),
    time_zone="Asia/Almaty", is_satire=True,
)  # fmt: skip
FACTS = [
    "Әлем (aggregator)",
    "  edition alem.kz/: Kazakh, Russian",
    "  edition alem.kz/qz/: Kazakh, in Latn script, copies of the main edition",
    "  edition en.alem.kz/: English, Asia/Oral",
    "  feed feed (https://alem.kz/rss): two lists of 2026",
    "  sitemap map (https://alem.kz/map.xml): unverified",
    "  listing news (https://alem.kz/news): a capture of 2024",
    "  listing opinion (https://alem.kz/opinion): unverified",
    "  article layout 2024: captures of 2024; unverified: section",
    "  rates: a capture of 2024",
]


def test_each_part_is_told_with_what_confirmed_it() -> None:
    assert list(fact_lines(OUTLET)) == FACTS
    assert list(fact_lines(SILENT)) == ["Бос (satire)", "  edition bos.kz/: Russian"]


def test_an_outlet_is_a_line() -> None:
    rows = [re.split(" {2,}", line) for line in outlet_lines([OUTLET, SILENT])]
    assert rows == [
        ["outlet", "languages", "found by", "article layouts", "unverified parts"],
        ["alem", "kk,ru,en", "1 feed, 1 sitemap, 2 listings", "2024", "3 of 6"],
        ["bos", "ru", "no spider", "-"],
    ]


def test_the_document_has_a_row_for_each_and_the_facts_of_those_that_are_crawled() -> None:
    lines = list(outlets_document([OUTLET, SILENT]))
    assert (
        "Outlets that can be crawled: 1; of them in Kazakh: 1, with a feed: 1, with a sitemap: 1. "
        "Of 1 more, only hosts, languages, time zone and names are known."
    ) in lines
    assert (
        "| [`alem`](#alem) | Әлем (aggregator) | `alem.kz` kk, ru<br>`alem.kz/qz` kk<br>"
        "`en.alem.kz` en | 1 feed, 1 sitemap, 2 listings | `2024` | 3 of 6 |"
    ) in lines
    assert "| `bos` | Бос (satire) | `bos.kz` ru | no spider | general extraction |  |" in lines
    assert lines[lines.index("## alem") :] == [
        "## alem",
        "",
        FACTS[0],
        "",
        *(f"- {each.strip()}" for each in FACTS[1:]),
    ]


def run(*args: str, markdown: bool = False) -> None:
    Command().run(list(args), argparse.Namespace(markdown=markdown))


def test_the_command_tells_of_all_or_of_those_named(capsys: pytest.CaptureFixture[str]) -> None:
    run()
    assert len(capsys.readouterr().out.splitlines()) == len(all_outlets()) + 1
    run("tengrinews")
    assert capsys.readouterr().out.startswith("Tengrinews.kz\n  edition tengrinews.kz/: Russian\n")


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no outlet 'tengri': there are "):
        run("tengri")
    with pytest.raises(UsageError, match="--markdown is about all outlets"):
        run("tengrinews", markdown=True)
