"""`scrapy export` writes what is stored, and says what it cannot."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kznews.mongo.values import Fields
from kznews.record.documents import article_fields, sighting
from kznews.record.lifetimes import Interval, Seen, lifetime_fields
from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.record.samples import LATER, NOON, article, rate, ticker
from tests.record.test_history import record
from tests.text.test_differences import CAUSE, DEAD, FIRE

DAY = datetime(2026, 4, 1, 6, 30, tzinfo=UTC)


@pytest.fixture
def export(
    on_database: RunCommand,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Answer]:
    """The command on the test's database, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    index = tmp_path_factory.getbasetemp() / "search"
    return partial(on_database, "export", SEARCH_INDEX=index)


def of_story(number: int, story: str | None, **changes: Any) -> Fields:
    return article_fields(article(number, **changes)) | {"story_id": story}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a few kilobytes, and Python write no compiled modules: cut off."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    writes_nothing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        sys.dont_write_bytecode = writes_nothing


def test_tables_are_written(export: Callable[..., Answer], database: TestDatabase) -> None:
    edited = record(
        [
            article_fields(article(5, title="Бұрын", body=f"{DEAD}\n\n{FIRE}", published_at=None)),
            article_fields(
                article(
                    5,
                    title="Енді",
                    body=f"{CAUSE}\n\n{FIRE}",
                    published_at=None,
                    fetched_at=LATER,
                )
            ),
        ]
    )
    database["articles"].insert_many(
        [
            of_story(1, "a", published_at=DAY),
            of_story(2, "a", published_at=DAY.replace(hour=5), outlet="zakon", language="ru"),
            of_story(
                3, "a", published_at=DAY.replace(hour=4), outlet="x", outlet_kind="aggregator"
            ),
            of_story(4, None, published_at=DAY.replace(day=2)),
            edited | {"story_id": "b"},
        ]
    )
    stated = rate(kind="page strip", valid_on=None, outlet="exclusive", seen_at=LATER)
    for each in (rate(), rate(valid_on=date(2026, 3, 1)), stated):
        seen = sighting(each)
        database[seen.collection].update_one({"_id": seen.id}, seen.update, upsert=True)
    pushed = sighting(ticker())
    times = (
        Interval((Seen(NOON, {"position": 3}),), missed_at=NOON + timedelta(hours=1)),
        Interval((Seen(LATER, {"position": 1}),)),
    )
    database["tickers"].insert_one(pushed.fields | {"_id": pushed.id} | lifetime_fields(times))

    answer = export("-o", "all.xlsx")
    assert answer.exit_code == 0, answer.errors
    assert answer.output.startswith("all.xlsx: articles, 5 rows, ")
    sheet = openpyxl.load_workbook("all.xlsx")["articles"]
    assert [row[4].value[-3:] for row in sheet.iter_rows(min_row=2)] == [
        *("/4/", "/5/", "/1/", "/2/", "/3/")
    ]
    chosen = ("--since=2026-04-01", "--until=2026-04-02", "--outlet=exclusive")
    assert export("-o", "one.jsonl", *chosen, "--columns=url,edits,published_at").exit_code == 0
    assert [each["url"][-3:] for each in rows("one.jsonl")] == ["/5/", "/1/"]
    assert rows("one.jsonl")[1] == {
        "url": "https://exclusive.kz/articles/1/",
        "edits": 0,
        "published_at": "2026-04-01T11:30:00+05:00",
    }
    # The day begins five hours later in UTC: the first was seen before.
    assert export("-o", "utc.jsonl", "--since=2026-04-01T12:00", "--zone=UTC").exit_code == 0
    assert len(rows("utc.jsonl")) == 2

    assert export("-o", "stories.jsonl", "--stories").exit_code == 0
    second, first = rows("stories.jsonl")
    assert (first["outlet"], first["articles"], first["outlets"]) == ("zakon", 3, 3)
    assert first["told_by"] == ["zakon", "exclusive", "x"]
    assert first["languages"] == ["ru", "kk"]
    assert second["title"] == "Енді"

    assert export("-o", "edits.jsonl", "--revisions", "--since=2026-04-02").exit_code == 0
    [edit] = rows("edits.jsonl")
    assert (edit["former_title"], edit["title"]) == ("Бұрын", "Енді")
    assert (edit["cut"], edit["added"], edit["version"]) == (DEAD, CAUSE, 2)
    assert datetime.fromisoformat(edit["not_before"]) == NOON

    assert export("-o", "rates.jsonl", "--rates", "--since=2026-04-01").exit_code == 0
    newest, official = rows("rates.jsonl")
    assert (newest["valid_on"], newest["kind"]) == (None, "page strip")
    assert (official["valid_on"], official["value"]) == ("2026-04-01", 425.67)
    answer = export("-o", "tickers.jsonl", "--tickers")
    assert answer.output.startswith("tickers.jsonl: tickers, 2 rows, ")
    now, before = rows("tickers.jsonl")
    assert (now["position"], now["missed_at"]) == (1, None)
    assert (before["position"], before["missed_at"]) == (3, "2026-04-01T18:00:00+05:00")
    assert export("-o", "tickers.jsonl", "--tickers", "--until=2026-04-02").exit_code == 0
    assert rows("tickers.jsonl") == [before]

    database["articles"].update_one({"_id": edited["_id"]}, {"$set": {"body": "Бір абзац."}})
    damaged = export("-o", "edits.csv", "--revisions")
    assert damaged.exit_code == 1
    assert "https://exclusive.kz/articles/5/: its former versions cannot be read: " in (
        damaged.errors
    )
    assert damaged.output.startswith("edits.csv: revisions, 0 rows, ")


