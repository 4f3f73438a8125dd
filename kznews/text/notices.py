"""Which notices stand in the place of a text: it was taken down, it is for subscribers, log in.

The words are in `notices.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, get_args

from kznews.text.characters import comparison_key
from kznews.text.letter_odds import AS_TYPED
from kznews.text.section_names import read_names

Notice = Literal["deleted", "paywall", "login", "blocked"]
"""What a notice says of the text that it stands in the place of."""

LONGEST_NOTICE = 300
"""Characters of the longest notice; what is longer is a text about something."""


def notice_of(text: str) -> Notice | None:
    """Tell what a short text says if it is a notice; None: it is none that is known.

    «Материал удалён по просьбе героя», «Бұл материал жойылды», «Полный текст доступен подписчикам».
    """
    if len(text) > LONGEST_NOTICE:
        return None
    said = _folded(text)
    return next((notice for notice, beginning in _beginnings() if beginning.match(said)), None)


def _folded(text: str) -> str:
    """Fold a text: letter case, punctuation and Russian letters typed for Kazakh ones aside."""
    return comparison_key(text).translate(AS_TYPED)


@cache
def _beginnings() -> list[tuple[Notice, re.Pattern[str]]]:
    names = read_names("notices.toml")
    return [
        (notice, re.compile("".join(map(_one_of, row["words"])) + r"(?!\w)"))
        for notice in get_args(Notice)
        for row in names[notice]
    ]


def _one_of(words: list[str]) -> str:
    # The longer first: «только для подписчиков» is more than «только».
    written = sorted(filter(None, words), key=len, reverse=True)
    patterns = [
        re.escape(_folded(word.removesuffix("*"))) + (r"\w*" if word[-1] == "*" else "")
        for word in written
    ]
    return rf"(?:(?<!\w)(?:{'|'.join(patterns)})(?!\w) ?){'?' if '' in words else ''}"
