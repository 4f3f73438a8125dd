"""How right and how quick extraction is, on labelled pages, beside its peers (README.md)."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from statistics import median

from benchmarks.agreement import Agreement, agreement
from benchmarks.extractors import Extractor, Read, extractors
from benchmarks.figures import table
from benchmarks.floors import MissedFloor, check, could_rise
from benchmarks.labelled import CAPTURES, Labelled, captured_pages, own_pages
from benchmarks.steps import print_steps
from benchmarks.truth_file import pages_with_truth

_SHOWN = {
    "title": "title",
    "instant": "instant",
    "instant_wrong": "wrong",
    "instant_missing": "missing",
    "day": "day",
    "body_precision": "body P",
    "body_recall": "R",
    "body_f1": "F1",
    "worst_body_f1": "worst",
    "authors_f1": "authors",
    "tags_f1": "tags",
}


SETS: dict[str, Callable[[], list[Labelled]]] = {
    "fixtures": own_pages,
    "captures": captured_pages,
    "informburo": partial(pages_with_truth, "informburo-2023-03"),
}
"""What gives the sets of labelled pages; nothing where the captures are not here."""


def read_all(extractor: Extractor, pages: list[Labelled]) -> tuple[list[Read], list[float]]:
    """What an extractor reads on the pages, and each page's milliseconds of processor time."""
    read, times = [], []
    for page in pages:
        begun = time.process_time()
        read.append(extractor(page))
        times.append((time.process_time() - begun) * 1000)
    return read, times


def measured(extractor: Extractor, pages: list[Labelled]) -> Agreement:
    """How far an extractor agrees with the labels of the pages."""
    read, _ = read_all(extractor, pages)
    return agreement([(page.truth, each) for page, each in zip(pages, read, strict=True)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times each page is timed")
    parser.add_argument("--pages", action="store_true", help="each page's own figures, ours alone")
    parser.add_argument("--set", choices=SETS, help="only this set")
    options = parser.parse_args()
    missed: list[MissedFloor] = []
    for name in [options.set] if options.set else SETS:
        pages = SETS[name]()
        if not pages:
            continue
        print(f"\n{name}: {len(pages)} pages")
        rows = [["", *_SHOWN.values(), "ms a page"]]
        for each, extractor in extractors().items():
            read, times = read_all(extractor, pages)
            found = agreement([(page.truth, one) for page, one in zip(pages, read, strict=True)])
            figures = asdict(found)
            rows.append([each, *(f"{figures[key]:.3f}" for key in _SHOWN), f"{median(times):.1f}"])
            if each == "kznews":
                missed += check(name, found)
                better = could_rise(name, found)
                ours = read
        print(table(rows))
        if better:
            print(f"Much better than their limits, which could be raised: {', '.join(better)}")
        if options.pages:
            print_pages(pages, ours)
    if not CAPTURES.is_dir():
        print(f"\nNo captures at {CAPTURES}: they are not measured.")
    print_steps(options.rounds)
    for miss in missed:
        print(f"BELOW ITS FLOOR: {miss}")
    raise SystemExit(bool(missed))


def print_pages(pages: list[Labelled], ours: list[Read]) -> None:
    """Each page that is not read as it should be."""
    rows = [["", *_SHOWN.values()]]
    for page, read in zip(pages, ours, strict=True):
        figures = asdict(agreement([(page.truth, read)]))
        if any(
            figures[key] < 1 for key in ("title", "instant", "body_f1", "authors_f1", "tags_f1")
        ):
            rows.append([page.name, *(f"{figures[key]:.2f}" for key in _SHOWN)])
    print(table(rows))


if __name__ == "__main__":
    main()
