"""The real Scrapyd, started and deployed to as `make scrapyd` and `make deploy` do."""

from __future__ import annotations

import os
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


def test_what_a_killed_one_left_does_not_stop_it(scrapyd: Scrapyd) -> None:
    left = scrapyd.folder / "twistd.pid"
    assert left.read_text() == str(os.getpid()), "the id of a process that runs"
    assert scrapyd.is_running


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


def test_a_password_may_come_from_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    given = {"SCRAPYD_USERNAME": USERNAME, "SCRAPYD_PASSWORD_FILE": str(secret)}
    given |= {"SCRAPYD_DIR": str(tmp_path / "run")}

    def start(**more: str) -> str:
        started = subprocess.run(
            [ROOT / "deploy" / "scrapyd.sh"],
            env=environment | given | more,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert started.returncode != 0
        return started.stderr + started.stdout

    assert "secret" in start()
    secret.write_text("\n")
    assert "is empty" in start()
    secret.write_text("құпия\n")
    assert "must be ASCII" in start()
    secret.write_text(f"{PASSWORD}\n")
    assert "both set" in start(SCRAPYD_PASSWORD="another")
    # Everything is there but the database.
    said = start(MONGODB_URI="mongodb://user:hidden@127.0.0.1:1/", MONGODB_TIMEOUT="0.2")
    assert "cannot reach MongoDB at 127.0.0.1:1" in said
    assert "hidden" not in said
    assert PASSWORD not in said


def test_it_does_not_start_with_a_key_for_eggs_that_it_cannot_use(
    environment: dict[str, str], tmp_path: Path
) -> None:
    given = {"SCRAPYD_USERNAME": USERNAME, "SCRAPYD_PASSWORD": PASSWORD}
    given |= {"SCRAPYD_DIR": str(tmp_path / "run"), "KZNEWS_EGG_KEY_FILE": "no_key"}
    started = subprocess.run(
        [ROOT / "deploy" / "scrapyd.sh"],
        cwd=tmp_path,
        env=environment | given,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert started.returncode != 0
    said = started.stderr + started.stdout
    assert "KZNEWS_EGG_KEY_FILE cannot be read" in said
    # Its name is meant where the script was started, not where Scrapyd runs.
    assert str(tmp_path / "no_key") in said


def test_scrapyd_itself_does_not_start_without_a_password(
    environment: dict[str, str], tmp_path: Path
) -> None:
    shutil.copy(ROOT / "deploy" / "scrapyd.conf", tmp_path / "scrapy.cfg")
    started = subprocess.run(
        ["scrapyd"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=20,
        check=False,
    )  # fmt: skip
    assert started.returncode != 0
    assert "SCRAPYD_USERNAME is not set" in started.stderr + started.stdout


def test_a_broken_egg_is_offered_nowhere(
    nodes: list[Scrapyd], project: Path, deployed: str, tmp_path: Path
) -> None:
    broken = tmp_path / "project"
    shutil.copytree(project, broken)
    (broken / "kznews" / "spiders" / "broken.py").write_text("import kznews.no_such_module\n")

    make = make_deploy(broken, nodes[0])

    assert make.returncode != 0
    assert "kznews.no_such_module" in make.stdout
    for node in nodes:
        assert node.call("/listversions.json?project=kznews")["versions"] == [deployed]


def test_the_spiders_of_a_deployed_egg_are_those_of_the_project(
    nodes: list[Scrapyd], deployed: str
) -> None:
    settings = Settings()
    settings.setmodule("kznews.settings")
    expected = sorted(SpiderLoader.from_settings(settings).list())
    for node in nodes:
        assert sorted(node.call("/listspiders.json?project=kznews")["spiders"]) == expected
        assert node.call("/listversions.json?project=kznews")["versions"] == [deployed]
        assert "kznews" in node.call("/listprojects.json")["projects"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param([("spider", "nobody")], "spider 'nobody' not found", id="spider"),
        pytest.param([("_version", "../x")], "version '../x' not found", id="version"),
        pytest.param([("jobid", "../../etc/x")], "job id is invalid", id="path as job id"),
        pytest.param([("priority", "nan")], "priority must be a number", id="priority"),
        pytest.param([("pagse", "1")], "no argument 'pagse'", id="unknown argument"),
        pytest.param([("since", "yesterday")], "since='yesterday' is no day", id="impossible day"),
        pytest.param([("a.b", "1")], "no name of a spider argument", id="odd name"),
        pytest.param([("setting", "SPIDER_MODULES=os")], "'SPIDER_MODULES' is not", id="modules"),
        pytest.param([("setting", "LOG_FILE=/etc/x")], "'LOG_FILE' is not allowed", id="log file"),
        pytest.param([("setting", "LOG_LEVEL")], "NAME=value", id="no value"),
    ],
)
@pytest.mark.usefixtures("deployed")
def test_a_job_that_cannot_be_right_is_refused(
    scrapyd: Scrapyd, fields: list[tuple[str, str]], why: str
) -> None:
    asked = {"project": "kznews", "spider": "exclusive"} | dict(fields)
    refusal = scrapyd.refusal("/schedule.json", [*asked.items()])
    assert why in refusal
    assert "[scrapy." not in refusal, "no log lines"


@pytest.mark.parametrize(
    ("path", "fields", "why"),
    [
        ("/schedule.json", {"project": "another", "spider": "x"}, "project 'another' not found"),
        ("/cancel.json", {"project": "kznews", "job": "x", "signal": "STOP"}, "must be one of"),
        ("/addversion.json", {"project": "../x", "version": "1", "egg": "x"}, "project is invalid"),
        ("/addversion.json", {"project": "x", "version": "a/b", "egg": "x"}, "version is invalid"),
        ("/addversion.json", {"project": "x", "version": "1", "egg": "x"}, "not a ZIP file"),
        ("/delversion.json", {"project": "x", "version": "1"}, "version '1' not found"),
    ],
)
@pytest.mark.usefixtures("deployed")
def test_what_cannot_be_done_is_said(
    scrapyd: Scrapyd, path: str, fields: dict[str, str], why: str
) -> None:
    assert why in scrapyd.refusal(path, [*fields.items()])


def test_another_sites_page_cannot_use_a_browser_that_knows_the_password(scrapyd: Scrapyd) -> None:
    status, _ = scrapyd.request(
        "/delproject.json", [("project", "kznews")], headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert status == 403


@pytest.mark.parametrize("path", ["/", "/jobs"])
def test_pages_show_all_nodes(scrapyd: Scrapyd, path: str) -> None:
    status, body = scrapyd.request(path)
    assert status == 200
    assert b"<html" in body
