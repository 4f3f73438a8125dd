"""`scrapy tickers`: what was pushed when, with its articles; frozen tickers; by an index."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.commands.tickers_text import frozen_lines
from kznews.mongo.values import Fields
from kznews.record.frozen_tickers import TickerState, state_of
from kznews.record.lifetimes import LONG, Interval, Seen
from kznews.record.stored_tickers import Pushed, in_time
from kznews.record.ticker_articles import TickerArticle
from kznews.record.writer import Writer
from tests.command_in_process import Answer, RunCommand
from tests.record.samples import article
from tests.record.shown import show
from tests.record.stores import open_store

DATABASE = "test_tickers_of_a_day"
# In Almaty, UTC+05:00.
TWO = datetime(2026, 11, 27, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
URL = "https://exclusive.kz/articles/1/"
LINKS = {"В Алматы открыли мост": URL, "В Алматы новый мост": URL}


@pytest.fixture(scope="module")
def filled(mongodb_uri: str) -> Iterator[str]:
    """A day of one outlet: a headline that comes and goes, and one of a former title."""

    async def fill() -> None:
        async with open_store(mongodb_uri, DATABASE) as database, Writer(database) as writer:
            first = article(1, title="В Алматы открыли мост", published_at=TWO - 3 * HOUR)
            await writer.write(first)
            first.title, first.fetched_at = "В Алматы открыли новый мост", TWO
            await writer.write(first)
            title = "Цены на хлеб снизились на 2 %"
            await writer.write(article(2, title=title, published_at=TWO - HOUR))
            for hours, headlines in (
                (-2, ["В Алматы открыли мост"]),
                (-1, ["ЦЕНЫ НА ХЛЕБ СНИЗИЛИСЬ НА 2 %", "Күн суытады"]),
                (1, ["В Алматы открыли мост", "Күн суытады"]),
                (3, ["Күн суытады", "В Алматы новый мост"]),
            ):
                await show(writer, TWO + hours * HOUR, *headlines, links=LINKS)

    asyncio.run(fill())
    yield DATABASE
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(DATABASE)


@pytest.fixture
def tickers(run_command: RunCommand, mongodb_uri: str, filled: str) -> Callable[..., Answer]:
    """The command on the filled database."""
    return partial(run_command, "tickers", MONGODB_URI=mongodb_uri, MONGODB_DATABASE=filled)


def test_what_was_pushed_at_a_moment_is_told(tickers: Callable[..., Answer]) -> None:
    told = tickers("--at=2026-11-27 14:00")
    assert told.exit_code == 0, told.errors
    assert (
        told.output
        == """\
Headlines that were pushed on 2026-11-27 at 14:00:00; times are those of Almaty (Asia/Almaty):

exclusive: 2 headlines
  Күн суытады
    from 2026-11-27 13:00:00 to 2026-11-27 17:00:00, for 4 h at least, at positions 1 to 2
    a newer page without it has not been read
  ЦЕНЫ НА ХЛЕБ СНИЗИЛИСЬ НА 2 %
    seen once, at 2026-11-27 13:00:00, at position 1
    a page of 2026-11-27 15:00:00 did not show it any more
    so it may have been taken off before the moment that was asked for
    article, found by its title: https://exclusive.kz/articles/2/
