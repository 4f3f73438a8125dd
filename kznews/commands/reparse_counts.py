"""What a reading again did, counted, with examples: of a part of the pages, or of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from kznews.record.corrections import Correction

Change = Literal["appears", "changes", "vanishes"]
"""What happens to the value of a field."""

_EXAMPLES = 2
"""Examples of a kind that are kept."""


@dataclass(frozen=True)
class Example:
    """A value that changes."""

    url: str
    before: Any
    after: Any


@dataclass
class ReparseCounts:
    """Counts of pages, of what their readings do to the record, and of values that change."""

    read: int = 0
    """Pages that were read, or tried."""
    passed_over: int = 0
    """Pages that were not read: their articles were read from another page since."""
    what: Counter[str] = field(default_factory=Counter)
    """Documents, by `Correction.what`."""
    fields: Counter[tuple[str, Change]] = field(default_factory=Counter)
    examples: dict[tuple[str, Change], list[Example]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    """Pages that gave no article, by the kind of the fault."""
    faulty: dict[str, list[str]] = field(default_factory=dict)
    """Examples of such pages, with the fault."""
    damaged: list[str] = field(default_factory=list)
    """Every page that is damaged."""

    def fail(self, url: str, fault: str) -> None:
        """Count a page that gave no article; the fault begins with its kind and a colon."""
        kind, _, reason = fault.partition(": ")
        if kind == "damaged":
            self.damaged.append(reason)
        self.faults[kind] += 1
        _keep_examples(self.faulty.setdefault(kind, []), [f"{url}: {fault}"])

    def add(self, corrections: Iterable[Correction]) -> None:
        """Count what readings do."""
        for each in corrections:
            self.what[each.what] += 1
            for name, (before, after) in each.changes.items():
                change = name, _change(before, after)
                self.fields[change] += 1
                example = Example(each.url, before, after)
                _keep_examples(self.examples.setdefault(change, []), [example])

    def merge(self, other: ReparseCounts) -> None:
        """Add the counts of another part."""
        self.read += other.read
        self.passed_over += other.passed_over
        self.what += other.what
        self.fields += other.fields
        self.faults += other.faults
        self.damaged += other.damaged
        for change, examples in other.examples.items():
            _keep_examples(self.examples.setdefault(change, []), examples)
        for kind, faulty in other.faulty.items():
            _keep_examples(self.faulty.setdefault(kind, []), faulty)


def _keep_examples(kept: list[Any], more: list[Any]) -> None:
    kept += more[: _EXAMPLES - len(kept)]


def _change(before: Any, after: Any) -> Change:
    if _is_empty(before):
        return "appears"
    return "vanishes" if _is_empty(after) else "changes"


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [])
