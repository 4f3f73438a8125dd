"""What a reading again changes, as a table for people."""

from __future__ import annotations

import difflib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from kznews.commands.output import say_on_stderr
from kznews.record.corrections import Correction
from kznews.text.terminal import one_line, write_count, write_duration

_EXAMPLES = 3
"""Changes of a field that are shown."""
_LONGEST = 300
"""Characters of an example."""
_TOLD_EVERY = 10.0
"""Seconds between two lines of progress."""
_RED, _GREEN, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"


class ReparseTable:
    """Counts of what was read and changed, with examples."""

    def __init__(self) -> None:
        self.damaged: list[str] = []
        self._read = self._passed_over = 0
        self._what: Counter[str] = Counter()
        self._fields: dict[str, Counter[str]] = {}
        self._examples: dict[str, list[tuple[str, Any, Any]]] = {}
        self._faults: Counter[str] = Counter()
        self._fault_examples: dict[str, str] = {}
        self._began = self._told_at = time.monotonic()

    def fail(self, url: str, fault: str) -> None:
        """Count a page that gave no article."""
        kind = fault.partition(":")[0]
        if kind == "damaged":
            self.damaged.append(fault.partition(": ")[2])
        self._faults[kind] += 1
        self._fault_examples.setdefault(kind, f"{url}: {fault}")

    def pass_over(self, pages: int) -> None:
        """Count pages that are not read: their articles were read from another page since."""
        self._passed_over += pages

    def add(self, pages: int, corrections: Sequence[Correction]) -> None:
        """Count what a part of the pages does."""
        self._read += pages
        for each in corrections:
            self._what[each.what] += 1
            for name, (before, after) in each.changes.items():
                change = (
                    "appears"
                    if _is_empty(before)
                    else "vanishes"
                    if _is_empty(after)
                    else "changes"
                )
                self._fields.setdefault(name, Counter())[change] += 1
                examples = self._examples.setdefault(name, [])
                if len(examples) < _EXAMPLES:
                    examples.append((each.url, before, after))

    def tell_progress(self, total: int) -> None:
        """Say on stderr, now and then, how far it is."""
        now = time.monotonic()
        if now < self._told_at + _TOLD_EVERY:
            return
        self._told_at = now
        pace = self._read / (now - self._began)
        left = timedelta(seconds=max(0, total - self._read - self._passed_over) / pace)
        say_on_stderr(
            f"{self._read:,} of {total:,} pages, {pace:.0f} a second, {write_duration(left)} left"
        )

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """Give the lines of the table: what was read, and what changed by it."""
        seconds = time.monotonic() - self._began
        others = f", {self._passed_over:,} others not" if self._passed_over else ""
        yield f"{write_count(self._read, 'page')} read in {seconds:.1f} s{others}"
        would = "would be " if dry_run else ""
        for what, told in (
            ("same", "documents stay as they are"),
            ("corrected", f"documents {would}corrected"),
            ("new", f"articles {would}found that no crawl could read"),
            ("superseded", "pages are of articles that were read from another page since"),
            ("moved", "articles have another address by today's rules, and stay"),
            ("refused", "documents are refused by MongoDB"),
        ):
            if self._what[what]:
                yield f"{self._what[what]:,} {told}"
        if self._fields:
            yield ""
            yield f"{'field':<20} {'appears':>8} {'changes':>8} {'vanishes':>8}"
        for name, counts in sorted(self._fields.items()):
            numbers = (f"{counts[each]:>8}" for each in ("appears", "changes", "vanishes"))
            yield f"{name:<20} {' '.join(numbers)}"
        for name, examples in sorted(self._examples.items()):
            for url, before, after in examples:
                yield ""
                yield f"{name} of {url}:"
                yield f"  {word_difference(_words(before), _words(after))}"
        if self._faults:
            yield ""
        for kind, number in self._faults.most_common():
            yield f"{write_count(number, 'page')} gave no article: {self._fault_examples[kind]}"


def word_difference(before: str, after: str) -> str:
    """Show how a text changes, word by word: `[-taken away-]` and `{+put in+}`."""
    old, new = before.split(), after.split()
    parts: list[str] = []
    for how, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            same = old[a:b]
            parts += same if len(same) <= 8 else [*same[:3], "…", *same[-3:]]
            continue
        if old[a:b]:
            parts.append(f"[-{' '.join(old[a:b])}-]")
        if new[c:d]:
            parts.append(f"{{+{' '.join(new[c:d])}+}}")
    return one_line(" ".join(parts))[:_LONGEST]


def _words(value: Any) -> str:
    return "" if value is None else str(value)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [])
