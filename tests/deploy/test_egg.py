from __future__ import annotations

import tomllib
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile
from zipimport import zipimporter

from tests.deploy.conftest import ROOT, tracked_files


def test_the_egg_holds_the_files_of_the_package_and_no_others(egg: Path) -> None:
    with ZipFile(egg) as archive:
        held = {
            name
            for name in archive.namelist()
            if not name.startswith("EGG-INFO/") and not name.endswith((".pyc", "/"))
        }

    assert held == {str(name) for name in tracked_files() if name.parts[0] == "kznews"}


def test_each_module_of_the_egg_has_bytecode_where_python_looks_for_it(egg: Path) -> None:
    with ZipFile(egg) as archive:
        held = set(archive.namelist())
    modules = {name for name in held if name.endswith(".py")}
    assert modules
    assert {f"{name}c" for name in modules} == {name for name in held if name.endswith(".pyc")}
    # It fits the source: Python would else take that.
    found = zipimporter(str(egg)).find_spec("kznews")
    assert found is not None
    assert found.origin == str(egg / "kznews" / "__init__.pyc")


def test_the_egg_says_what_it_is(egg: Path) -> None:
    with ZipFile(egg) as archive:
        about = HeaderParser().parsestr(archive.read("EGG-INFO/PKG-INFO").decode())
        entry_points = archive.read("EGG-INFO/entry_points.txt").decode()

    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert (about["Name"], about["Version"]) == (stated["name"], stated["version"])
    assert entry_points.split() == ["[scrapy]", "settings", "=", "kznews.settings"]
