"""Each way of reading an article has its row of figures, and each peer that is installed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.extractors import peers
from benchmarks.newsroom_pages import newsroom_pages
from benchmarks.public_set import public_pages
from benchmarks.ways import rows_of


@pytest.mark.parametrize(("each", "ours"), [(1, ["layout", "single page"]), (12, None)])
def test_each_way_has_its_row(
    each: int, ours: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.ways.peers", dict)  # a minute of newspaper4k
    pages = newsroom_pages(each, ["dknews"])["dknews"]
    rows = {row[0].removeprefix("newsroom, "): row[1:] for row in rows_of("newsroom", pages)}
    assert list(rows) == (ours or ["layout", "induced", "single page"])
    for count, *figures in rows.values():
        assert count == str(len(pages))
        assert float(figures[2]) > 0.9  # body F1
        assert float(figures[-1]) > 0  # milliseconds


def test_a_set_that_is_not_here_has_no_rows() -> None:
    assert list(rows_of("captures", [])) == []


def test_peers_are_those_that_are_installed() -> None:
    assert {"trafilatura", "newspaper4k"} <= {name.split()[0] for name in peers()}


def test_pages_of_a_public_set_are_read_with_their_texts(tmp_path: Path) -> None:
    facts = {"a1": {"articleBody": "Мост закрыли.", "url": "https://example.kz/news/most"}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(facts), "utf-8")
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a1.html.gz").write_bytes(gzip.compress(b"<p>"))
    [page] = public_pages(tmp_path)
    assert (page.name, page.url, page.body) == ("a1", "https://example.kz/news/most", b"<p>")
    assert page.truth.text == "Мост закрыли."
