from __future__ import annotations

import sys

import pytest
from scrapy.cmdline import execute

OURS = {
    *(
        "archive",
        "backup",
        "demo",
        "eggs",
        "export",
        "frontier",
        "history",
        "index",
        "induce",
        "migrate",
        "outlets",
        "probe",
        "prune",
        "query",
        "restore",
    ),
    *(
        "rates",
        "reparse",
        "run",
        "search",
        "serve",
        "status",
        "stories",
        "tick",
        "tickers",
        "watch",
    ),
}
SCRAPYS = {
    *("bench", "check", "crawl", "edit", "fetch", "genspider", "list", "parse", "runspider"),
    *("settings", "shell", "startproject", "version", "view"),
}


def test_only_what_is_a_command_is_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "kznews.settings")
    monkeypatch.setattr(sys, "argv", ["scrapy"])
    with pytest.raises(SystemExit):
        execute(["scrapy", "-h"])
    listed = capsys.readouterr().out.split("Available commands:")[1].splitlines()
    names = {line.split()[0] for line in listed if line.startswith("  ")}
    assert names == OURS | SCRAPYS
