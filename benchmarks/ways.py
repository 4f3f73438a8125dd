"""How right each way of reading an article is, beside its peers (README.md)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.agreement import agreement
from benchmarks.extraction import SETS, read_all
from benchmarks.extractors import Extractor, induced, kznews, peers, single_page
from benchmarks.figures import table
from benchmarks.labelled import Labelled
from benchmarks.newsroom_pages import newsroom_pages
from benchmarks.public_set import public_pages

_HEADINGS = (
    *("", "pages", "body P", "R", "F1", "worst", "under 0.8", "title", "instant", "ms a page"),
)
_POOR = 0.8
"""Body F1 of a page that is read badly."""
_PAGES_OF_LISTING = 12
"""Articles of each listing of the newsroom: enough to induce layouts from."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="one in so many pages")
    parser.add_argument("--outlets", nargs="*", default=["tengrinews", "vlast", "zakon"])
    parser.add_argument("--public", type=Path, help="folder of the article-extraction-benchmark")
    options = parser.parse_args()
    of_outlets = newsroom_pages(_PAGES_OF_LISTING, options.outlets)
    sets = {name: pages() for name, pages in SETS.items()}
    sets["newsroom"] = [page for pages in of_outlets.values() for page in pages]
    if options.public:
        sets["public"] = public_pages(options.public)
    rows: list[tuple[str, ...]] = [_HEADINGS]
    for name, labelled in sets.items():
        rows += rows_of(name, labelled[:: options.every])
    print(table(rows))


def rows_of(name: str, pages: list[Labelled]) -> Iterator[tuple[str, ...]]:
    """A row of figures for each way of ours and each peer; none for a set that is not here."""
    if not pages:
        return
    ways: dict[str, Extractor | None] = {
        "layout": kznews,
        "induced": induced(pages),
        "single page": single_page,
        **peers(),
    }
    for way, extractor in ways.items():
        if extractor is not None:
            yield _row(f"{name}, {way}", pages, extractor)


def _row(name: str, pages: list[Labelled], extractor: Extractor) -> tuple[str, ...]:
    extractor(pages[0])  # what is loaded at the first page is no page's cost
    read, times = read_all(extractor, pages)
    pairs = [(page.truth, each) for page, each in zip(pages, read, strict=True)]
    found = agreement(pairs)
    bodies = [agreement([pair]).body_f1 for pair in pairs]
    is_titled = any(truth.title for truth, _ in pairs)
    is_dated = any(truth.published for truth, _ in pairs)
    return (
        name,
        str(len(pages)),
        f"{found.body_precision:.3f}",
        f"{found.body_recall:.3f}",
        f"{found.body_f1:.3f}",
        f"{found.worst_body_f1:.3f}",
        str(sum(f1 < _POOR for f1 in bodies)),
        f"{found.title:.3f}" if is_titled else "",
        f"{found.instant:.3f}" if is_dated else "",
        f"{median(times):.1f}",
    )


if __name__ == "__main__":
    main()
