"""An outlet whose module has an error is not crawled; the others are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from scrapy.settings import Settings

import kznews.outlets
from kznews import settings as project
from kznews.monitoring.check import judge
from kznews.monitoring.checks import OUTLET_CHECKS, read_limits
from kznews.monitoring.subjects import OutletNow
from kznews.outlets import all_outlets, broken_outlets
from tests.crawl.conftest import PROJECT
from tests.monitoring.statuses import NOW, outlet
from tests.scrapy_process import run_scrapy

MODULES = {
    "syntax": "OUTLET = Outlet(\n",
    "name": "import re\n\nOUTLET = Outlet()\n",
    "value": "\n\nPAGES = int('many')\n",
    "missing": "from kznews.outlets.nowhere import Outlet\n",
}
WRONG = {
    "syntax": "SyntaxError: '(' was never closed (syntax.py, line 1)",
    "name": "line 3: NameError: name 'Outlet' is not defined",
    "value": "line 3: ValueError: invalid literal for int() with base 10: 'many'",
    "missing": "line 1: ModuleNotFoundError: No module named 'kznews.outlets.nowhere'",
}


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A folder of modules that have errors."""
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(text)
    return tmp_path


@pytest.fixture
def broken(modules: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package has them, too."""
    well = all_outlets()
    monkeypatch.setattr(kznews.outlets, "__path__", [*kznews.outlets.__path__, str(modules)])
    kznews.outlets._load.cache_clear()
    assert all_outlets() == well
    yield
    kznews.outlets._load.cache_clear()


@pytest.mark.usefixtures("broken")
def test_each_is_told_with_its_line() -> None:
    assert broken_outlets().keys() == WRONG.keys()
    for name, wrong in WRONG.items():
        told = broken_outlets()[name]
        assert told.startswith(f"the module kznews.outlets.{name} has an error")
        assert told.endswith(wrong)


@pytest.mark.usefixtures("broken")
def test_status_is_red() -> None:
    settings = Settings()
    settings.setmodule(project)
    subject = OutletNow(outlet(outlet="syntax"), NOW)
    [fault] = judge(OUTLET_CHECKS, subject, read_limits(settings)).faults
    assert WRONG["syntax"] in fault


def add_outlets(modules: Path) -> None:
    """Lets the folder's modules be outlets of a process that has imported the others' spiders."""
    kznews.outlets.__path__.append(str(modules))
    kznews.outlets._load.cache_clear()
    del sys.modules["kznews.spiders.outlets"]


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["list"], 1, [f"scrapy list: {name} cannot be crawled: " for name in MODULES]),
        (["check", "value"], 1, ["scrapy check: value cannot be crawled: the module"]),
        (["check", "exclusive"], 0, []),
        (["crawl", "value"], 2, ["kznews.outlets.value has an error, line 3"]),
    ],
)
def test_whoever_asks_for_it_is_told(
    modules: Path, command: list[str], code: int, said: list[str]
) -> None:
    exit_code, log = run_scrapy(
        command,
        environment=dict(os.environ),
        folder=PROJECT,
        timeout=60,
        before=partial(add_outlets, modules),
    )
    assert exit_code == code, log
    assert "Traceback" not in log
    for each in said:
        assert each in log
    assert ("cannot be crawled" in log) == (command[0] != "crawl" and code == 1)
    if command == ["list"]:
        assert {"exclusive", *MODULES} <= set(log.split())
