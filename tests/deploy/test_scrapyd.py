"""The real Scrapyd, started and deployed to as `make scrapyd` and `make deploy` do."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from tests.deploy.conftest import ROOT, make_deploy
from tests.deploy.server import PASSWORD, USERNAME, Scrapyd


@pytest.mark.parametrize(
    "credentials",
    [
        pytest.param(None, id="none"),
        pytest.param((USERNAME, "guess"), id="wrong password"),
        pytest.param((USERNAME, ""), id="empty password"),
        pytest.param(("guess", PASSWORD), id="wrong user"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/logs/", "/daemonstatus.json", "/listprojects.json"])
def test_nobody_gets_in_without_the_password(
    scrapyd: Scrapyd, path: str, credentials: tuple[str, str] | None
) -> None:
    assert scrapyd.request(path, credentials=credentials) == (401, b"Unauthorized")


def test_only_the_loopback_address_is_served(scrapyd: Scrapyd) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", scrapyd.port), timeout=5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("SCRAPYD_USERNAME", "", id="no user"),
        pytest.param("SCRAPYD_PASSWORD", "", id="no password"),
        pytest.param("SCRAPYD_USERNAME", "a:b", id="colon"),
        pytest.param("SCRAPYD_PASSWORD", "құпия", id="not ASCII"),
    ],
)
def test_it_does_not_start_without_credentials_that_work(
    environment: dict[str, str], tmp_path: Path, name: str, value: str
) -> None:
    given = {"SCRAPYD_USERNAME": USERNAME, "SCRAPYD_PASSWORD": PASSWORD} | {name: value}

    start = subprocess.run(
        [ROOT / "deploy" / "scrapyd.sh"],
        env=environment | given | {"SCRAPYD_DIR": str(tmp_path / "run")},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert start.returncode == 2
    assert name in start.stderr
    assert not (tmp_path / "run").exists()


def test_a_broken_egg_fails_the_deploy(
    scrapyd: Scrapyd, project: Path, deployed: str, tmp_path: Path
) -> None:
    broken = tmp_path / "project"
    shutil.copytree(project, broken)
    (broken / "kznews" / "spiders" / "broken.py").write_text("import kznews.no_such_module\n")

    make = make_deploy(broken, scrapyd)

    assert make.returncode != 0
    assert "kznews.no_such_module" in make.stdout
    [_, version] = scrapyd.call("/listversions.json?project=kznews")["versions"]
    scrapyd.call("/delversion.json", [("project", "kznews"), ("version", version)])
    assert scrapyd.call("/listversions.json?project=kznews")["versions"] == [deployed]


def test_the_spiders_of_a_deployed_egg_are_those_of_the_project(
    scrapyd: Scrapyd, deployed: str
) -> None:
    settings = Settings()
    settings.setmodule("kznews.settings")
    expected = sorted(SpiderLoader.from_settings(settings).list())

    assert sorted(scrapyd.call("/listspiders.json?project=kznews")["spiders"]) == expected
    assert scrapyd.call("/listversions.json?project=kznews")["versions"] == [deployed]
    assert scrapyd.call("/listprojects.json")["projects"] == ["kznews"]
