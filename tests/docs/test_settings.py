"""Settings and environment variables of the documents are those of the code."""

from __future__ import annotations

import re

from scrapy.settings import default_settings

from kznews import settings
from tests.crawl.conftest import PROJECT
from tests.docs.documents import DOCUMENTS, section, tables

PAGE = "docs/operations.md"
TOLD = tables(section(PAGE, "Settings"), "setting")
SOURCES = "".join(
    path.read_text("utf-8")
    for path in sorted((PROJECT / "kznews").rglob("*.py"))
    if path.name != "settings.py"
)


def is_read(name: str) -> bool:
    return f'"{name}"' in SOURCES


def test_each_documented_setting_has_a_value_or_is_read() -> None:
    unknown = [
        name for name in TOLD if not ((hasattr(settings, name) and name.isupper()) or is_read(name))
    ]
    assert unknown == []
    assert all(meaning for _, meaning in TOLD.values())


def test_each_setting_of_our_own_is_documented() -> None:
    own = {name for name in dir(settings) if name.isupper() and not hasattr(default_settings, name)}
    assert own
    assert own <= set(TOLD)


def test_stated_numbers_are_the_defaults() -> None:
    for name, (default, _) in TOLD.items():
        number = re.fullmatch(r"([\d.]+)(?: s)?", default)
        if number and getattr(settings, name, None) is not None:
            assert float(number[1]) == getattr(settings, name), name


def test_documented_environment_variables_are_read() -> None:
    told = tables(section(PAGE, "Settings"), "variable")
    everything = SOURCES + (PROJECT / "kznews" / "settings.py").read_text("utf-8")
    for name, (target,) in told.items():
        assert f'"{name}"' in everything, name
        assert target.strip("`") in TOLD, name
    of_settings = re.findall(
        r'environ(?:\.get\(|\[)"(\w+)"', (PROJECT / "kznews" / "settings.py").read_text("utf-8")
    )
    assert set(of_settings) <= set(told)


def test_no_document_names_another_setting() -> None:
    own = re.compile(r"\b(?:MONITOR|FRONTIER|MONGODB|HOST|DATABASE)_[A-Z_]+\b")
    for document in DOCUMENTS:
        if document.name != "CHANGELOG.md":
            named = set(own.findall(document.read_text("utf-8")))
            assert named - set(TOLD) <= {"MONGODB_HOSTS"}, document.name
