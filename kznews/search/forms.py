"""The terms of a word, such that any form of a word is found by any other.

A text's word is indexed by `terms`, a question's is looked up by `question_terms`: they have one in
common where the two may be forms of one word. Russian and English words have the stem that Snowball
gives them, Kazakh words every stem that their endings allow (`kazakh_stems`). All terms are folded
(`spelling`), so that a name in Russian letters finds itself in Kazakh ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final, Literal

import tantivy

from kznews.search.kazakh_stems import (
    VERB_MARK,
    canonical,
    is_typed_as_kazakh,
    stems,
    stems_as_typed,
)
from kznews.search.spelling import fold_cyrillic, fold_stem, kazakh_spellings, to_cyrillic

_CACHED_WORDS: Final = 1 << 18
"""Number of different words whose terms are kept: texts have the same ones again and again."""
_LONGEST: Final = 40
"""Letters of a word that are looked at: longer ones are no words of a language."""
_SHARED: Final = 5
"""Letters from which on a Russian stem is a Kazakh word's, too: names and loans as `министр`."""
_SURE: Final = 3
"""Letters from which on a stem with endings of Kazakh's other harmony is taken for retyped."""
_RUSSIAN_MARK: Final = "r"
"""What shorter Russian stems end with: folded words are Cyrillic."""

_ONLY_ENGLISH_LETTERS = re.compile("[a-z]+")
_HAS_OTHER_SCRIPT = re.compile("[a-z\\u00df-\\u024f\\u0259\\u0620-\\u06ff]", re.IGNORECASE)


@lru_cache(maxsize=_CACHED_WORDS)
def terms(word: str, language: str | None = None) -> tuple[str, ...]:
    """Give the terms that a text's word is indexed by; the first is the word itself.

    `language` is the text's, where it is known: a Russian text's words are then no Kazakh ones,
    unless they have Kazakh letters, and a Kazakh text's words are no Russian ones.
    """
    return tuple(dict.fromkeys(_text_terms(word[:_LONGEST], language)))


@lru_cache(maxsize=1024)
def question_terms(word: str) -> tuple[str, ...]:
    """Give the terms by any of which a question's word is looked up.

    The word may be of any language, and its Kazakh letters may be typed as Russian ones. Short
    words, as «кол», are then only taken for others, as «көл», where their endings show it
    (`retyping` has the rest).
    """
    return tuple(dict.fromkeys(_question_terms(word[:_LONGEST])))


def russian_stem(word: str) -> str:
    """Give the stem that Snowball gives a word in small Russian letters."""
    return _snowball("russian")(word.replace("ё", "е"))


def _text_terms(word: str, language: str | None) -> Iterator[str]:
    cyrillic = to_cyrillic(word)
    yield _own_term(cyrillic)
    if not cyrillic.isalpha():
        return
    is_kazakh = is_typed_as_kazakh(cyrillic)
    if _HAS_OTHER_SCRIPT.search(word) and not is_kazakh:
        yield from _other_script(word, cyrillic, language)
        return
    if language != "ru" or is_kazakh:
        yield from stems(cyrillic)
    if language != "kk" and not is_kazakh:
        yield _russian_term(cyrillic)


def _question_terms(word: str) -> Iterator[str]:
    cyrillic = to_cyrillic(word)
    own = _own_term(cyrillic)
    yield own
    if not cyrillic.isalpha():
        return
    if is_typed_as_kazakh(cyrillic):
        yield from stems(cyrillic)
        if (folded := canonical(fold_cyrillic(cyrillic))) != own:
            yield folded + _RUSSIAN_MARK  # «Нұр» in a Russian text
        return
    if _HAS_OTHER_SCRIPT.search(word):
        yield from _other_script(word, cyrillic, None)
        return
    yield _russian_term(cyrillic)
    certain = (own, *stems(cyrillic))
    for stem in (own, *stems_as_typed(cyrillic)):
        yield stem
        if stem not in certain and len(stem) >= _SURE:
            yield from _kazakh_spellings(stem)


def _other_script(word: str, cyrillic: str, language: str | None) -> Iterator[str]:
    lower = word.lower()
    if language != "kk" and _ONLY_ENGLISH_LETTERS.fullmatch(lower):
        yield canonical(fold_cyrillic(to_cyrillic(_snowball("english")(lower))))
    if language not in {"ru", "en"}:
        for stem in (_own_term(cyrillic), *stems_as_typed(cyrillic)):
            yield stem
            yield from _kazakh_spellings(stem)


def _own_term(cyrillic: str) -> str:
    return canonical(fold_stem(cyrillic))


def _russian_term(cyrillic: str) -> str:
    stem = canonical(fold_cyrillic(russian_stem(cyrillic)))
    return stem if len(stem) >= _SHARED else stem + _RUSSIAN_MARK


def _kazakh_spellings(stem: str) -> Iterator[str]:
    mark = VERB_MARK if stem.endswith(VERB_MARK) else ""
    return (each + mark for each in kazakh_spellings(stem.removesuffix(VERB_MARK)))


@cache
def _snowball(language: Literal["english", "russian"]) -> Callable[[str], str]:
    tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    analyzer = tokenizer.filter(tantivy.Filter.stemmer(language.title())).build()

    def stem(word: str) -> str:
        return analyzer.analyze(word)[0]

    return stem
