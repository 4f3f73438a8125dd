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


def word_weight(word: str, odds: Mapping[str, int], start: int = 0) -> int:
    """Weigh a word by its triples, from the letter `start` on: between -20 and 12.

    `word` is in small letters and spelt as the triples are.
    """
    bounded = f"_{word}_"
    get = odds.get
    # A list here is read in half the time of a generator.
    weight = sum([get(bounded[i : i + 3], 0) for i in range(start, len(bounded) - 2)])
    return max(-20, min(12, weight))
