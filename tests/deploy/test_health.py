"""deploy/health.py, as the container's health check runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.deploy.conftest import ROOT
from tests.deploy.server import PASSWORD, Scrapyd
from tests.ports import free_port


def check(scrapyd: Scrapyd, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", ROOT / "deploy" / "health.py"],
        env=scrapyd.client_environment | {"SCRAPYD_HTTP_PORT": str(scrapyd.port)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_node_that_answers_is_well(scrapyd: Scrapyd, tmp_path: Path) -> None:
    assert check(scrapyd).returncode == 0
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n")
    assert check(scrapyd, SCRAPYD_PASSWORD_FILE=str(password)).returncode == 0


def test_whoever_may_not_ask_learns_why(scrapyd: Scrapyd) -> None:
    done = check(scrapyd, SCRAPYD_PASSWORD="wrong")
    assert done.returncode == 1
    assert done.stderr == f"Scrapyd at port {scrapyd.port} is not well: Unauthorized\n"


def test_where_nothing_listens_nothing_is_well(scrapyd: Scrapyd) -> None:
    done = check(scrapyd, SCRAPYD_HTTP_PORT=str(free_port()))
    assert done.returncode == 1
    assert "does not answer" in done.stderr
