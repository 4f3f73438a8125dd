"""The languages of the interface, and which of them a reader gets."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["ru", "kk", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "ru"
"""The language of a reader who asks for none of them."""
_MOST_WISHES = 20
"""Languages of an Accept-Language header that are looked at, at most."""


def wished(header: str) -> Language:
    """Choose the language that an Accept-Language header wishes most."""
    best, weight = DEFAULT, 0.0
    for wish in header.split(",")[:_MOST_WISHES]:
        name, _, parameter = wish.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        wanted = _weight(parameter)
        if wanted > weight:
            for known in LANGUAGES:
                if known == language:
                    best, weight = known, wanted
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
