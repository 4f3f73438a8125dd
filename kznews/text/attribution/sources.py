"""`attributed_to`: what both languages' phrases name, once each, the outlet's own name left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kznews.text.attribution.kazakh import found_in_kazakh
from kznews.text.attribution.names import LONGEST
from kznews.text.attribution.russian import found_in_russian
from kznews.text.characters import comparison_key

# What may stand in front of a site's name in its host.
_EDITION = re.compile(r"(?:(?:www|m|amp|kaz|kz|rus|ru|en|ar|qaz|test)\.)+(?=.+\.)")
_MOST_CHARACTERS = 200_000
"""Characters of a text that are read: ten times the longest article."""
_ZONE = re.compile(r"\.[a-z]{2,6}$")
_ENDING = re.compile("[аәеёийоөуүұыіэюя]?[а-яәғқңөұүһі]{0,3}")


def attributed_to(text: str, own_names: Iterable[str]) -> list[str]:
    """Return the sources that a Russian or Kazakh text attributes its news to, in its order.

    Each is named once and as one would search for it: `Zakon.kz` for «портала Zakon.kz», `Хабар 24`
    for «телеканал «Хабар 24»», `пресс-служба МЧС` for «пресс-службу МЧС», `Қаржы министрлігі` for
    «Қаржы министрлігінің». Where it is not certain what the nominative is, the name stays as
    printed. Persons, places and nobody in particular («следствия», «СМИ») are left out; a missed
    source is better than an invented one. A name is at most 90 characters long. Of a text the first
    200,000 characters are read.

    `own_names` are how the outlet names itself, its host among them: «сообщает OWN.kz» is its house
    style and left out, whatever the letter case, the ending, with the domain or without it.
    """
    text = text[:_MOST_CHARACTERS]
    own = [words for name in own_names for words in _own_keys(name)]
    sources: dict[str, str] = {}
    for _, name in sorted([*found_in_russian(text), *found_in_kazakh(text)], key=_place):
        key = comparison_key(name)
        if key and len(name) <= LONGEST and not _is_own_name(key.split(), own):
            sources.setdefault(key, name)
    return list(sources.values())


def is_name_of(source: str, name: str) -> bool:
    """Tell whether a source that a text names is the one of that name, but for the case ending.

    Letter case, quotation marks and hyphens make no difference: «КазТАГа» is `«КазТАГ»`.
    """
    words, own = comparison_key(source).split(), comparison_key(name).split()
    return bool(own) and len(words) == len(own) and all(map(_is_form_of, words, own))


def _place(found: tuple[int, str]) -> int:
    return found[0]


@cache
def _own_keys(name: str) -> tuple[list[str], ...]:
    """Return the words of an own name; of a site's, also without its edition and zone."""
    keys = [comparison_key(name).split()]
    if " " not in name and "." in name:
        site = _EDITION.sub("", name.lower())
        keys.append(comparison_key(site).split())
        brand = _ZONE.sub("", site)
        # `24.kz`: the number alone may be anything.
        if sum(map(str.isalpha, brand)) > 2:
            keys.append(comparison_key(brand).split())
    return tuple(keys)


def _is_own_name(words: list[str], own: list[list[str]]) -> bool:
    return any(
        mine and len(words) >= len(mine) and all(map(_is_form_of, words, mine)) for mine in own
    )


def _is_form_of(word: str, own: str) -> bool:
    """Tell whether a word is a word of a name but for its case ending: «Казинформа»."""
    if word == own:
        return True
    stem = own[:-1] if own[-1] in "аеоыия" else own
    return (
        len(stem) > 3 and word.startswith(stem) and _ENDING.fullmatch(word, len(stem)) is not None
    )
