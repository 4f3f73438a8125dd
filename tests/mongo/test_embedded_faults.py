"""What happens to the embedded server: its users, processes, files and disk fail."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from kznews.mongo.embedded import embedded_mongod
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.mongod import exit_reason, find_mongod
from tests.mongo.embedded_server import (
    User,
    count,
    fake_mongod,
    has_stopped_cleanly,
    is_listening,
    pid_of,
    supervisor_of,
    write,
)
from tests.mongo.servers import own_mongod, wait_until


def test_users_that_are_killed_do_not_count_for_ever(
    folder: Path, users: Callable[[Path], User]
) -> None:
    starter, other = users(folder), users(folder)
    starter.kill()
    assert count(other.said) == 0, "the other user still has it"
    other.kill()
    wait_until(lambda: not is_listening(folder) and has_stopped_cleanly(folder), "mongod stops")


def test_a_mongod_that_dies_is_started_again_for_its_users(folder: Path) -> None:
    with embedded_mongod(folder) as uri:
        write(uri)
        pid = pid_of(folder)
        os.kill(pid, signal.SIGKILL)
        # A user's client finds it again by itself: it is at the same address.
        assert count(uri) == 1
        write(uri)
        assert pid_of(folder) != pid


def test_a_supervisor_that_is_killed_is_started_again_by_its_users(
    folder: Path, users: Callable[[Path], User], caplog: pytest.LogCaptureFixture
) -> None:
    other = users(folder)
    with embedded_mongod(folder) as uri:
        write(uri)
        supervisor = supervisor_of(folder)
        os.kill(supervisor, signal.SIGKILL)
        wait_until(lambda: "runs again" in caplog.text, "it is started again")
        assert "was killed, and mongod with it" in caplog.text
        assert count(uri) == 1, "at the same address"
        assert supervisor_of(folder) != supervisor
        other.leave()
        assert count(uri) == 1, "the other user found the same one"
    assert has_stopped_cleanly(folder)


def test_a_mongod_that_does_not_start_again_yet_is_tried_until_it_does(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    full = tmp_path / "full"
    said = f"No space left on device, said {full}"
    fake_mongod(
        tmp_path / "bin",
        f'if [ -e "{full}" ]; then echo "{said}"; exit 14; fi; exec {find_mongod()} "$@"',
    )
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with embedded_mongod(folder) as uri:
        write(uri)
        full.touch()
        os.kill(pid_of(folder), signal.SIGKILL)
        wait_until(lambda: said in caplog.text, "a user is told")
        assert "free space on its disk, set KZNEWS_DATA_DIR" in caplog.text
        with pytest.raises(DatabaseUnavailable, match=said), embedded_mongod(folder):
            pass
        full.unlink()
        wait_until(lambda: "runs again" in caplog.text, "it goes on")
        assert count(uri) == 1
        assert caplog.text.count(said) == 1, "a reason is told once"


def test_a_data_folder_that_another_mongod_has_taken(folder: Path) -> None:
    folder.mkdir()
    with own_mongod(folder / "db"), pytest.raises(DatabaseUnavailable) as failure:  # noqa: SIM117
        with embedded_mongod(folder):
            pass
    assert "in use by another mongod (process " in str(failure.value)
    assert "KZNEWS_DATA_DIR" in str(failure.value)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(DatabaseUnavailable, match=r"cannot use its data folder .* KZNEWS_DATA_DIR"),
        embedded_mongod(tmp_path / "file" / "mongod"),
    ):
        pass


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for little more than mongod's files."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(path)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("only who may mount has a small disk")
    yield path
    # The supervisor, whose folder it is, may be about to end.
    subprocess.run(["umount", "--lazy", path], check=True)


def test_a_disk_that_is_full_for_a_while(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = small_disk / "mongod"
    with embedded_mongod(folder) as uri:
        write(uri)
        filler = small_disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        written = 1
        with (
            suppress(PyMongoError),
            MongoClient[dict[str, Any]](
                uri, w="majority", journal=True, serverSelectionTimeoutMS=100
            ) as client,
        ):
            while written < 1000:
                client["test"]["things"].insert_one({"large": secrets.token_bytes(64 * 1024)})
                written += 1
        wait_until(lambda: "No space left on device" in caplog.text, "a user is told")
        assert "free space on its disk, set KZNEWS_DATA_DIR" in caplog.text
        with (
            pytest.raises(DatabaseUnavailable, match="No space left on device"),
            embedded_mongod(folder),
        ):
            pass
        filler.unlink()
        wait_until(lambda: "runs again" in caplog.text, "it goes on")
        assert count(uri) == written


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("storage.bson", r"did not start with the data in .*mongod\.log.* KZNEWS_DATA_DIR"),
        ("WiredTiger", r"are damaged: .*mongod\.log\)\. Set KZNEWS_DATA_DIR .* \(scrapy restore"),
    ],
)
def test_data_that_mongod_cannot_read(folder: Path, name: str, said: str) -> None:
    (folder / "db").mkdir(parents=True)
    (folder / "db" / name).write_bytes(b"damaged")
    (folder / "db" / "WiredTiger.turtle").write_bytes(b"damaged")
    with pytest.raises(DatabaseUnavailable, match=said), embedded_mongod(folder):
        pass


def test_a_library_that_the_system_lacks(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_mongod(
        tmp_path / "bin",
        "echo 'mongod: error while loading shared libraries: libcurl.so.4: cannot open shared "
        "object file: No such file or directory' >&2; exit 127",
    )
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with pytest.raises(DatabaseUnavailable) as failure, embedded_mongod(folder):
        pass
    assert "libcurl.so.4" in str(failure.value)
    assert "apt-get install libcurl4 libssl3" in str(failure.value)


def test_mongods_last_words() -> None:
    log = "\n".join(
        [
            '{"s":"I","msg":"fine"}',
            "no JSON",
            '{"s":"E","msg":"Error","attr":{"error":{"errmsg":"Address already in use"}}}',
            '{"s":"F","msg":"Fatal","attr":{"error":"UPGRADE PROBLEM"}}',
            '{"s":"F","msg":"Fatal","attr":{"error":"UPGRADE PROBLEM"}}',
            '{"s":"F","msg":"\\n\\n***aborting after fassert() failure\\n\\n"}',
            '{"s":"E","msg":"WiredTiger","attr":{"error":28,"message":{"error_str":"No space"}}}',
        ]
    )
    assert exit_reason(log, "", 1) == (
        "Error: Address already in use; Fatal: UPGRADE PROBLEM; WiredTiger: No space"
    )
    assert exit_reason("", "exec format error\n", 126) == "exec format error"
    assert exit_reason("", "", 14) == "it ended with 14 and said nothing"
