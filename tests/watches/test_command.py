"""`scrapy watch` as its user gives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.watches.conftest import stored
from tests.watches.receivers import mail_server, refuse, webhook


@pytest.fixture
def watch(on_database: RunCommand) -> Callable[..., Answer]:
    return partial(on_database, "watch")


def test_a_search_is_saved_tried_shown_told_and_removed(
    watch: Callable[..., Answer], database: TestDatabase, on_database: RunCommand
) -> None:
    with mail_server() as mailbox, webhook() as hook:
        saved = watch("add", "өрт", "өрттің", "--to", mailbox.address, hook.address,
                      "--language=en")  # fmt: skip
        assert saved.exit_code == 0, saved.errors
        assert "It tells 1 mailto, 2 json." in saved.output
        assert "there is a saved search 'өрт' already" in watch("add", "өрт", "x").errors

        hook.answers = [refuse]
        tried = watch("test", "өрт")
        assert tried.exit_code == 1
        assert "Address 1 mailto took the sample." in tried.output
        assert "address 2 json: it was not taken" in tried.errors
        assert mailbox.mails.pop()["Subject"] == "өрт: Test"

        database["articles"].insert_one(stored(1, title="Өрт сөндірілді"))
        hook.answers = [refuse]
        told = watch("run", "--once")
        assert told.exit_code == 0, told.errors
        assert [each["Subject"] for each in mailbox.mails] == ["өрт: Өрт сөндірілді"]

    shown = watch("show", "өрт")
    assert "\n  Өрт сөндірілді\n  https://exclusive.kz/articles/1/\n" in shown.output
    assert "! address 2 (json) of the saved search 'өрт' has taken nothing for" in shown.output
    listed = watch("list", "--json")
    [row] = listed.document
    assert (row["addresses"], row["found_last_day"]) == (["1 mailto", "2 json"], 1)

    hours_ago = datetime.now(UTC) - timedelta(hours=2)
    waiting: dict[str, Any] = {"state": "waiting"}
    database["tellings"].update_one(waiting, {"$set": {"failed_at": hours_ago}})
    status = on_database("status", "exclusive", "--json")
    assert status.exit_code == 1
    assert "has taken nothing for 2 h, 1 message waits" in status.document["watches"][0]

    for answer in (saved, tried, told, shown, listed, status):
        assert "s3cret" not in answer.output + answer.errors

    assert "finds, and tells nobody" in watch("pause", "өрт").output
    assert "paused" in watch("list").output
    assert watch("resume", "өрт").exit_code == 0
    assert "is removed" in watch("remove", "өрт").output
    assert "there is no saved search 'өрт'" in watch("show", "өрт").errors
    assert database["tellings"].find_one() is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "say what to do: add, list,"),
        (["add", "w"], "write: scrapy watch add NAME 'QUERY' --to ADDRESS"),
        (["list", "w"], "write: scrapy watch list"),
        (["show", "w", "--to", "x"], "--to goes with add"),
        (["list", "--once"], "--once goes with run"),
        (["add", "w", "(өрт"], "This parenthesis is never closed"),
    ],
)
def test_what_makes_no_sense_is_told(
    watch: Callable[..., Answer], words: list[str], why: str
) -> None:
    answer = watch(*words)
    assert answer.exit_code == 2
    assert why in answer.errors + answer.output
