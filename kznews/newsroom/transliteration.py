"""Slugs as exclusive.kz spells them: ж zh, х h, щ shh, ю ju, я ja, й j.

See docs/domain.md, "Languages and scripts".
"""

from __future__ import annotations

import re

LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "jo", "ж": "zh",
        "з": "z", "и": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c",
        "ч": "ch", "ш": "sh", "щ": "shh", "ъ": "", "ы": "y", "ь": "", "э": "je", "ю": "ju",
        "я": "ja",
        # How the site writes Kazakh letters is unknown.
        "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
    }
)  # fmt: skip


def slug(title: str) -> str:
    """Write `title` in Latin letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower().translate(LETTERS)).strip("-")
