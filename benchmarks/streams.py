"""Real streams of outlets: which of an outlet's own articles are taken for copies of each other.

Of the captured articles none is: the outlets printed none twice. Forecasts, counts, rates and
broadcasts of several days are among them, and reports that repeat the background of a case.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.copies import captured_texts
from benchmarks.labelled import CAPTURES
from kznews.record.stories.likeness import Text, same_text
from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words


@dataclass(frozen=True)
class Printed:
    """An article of a real outlet, as it was printed; an unknown title is empty."""

    outlet: str
    title: str
    body: str


def captured_stream(folder: Path = CAPTURES) -> list[Printed]:
    """All captured articles; none where the captures are missing."""
    found = [Printed("tengrinews", "", body) for body in captured_texts(folder)]
    for path in sorted(folder.glob("informburo-*.truth.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines]
        found += [
            Printed("informburo", each["title"], "\n\n".join(each["body"])) for each in articles
        ]
    return found


def taken_for_copies(stream: list[Printed]) -> list[tuple[str, str]]:
    """Give the openings, or titles, of each two articles that would be one story."""
    read = [
        (
            frozenset(signature(skeleton_words(each.body)).bands),
            Text.of(each.body, source=each.outlet, title=each.title),
            each.title or each.body[:80],
        )
        for each in stream
    ]
    return [
        (named, other_named)
        for (bands, one, named), (other_bands, other, other_named) in combinations(read, 2)
        if not bands.isdisjoint(other_bands) and same_text(one, other)
    ]
