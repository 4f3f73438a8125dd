"""Which language a text is in: Russian, Kazakh or English, and in which script.

Letters beyond the Russian alphabet decide first: they are 15 % of the letters of Kazakh news, at
least 7 % of 95 % of its sentences (domain.md §4.1). In a headline they decide less simply, for a
Russian one may hold a Kazakh name («Самрук-Қазына»), and a Kazakh one may hold none of them
(«Алматыда мектеп ашылды»). What letters and function words leave open, py3langid decides.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kznews.items import Language, Script
from kznews.text.characters import repair_mixed_script

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ = 2000
"""Characters looked at: more changes no answer."""
_MODEL_READS = 600
_SHORT = 200
"""Letters up to which a text is a headline, read word by word."""

_CYRILLIC = re.compile("[\u0400-\u052f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0259]+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d5\u06fa-\u06ff]+")
# ӊ is what some editors type for ң.
_KAZAKH = re.compile("[әғқңөұүһіӊӘҒҚҢӨҰҮҺІӉ]")
# Kazakh in the Arabic script writes these; Arabic does not. Uyghur writes the others as well.
_KAZAKH_ARABIC = re.compile("[\u06d5\u06cb\u06ad\u06c7\u06c6\u06c8]")
_UYGHUR = re.compile("[\u0626\u06d0]")
# Kazakh in the Latin spellings of 2018 and 2021, and ad hoc ones; q without u after it.
_KAZAKH_LATIN = re.compile("[äǵğıńñóöşúūüýəÄǴĞİŃÑÓÖŞÚŪÜÝƏ]|[qQ](?![uU])")

_QUOTED = re.compile('«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|"[^"]*"')
_WORD = re.compile(r"[^\W\d_]+(?:[-’'ʼ][^\W\d_]+)*")
# Words that Kazakh sentences do not hold (`от`, `без`, `не` are Kazakh words too).
_RUSSIAN_WORDS = frozenset(
    """в во на и с со по для из о об за к ко у до при под над как что или после через между
    это его её их был была были будет будут года году лет чтобы если когда где уже
    еще ещё""".split()
)
_ENGLISH_WORDS = frozenset(
    "the of in to and for on a an is are at with from by as over after new will says".split()
)
# What Kazakh adds to a name; Russian prints a Kazakh name bare or with a Russian ending.
_KAZAKH_ENDING = re.compile(
    r"\w{3}(?:[дт][ае]|[дтн][ае]н(?<!стан)|[қғ]а|[кг]е|[дтн][ыі]ң|[дтн]і|[мбп]ен|[лдт][ыі][қк])$",
    re.IGNORECASE,
)
# Frequent Kazakh words and verb endings without a letter of their own, and not Russian.
_KAZAKH_WORD = re.compile(r"\b(?:\w+(?:лды|тты)|бол\w*ды|мен|туралы|бойынша|деп|екен|керек)\b")


def detect(text: str) -> tuple[Language | None, Script | None]:
    """Decide language and script of a headline or a body; None where there is no telling.

    Look-alike letters are repaired first; the first 2,000 characters count. Words in quotation
    marks are names or foreign speech and count only where little else is left.
    """
    text = repair_mixed_script(text[:_READ])
    cyrillic, latin, arabic = (_letters(script, text) for script in (_CYRILLIC, _LATIN, _ARABIC))
    if cyrillic + latin + arabic < 2:
        return None, None
    if arabic > cyrillic + latin:
        return _arabic(text, arabic), "Arab"
    # Brand names are Latin in any text; English or Kazakh Latin texts hold hardly any Cyrillic.
    if cyrillic * 3 < latin:
        return _latin(text, latin), "Latn"
    return _cyrillic(text, cyrillic), "Cyrl"


def _letters(script: re.Pattern[str], text: str) -> int:
    return sum(map(len, script.findall(text)))


def _arabic(text: str, letters: int) -> Language | None:
    if len(_UYGHUR.findall(text)) * 50 > letters:
        return None
    return "kk" if len(_KAZAKH_ARABIC.findall(text)) * 20 > letters else None


def _latin(text: str, letters: int) -> Language | None:
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH_WORDS for word in words)
    if len(_KAZAKH_LATIN.findall(text)) * 33 > letters and english * 10 < len(words):
        return "kk"
    if english:
        return "en"
    # `USD/KZT` and `Samsung` are of no language.
    if letters < 8 or text.isupper():
        return None
    return "en" if _model_ranking(text)[0] == "en" else None


def _cyrillic(text: str, letters: int) -> Language:
    outside = _QUOTED.sub(" ", text)
    outside_letters = _letters(_CYRILLIC, outside)
    if outside_letters >= 8 and outside_letters * 4 >= letters:
        text, letters = outside, outside_letters
    kazakh = len(_KAZAKH.findall(text))
    if letters > _SHORT:
        if kazakh * 20 >= letters:
            return "kk"
        return _russian_or_kazakh(text)
    return _headline(text, has_kazakh_letters=kazakh > 0)


def _headline(text: str, *, has_kazakh_letters: bool) -> Language:
    if text.isupper():
        text = text.lower()
    words = _WORD.findall(text)
    # A single capital may be somebody's initial.
    russian = sum(
        (word.lower() if len(word) > 1 or place == 0 else word) in _RUSSIAN_WORDS
        for place, word in enumerate(words)
    )
    if not has_kazakh_letters:
        if russian:
            return "ru"
        return "kk" if _KAZAKH_WORD.search(text.lower()) else _russian_or_kazakh(text)
    kazakh = [word for word in words if _KAZAKH.search(word)]
    # In a Russian headline a Kazakh word is a name, and names have a capital.
    plain = sum(word[0].islower() or _KAZAKH_ENDING.search(word) is not None for word in kazakh)
    if russian >= max(plain, 1):
        return "ru"
    if plain * 4 >= len(words):
        return "kk"
    rest = " ".join(word for word in words if word not in kazakh)
    return _russian_or_kazakh(rest) if len(rest) >= 6 else "kk"


def _russian_or_kazakh(text: str) -> Language:
    ranking = _model_ranking(text)
    if ranking.index("kk") < ranking.index("ru"):
        return "kk"
    return "ru"


@cache
def _model() -> LanguageIdentifier:
    # It takes a third of a second to import: only a crawl that needs it pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(["ru", "kk", "en"])
    return model


def _model_ranking(text: str) -> list[str]:
    return [language for language, _ in _model().rank(text[:_MODEL_READS])]
