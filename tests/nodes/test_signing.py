"""Who may write to the database cannot thereby choose what a node runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kznews.nodes.poller import _message
from kznews.nodes.signing import (
    KEY_FILE,
    EggKeyError,
    NotSigned,
    check_key,
    check_signature,
    sign,
)
from kznews.nodes.validation import Invalid

EGG = ("kznews", "1", b"egg")


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "egg_key"
    file.write_text("k" * 32 + "\n")
    monkeypatch.setenv(KEY_FILE, str(file))
    return file


def test_without_a_key_nothing_is_signed_and_all_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_FILE, raising=False)
    check_key()
    assert sign(*EGG) is None
    for signature in (None, "", "f00"):
        check_signature(*EGG, signature)


def test_what_the_key_has_signed_passes_and_nothing_else(key: Path) -> None:
    signature = sign(*EGG)
    check_signature(*EGG, signature)
    for other in (("other", "1", b"egg"), ("kznews", "2", b"egg"), ("kznews", "1", b"eggs")):
        with pytest.raises(NotSigned, match="is not signed with the key of KZNEWS_EGG_KEY_FILE"):
            check_signature(*other, signature)
    for forged in (None, "", "f00", "қ"):
        with pytest.raises(NotSigned):
            check_signature(*EGG, forged)
    key.write_text("l" * 32)
    with pytest.raises(NotSigned):
        check_signature(*EGG, signature)


def test_a_key_that_cannot_be_used_is_an_error_that_names_its_file(key: Path) -> None:
    key.write_text("k" * 31)
    with pytest.raises(EggKeyError, match=f"{key} holds 31 bytes: a key has at least 32"):
        check_key()
    key.unlink()
    with pytest.raises(EggKeyError, match=f"cannot be read: .*{key}"):
        sign(*EGG)


JOB: dict[str, Any] = {
    "_id": "exclusive-20261122T172000Z",
    "project": "kznews",
    "version": "2026-11-22T172000Z-abc1234",
    "spider": "exclusive",
    "settings": {"LOG_LEVEL": "DEBUG"},
    "args": {"pages": "1"},
    "tick": None,
}


@pytest.mark.parametrize(
    "forged",
    [
        {"_id": "../../home/me/.bashrc"},
        {"spider": "--pidfile=/home/me/.bashrc"},
        {"spider": "../exclusive"},
        {"project": "/tmp"},
        {"version": "../1"},
        {"settings": {"SPIDER_MODULES": "malicious"}},
        {"settings": {"LOG_LEVEL": "DEBUG\n"}},
        {"args": {"--set": "FEEDS=x"}},
    ],
)
def test_a_job_that_the_api_would_refuse_is_not_run(forged: dict[str, Any]) -> None:
    assert _message(JOB, {"LOG_LEVEL"}, True)["pages"] == "1"
    with pytest.raises(Invalid):
        _message(JOB | forged, {"LOG_LEVEL"}, True)


def test_what_a_clock_starts_waits_until_lists_are_due() -> None:
    assert _message(JOB, {"LOG_LEVEL"}, True)["settings"] == {"LOG_LEVEL": "DEBUG"}
    for is_wanted in (True, False):
        tick = JOB | {"tick": datetime(2026, 11, 22, 17, 20, tzinfo=UTC)}
        settings = _message(tick, {"LOG_LEVEL"}, is_wanted)["settings"]
        assert settings == {"LOG_LEVEL": "DEBUG", "START_WHEN_DUE": str(is_wanted)}
