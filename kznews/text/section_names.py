"""Names of sections, as printed or as in an address, in the one form in which they are compared."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kznews.text.characters import comparison_key
from kznews.text.letter_odds import AS_TYPED

_LONGEST = 60
"""Characters of the longest name; more are a headline, in an address too."""


@lru_cache(maxsize=4096)
def section_key(name: str) -> str:
    """Fold a section's name: «Қоғам», «Когам» and «КОҒАМ» have one key.

    Letter case, punctuation, look-alike letters and the choice between Kazakh letters and their
    Russian neighbours make no difference. Empty for what is too long to be a name.
    """
    return comparison_key(name).translate(AS_TYPED) if len(name) <= _LONGEST else ""


def read_names(file: str) -> dict[str, Any]:
    """Read a TOML file of this package that says what names mean."""
    return tomllib.loads(files(__package__).joinpath(file).read_text("utf-8"))
