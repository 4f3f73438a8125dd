"""A cluster to try, offline, until Ctrl-C: two nodes, a clock, a MongoDB, and a newsroom.

The newsroom plays some outlets on loopback, and goes on publishing. All is as on machines of your
own: nodes that share jobs, a deployed version, a schedule. Only the version is another: it crawls
the newsroom, each outlet once a minute. What the trial stores goes away with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pymongo import MongoClient

from kznews.mongo.embedded import embedded_mongod
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site

_ROOT = Path(__file__).resolve().parents[1]
_DATABASE = "kznews_trial_newsroom"
_PAGES = {"exclusive/wordpress": 4, "tengrinews/2024": 2, "uralskweek/wordpress": 2}
_UNPUBLISHED = {"exclusive/wordpress": 40}
_NODES = {"a": 6801, "b": 6802}
_LOGIN = {"SCRAPYD_USERNAME": "trial", "SCRAPYD_PASSWORD": "trial"}
_TOLD_EVERY = 5.0  # seconds; as often something is published
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0
_OFTEN = """
from dataclasses import replace
from datetime import timedelta
OUTLET = replace(OUTLET, crawl_every=timedelta(minutes=1))
"""


def main() -> None:
    """Run it; ends with 0 when it is stopped, with 1 and a line where it cannot begin."""
    for each in (signal.SIGINT, signal.SIGTERM):  # also where a shell in the background ignores it
        signal.signal(each, signal.default_int_handler)
    try:
        with ExitStack() as stack:
            _try(stack)
    except KeyboardInterrupt:
        print("\nThe trial has ended; what it stored is gone.")


def _try(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="kznews-trial-")))
    print("Starting MongoDB, two nodes and a newsroom: half a minute", flush=True)
    uri = stack.enter_context(embedded_mongod(folder / "mongod"))
    site = Site(_PAGES, unpublished=_UNPUBLISHED)
    newsroom = stack.enter_context(Newsroom(site))
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SCRAPYD_", "NODE_", "MONGODB_", "KZNEWS_"))
    } | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MONGODB_URI": uri,
        "MONGODB_DATABASE": _DATABASE,
        **_LOGIN,
    }
    nodes, processes = [], []
    for name, preferred in _NODES.items():
        port = str(_free_port(preferred))
        own = environment | {"SCRAPYD_DIR": str(folder / name), "SCRAPYD_HTTP_PORT": port}
        own |= {"NODE_NAME": name}
        node = stack.enter_context(_running(["deploy/scrapyd.sh"], own, folder / f"{name}.log"))
        _wait_for(node, own, folder / f"{name}.log")
        nodes.append(f"http://127.0.0.1:{port}")
        processes.append(node.pid)
    _deploy(_project(folder / "project", newsroom.address), environment | {"SCRAPYD_URL": nodes[0]})
    clock = partial(_running, ["deploy/tick.sh", "--every", "5"], environment, folder / "tick.log")
    print(
        f"""
The newsroom  {newsroom.address} plays {", ".join(site.hosts)}
The nodes     {nodes[0]} (a), {nodes[1]} (b); user trial, password trial
The logs      {folder}

In another terminal:
  export MONGODB_URI='{uri}' MONGODB_DATABASE={_DATABASE}
  .venv/bin/scrapy status
  .venv/bin/scrapy query articles --sort=-fetched_at --fields outlet,title --limit 5
  kill -9 {processes[1]}    # node b: its jobs go on at node a within 40 s

Ctrl-C ends it.
""",
        flush=True,
    )
    _tell(uri, site, lambda: stack.enter_context(clock()))


def _free_port(preferred: int) -> int:
    """Choose a port of loopback that is free at this moment: `preferred` if it is."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", preferred))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _project(copy: Path, newsroom: str) -> Path:
    """Copy the project, as a version that crawls the newsroom only, and often."""
    for name in ("pyproject.toml", "scrapy.cfg", "README.md", "LICENSE"):
        copy.mkdir(exist_ok=True)
        shutil.copy(_ROOT / name, copy)
    shutil.copytree(_ROOT / "kznews", copy / "kznews")
    with (copy / "kznews" / "settings.py").open("a") as settings:
        settings.write(f'\nNEWSROOM = "{newsroom}"\nDOWNLOAD_DELAY = 0.1\n')
    played = {layout.partition("/")[0] for layout in _PAGES}
    for module in (copy / "kznews" / "outlets").glob("*.py"):
        if module.stem in played:
            module.write_text(module.read_text("utf-8") + _OFTEN, "utf-8")
        elif "\nOUTLET = " in module.read_text("utf-8"):
            module.unlink()
    (copy / "kznews" / "spiders" / "nationalbank.py").unlink()  # no newsroom plays it
    return copy


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run it in a session of its own, so that Ctrl-C is ours alone; end it in order."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(node: subprocess.Popen[bytes], environment: dict[str, str], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    ask = [sys.executable, "deploy/health.py"]
    while subprocess.run(
        ask, cwd=_ROOT, env=environment, capture_output=True, check=False
    ).returncode:
        if node.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"trial.py: a node did not start: {log.read_text('utf-8', 'replace')[-500:]}")
        time.sleep(0.2)


def _deploy(project: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "scrapyd-deploy", "--version", "trial"],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if '"status": "ok"' not in done.stdout:
        sys.exit(f"trial.py: the version could not be deployed: {done.stdout[-500:]}")


def _tell(uri: str, site: Site, start_clock: Callable[[], subprocess.Popen[bytes]]) -> None:
    """Say how far it is, let the newsroom publish, and keep the clock running, without end."""
    begun = time.monotonic()
    clock = start_clock()
    with MongoClient[dict[str, Any]](uri) as client:
        database = client[_DATABASE]
        while True:
            states = {
                each["_id"]: each["jobs"]
                for each in database["jobs"].aggregate(
                    [{"$group": {"_id": "$state", "jobs": {"$sum": 1}}}, {"$sort": {"_id": 1}}]
                )
            }
            jobs = ", ".join(f"{number} {state}" for state, number in states.items()) or "none yet"
            articles = database["articles"].count_documents({})
            seconds = time.monotonic() - begun
            print(f"{seconds:6.0f} s   {articles:4d} articles   jobs: {jobs}", flush=True)
            time.sleep(_TOLD_EVERY)
            if clock.poll() is not None:  # another version is deployed: it has a clock of its own
                clock = start_clock()
            with suppress(ValueError):  # all is published
                site.publish(1)


if __name__ == "__main__":
    main()
