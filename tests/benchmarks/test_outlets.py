from __future__ import annotations

from dataclasses import replace

from benchmarks.extractors import Read, kznews
from benchmarks.labelled import Labelled
from benchmarks.newsroom_pages import newsroom_pages
from benchmarks.outlets import rows


def blind(page: Labelled) -> Read:
    """Reads as kznews does, but no date and half of the text."""
    read = kznews(page)
    return replace(read, published=None, text=read.text[: len(read.text) // 2])


def test_each_outlet_has_its_row_with_a_figure_for_each_extractor() -> None:
    pages = newsroom_pages(1, ["exclusive", "tengrinews"])
    assert {name: len(labelled) for name, labelled in pages.items()} == {
        # A page of each listing of each layout.
        "exclusive": 2,
        "tengrinews": 4,
    }
    found = {row[0]: row[1:] for row in rows(pages, {"kznews": kznews, "blind": blind})}
    assert list(found) == ["exclusive", "tengrinews", "all"]
    for name, (count, body, title, instant, milliseconds) in found.items():
        assert count == {"exclusive": "2", "tengrinews": "4", "all": "6"}[name]
        right, half = map(float, body.split())
        assert right == 1
        assert 0.5 < half < 0.9
        assert title == "1.00  1.00"
        assert instant == ("no date" if name == "exclusive" else "1.00  0.00")
        assert all(float(each) > 0 for each in milliseconds.split())
