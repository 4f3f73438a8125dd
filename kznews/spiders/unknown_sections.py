"""Sections whose names are not known to say a topic: told once, at the end of a crawl."""

from __future__ import annotations

from collections import Counter

_MOST_COUNTED = 1000
"""Sections that are counted, at most: an outlet may print anything in the place of one."""
_MOST_TOLD = 20


class UnknownSections:
    """The sections of one crawl that are of no known topic, with the number of their articles."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()

    def add(self, section: str) -> None:
        """Count an article of `section`."""
        if section in self._articles or len(self._articles) < _MOST_COUNTED:
            self._articles[section] += 1

    def __str__(self) -> str:
        """Tell the sections, those with the most articles first; empty where there are none."""
        told = [f"«{name}» ({number})" for name, number in self._articles.most_common(_MOST_TOLD)]
        more = len(self._articles) - len(told)
        return ", ".join(told) + (f" and {more} more" if more else "")
