"""The texts of the interface, in all its languages: read from the files in `wording/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from kznews.web.languages import Language

Text = str | Mapping[str, str]
"""A text; or one for each form of the plural, by CLDR's names: one, few, many, other."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@cache
def wording() -> dict[str, dict[str, Text]]:
    """Read every text, by its key (`search.heading`) and its language."""
    found: dict[str, dict[str, Text]] = {}
    files = (resources.files("kznews.web") / "wording").iterdir()
    for file in sorted(files, key=lambda each: each.name):
        if file.name.endswith(".toml"):
            page = file.name.removesuffix(".toml")
            texts = tomllib.loads(file.read_text("utf-8"))
            found |= {f"{page}.{key}": text for key, text in texts.items()}
    return found


def say(language: Language, key: str, **values: Any) -> str:
    """Give a text; `{name}` in it stands for a value, the form of the plural is that of `number`.

    Raises KeyError for a text or a value that is missing.
    """
    text = wording()[key][language]
    if not isinstance(text, str):
        text = text[Locale.parse(language).plural_form(abs(values["number"]))]
    return _PLACEHOLDER.sub(lambda found: _shown(values[found[1]], language), text)


def placeholders(text: str) -> frozenset[str]:
    """Name the values that a text needs."""
    return frozenset(_PLACEHOLDER.findall(text))


def _shown(value: Any, language: Language) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return format_decimal(value, locale=language) if is_number else str(value)
