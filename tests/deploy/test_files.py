"""What of deploy/ cannot be run here (containers, systemd) is checked as far as it can be."""

from __future__ import annotations

import grp
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.deploy.conftest import ROOT, tracked_files

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
INSTALLED = "/opt/kznews/"


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [*command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return loaded


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deploy") / "secrets"
    run(DEPLOY / "new_secrets.sh", folder)
    return folder


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    run(BIN / "hadolint", DEPLOY / "Dockerfile")


def test_shellcheck_finds_nothing_in_the_scripts() -> None:
    run(BIN / "shellcheck", *DEPLOY.glob("*.sh"), ROOT / ".ci" / "run")


def test_the_compose_file_is_one() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    run(BIN / "check-jsonschema", *schema, DEPLOY / "compose.yaml")


def test_what_the_image_is_built_from_is_in_the_project() -> None:
    known = {str(name) for name in tracked_files()}
    folders = {str(parent) for name in tracked_files() for parent in name.parents}
    let_through = (ROOT / ".dockerignore").read_text().splitlines()
    for line in re.findall(r"^COPY (.+)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE):
        *sources, _ = line.split()
        for source in sources:
            assert source in known | folders
            assert f"!{source.partition('/')[0]}" in let_through


def test_no_command_names_a_file_that_is_not_there(compose: dict[str, Any]) -> None:
    texts = [(DEPLOY / "Dockerfile").read_text(), yaml.safe_dump(compose)]
    texts += [unit.read_text() for unit in (DEPLOY / "systemd").iterdir()]
    named = {name for text in texts for name in re.findall(rf"{INSTALLED}(deploy/\S+?\.\w+)", text)}
    assert named >= {"deploy/scrapyd.sh", "deploy/tick.sh", "deploy/health.py"}
    for name in named:
        assert (ROOT / name).is_file()
        assert name.endswith(".py") or (ROOT / name).stat().st_mode & stat.S_IXUSR


def test_every_secret_is_made_and_mounted(compose: dict[str, Any], secrets: Path) -> None:
    made = {file.name for file in secrets.iterdir()}
    assert made == set(compose["secrets"])
    assert {each["file"] for each in compose["secrets"].values()} == {f"secrets/{n}" for n in made}
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            assert not re.search(r"PASSWORD|URI", name) or name.endswith("_FILE")
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_nothing_is_published_beyond_this_machine(compose: dict[str, Any]) -> None:
    ports = [port for each in compose["services"].values() for port in each.get("ports", [])]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_no_container_fills_the_disk_with_its_log(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["logging"]["options"] == {"max-size": "20m", "max-file": "5"}, name


def test_metrics_are_written_where_node_exporter_may_read_them() -> None:
    unit = (DEPLOY / "systemd" / "kznews-status.service").read_text()
    [file] = re.findall(r"--output (\S+)", unit)
    [folder] = re.findall(r"^RuntimeDirectory=(\S+)$", unit, re.MULTILINE)
    assert file == f"/run/{folder}/kznews.prom"
    # Whose mode is 755, unless it is set.
    assert "RuntimeDirectoryMode" not in unit
    assert "RuntimeDirectoryPreserve=yes" in unit
    assert file in (ROOT / "docs" / "operations.md").read_text()


def test_secrets_are_random_kept_and_nobody_elses(secrets: Path, tmp_path: Path) -> None:
    first = {file.name: file.read_text() for file in secrets.iterdir()}
    assert run(DEPLOY / "new_secrets.sh", secrets) == ""
    assert {file.name: file.read_text() for file in secrets.iterdir()} == first
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    run(DEPLOY / "new_secrets.sh", tmp_path / "others")
    assert first.pop("alerts") == ""  # addresses, not ours to invent
    assert all((tmp_path / "others" / name).read_text() != text for name, text in first.items())
    uri = urlsplit(first["mongodb_uri"])
    assert (uri.username, uri.password) == ("kznews", first["mongo_password"])
    assert all(len(first[name]) == 40 for name in first if name.endswith("password"))


def test_the_crawls_user_reads_what_crawls_need_and_no_more(tmp_path: Path) -> None:
    group = grp.getgrgid(os.getgid() if os.geteuid() else 65534).gr_name
    folder = tmp_path / "kznews"
    for made_before in (False, True):
        if made_before:  # by an earlier version
            folder.chmod(0o700)
            for file in folder.iterdir():
                file.chmod(0o444)
        run("env", f"SECRETS_GROUP={group}", DEPLOY / "new_secrets.sh", folder)
        assert (folder.group(), stat.S_IMODE(folder.stat().st_mode)) == (group, 0o750)
        for file in folder.iterdir():
            is_for_root = file.name.startswith("mongo_")
            assert stat.S_IMODE(file.stat().st_mode) == (0o400 if is_for_root else 0o440), file
            assert is_for_root or file.group() == group
        # What the units give to the crawls' user, and cron's line of docs/cluster.md.
        units = [unit.read_text() for unit in (DEPLOY / "systemd").iterdir()]
        documents = (ROOT / "docs" / "cluster.md").read_text()
        named = set(re.findall(r"LoadCredential=\w+:/etc/kznews/(\w+)", "".join(units)))
        named |= set(
            re.findall(
                r"^(?:MONGODB_URI|KZNEWS_EGG_KEY)_FILE=/etc/kznews/(\w+)", documents, re.MULTILINE
            )
        )
        assert named == {
            name.name for name in folder.iterdir() if not name.name.startswith("mongo_")
        }


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_the_systemd_units_are_right(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        # It looks whether the program is there.
        text = unit.read_text().replace(INSTALLED, f"{ROOT}/")
        (tmp_path / unit.name).write_text(text)
    for unit in tmp_path.iterdir():
        assert run("systemd-analyze", "verify", "--man=no", unit) == ""
