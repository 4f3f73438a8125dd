"""What a reading again changes, as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args

from kznews.commands.reparse_counts import Change, ReparseCounts
from kznews.commands.word_difference import word_difference
from kznews.text.differences import Piece
from kznews.text.terminal import write_count

_CHANGES: tuple[Change, ...] = get_args(Change)
_TOLD = {
    "same": "versions stay as they are",
    "corrected": "versions {would}corrected",
    "new": "articles {would}found that no crawl could read",
    "merged": "versions {would}found to be none: they say the same as the one after them",
    "superseded": "pages are of articles that were read from another page, too",
    "moved": "versions have another address by today's rules, and stay",
    "refused": "articles are refused by MongoDB",
}


def table_lines(
    counts: ReparseCounts, seconds: float, *, dry_run: bool
) -> Iterator[str | list[Piece]]:
    """Tell what was read, what changed by it, field by field, and what gave no article."""
    others = ""
    if counts.passed_over:
        others = f", {counts.passed_over:,} others not: what they gave was read from later pages"
    yield f"{write_count(counts.read, 'page')} read in {seconds:.1f} s{others}"
    would = "would be " if dry_run else ""
    for what, told in _TOLD.items():
        if counts.what[what]:
            yield f"{counts.what[what]:,} {told.format(would=would)}"
    fields = sorted({name for name, _ in counts.fields})
    if fields:
        yield ""
        yield f"{'field':<20} {' '.join(f'{each:>8}' for each in _CHANGES)}"
    for name in fields:
        numbers = (f"{counts.fields[name, each]:>8,}" for each in _CHANGES)
        yield f"{name:<20} {' '.join(numbers)}"
    for name, change in sorted(counts.examples):
        for example in counts.examples[name, change]:
            yield ""
            yield f"{name} of {example.url} {change}:"
            yield word_difference(_words(example.before), _words(example.after))
    for kind, number in counts.faults.most_common():
        yield ""
        yield f"{write_count(number, 'page')} gave no article ({kind}), such as:"
        yield from (f"  {each}" for each in counts.faulty[kind])


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case datetime():
            return value.isoformat(" ", "minutes")
        case list() if all(isinstance(each, str) for each in value):
            return " | ".join(value)
    return json.dumps(value, default=str, ensure_ascii=False)
