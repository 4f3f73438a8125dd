"""What of a short text stands outside quotation marks: within are names, or foreign speech."""

from __future__ import annotations

import re

_QUOTED = re.compile('«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|"[^"]*"')
_SINGLY_QUOTED = re.compile(r"(?<!\w)['‘][^'‘’]*['’](?!\w)")
_FEWEST_LETTERS = 8


def outside_quotations(text: str, letters: re.Pattern[str], *, single: bool = False) -> str:
    """Give `text` without what is quoted, or all of it where that leaves little.

    Eight letters and a quarter of the text's must be left. `letters` finds runs of letters that
    count. With `single` what stands between single quotation marks is quoted, too.
    """
    outside = _QUOTED.sub(" ", text)
    if single:
        outside = _SINGLY_QUOTED.sub(" ", outside)
    left, all_ = (sum(map(len, letters.findall(each))) for each in (outside, text))
    return outside if left >= _FEWEST_LETTERS and left * 4 >= all_ else text
