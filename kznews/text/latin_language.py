"""Whether a text in Latin letters is English or Kazakh, or in another language.

Small words tell English and foreign languages. Kazakh has several Latin spellings (docs/domain.md,
"Languages and scripts"): its words are weighed by their triples (`letter_odds`), without
diacritics. Words with a capital are names as a rule and count little: «Apple jaña telefon şyğardy».
"""

from __future__ import annotations

import re

from kznews.items import Language
from kznews.text.letter_odds import letter_odds, word_weight
from kznews.text.quotations import outside_quotations

_WEIGHED_CHARACTERS = 300
"""Characters of a text whose words are weighed."""
_WEIGHT_OF_NAMES = 6
"""Weight of all names of a text together, at most, where it has other words."""

_WORD = re.compile(r"[^\W\d_]+")
# Kazakh in the Latin spellings of 2018 and 2021, and ad hoc ones; q without u after it.
_KAZAKH_LATIN = re.compile("[äǵǧğıńñóöşúūüýə]|q(?=[a-tv-z\u00e4-\u01f5])")
_PLAIN_LATIN = str.maketrans(
    "äǵǧğıńñóöşúūüýəį", "agggınnoosuuuyəi".replace("ı", "i").replace("ə", "a")
)
_FOREIGN_LATIN = re.compile(
    "[çßàâãåæèéêëìíîïòôõøùûăąćčďđęěėīłľňőřśšţťůűźžżț]|[og][ʻʼ'‘’`](?!s\\b)[a-z]"
)
_TURKISH = re.compile(r"c(?!h)|[ıiuü]yor|[ae]ca[kğ]|[ae]ce[kğ]|m[ıiuü]ş\b|[nsr]ın[ıa]\b|[çə]")
# `I've`, `didn't`, `we'll`.
_CONTRACTION = re.compile(r"(?<=[a-z])(?:n['’]t|['’](?:ve|re|ll|d|m))\b", re.IGNORECASE)
_ENGLISH_WORDS = frozenset(
    """the of and for with from are after over new will says to by its how why what who not
    be has have his her than into amid against""".split()
)
# Words of English that stand in other languages as well, the latter in Kazakh.
_LIKELY_ENGLISH_WORDS = frozenset("in a up out".split())
_ALSO_KAZAKH_WORDS = frozenset("on an is at as".split())
_FOREIGN_WORDS = frozenset(
    """der die das und den dem von ist für über wird le les la des du et est une aux los las del
    que por lo di che gli na się nie ve için va bilan uchun yangi və üçün yeni con""".split()
)
_FOREIGN_AND_KAZAKH_WORDS = frozenset("der den et az".split())
_SURE_OF_KAZAKH = 8
# Without diacritics.
_KAZAKH_LATIN_WORDS = frozenset(
    """bul ol osy osi zhane ushin usin dep dedi bolady boladi bolyp bolip bolgan
    bolghan boldy boldi bir emes kerek eken ekeni turaly boiynsha boyynsha qazir endi jyl jyly
    zhyl zhyly onyn onyng nemese biraq joq zhoq myn myng juz zhuz astam asa keiin keyin deiin
    deyin qarsy jana zhana zhanga qalai qalay nege qansha protsent tenge tengge""".split()
)
_KAZAKH_AND_ENGLISH_WORDS = frozenset("men pen ben bar jane sol dal".split())


def english_or_kazakh(text: str) -> Language | None:
    """Decide; None where it is neither, or where there is no telling."""
    text = outside_quotations(text[:_WEIGHED_CHARACTERS], _WORD, single=True)
    text = _CONTRACTION.sub(" not ", text)
    lower = text.lower().replace("i\u0307", "i")
    in_order = _WORD.findall(lower)
    words = set(in_order)
    # What is no name: in a Kazakh headline a foreign one has foreign letters.
    common_words = [word for word in _WORD.findall(text) if word.islower()]
    foreign = _FOREIGN_WORDS & words
    if len(foreign) == 1:  # `Los Angeles`, `La Liga`
        foreign &= set(common_words)
    common_words = common_words or in_order
    if len(words & _ENGLISH_WORDS) > len(foreign):
        return "en"
    common = " ".join(common_words)
    own = len(_KAZAKH_LATIN.findall(common))
    alien = _FOREIGN_LATIN.search(lower) is not None
    likely = 2 * len(words & _LIKELY_ENGLISH_WORDS) + len(words & _ALSO_KAZAKH_WORDS)
    weight, is_name_alone = _kazakh_latin_weight(text)
    weight -= 8 * likely
    if foreign - _FOREIGN_AND_KAZAKH_WORDS or (foreign and weight < _SURE_OF_KAZAKH):
        return None
    if weight > 0 or likely:
        if _FOREIGN_LATIN.search(common):
            return None
        if weight <= 0:
            return "en"
        is_unsure = is_name_alone and not own and weight < _SURE_OF_KAZAKH
        return None if is_unsure or (own and _TURKISH.search(common)) else "kk"
    # `USD/KZT` and `Samsung` are of no language.
    if sum(map(len, in_order)) < 8 or alien or max(map(len, words)) < 4:
        return None
    return "en" if weight < -4 else None


def _kazakh_latin_weight(text: str) -> tuple[int, bool]:
    """Weigh how much a Latin text's words speak for Kazakh (above 0) or for English (below 0).

    And tell whether it is nothing but names.
    """
    odds = letter_odds("latin")
    weight = names = 0
    is_name_alone = True
    for word in _WORD.findall(text):
        lower = word.lower().replace("i\u0307", "i")
        plain = lower.translate(_PLAIN_LATIN)
        own = 2 * len(_KAZAKH_LATIN.findall(lower))
        if plain in _KAZAKH_LATIN_WORDS:
            weight += 10
            is_name_alone = False
        elif lower in _KAZAKH_AND_ENGLISH_WORDS:
            weight += 5
            is_name_alone = False
        elif word.islower() or word.isupper():
            is_name_alone = is_name_alone and len(word) < 4
            weight += word_weight(plain, odds) + own
        else:
            names += word_weight(plain, odds) // 3 + own
    if not is_name_alone:
        names = max(-_WEIGHT_OF_NAMES, min(_WEIGHT_OF_NAMES, names))
    return weight + names, is_name_alone
