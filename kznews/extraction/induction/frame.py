"""What stands on page after page of an outlet: its frame, which is no text of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kznews.extraction.induction.flat_page import FlatPage

_FEWEST_PAGES = 3
"""Pages on which a text of the frame stands, at least: a copy of an article makes two of it."""
_SHARE = 0.05
"""Share of the pages on which it stands, at least."""


class Frame:
    """The texts that stand on several pages of one outlet: menus, lists, notices, counters."""

    def __init__(self, flat_pages: Sequence[FlatPage]) -> None:
        self._pages = Counter(
            key for flat in flat_pages for key in _keys(text.key for text in flat.texts)
        )
        self._fewest = max(_FEWEST_PAGES, round(_SHARE * len(flat_pages)))

    def has(self, key: str) -> bool:
        """Tell whether a text stands on so many pages that it is the outlet's, not an article's."""
        return not key or self._pages[key] >= self._fewest


def _keys(keys: Iterable[str]) -> set[str]:
    return set(filter(None, keys))
