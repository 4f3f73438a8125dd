"""What messages say, in their three languages: read from `wording.toml`."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from kznews.watches.schema import Language

Texts = Mapping[str, Mapping[Language, str | Mapping[str, str]]]


@cache
def texts() -> Texts:
    """Give all texts, by key and language: a text, or one for each plural form."""
    written = pkgutil.get_data(__package__, "wording.toml")  # found in an egg, too
    assert written is not None
    return tomllib.loads(written.decode())


def say(key: str, language: Language, **values: Any) -> str:
    """Write a text; `number` chooses its plural form, and is written as the language does."""
    text = texts()[key][language]
    if not isinstance(text, str):
        number = values["number"]
        text = text[Locale(language).plural_form(number)]
        values["number"] = format_decimal(number, format="#,##0.#", locale=language)
    return text.format(**values)
