"""The line on stderr that counts while a file is written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic

from kznews.exports.table import Row

_EVERY = 0.5  # seconds
_LOOK_EACH = 100
"""Rows after which the clock is looked at."""


class Progress:
    """Counts rows that pass: in place on a terminal, and not at all where stderr is none."""

    def __init__(self, noun: str, total: int | None) -> None:
        self._noun = noun
        self._total = total
        self._is_live = sys.stderr.isatty()
        self.count = 0

    def of(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Let the rows pass, and show how many there were."""
        started = shown = monotonic()
        for row in rows:
            yield row
            self.count += 1
            if self._is_live and self.count % _LOOK_EACH == 0 and monotonic() - shown > _EVERY:
                shown = monotonic()
                self._show(f"{self._counted()}, {self.count / (shown - started):,.0f} a second")
        if self._is_live:
            self._show("")

    def _counted(self) -> str:
        if not self._total or self.count > self._total:
            return f"{self.count:,} {self._noun}"
        share = 100 * self.count // self._total
        return f"{self.count:,} of {self._total:,} {self._noun}, {share} %"

    @staticmethod
    def _show(text: str) -> None:
        """Write our own text over the terminal's last line."""
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()
