"""The benchmarks still run: as small as can be, so that their figures say nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawl.conftest import PROJECT
from tests.scrapy_process import run_module
from tests.transport.crawls import Warc

_LONGEST = 400  # seconds, on a machine that does much else: alone none takes a tenth of it


def run(name: str, *options: str) -> str:
    exit_code, told = run_module(
        f"benchmarks.{name}",
        options,
        environment=dict(os.environ),
        folder=PROJECT,
        timeout=_LONGEST,
        warnings_are_errors=True,
    )
    assert exit_code == 0, told
    return told


def test_crawls_are_timed_and_what_came_of_them_is_checked() -> None:
    if shutil.which("nginx") is None and shutil.which("nginx", path="/usr/sbin") is None:
        pytest.skip("no nginx here: apt-get install nginx-light")
    told = run(
        "crawl", *("--sites", "heavy", "--listing-pages", "1", "--rounds", "1"), "--rows", "bf"
    )
    assert "36 pages a crawl" in told
    for figure in ("kznews / 8 selectors, pages a second: ", "nothing new to read: it opens"):
        assert figure in told


def test_what_pages_take_is_measured(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "pages.warc.gz")
    for number in range(9):
        warc.add(f"https://a.kz/{number}", b"<html>" + b"frame of a page" * 99 + bytes([number]))
    told = run("archive", str(warc.path))
    assert "9 pages of 1492 bytes" in told
    for line in ("gzip, level 6", "zstd, level 3, with dictionaries", "kept, on disk"):
        assert f"\n{line} " in told


def test_what_was_pushed_in_a_month_is_told_as_scripted() -> None:
    told = run("tickers", "--outlets", "2", "--days", "1", "--stock", "20")
    assert "as scripted" in told
    assert "otherwise" not in told.splitlines()[1]
    assert "Tickers: 0 scripted to freeze, 0 of 2 told otherwise" in told
    assert "; 0 of 2 verdicts other than scripted" in told
    assert "with the stock, half a year ago" in told


def test_what_crawls_saw_of_a_scripted_month_is_recorded() -> None:
    told = run("newsroom_month", "--outlets", "2", "--days", "2", "--hours", "12")
    edits = re.search(r"^edit +(\d+) +(\d+) ", told, re.MULTILINE)
    assert edits is not None, told
    assert int(edits[2]) > 0, told
    assert "\n0 mismatches\n" in told, told


def test_former_versions_take_less_than_fifteen_hundredths_of_their_texts() -> None:
    told = run("edits", "--copies", "1", "--prose")
    share = re.search(r"([0-9.]+) % of the full texts' bytes", told)
    assert share is not None, told
    assert 5 < float(share[1]) < 15
    for line in ("former versions in their articles", "former versions as documents"):
        assert f"\n{line} " in told
    assert "\nA year of forty outlets: " in told


def test_reading_again_is_measured(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "pages.warc.gz")
    body = "".join(f"<p>{'Банк жұмысын бастады. ' * 9}{place}</p>" for place in range(5))
    for number in range(3):
        url = f"https://tengrinews.kz/kazakhstan_news/bank-{number}/"
        warc.add(url, f"<html><h1>Банк {number}</h1><article>{body}</article></html>".encode())
    told = run("rereading", str(warc.path), "--copies", "2", "--steps")
    for line in ("fetch, decompress", "read the article", "compare, correct, link"):
        assert f"\n{line} " in told


def test_few_and_many_rows_are_compared() -> None:
    told = run("growth", "--few", "600", "--many", "1200", "--rounds", "1", "--turns", "1")
    assert "1,200: frontier rows are there after" in told
    for step in ("leasing", "acknowledging", "linking an article", "reading the status"):
        assert re.search(rf"^{step} .* 1\.[35] ", told, re.MULTILINE), told


def test_what_a_year_takes_is_reckoned_by_collection() -> None:
    told = run("growth_year", "--articles", "60")
    for name in ("articles", "signatures", "tickers", "translation_evidence"):
        assert re.search(rf"^{name} +\d+ ", told, re.MULTILINE), told


def test_rows_that_many_lease_are_counted() -> None:
    told = run("leasing", "--workers", "2", "--times", "1", "--rounds", "1")
    assert re.search(r"^2 +\d+ .* %$", told, re.MULTILINE), told


def test_copies_of_a_labelled_set_are_found() -> None:
    told = run("stories", "--each", "1")
    for figure in ("recall at up to 30 %: ", "precision "):
        assert figure in told


def test_exports_are_measured() -> None:
    # Not forked: what it spawns imports its main module again, which would be pytest.
    command = [sys.executable, "-W", "error", "-m", "benchmarks.exports"]
    done = subprocess.run(
        [*command, "--rows", "60", "--files", "revisions.csv"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert re.search("^revisions.csv +3 ", told, re.MULTILINE), told


def test_a_day_passes() -> None:
    told = run("day", "--minutes", "720", "--articles", "6", "--edits", "1", "--known-pages", "1")
    assert "2 crawls, 720 minutes apart; 6 new articles" in told
    assert "\nnew articles " in told
    # Listings that have not changed are not sent again.
    assert " 304 " in told


def test_a_run_is_watched_over_days_and_where_nothing_is_new() -> None:
    told = run(
        *("run_week", "--outlets", "2", "--days", "1", "--minutes", "720"),
        *("--idle", "1", "--rest", "0.1"),
    )
    assert re.search(r"^1 +4 +[1-9]\d* +\d+ +\d+$", told, re.MULTILINE), told
    asked = re.search(r"asks for all its listings: .* requests of 1 beats: (.*)$", told)
    assert asked is not None, told
    # Listings that have not changed are not sent again.
    assert re.fullmatch(r"[1-9]\d* answered 304", asked[1]), told


def test_visits_to_a_host_are_counted() -> None:
    told = run(
        *("politeness", "--seconds", "1", "--delay", "0.1", "--pause", "1", "--workers", "1")
    )
    assert "10 are the limit" in told
    # One may be on its way when the 503 comes.
    assert re.search(r"to 1 workers: [01] requests arrived in that time", told)