"""
    )
    assert tickers("--at=2026-11-27T09:00+00:00").output == told.output
    assert "  none that is stored\n" in tickers("--at=2026-11-27 14:00", "--outlet=abai").output


def test_a_day_has_each_time_of_a_headline(tickers: Callable[..., Answer]) -> None:
    lines = tickers("--day=2026-11-27", "--json").output.splitlines()
    times = [json.loads(line) for line in lines]
    assert [each["headline"] for each in times] == [
        *("В Алматы открыли мост", "Күн суытады", "ЦЕНЫ НА ХЛЕБ СНИЗИЛИСЬ НА 2 %"),
        *("В Алматы открыли мост", "В Алматы новый мост"),
    ]
    first, _, prices, again, new = times
    assert (first["missed_at"], again["missed_at"]) == (
        "2026-11-27T08:00:00+00:00",
        "2026-11-27T12:00:00+00:00",
    )
    assert (first["article"]["wording"], first["article"]["found_by"]) == (
        "a former title",
        "address",
    )
    assert prices["article"]["wording"] == "the title"
    assert new["article"]["words"] == [
        {"part": "same", "text": "В Алматы"},
        {"part": "cut", "text": "открыли"},
        {"part": "same", "text": "новый мост"},
    ]
    # The last millisecond of the day before is another day.
    assert tickers("--day=2026-11-28").output.endswith("  none that is stored\n")


def test_a_headlines_times_and_what_was_pushed_last_are_told(
    tickers: Callable[..., Answer],
) -> None:
    told = tickers("В Алматы  открыли мост", "--outlet=exclusive").output
    assert told.count("seen once, at ") == 2
    assert "its title was this before, now:\n    В Алматы открыли новый мост\n" in told
    last = tickers().output
    assert last.startswith("Headlines of the last page that was read of each outlet; ")
    assert "exclusive: 2 headlines\n" in last
    assert "; from its title to the headline:\n  В Алматы [-открыли-] новый мост\n" in last
    assert tickers("--frozen").output == "No ticker is frozen: 1 ticker read.\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--at=yesterday"], "--at 'yesterday' is no moment: give one as 2026-11-27 14:00"),
        (["--day=7d"], "--day '7d' is no day: give one as 2026-11-27"),
        (["Мост", "--frozen"], "give a headline, or --at, --day or --frozen, but not both"),
        (["Мост", "Хлеб"], "give one headline, in quotation marks"),
    ],
)
def test_what_cannot_be_asked_is_told(
    tickers: Callable[..., Answer], words: list[str], why: str
) -> None:
    answer = tickers(*words)
    assert answer.exit_code == 2
    assert why in answer.errors + answer.output


def state(seen_days_ago: float, articles_of_days_ago: Sequence[float] = ()) -> TickerState:
    """Of headlines that came up so long before now, whose articles are so old."""
    came = Seen(TWO - seen_days_ago * DAY)
    pushed = [
        Pushed(
            outlet="exclusive",
            edition=None,
            headline=f"Жаңалық {number}",
            url=None,
            language="kk",
            interval=Interval((came, Seen(TWO))),
        )
        for number in range(5)
    ]
    articles = {
        each: TickerArticle(
            id=f"{days}",
            url=URL,
            title=each.headline,
            published_at=TWO - days * DAY,
            found_by="title",
            wording="the title",
            words=(),
        )
        for each, days in zip(pushed, articles_of_days_ago, strict=False)
    }
    return state_of(pushed, articles, None)


def test_a_ticker_that_is_the_same_for_days_is_frozen_since_its_last_change() -> None:
    assert state(2.9).frozen_since is None
    frozen = state(3.1)
    assert frozen.frozen_since == TWO - 3.1 * DAY
    [_, _, head, why] = frozen_lines([frozen, state(1)])
    assert head == "exclusive: frozen since 2026-11-24 11:36:00, read last at 2026-11-27 14:00:00"
    assert why.startswith("  it has shown the same 5 headlines since ")
    # What was taken off is a change, too.
    assert replace(frozen, changed_at=TWO - DAY).frozen_since is None


def test_headlines_that_are_far_older_than_the_page_are_frozen_since_the_newest() -> None:
    """As on the seed page: one crawl shows it."""
    frozen = state(0.1, [1059, 1060, 1061])
    assert frozen.frozen_since == TWO - 1059 * DAY
    assert "  its newest article is 1059 days older than the page: " in "\n".join(
        frozen_lines([frozen])
    )
    assert state(0.1, [1059, 1060]).frozen_since is None  # too few to tell
    assert state(0.1, [1, 2, 900]).frozen_since is None  # an old one among new ones
    assert state(4, [900, 900, 900]).frozen_since == TWO - 900 * DAY


def test_moments_are_asked_of_an_index(mongodb_uri: str, filled: str) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        plan: Fields = client[filled]["tickers"].find(in_time(TWO, TWO)).explain()
    branches = plan["queryPlanner"]["winningPlan"]["inputStage"]["inputStages"]
    soon, ever = (each["inputStage"] for each in branches)
    assert soon["keyPattern"] == {"intervals.until": 1, "intervals.first_seen_at": 1}
    # What ended long after is not looked at.
    week = f"new Date({int((TWO + LONG).timestamp() * 1000)})"
    assert soon["indexBounds"]["intervals.until"][0].endswith(f"{week}]")
    assert ever["indexName"] == "long"
