"""How much three letters in a row speak for Kazakh.

The numbers are half natural logarithms: of how often a triple stands in Kazakh words against
Russian words (Cyrillic) or English words (Latin), above 0 for Kazakh, between -9 and 9; triples
that tell little are left out. Words begin and end with `_`. `letter_odds.json` holds them, the
triples of one number in one string. `benchmarks/letter_odds.py` counts them, in the word lists of
hunspell's Kazakh, Russian and English dictionaries (MPL, BSD and SCOWL's licence; no word of theirs
is here) and in our own newsroom's prose.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

AS_TYPED = str.maketrans("әғқңөұүһіӊўё", "агкноуухинуе")
"""Translation of Kazakh letters, their substitutes and ё to what the Cyrillic triples hold."""


@cache
def letter_odds(script: Literal["cyrillic", "latin"]) -> Mapping[str, int]:
    """Return the odds of triples: of Kazakh against Russian, or of Latin Kazakh against English.

    The Latin spellings of Kazakh are without their diacritics.
    """
    tables = json.loads(files(__package__).joinpath("letter_odds.json").read_text("utf-8"))
    return {
        triples[place : place + 3]: int(odds)
        for odds, triples in tables[script].items()
        for place in range(0, len(triples), 3)
    }
