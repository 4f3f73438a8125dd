from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from kznews.mongo.embedded import default_data_dir, embedded_mongod
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.mongod import SUPPORT_ENDED, exit_reason, find_mongod
from kznews.mongo.sockets import Sockets
from tests.mongo.servers import PATIENCE, own_mongod, wait_until


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a server; not kept after the test as pytest's own would be: 300 MB each."""
    with TemporaryDirectory(prefix="kznews-embedded-") as name:
        yield Path(name) / "mongod"


class User:
    """Another process that uses the embedded server."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.mongo.embedded_user", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def users() -> Iterator[Callable[[Path], User]]:
    """Starts users; none survives the test."""
    started: list[User] = []

    def start(folder: Path) -> User:
        started.append(User(folder))
        return started[-1]

    yield start
    for user in started:
        user.kill()


def _is_listening(folder: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(Sockets(folder).mongod)) == 0


def _supervisor(folder: Path) -> int:
    """The id of its process."""
    with socket.socket(socket.AF_UNIX) as user:
        user.connect(str(Sockets(folder).supervisor))
        credentials = user.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        return int.from_bytes(credentials[:4], sys.byteorder)


def _tcp_ports(pid: int) -> set[str]:
    """The lines of the kernel's tables of TCP sockets that belong to a process."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # it is closed meanwhile
            inodes.add(str(entry.readlink()).removeprefix("socket:[").removesuffix("]"))
    tables = [Path(f"/proc/net/{name}").read_text().splitlines() for name in ("tcp", "tcp6")]
    return {line for table in tables for line in table[1:] if line.split()[9] in inodes}


def _pid(folder: Path) -> int:
    return int((folder / "db" / "mongod.lock").read_text())


def _has_stopped_cleanly(folder: Path) -> bool:
    return (folder / "db" / "mongod.lock").read_text() == ""


def _write(uri: str) -> None:
    with MongoClient[dict[str, Any]](uri, w="majority", journal=True) as client:
        client["test"]["things"].insert_one({"written": True})


def _count(uri: str) -> int:
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        return client["test"]["things"].count_documents({})