def test_what_answers_a_question_is_written(
    export: Callable[..., Answer], database: TestDatabase
) -> None:
    edited = record(
        [
            article_fields(article(1, title="Су бағасы", published_at=DAY)),
            article_fields(article(1, title="Судың бағасы", published_at=DAY, fetched_at=LATER)),
        ]
    )
    database["articles"].insert_many(
        [
            edited | {"story_id": "20260401063000-1"},
            of_story(2, "20260401063000-1", title="Вода", outlet="zakon", language="ru"),
            of_story(3, None, title="Судан айырылған ауыл", published_at=DAY.replace(day=2)),
            of_story(4, None, title="Бюджет"),
        ]
    )
    pushed = sighting(ticker(headline="Суға баға өсті"))
    times = (Interval((Seen(NOON, {"position": 3}),)),)
    database["tickers"].insert_one(pushed.fields | {"_id": pushed.id} | lifetime_fields(times))

    assert export("су", "-o", "found.jsonl").output.startswith("found.jsonl: articles, 2 rows, ")
    assert [each["url"][-3:] for each in rows("found.jsonl")] == ["/3/", "/1/"]
    assert export("су", "-o", "found.jsonl", "--until=2026-04-02").exit_code == 0
    assert [each["url"][-3:] for each in rows("found.jsonl")] == ["/1/"]
    assert export("су OR бюджет", "-o", "found.csv", "--outlet=zakon").output.startswith(
        "found.csv: articles, 0 rows"
    )
    assert export("баға", "-o", "found.jsonl", "--revisions").exit_code == 0
    [edit] = rows("found.jsonl")
    assert (edit["former_title"], edit["title"]) == ("Су бағасы", "Судың бағасы")
    assert export("су", "-o", "found.jsonl", "--stories").exit_code == 0
    [story] = rows("found.jsonl")
    assert (story["articles"], story["told_by"]) == (2, ["exclusive", "zakon"])
    assert export("су", "-o", "found.jsonl", "--tickers").exit_code == 0
    assert [each["headline"] for each in rows("found.jsonl")] == ["Суға баға өсті"]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl", ".parquet"])
def test_a_full_disk_leaves_the_former_file(
    export: Callable[..., Answer], database: TestDatabase, tmp_path: Path, suffix: str
) -> None:
    database["articles"].insert_many(
        article_fields(article(number, body=f"{number} " * 99)) for number in range(40)
    )
    path = tmp_path / f"week{suffix}"
    path.write_text("former")
    with full_disk():
        answer = export("-o", path.name)
    assert answer.exit_code == 2
    assert f"cannot write week{suffix}: File too large; nothing is left of it" in answer.errors
    assert [*tmp_path.iterdir()] == [path]
    assert path.read_text() == "former"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "name the file: -o week.xlsx"),
        (["су", "газ", "-o", "w.csv"], "give at most one QUERY, in quotes"),
        (["су", "-o", "w.csv", "--rates"], "--rates takes no QUERY"),
        (["су OR", "-o", "w.csv"], "Behind OR a word is missing.\n  су OR\n     ^"),
        (["-o", "week"], "week has no ending, which is no format that is known: there are .xlsx,"),
        (["-o", "week.xls"], "week.xls ends with .xls, which is no format"),
        (["-o", "w.csv", "--zone=Almaty"], "--zone 'Almaty' is no time zone"),
        (["-o", "w.csv", "--columns=titel"], "articles have no column 'titel': there are publ"),
        (["-o", "w.csv", "--until=soon"], "--until 'soon' is no time: give 90m"),
        (["-o", "w.csv", "--outlet=x"], "there is no outlet 'x': `scrapy outlets` shows them"),
        (["-o", "no/w.csv"], "cannot write no/w.csv: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_told(
    export: Callable[..., Answer], tmp_path: Path, words: list[str], why: str
) -> None:
    answer = export(*words)
    assert answer.exit_code == 2
    assert why in answer.errors + answer.output
    assert [*tmp_path.iterdir()] == []


def test_a_missing_library_is_told(
    export: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    # As in a process that has not imported it.
    monkeypatch.delitem(sys.modules, "kznews.exports.parquet", raising=False)
    monkeypatch.delattr("kznews.exports.parquet", raising=False)
    answer = export("-o", "week.parquet")
    assert answer.exit_code == 2
    assert ".parquet needs the library pyarrow, which is not installed: pip install" in (
        answer.errors + answer.output
    )


def test_nothing_found_is_told(export: Callable[..., Answer]) -> None:
    answer = export("-o", "none.csv")
    assert answer.exit_code == 0
    assert "nothing was found: the file holds the names of the columns alone" in answer.errors
    assert Path("none.csv").read_text("utf-8-sig").startswith("published_at,")
