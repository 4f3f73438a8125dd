from __future__ import annotations

import time
from threading import Thread

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.watches import watcher
from kznews.watches.registry import add
from kznews.watches.watcher import Watcher
from tests.watches.conftest import stored
from tests.watches.receivers import webhook

_DEADLINE = 30.0
"""Seconds in which a message must come, and a process end."""


def test_what_is_found_is_told_without_waiting_for_the_next_look(
    database: SyncDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "_LOOK_SECONDS", 10 * _DEADLINE)
    with webhook() as hook:
        add(database, "w", "өрт", [hook.address])
        telling = Watcher(database, None)
        thread = Thread(target=telling.run)
        thread.start()
        try:
            database["articles"].insert_one(stored(1, title="Өрт", story_id="s"))
            end = time.monotonic() + _DEADLINE
            while not hook.posts and time.monotonic() < end:
                time.sleep(0.02)
            assert [each["title"] for each in hook.posts] == ["w: Өрт"]
        finally:
            telling.stop()
            thread.join(_DEADLINE)
        assert not thread.is_alive()
