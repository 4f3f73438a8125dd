"""Whatever is done at once, cut off and done again: the record is what was scripted."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from pymongo.database import Database

from kznews.items import Article, Extraction
from kznews.record.corrections import Corrector
from kznews.record.documents import article_fields
from kznews.record.history import versions_of, with_kinds
from tests.crawl.conftest import PROJECT
from tests.record.samples import LATER, NOON, article
from tests.record.stores import open_store, open_writer
from tests.record.test_history import STATES, Sight, assert_is_true, minutes, runs

Documents = Database[dict[str, Any]]

ARTICLES = 40
WORKERS = 3
TITLES = {number: f"Тақырып {number}" for number in range(len(STATES))}


@dataclass(frozen=True)
class Fetch:
    """An article's page as a worker reads it: some are misread."""

    number: int
    sight: Sight
    is_misread: bool
    layout: str
    has_moved: bool

    @property
    def url(self) -> str:
        return address(self.number) if not self.has_moved else f"{address(self.number)}new/"

    @property
    def read_well(self) -> Article:
        said = STATES[self.sight.state] | {"title": TITLES[self.sight.state]}
        fetched_at = NOON + timedelta(minutes=self.sight.minute)
        page = f"{self.number} at {self.sight.minute}"
        extraction = Extraction(layout=self.layout, method="layout")
        return article(
            self.number,
            url=self.url,
            aliases=[address(self.number)] if self.has_moved else [],
            page=page,
            fetched_at=fetched_at,
            extraction=extraction,
            **said,
        )

    @property
    def read(self) -> Article:
        well = self.read_well
        return replace(well, title=f"Меню, {well.page}", authors=[]) if self.is_misread else well


def address(number: int) -> str:
    return f"https://exclusive.kz/articles/{number}/"


def scripted(lot: Random) -> list[Fetch]:
    """Publish, edit, edit back, redesign: each article at a few minutes, in a state at each."""
    return [
        Fetch(
            number,
            Sight(minute, lot.randrange(len(STATES))),
            lot.random() < 0.2,
            layout="2022" if minute < redesigned_at else "2026",
            has_moved=False,
        )
        for number in range(ARTICLES)
        for redesigned_at in [lot.randrange(60)]
        for minute in sorted(lot.sample(range(60), lot.randint(1, 7)))
    ]


def moved(fetches: Sequence[Fetch], lot: Random) -> list[Fetch]:
    """Move a third of the articles, some time, as they are: what they say changes later."""
    told: list[Fetch] = []
    moving = {number for number in range(ARTICLES) if lot.random() < 0.33}
    for each in fetches:
        before = told[-1] if told and told[-1].number == each.number else None
        if before is None or each.number not in moving:
            told.append(each)
        elif before.has_moved:
            told.append(replace(each, has_moved=True))
        elif lot.random() < 0.5:
            same = replace(each.sight, state=before.sight.state)
            told.append(replace(each, sight=same, is_misread=False, has_moved=True))
        else:
            told.append(each)
    return told


async def work(uri: str, name: str, fetches: Sequence[Fetch], lot: Random) -> None:
    """Store all of them, in any order, some twice; begin anew where it is cut off."""
    left = [*fetches, *(each for each in fetches if lot.random() < 0.3)]
    lot.shuffle(left)
    while left:
        async with open_writer(uri, name, batch_size=lot.randint(1, 20)) as writer:
            part = left[: lot.randint(1, 60)]
            writing = asyncio.gather(*(writer.write(each.read) for each in part))
            if lot.random() < 0.4:
                with suppress(TimeoutError, asyncio.CancelledError):
                    await asyncio.wait_for(writing, lot.random() * 0.02)
                    del left[: len(part)]
            else:
                await writing
                del left[: len(part)]


async def reparse(uri: str, name: str, fetches: Sequence[Fetch]) -> None:
    async with open_store(uri, name) as database:
        corrector = Corrector(database, by="kznews 9", dry_run=False)
        for number in range(ARTICLES):
            await corrector.correct([each.read_well for each in fetches if each.number == number])


async def work_in_turn(uri: str, name: str, fetches: Sequence[Fetch]) -> None:
    """Store what was fetched in order; two workers read each page at the same time."""
    async with open_writer(uri, name) as one, open_writer(uri, name) as other:
        for minute in sorted({each.sight.minute for each in fetches}):
            then = [each.read for each in fetches if each.sight.minute == minute]
            await asyncio.gather(*(writer.write(each) for each in then for writer in (one, other)))
            for each in then:
                if each.aliases:  # as a crawl does, once it has its story
                    await one.forget_former(article_fields(each))


def test_workers_reparses_and_what_is_cut_off_leave_the_record_that_was_scripted(
    mongodb_uri: str, database: Documents
) -> None:
    lot = Random(14)
    fetches = scripted(lot)
    in_turn = moved([each for each in fetches if each.number % 2], lot)
    others = [each for each in fetches if not each.number % 2]

    async def all_at_once() -> None:
        shares = [[each for each in others if lot.random() < 0.6] for _ in range(WORKERS - 1)]
        rest = [each for each in others if not any(each in share for share in shares)]
        await asyncio.gather(
            *(work(mongodb_uri, database.name, share, lot) for share in (*shares, rest)),
            work_in_turn(mongodb_uri, database.name, in_turn),
            reparse(mongodb_uri, database.name, [*in_turn, *others]),
        )
        await reparse(mongodb_uri, database.name, [*in_turn, *others])

    asyncio.run(all_at_once())
    stored = {each["url"]: each for each in database["articles"].find()}
    assert len(stored) == ARTICLES
    states = {title: state for state, title in TITLES.items()}
    edits = 0
    for number in range(ARTICLES):
        of_article = [each for each in (*in_turn, *others) if each.number == number]
        versions = versions_of(stored[of_article[-1].url])
        found = [
            (states[each.fields["title"]], minutes(each.first_seen_at), minutes(each.last_seen_at))
            for each in versions
        ]
        sights = [each.sight for each in of_article]
        assert_is_true(found, sights)
        if number % 2:
            assert found == [(state, min(when), max(when)) for state, when in runs(sights)]
        assert [each.kinds for each in with_kinds(versions)] == [each.kinds for each in versions]
        edits += len(versions) - 1
    assert edits > ARTICLES


@pytest.mark.parametrize(("when", "known"), [("before", 1), ("after", 2)])
def test_a_writer_that_is_killed_leaves_no_gap_and_no_double(
    mongodb_uri: str, database: Documents, when: str, known: int
) -> None:
    edited = article(title="Жаңа", fetched_at=LATER)

    async def write(each: Article) -> None:
        async with open_writer(mongodb_uri, database.name) as writer:
            await writer.write(each)

    def titles() -> list[str]:
        [stored] = database["articles"].find()
        return [each.fields["title"] for each in versions_of(stored)]

    asyncio.run(write(article()))
    told = (when, mongodb_uri, database.name, edited.title, edited.fetched_at.isoformat())
    doomed = subprocess.run(
        [sys.executable, "-m", "tests.record.doomed_writer", *told], cwd=PROJECT, check=False
    )
    assert doomed.returncode == -signal.SIGKILL
    all_ = [article().title, "Жаңа"]
    assert titles() == all_[:known]
    # What was not acknowledged is fetched again.
    asyncio.run(write(edited))
    asyncio.run(write(article()))
    assert titles() == all_
