"""How right and how quick extraction is at each outlet, beside its peers (README.md)."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from benchmarks.agreement import Agreement, agreement
from benchmarks.extraction import read_all
from benchmarks.extractors import Extractor, Read, extractors
from benchmarks.figures import table
from benchmarks.labelled import Labelled, captured_pages
from benchmarks.newsroom_pages import newsroom_pages
from benchmarks.truth_file import pages_with_truth
from kznews.outlets import outlet_of

_HEADINGS = ("", "pages", "body F1", "title", "instant", "ms a page")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outlets", nargs="*", help="outlets to measure; all where none is named")
    parser.add_argument("--pages", type=int, default=4, help="articles of each listing")
    options = parser.parse_args()
    measured = extractors()
    print(f"In each cell: {', '.join(measured)}. Pages of the newsroom, and captured ones.")
    pages = newsroom_pages(options.pages, options.outlets)
    print(table([_HEADINGS, *rows(pages | captured_by_outlet(options.outlets), measured)]))


def captured_by_outlet(outlets: list[str]) -> dict[str, list[Labelled]]:
    """The labelled captures, by the name of their outlet."""
    pages: dict[str, list[Labelled]] = defaultdict(list)
    for page in (*captured_pages(), *pages_with_truth("informburo-2023-03", every=6)):
        outlet = outlet_of(page.url)
        name = outlet.name if outlet else "unknown"
        if not outlets or name in outlets:
            pages[f"{name} (captured)"].append(page)
    return pages


def rows(
    pages: Mapping[str, list[Labelled]], measured: Mapping[str, Extractor]
) -> Iterator[tuple[str, ...]]:
    """A row of figures for each set of pages by its name, and one for all of them."""
    read_of_all: dict[str, list[Read]] = defaultdict(list)
    times_of_all: dict[str, list[float]] = defaultdict(list)
    every = [page for labelled in pages.values() for page in labelled]
    for extractor in measured.values():
        extractor(every[0])  # what is loaded at the first page is no page's cost
    for name, labelled in pages.items():
        found: dict[str, Agreement] = {}
        times: dict[str, list[float]] = {}
        for each, extractor in measured.items():
            read, times[each] = read_all(extractor, labelled)
            found[each] = _agreement(labelled, read)
            read_of_all[each] += read
            times_of_all[each] += times[each]
        yield _row(name, labelled, found, times)
    of_all = {each: _agreement(every, read_of_all[each]) for each in measured}
    yield _row("all", every, of_all, times_of_all)


def _agreement(pages: list[Labelled], read: list[Read]) -> Agreement:
    return agreement([(page.truth, each) for page, each in zip(pages, read, strict=True)])


def _row(
    name: str,
    pages: list[Labelled],
    found: Mapping[str, Agreement],
    times: Mapping[str, list[float]],
) -> tuple[str, ...]:
    is_dated = any(page.truth.published for page in pages)
    return (
        name,
        str(len(pages)),
        "  ".join(f"{each.body_f1:.3f}" for each in found.values()),
        "  ".join(f"{each.title:.2f}" for each in found.values()),
        "  ".join(f"{each.instant:.2f}" for each in found.values()) if is_dated else "no date",
        "  ".join(f"{median(each):5.1f}" for each in times.values()),
    )


if __name__ == "__main__":
    main()
