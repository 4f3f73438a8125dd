"""Russian names as they are searched for: in the nominative, where that is certain.

Known are the nouns that bodies are named by, with their genders, and with them the adjectives in
front («Национального банка»: «Национальный банк»); the abbreviations («Минздраве», «МИДа»); and a
few outlets. What stands behind a body's noun is in the genitive and stays: «Министерство финансов».
"""

from __future__ import annotations

import re

from kznews.text.attribution.names import ACRONYM

# Stems of the nouns, then the ending of their nominative.
_MASCULINE = (
    "департамент|комитет|акимат|маслихат|фонд|центр|банк|суд|парламент|сенат|институт|союз|штаб"
    "|филиал|совет|аппарат|университет|холдинг|портал|отдел|комбинат|завод"
    "|аэропорт|госпиталь?|офис|кабинет|мажилис|антикор"
)
_NEUTER_O = "министерств|агентств|посольств|консульств|общество?|правительств|представительств"
_NEUTER_E = "управлени|издани|объединени|отделени|предприяти|подразделени|учреждени"
_FEMININE_A = "служб|прокуратур|палат|газет|бирж|больниц|страниц|групп|школ|клиник"
_FEMININE_YA = (
    "администраци|ассоциаци|полици|организаци|комисси|федераци|инспекци|корпораци|компани|академи"
    "|парти|канцеляри|редакци|дирекци|мисси|гварди"
)
_ENDING = {"m": "", "o": "о", "e": "е", "a": "а", "ya": "я"}
_NOUN = re.compile(
    r"(?P<prefix>(?:[\w-]+-)?(?:теле|радио|ген|авиа|нац|гос|инфо|информ)?)"
    rf"(?:(?P<m>{_MASCULINE})(?:а|у|ом|е)?"
    rf"|(?P<o>{_NEUTER_O})(?:о|а|у|ом|е)|(?P<e>{_NEUTER_E})(?:е|я|ю|ем|и)"
    rf"|(?P<a>{_FEMININE_A})(?:а|ы|е|у|ой)|(?P<ya>{_FEMININE_YA})(?:я|и|ю|ей)|(?P<same>бюро))",
    re.IGNORECASE,
)

_ADJECTIVE = re.compile(
    r"(?P<stem>\w{2,}?)(?P<ending>ого|его|ому|ему|ом|ем|ым|им|ой|ей|ую|юю|ый|ий|ая|яя|ое|ее)"
)
_OBLIQUE_MASCULINE = frozenset(("ого", "его", "ому", "ему", "ом", "ем", "ым", "им"))
_OBLIQUE_FEMININE = frozenset(("ой", "ей", "ую", "юю"))
# Stressed on the ending.
_STRESSED = re.compile(
    r"(?:\w*городск|\w*областн|морск|донск|миров|делов|речн|лесн)", re.IGNORECASE
)

# Known to be declined so; whatever else ends in such a letter may be its own nominative.
_DECLINED = re.compile(
    r"(Мин(?:здрав|фин|юст|сельхоз|обр|транс|торг|строй)|[Нн]ацбанк|Казинформ|Интерфакс"
    r"|Коммерсант|Спутник|Блумберг|Пентагон|Атамекен|Антикор|Госдеп|Кабмин|Хабар|Евросоюз"
    r"|Роскосмос|Центризбирком|\w{2,}(?:гидромет|стат|надзор|космос|водоканал))"
    r"(?:а|у|е|ом)((?:-\w+| \d+)?)"
)
_DECLINED_FEMININE = re.compile(
    r"(Акорд|Генпрокуратур|Нацпалат|Медуз|Медиазон|Казпочт|Госдум)(?:ы|е|у|ой)"
)
_DECLINED_YA = re.compile(r"(Еврокомисси)(?:и|ю|ей)")
_ACRONYM_CASE = re.compile(r"([А-ЯЁ]{2,}|[А-Я]?[а-я]+[А-Я]{2,})(?:а|у|е|ом)")
_LATIN_CASE = re.compile(r"([\w.]*[A-Za-z])(?:[’']|-)?[а-яё]{1,3}")


def is_noun_of_body(token: str) -> bool:
    """Tell whether a word, in whatever case, is a noun of bodies: «комитету», «пресс-служба»."""
    return _NOUN.fullmatch(token) is not None


def is_adjective(token: str) -> bool:
    """Tell whether the word looks like an adjective of one thing, in whatever case."""
    return _ADJECTIVE.fullmatch(token) is not None


def nominative_of_body(tokens: list[str]) -> list[str]:
    """Put a body's name in the nominative: its noun, and adjectives in front of it."""
    for place, word in enumerate(tokens):
        if noun := _NOUN.fullmatch(word):
            gender = next(name for name in (*_ENDING, "same") if noun[name])
            stem = word[: noun.end(gender)]
            head = stem if gender == "same" else f"{stem}{_ENDING[gender]}"
            before = [_adjective(other, gender) for other in tokens[:place]]
            return [*before, head, *tokens[place + 1 :]]
        if not (_ADJECTIVE.fullmatch(word) or word == "и"):
            break
    return tokens


def _adjective(word: str, gender: str) -> str:
    parts = _ADJECTIVE.fullmatch(word)
    if parts is None:
        return word
    stem, ending = parts["stem"], parts["ending"]
    soft = ending in ("его", "ему", "ем", "ей", "юю") and stem[-1] == "н"
    if gender in ("a", "ya"):
        if ending in _OBLIQUE_FEMININE:
            return f"{stem}{'яя' if soft else 'ая'}"
    elif ending in _OBLIQUE_MASCULINE:
        if gender == "m":
            if _STRESSED.fullmatch(stem):
                return f"{stem}ой"
            return f"{stem}{'ий' if soft or stem[-1] in 'гкхжшчщ' else 'ый'}"
        return f"{stem}{'ее' if ending in ('его', 'ему', 'ем') else 'ое'}"
    return word


def nominative_of_outlet(name: str) -> str:
    """Put an outlet's name, or an abbreviation, in the nominative where its form is known."""
    if declined := _DECLINED.fullmatch(name):
        return f"{declined[1]}{declined[2]}"
    if declined := _DECLINED_FEMININE.fullmatch(name):
        return f"{declined[1]}а"
    if declined := _DECLINED_YA.fullmatch(name):
        return f"{declined[1]}я"
    first, _, rest = name.partition(" ")
    if ACRONYM.fullmatch(first) is None:
        declined = _ACRONYM_CASE.fullmatch(first) or _LATIN_CASE.fullmatch(first)
        if declined is not None:
            first = declined[1]
    return f"{first} {rest}" if rest else first
