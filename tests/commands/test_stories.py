"""`scrapy stories` links and compares, and tells people and programs who copied whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from kznews.items import Article
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.crawl.conftest import scrapy
from tests.record.stories.linked import published
from tests.record.stories.texts import BRIDGE, FIRE

# No article comes out at a midnight, which is no time of the day: it stands for the day.
NOW = (datetime.now(UTC) - timedelta(hours=1)).replace(minute=7, second=0, microsecond=0)
URL = "https://exclusive.kz/articles/2/"


@pytest.fixture
def stories(on_database: RunCommand) -> Callable[..., Answer]:
    """The command on the test's database."""
    return partial(on_database, "stories")


def came_out(number: int, body: str, hours_ago: float, **changes: Any) -> Article:
    at = NOW - timedelta(hours=hours_ago)
    return published(number, body, 0, **{"published_at": at, "fetched_at": NOW} | changes)


FIRST, *_, LAST = FIRE.split("\n\n")
COPY = FIRE.replace("двенадцать расчетов", "15 машин").replace(LAST, "Иллюстративное фото.")


def some() -> list[Fields]:
    """A story of four, one of them of an unknown moment; and a text that nobody else has."""
    title = "Склад горел\x1b[2J"
    told = [
        came_out(1, FIRE, 5, outlet="vlast", attributed_to=["пресс-служба ДЧС"]),
        came_out(2, COPY, 4, outlet="zakon", title=title, attributed_to=["Власть", "Vlast.kz"]),
        came_out(3, FIRE, 4.5, outlet="nur", attributed_to=["пресс-служба ДЧС"]),
        came_out(4, FIRE, 4, outlet="orda", published_at=None, published_precision=None),
        came_out(5, BRIDGE, 3, outlet="orda"),
    ]
    return [article_fields(each) for each in told]


def test_who_copied_whom_is_told(stories: Callable[..., Answer], database: TestDatabase) -> None:
    database["articles"].insert_many(some())
    missing = stories(URL)
    assert (missing.exit_code, missing.output) == (2, "")
    assert f"{URL} has no story yet: `scrapy stories` gives it one" in missing.errors
    done = stories()
    assert (done.exit_code, done.errors) == (0, "")
    assert done.output.splitlines() == [
        "5 articles have got their story",
        "5 articles were compared with the others of their stories",
        "The translations of 5 articles were looked for",
    ]
    found = {each["url"][-2]: each for each in database["articles"].find()}
    story = found["1"]["story_id"]
    assert [story == found[number]["story_id"] for number in "2345"] == [True, True, True, False]
    assert database["copies"].count_documents({}) == 4

    told = stories(f"{URL}?utm_source=tg")
    assert (told.exit_code, told.errors) == (0, "")
    assert stories(story).output == told.output
    lines = told.output.splitlines()
    assert lines[0] == f"Story {story}: 4 articles, 4 outlets"
    assert lines[1] == "It is not certain who was the first: vlast or orda."
    assert f"1 to 2. vlast, {NOW - timedelta(hours=5):%Y-%m-%d %H:%M} UTC: https://" in told.output
    assert f"1 to 4. orda, before {NOW:%Y-%m-%d %H:%M:%S} UTC, when it was first" in told.output
    zakon = told.output.partition("zakon, ")[2]
    assert "  Склад горел\ufffd[2J\n  copied from vlast, perhaps the first, 60 min later\n" in zakon
    assert "  names it as its source\n" in zakon
    assert "[-двенадцать расчетов,-] {+15 машин,+}" in zakon
    assert "  paragraph 4 was cut:\n" in zakon
    assert (
        "\n  names пресс-служба ДЧС; vlast names пресс-служба ДЧС, too: both may be" in told.output
    )
    assert (
        "copied from vlast, perhaps the first, if that was the earlier, which is not certain"
        in told.output
    )

    document = stories(URL, "--json").document
    assert document["story_id"] == story
    [copy] = [each for each in document["articles"] if each["outlet"] == "zakon"]
    assert (copy["source_url"], copy["delay"]) == ("https://exclusive.kz/articles/1/", 3600)
    assert copy["order"] == {"first": 3, "last": 4}
    assert {"part": "added", "text": "15 машин,"} in copy["paragraphs"][0]["words"]

    pairs = stories("--pairs")
    assert (pairs.exit_code, pairs.errors) == (0, "")
    assert "\n\nnur from vlast: 1 copy (100 % of all its copies)\n" in pairs.output
    assert "  the median one 30 min later; 100 % of the words taken over (median); 0 % name" in (
        pairs.output
    )
    assert "  of 1 copy it is not certain that the source was earlier\n" in pairs.output
    only = stories("--pairs", "--outlet=zakon", "--since=12h", "--by=month", "--json")
    [pair] = map(json.loads, only.output.splitlines())
    assert (pair["outlet"], pair["source_outlet"], pair["copies"]) == ("zakon", "vlast", 1)
    assert (pair["naming"], [*pair["periods"].values()]) == ({"source": 1}, [1])
    day = f"{NOW + timedelta(days=1):%Y-%m-%d}"
    assert "No copies are known that appeared since" in stories("--pairs", f"--since={day}").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([URL, URL], "give the address of one article, or one story_id, or --pairs"),
        ([URL, "--pairs"], "give the address of one article, or one story_id, or --pairs"),
        (["--since=7d"], "--since goes with --pairs"),
        ([URL, "--by=week"], "--by goes with --pairs"),
        (["--json"], "--json goes with the address of an article, a story_id, or --pairs"),
        (["exclusive"], "'exclusive' is no address"),
        (["--pairs", "--outlet=x"], "there is no outlet 'x': `scrapy outlets` shows them"),
        ([URL], f"no article of the address {URL} is stored"),
        (["20260401120000-" + 32 * "0"], f"no article of the story 20260401120000-{32 * '0'} is"),
    ],
)
def test_what_cannot_be_shown_is_told(
    stories: Callable[..., Answer], words: list[str], why: str
) -> None:
    answer = stories(*words)
    assert answer.exit_code == 2
    assert why in answer.errors + answer.output


def test_a_database_that_is_away_is_named() -> None:
    store = {"MONGODB_URI": "mongodb://127.0.0.1:1/", "MONGODB_DATABASE": "kznews"}
    done = scrapy(["stories"], store, {"MONGODB_TIMEOUT": 0.2})
    assert done.exit_code == 2
    assert done.log.startswith("scrapy stories: cannot reach MongoDB at 127.0.0.1:1")