def test_it_ends_with_its_only_user_and_keeps_its_data(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    with embedded_mongod(folder) as uri:
        _write(uri)
        with MongoClient[dict[str, Any]](uri) as client:
            hello = client.admin.command("hello")
            options = client.admin.command("getCmdLineOpts")["parsed"]
            version = client.server_info()["version"]
        is_told = f"The embedded MongoDB is version {version}, which MongoDB has not" in caplog.text
        assert is_told == (version.rpartition(".")[0] in SUPPORT_ENDED)
        assert hello["setName"]
        assert hello["isWritablePrimary"]
        assert options["net"] == {
            "bindIp": str(Sockets(folder).mongod),
            "compression": {"compressors": "disabled"},
        }
    assert not _is_listening(folder)
    assert _has_stopped_cleanly(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    with embedded_mongod(folder) as again:
        assert again == uri
        assert _count(again) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of processes")
def test_no_other_user_of_the_machine_reaches_it_and_it_knows_no_secret(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZNEWS_ALERTS", "tgram://SECRET")
    folder.mkdir(mode=0o755)
    with embedded_mongod(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for pid in (_pid(folder), _supervisor(folder)):
            assert _tcp_ports(pid) == set()
            assert b"SECRET" not in Path(f"/proc/{pid}/environ").read_bytes()
        if os.geteuid() == 0:
            folder.parent.chmod(0o755)
            os.seteuid(65534)
            try:
                for path in (Sockets(folder).mongod, Sockets(folder).supervisor):
                    with socket.socket(socket.AF_UNIX) as other, pytest.raises(PermissionError):
                        other.connect(str(path))
            finally:
                os.seteuid(0)


def test_a_folder_whose_name_no_member_of_a_replica_set_may_have(folder: Path) -> None:
    unfit = folder.parent / "Мой, 100%: x"
    try:
        with embedded_mongod(unfit) as uri:
            _write(uri)
            assert _count(uri) == 1
            assert stat.S_IMODE(Sockets(unfit).folder.stat().st_mode) == 0o700
        assert (unfit / "db").is_dir()
    finally:
        shutil.rmtree(Sockets(unfit).folder)


def test_a_folder_of_sockets_that_somebody_else_has_made(folder: Path, tmp_path: Path) -> None:
    sockets = Sockets(folder / "Unfit")
    sockets.folder.symlink_to(tmp_path)
    try:
        with pytest.raises(PermissionError, match=r"/tmp/kznews-.* is not this user's folder"):
            sockets.prepare()
    finally:
        sockets.folder.unlink()


def test_processes_share_it_and_it_ends_with_the_last(
    folder: Path, users: Callable[[Path], User]
) -> None:
    starter, second = users(folder), users(folder)
    assert starter.said == second.said
    assert starter.said.startswith("mongodb://%2F")
    pid = _pid(folder)
    # Ctrl-C in the starter's terminal must not reach it.
    assert os.getsid(pid) != os.getsid(starter.process.pid)
    starter.leave()
    assert _is_listening(folder), "it must outlive the process that started it"
    with embedded_mongod(folder) as uri:
        assert (uri, _pid(folder)) == (second.said, pid)
        second.leave()
        assert _is_listening(folder)
    assert not _is_listening(folder)
    assert _has_stopped_cleanly(folder)


def test_many_start_and_leave_it_together(folder: Path) -> None:
    many = 50
    all_here = Barrier(many)

    def use(_: int) -> str:
        with embedded_mongod(folder) as uri:
            all_here.wait(PATIENCE)
            return uri

    with ThreadPoolExecutor(many) as pool:
        assert len(set(pool.map(use, range(many)))) == 1
    assert _has_stopped_cleanly(folder)


def test_one_that_comes_while_the_last_leaves_starts_it_anew(folder: Path) -> None:
    with ThreadPoolExecutor(1) as pool, ExitStack() as last:
        uri = last.enter_context(embedded_mongod(folder))
        _write(uri)
        leaving = pool.submit(last.close)
        log = folder / "mongod.log"
        # From here it needs about a second.
        wait_until(lambda: "Received signal" in log.read_text(), "mongod begins to stop")
        with embedded_mongod(folder) as again:
            assert _count(again) == 1
        leaving.result()


def test_users_that_are_killed_do_not_count_for_ever(
    folder: Path, users: Callable[[Path], User]
) -> None:
    starter, other = users(folder), users(folder)
    starter.kill()
    assert _count(other.said) == 0, "the other user still has it"
    other.kill()
    wait_until(lambda: not _is_listening(folder) and _has_stopped_cleanly(folder), "mongod stops")


def test_a_mongod_that_dies_is_started_again_for_its_users(folder: Path) -> None:
    with embedded_mongod(folder) as uri:
        _write(uri)
        pid = _pid(folder)
        os.kill(pid, signal.SIGKILL)
        # A user's client finds it again by itself: it is at the same address.
        assert _count(uri) == 1
        _write(uri)
        assert _pid(folder) != pid


def test_a_supervisor_that_is_killed_is_started_again_by_its_users(
    folder: Path, users: Callable[[Path], User], caplog: pytest.LogCaptureFixture
) -> None:
    other = users(folder)
    with embedded_mongod(folder) as uri:
        _write(uri)
        supervisor = _supervisor(folder)
        os.kill(supervisor, signal.SIGKILL)
        wait_until(lambda: "runs again" in caplog.text, "it is started again")
        assert "was killed, and mongod with it" in caplog.text
        assert _count(uri) == 1, "at the same address"
        assert _supervisor(folder) != supervisor
        other.leave()
        assert _count(uri) == 1, "the other user found the same one"
    assert _has_stopped_cleanly(folder)


def test_a_mongod_that_does_not_start_again_yet_is_tried_until_it_does(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    full = tmp_path / "full"
    said = f"No space left on device, said {full}"
    _fake_mongod(
        tmp_path / "bin",
        f'if [ -e "{full}" ]; then echo "{said}"; exit 14; fi; exec {find_mongod()} "$@"',
    )
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with embedded_mongod(folder) as uri:
        _write(uri)
        full.touch()
        os.kill(_pid(folder), signal.SIGKILL)
        wait_until(lambda: said in caplog.text, "a user is told")
        assert "free space on its disk, set KZNEWS_DATA_DIR" in caplog.text
        with pytest.raises(DatabaseUnavailable, match=said), embedded_mongod(folder):
            pass
        full.unlink()
        wait_until(lambda: "runs again" in caplog.text, "it goes on")
        assert _count(uri) == 1
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
        _write(uri)
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
        assert _count(uri) == written


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


def _fake_mongod(folder: Path, script: str) -> None:
    folder.mkdir()
    (folder / "mongod").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "mongod").chmod(0o755)


def test_a_library_that_the_system_lacks(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake_mongod(
        tmp_path / "bin",
        "echo 'mongod: error while loading shared libraries: libcurl.so.4: cannot open shared "
        "object file: No such file or directory' >&2; exit 127",
    )
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with pytest.raises(DatabaseUnavailable) as failure, embedded_mongod(folder):
        pass
    assert "libcurl.so.4" in str(failure.value)
    assert "apt-get install libcurl4 libssl3" in str(failure.value)


def test_mongod_on_the_path_comes_first_then_the_wheel_then_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    wheel = find_mongod()
    assert wheel.parts[-4:] == ("fiftyone", "db", "bin", "mongod")
    if sys.platform == "linux":
        version = "6.0.5"
        told = subprocess.run([wheel, "--version"], capture_output=True, text=True, check=True)
        assert f"v{version}\n" in told.stdout
        for document in ("architecture", "crawling"):
            text = (Path(__file__).parents[2] / "docs" / f"{document}.md").read_text()
            assert f"MongoDB {version}" in text
            assert SUPPORT_ENDED[version.rpartition(".")[0]] in text
    _fake_mongod(tmp_path / "bin", "true")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_mongod() == tmp_path / "bin" / "mongod"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(DatabaseUnavailable) as failure:
        find_mongod()
    assert "pip install 'kznews[embedded]'" in str(failure.value)
    assert "MONGODB_URI" in str(failure.value)


def test_the_data_folder_is_the_users_or_the_one_chosen(tmp_path: Path) -> None:
    assert default_data_dir(str(tmp_path)) == tmp_path / "mongod"
    assert default_data_dir(None).parts[-2:] == ("kznews", "mongod")


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
