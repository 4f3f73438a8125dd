from __future__ import annotations

import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from kznews.mongo.connection import Address, SyncDatabase
from kznews.watches import sending
from kznews.watches.delays import delays
from kznews.watches.delivering import Courier
from kznews.watches.registry import WatchError, add
from tests.crawl.conftest import PROJECT
from tests.ports import free_port
from tests.watches.conftest import stored
from tests.watches.receivers import Hook, Mailbox, cut, hang, mail_server, refuse, webhook

FIRE = "Өрт сөндірілді. Зардап шеккендер жоқ."
Step = Callable[[], Any]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as hook:
        yield hook


def deliver(database: SyncDatabase) -> None:
    """Send what is due now, and what failed before: as if its pause were over."""
    database["tellings"].update_many({"state": "waiting"}, [{"$set": {"due_at": "$composed_at"}}])
    courier = Courier(database, "tests")
    courier.finish()
    courier.close()


def test_who_fails_gets_it_later_and_the_others_now(
    database: SyncDatabase,
    find: Step,
    compose: Step,
    mailbox: Mailbox,
    hook: Hook,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    caplog.set_level(logging.DEBUG)
    away = f"mailto://me:pa55word@127.0.0.1:{free_port()}/?from=a@example.org&to=s3cret@example.org"
    add(database, "w", "өрт", [mailbox.address, hook.address, away])
    database["articles"].insert_many([stored(1, body=FIRE, title="Өрт")])
    find()
    compose()
    mailbox.answers = ["451 4.3.0 s3cret", "550 5.7.1 s3cret", "cut"]
    hook.answers = [refuse, hang, cut]
    for failures in (1, 2, 3):
        deliver(database)
        counted = Counter(each["failures"] for each in database["tellings"].find())
        assert counted == {failures: 3}
        waits = {each["due_at"] - each["failed_at"] for each in database["tellings"].find()}
        assert min(waits) >= timedelta(seconds=15 * 2 ** (failures - 1))
    told = delays(database, timedelta(0), "w")
    assert len(told) == len(delays(database, timedelta(0))) == 3
    assert not delays(database, timedelta(hours=1))
    deliver(database)
    # Both took it when their answer was cut, and get it again: as the same.
    assert len(mailbox.mails) == len(hook.posts) == 2
    assert len(set(mailbox.ids)) == 1
    assert len(hook.keys) == 4
    assert len(set(hook.keys)) == 1
    [waiting] = delays(database, timedelta(0))
    assert waiting.startswith("address 3 (mailto) of the saved search 'w' has taken nothing for ")
    assert waiting.endswith("1 message waits: the mail server cannot be talked to: "
                            "ConnectionRefusedError")  # fmt: skip
    # What was taken is not sent again.
    deliver(database)
    assert len(mailbox.mails) == 2
    for secret in ("s3cret", "pa55word"):
        assert secret not in caplog.text
        assert not any(secret in each for each in told)
    assert "refused it for ever: 550 5.7.1" in caplog.text

    mail = mailbox.mails[0]
    assert mail["Subject"] == "w: Өрт"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "*Өрт*" in plain.get_content()
    assert "<mark>Өрт</mark>" in html.get_content()
    assert hook.posts[0]["title"] == "w: Өрт"


def test_a_message_follows_the_first_on_its_story_and_waits_behind_it(
    database: SyncDatabase, find: Step, compose: Step, mailbox: Mailbox
) -> None:
    add(database, "w", "өрт", [mailbox.address])
    mailbox.answers = ["451 later"]
    for number in (1, 2):
        database["articles"].insert_one(stored(number, body=FIRE, story_id="s"))
        find()
        compose()
        Courier(database, "tests").finish()
    # The second was not tried: it waits for the same address.
    assert {each["failures"] for each in database["tellings"].find()} == {0, 1}
    deliver(database)
    [first] = [each["Message-ID"] for each in mailbox.mails if each["References"] is None]
    [later] = [each for each in mailbox.mails if each["References"] is not None]
    assert later["In-Reply-To"] == later["References"] == first


def test_whoever_is_killed_nothing_is_lost_and_one_process_tells_of_each(
    database: SyncDatabase,
    address: Address,
    mailbox: Mailbox,
    hook: Hook,
    request: pytest.FixtureRequest,
) -> None:
    add(database, "w", "өрт", [mailbox.address, hook.address])
    numbers = range(1, 7)
    database["articles"].insert_many(
        stored(number, body=FIRE, title=f"Өрт {number}") for number in numbers
    )
    assert address.uri is not None
    # A transaction of a process that died holds what it wrote until the server ends it.
    admin = database.client.admin
    former = admin.command("setParameter", 1, transactionLifetimeLimitSeconds=1)["was"]
    request.addfinalizer(
        lambda: admin.command("setParameter", 1, transactionLifetimeLimitSeconds=former)
    )
    ran = subprocess.run(
        [sys.executable, "-m", "tests.watches.doomed", address.uri, address.database],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout.split() == [*["-9"] * 4, "0", "0"], ran.stderr
    subjects = {f"w: Өрт {number}" for number in numbers}
    assert {str(each["Subject"]) for each in mailbox.mails} == subjects
    assert {each["title"] for each in hook.posts} == subjects
    # Each is one message; twice came at most what was under way when its sender was killed.
    assert len(set(mailbox.ids)) == len(set(hook.keys)) == len(numbers)
    twice = len(mailbox.mails) + len(hook.posts) - 2 * len(numbers)
    assert 1 <= twice <= 2
    assert {each["state"] for each in database["tellings"].find()} == {"sent"}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"addresses": ["nonsense://s3cret"]}, "address 1 is none that Apprise knows"),
        (
            {"addresses": ["mailto://h/?from=a@b.org&to=s3cret@b.org,d@b.org"]},
            "address 1 has several recipients",
        ),
        ({"name": "a/b"}, "'a/b' is no name for a saved search"),
        ({"zone": "Mars/Olympus"}, "there is no time zone 'Mars/Olympus'"),
        ({"every": "2h"}, "every is '2h'"),
    ],
)
def test_what_cannot_be_saved_is_told_without_secrets(
    database: SyncDatabase, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(WatchError, match=why) as told:
        add(database, **({"name": "w", "question": "өрт", "addresses": []} | given))
    assert "s3cret" not in str(told.value)
