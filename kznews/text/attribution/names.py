"""What a name looks like in either language: its tokens, its quotation marks, its letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 90
"""Characters of the longest name."""
_LONGEST_PREFIX = 8
"""Characters of a verb in front of the part that it is found by, at most: «прокомментировал»."""

_QUOTED = r"[«“„\"](?:[^«»“”„\"\n]{0,30}[«“„])?[^«»“”„\"\n]{1,60}[»”“\"]{1,2}"
# Up to what ends a name: punctuation, but for the points in `Zakon.kz`.
_CLAUSE = re.compile(rf"(?:{_QUOTED}|[^\n,;:()–—!?…،؛؟.«“„\"]|\.(?=\w)|(?<=\b[А-Я])\. ?(?=[А-Я]))+")
_TOKEN = re.compile(rf"{_QUOTED}[^\s«]*|\S+")
_IN_QUOTES = re.compile(r"[«“„\"]([^«»“”„\"]+)[»”“\"]+(?:-?[а-яәғқңөұүһі]{1,4}|)$")

DOMAIN = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,6}|[А-Яа-яЁё0-9-]+\.(?:кз|ру|рф)")
_ADDRESS = re.compile(rf"(?:www\.)?((?!www\.)(?:{DOMAIN.pattern}))(?:/\S*)?")

# Capitals too, but places or nobody in particular; and networks where anyone may write.
NO_SOURCES = frozenset(
    "США РК РФ ЕС ОАЭ КНР КНДР ФРГ СНГ СССР ЕАЭС АҚШ ҚР БАӘ ТМД ВКО ЗКО СКО ЮКО ЖҚО "
    "СМИ БАҚ ДТП ЧП ЧС ТЭЦ ЖК УК ЖКХ КПП ЦОН ПДД НДС ВВП ЖІӨ ЕНТ ҰБТ ОСМС МРП МЗП ИИН БИН ЭЦП "
    "ПЦР МРТ ТВ АЗС ВУЗ IT AI GPS SMS QR COVID COVID-19 VIP SIM PDF ID "
    "Facebook Instagram Twitter WhatsApp Whatsapp TikTok Tiktok YouTube Youtube Telegram Threads "
    "VK X Фейсбук Инстаграм Телеграм".split()
)

# What marks an outlet or a body rather than a person or a place: Latin letters, capitals within
# the word, or the few names that are printed like a person's or a place's.
ACRONYM = re.compile(r"[А-ЯӘҒҚҢӨҰҮҺІ]{2}[А-ЯӘҒҚҢӨҰҮҺІ0-9]*(?:-[А-ЯӘҒҚҢӨҰҮҺІ0-9]+)?")
_CAPITALS_INSIDE = re.compile(
    r"[А-ЯӘҒҚҢӨҰҮҺІ]{2}\w+|[А-ЯӘҒҚҢӨҰҮҺІ]?[а-яәғқңөұүһі]+[А-ЯӘҒҚҢӨҰҮҺІ][\w-]*"
)
_COMPOUND = re.compile(r"[A-Za-z0-9]+-[а-яё]{4,}")  # `IT-компании`
_LATIN = re.compile(r"[A-Za-z]|[\u00c0-\u024f]")
_KNOWN = re.compile(
    r"(?:(?:Казинформ|[КҚ]азақпарат|Интерфакс|Азатты[кқ]|Хабар|Спутник|Блумберг|Рейтер|Коммерсант"
    r"|Медиазон|Медуз|Атамекен|Евростат|Пентагон|Кремл|А[кқ]орд|Антикор|Кабмин|Госдеп|Евросоюз"
    r"|Еврокомисси|Нацбанк|Нацбюро|Нацпалат|Генпрокуратур|Роскосмос|Росстат|Центризбирком|Рос[а-я]+надзор"
    r"|[КҚ]азгидромет|[КҚ]азпо[чш]т|[КҚ]азкосмос|Госдум|Қазатомөнеркәсіп|Минздрав|Минфин|Минюст"
    r"|Минсельхоз|Минобр|Минтранс|Минторг|Минстрой)"
    # Endings of either language's cases, so that «Хабаров» stays a person.
    r"(?:[аеуыийюяьъ]|[оеё][мй]|[тдн][іы][ңн]|[тдн][ае]н?|[қғкг][ае])?"
    r"|Мин(?:труд|образ|обр|прос|энерго|эк[оо]|культ|инфо|обор|пром|нац|цифр|тур|спорт|вод)"
    r"[а-я]{0,12})(?:-[\w]+)?"
)


def clause_tokens(text: str, start: int) -> list[str]:
    """Split what stands from `start` to the end of its clause: words, and what is in quotes."""
    clause = _CLAUSE.match(text, start, start + 2 * LONGEST)
    return split_tokens(clause[0].partition(" - ")[0]) if clause else []


def split_tokens(clause: str) -> list[str]:
    """Split a clause into words, and what is in quotation marks; of an address, its site."""
    tokens: list[str] = _TOKEN.findall(clause)
    if "/" not in clause and "www." not in clause:
        return tokens
    return [site[1] if (site := _ADDRESS.fullmatch(token)) else token for token in tokens]


def occurrences(text: str, part: str) -> Iterator[int]:
    """Give each place of `part` in the text."""
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + len(part))


def word_start(text: str, place: int) -> int:
    """Find where the word around `place` begins; nowhere near, it is none of those looked for."""
    farthest = max(0, place - _LONGEST_PREFIX)
    while place > farthest and text[place - 1].isalpha():
        place -= 1
    return place


def is_proper(token: str) -> bool:
    """Tell whether a token can be of a name by its first letter: `Zakon`, `«Хабар`, `24`."""
    return token[0].isascii() or not token[0].islower()


def in_quotes(token: str) -> str | None:
    """Give what a token has in quotation marks, the innermost, without its case ending."""
    found = _IN_QUOTES.search(token)
    return found[1].strip() if found else None


def is_known(token: str) -> bool:
    """Tell whether a Cyrillic token is one of the names that look like a person's or a place's."""
    return _KNOWN.fullmatch(token) is not None


def is_outlet(token: str) -> bool:
    """Tell whether a token can only be of the name of an outlet or a body."""
    if token in NO_SOURCES or not any(map(str.isalpha, token)):
        return False
    if in_quotes(token) is not None:
        return True
    if _COMPOUND.fullmatch(token):
        return False
    return (
        (_LATIN.search(token) is not None and is_proper(token))
        or ACRONYM.fullmatch(token) is not None
        or _CAPITALS_INSIDE.fullmatch(token) is not None
        or is_known(token)
    )
