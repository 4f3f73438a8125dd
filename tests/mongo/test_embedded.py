from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.mongo.embedded import default_data_dir, embedded_mongod
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.mongod import SUPPORT_ENDED, find_mongod
from kznews.mongo.sockets import Sockets
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
from tests.mongo.servers import PATIENCE, wait_until


def _tcp_ports(pid: int) -> set[str]:
    """The lines of the kernel's tables of TCP sockets that belong to a process."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # it is closed meanwhile
            inodes.add(str(entry.readlink()).removeprefix("socket:[").removesuffix("]"))
    tables = [Path(f"/proc/net/{name}").read_text().splitlines() for name in ("tcp", "tcp6")]
    return {line for table in tables for line in table[1:] if line.split()[9] in inodes}


def test_it_ends_with_its_only_user_and_keeps_its_data(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    with embedded_mongod(folder) as uri:
        write(uri)
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
    assert not is_listening(folder)
    assert has_stopped_cleanly(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    with embedded_mongod(folder) as again:
        assert again == uri
        assert count(again) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of processes")
def test_no_other_user_of_the_machine_reaches_it_and_it_knows_no_secret(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZNEWS_ALERTS", "tgram://SECRET")
    folder.mkdir(mode=0o755)
    with embedded_mongod(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for pid in (pid_of(folder), supervisor_of(folder)):
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
            write(uri)
            assert count(uri) == 1
            assert stat.S_IMODE(Sockets(unfit).folder.stat().st_mode) == 0o700
        assert (unfit / "db").is_dir()
    finally:
        shutil.rmtree(Sockets(unfit).folder)


def test_a_folder_of_sockets_that_somebody_else_has_made(folder: Path, tmp_path: Path) -> None:
    sockets = Sockets(folder / "Unfit")
    sockets.folder.symlink_to(tmp_path)
    try:
        with pytest.raises(PermissionError) as refusal:
            sockets.prepare()
        assert str(refusal.value) == f"{sockets.folder} is not this user's folder: delete it"
    finally:
        sockets.folder.unlink()


def test_processes_share_it_and_it_ends_with_the_last(
    folder: Path, users: Callable[[Path], User]
) -> None:
    starter, second = users(folder), users(folder)
    assert starter.said == second.said
    assert starter.said.startswith("mongodb://%2F")
    pid = pid_of(folder)
    # Ctrl-C in the starter's terminal must not reach it.
    assert os.getsid(pid) != os.getsid(starter.process.pid)
    starter.leave()
    assert is_listening(folder), "it must outlive the process that started it"
    with embedded_mongod(folder) as uri:
        assert (uri, pid_of(folder)) == (second.said, pid)
        second.leave()
        assert is_listening(folder)
    assert not is_listening(folder)
    assert has_stopped_cleanly(folder)


def test_many_start_and_leave_it_together(folder: Path) -> None:
    many = 50
    all_here = Barrier(many)

    def use(_: int) -> str:
        with embedded_mongod(folder) as uri:
            all_here.wait(PATIENCE)
            return uri

    with ThreadPoolExecutor(many) as pool:
        assert len(set(pool.map(use, range(many)))) == 1
    assert has_stopped_cleanly(folder)


def test_one_that_comes_while_the_last_leaves_starts_it_anew(folder: Path) -> None:
    with ThreadPoolExecutor(1) as pool, ExitStack() as last:
        uri = last.enter_context(embedded_mongod(folder))
        write(uri)
        leaving = pool.submit(last.close)
        log = folder / "mongod.log"
        # From here it needs about a second.
        wait_until(lambda: "Received signal" in log.read_text(), "mongod begins to stop")
        with embedded_mongod(folder) as again:
            assert count(again) == 1
        leaving.result()


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
    fake_mongod(tmp_path / "bin", "true")
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
