"""The name at the beginning of a Russian clause, where it is that of an outlet or a body.

Persons, places and nobody in particular («следствия», «местных жителей») are not taken: a missed
source is better than an invented one.
"""

from __future__ import annotations

import re

from kznews.text.attribution.names import (
    ACRONYM,
    DOMAIN,
    NO_SOURCES,
    in_quotes,
    is_known,
    is_outlet,
    is_proper,
)
from kznews.text.attribution.russian_cases import (
    is_adjective,
    is_noun_of_body,
    nominative_of_body,
    nominative_of_outlet,
)

# What an outlet is, in front of its name: «портал Zakon.kz» is Zakon.kz. Letter case by hand.
_KIND = re.compile(
    r"(?:[а-я]+-?)?(?:[Аа]гентств|[Пп]ортал|[Ии]здани|[Гг]азет|[Жж]урнал|(?:[Тт]еле|[Рр]адио)?канал"
    r"|[Тт]елекомпани|[Рр]адиостанци|[Рр]адио|[Рр]есурс|[Мм]едиахолдинг|[Кк]омпани|[Хх]олдинг"
    r"|[Фф]онд|[Оо]рганизаци|[Кк]орпораци|[Бб]анк|[Пп]роект|[Сс]ервис|[Пп]арти|[Кк]луб|[Пп]рограмм"
    r"|[Тт]елепрограмм|[Оо]бъединени)[а-я]{0,4}"
    r"|М?ИА|ИАА|АО|ТОО|ЗАО|ОАО|ООО|ПАО|НАО|РГП|ГКП|КГУ|ГКУ|НК|ОФ|ОО|НПП|КХ"
)
# «сайт МВД» is МВД.
_PAGE = re.compile(
    r"(?:[Сс]айт|[\w]+-канал|[Пп]аблик|[Аа]ккаунт|[Кк]анал|[Сс]траниц)[а-я]{0,3}", re.IGNORECASE
)
_SINGLE_BODY = re.compile(
    r"Правительств\w|Мажилис\w{0,2}|Сенат\w{0,2}|Кабмин\w{0,2}|Парламент\w{0,2}"
)
_MINISTRY = re.compile(r"(?:министерств|комитет)\w*", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:стран|республик|регион|област|город|район|ведомств|министерств|акимат|кра|округ|столиц"
    r"|мегаполис|компани|организаци|предприяти|завод|университет|учреждени|фонд)\w{0,3}"
)
_PLACE_NOUN = re.compile(r"(?:города|области|района|республики|края)")
# Where editions of one outlet are told apart: «Sputnik Казахстан».
_EDITION = re.compile(
    r"(?:[КҚ]азахстан|Қазақстан|[КҚ]ыргызстан|Узбекистан|Таджикистан|Беларусь|Грузия|Армения"
    r"|Азербайджан|Молдова|Россия|Азия|Asia|Централь\w+|Новости)"
)
_WITHIN_LATIN = frozenset(("of", "the", "and", "&", "de", "la"))
_CAPITALISED = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+(?:-[А-ЯЁ][а-яё]+)?")
_SURNAME = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+(?:[ое]в|ин)(?:а|у|ой|ым)?")
_STOP = re.compile(
    r"в|во|на|о|об|обо|после|из|за|от|при|для|до|к|с|со|у|а|но|что|как|где|ссылаясь|котор\w+"
    r"|сегодня|вчера|накануне|утром|вечером|также|ранее|всего|уже|около|более|почти|только|не|это"
    r"|будет|был\w?"
)
_PREDICATE = re.compile(
    r"(?!(?:дел|сил|торговли|отрасли|капитала|персонала|контроля|отдел\w*)$)"
    r"\w+(?:л[аои]?|л(?:ся|ась|ось|ись)|[еияую]т(?:ся)?|ть(?:ся)?)"
)
# Genitives without an ending: what else ends in a consonant or in «о» is a new subject.
_BARE_GENITIVE = re.compile(
    r"по|и|дел|сил|прав|дорог|войск|средств|лиц|реформ|услуг|закупок|наук|искусств"
    r"|\w+(?:[ое]в|[ое]го|[ыи]х|[ыи]ми?|[ое]м|[ая]ми?|ств)"
)
_NEW_SUBJECT = re.compile(r"\w+[бвгджзклмнпрстфхцчшщо]")
# Genitives by their look, but what news is about.
_SUBJECT = re.compile(
    r"цены|доходы|расходы|зарплаты|тарифы|объ[её]мы|темпы|ставки|запасы|случаи|вклады|кредиты|дети"
    r"|жители|пациенты|люди|казахстанцы|число|количество|население|производство|инфляция|погода"
)
_NOMINATIVE_ADJECTIVE = re.compile(r"\w+(?:ы[ей]|ие|ая|яя|ое|ее)")


def read_names(tokens: list[str], *, whole: bool = False, opens: bool = False) -> list[str]:
    """Read the name that the tokens begin with, in its normal form, or two joined by «и».

    With `whole`, only where nothing follows it. With `opens`, the tokens open a sentence: the
    capital of the first is no sign of a name.
    """
    names: list[str] = []
    start = 0
    while start < len(tokens):
        start = _past_pages(tokens, start)
        found = _outlet(tokens, start) or _body(tokens, start, opens=opens)
        if found is None:
            break
        name, start = found
        names.append(name)
        if start + 1 >= len(tokens) or tokens[start] != "и":
            break
        start += 1
    if whole and start < len(tokens):
        return []
    return names


def _past_pages(tokens: list[str], start: int) -> int:
    """Count past «официальный сайт», «Telegram-канал»: whose page it is, is who says it."""
    place = start
    while place < len(tokens) and tokens[place].islower() and is_adjective(tokens[place]):
        place += 1
    if place < len(tokens) and _PAGE.fullmatch(tokens[place]):
        return place + 1
    return start


def _outlet(tokens: list[str], start: int) -> tuple[str, int] | None:
    """Read the name of an outlet at `start`, what it is in front of it left out."""
    kind = False
    first = start
    while first < len(tokens):
        token = tokens[first]
        if _KIND.fullmatch(token):
            kind = True
        elif not (token.islower() and is_adjective(token)):
            break
        first += 1
    if first == len(tokens) or not is_outlet(tokens[first]) or (first > start and not kind):
        return None
    return _outlet_name(tokens, first)


def _outlet_name(tokens: list[str], first: int) -> tuple[str, int] | None:
    token = tokens[first]
    if (quoted := in_quotes(token)) is not None:
        return (nominative_of_outlet(quoted), first + 1) if any(map(str.isalpha, quoted)) else None
    end = first + 1
    if DOMAIN.fullmatch(token):
        return token, end
    if _is_cyrillic(token):
        if ACRONYM.fullmatch(nominative_of_outlet(token)):
            end = _place_after(tokens, end)
        elif is_known(token) and end < len(tokens) and tokens[end].isdigit():
            end += 1
    else:
        while end < len(tokens) and _continues_latin(tokens, end):
            end += 1
    return nominative_of_outlet(" ".join(tokens[first:end])), end


def _is_cyrillic(token: str) -> bool:
    return "\u0400" <= token[0] <= "\u04ff"


def _continues_latin(tokens: list[str], place: int) -> bool:
    while place + 1 < len(tokens) and tokens[place] in _WITHIN_LATIN:
        place += 1
    token = tokens[place]
    if DOMAIN.fullmatch(token) or token in NO_SOURCES or token in _WITHIN_LATIN:
        return False
    if token.isascii():
        return token[0].isupper() or token.isdigit()
    return _EDITION.fullmatch(token) is not None


def _place_after(tokens: list[str], place: int) -> int:
    """Count to the end of what follows an abbreviation: «РК», «Алматы», «Павлодарской области»."""
    start = place
    while place < len(tokens):
        token = tokens[place]
        if ACRONYM.fullmatch(token):
            place += 1
        elif is_noun_of_body(token):
            return _end_of_body(tokens, place)
        elif _CAPITALISED.fullmatch(token):
            # A person has two names.
            if place + 1 < len(tokens) and _CAPITALISED.fullmatch(tokens[place + 1]):
                return place if is_adjective(token) and place > start else start
            place += 1
        elif _PLACE_NOUN.fullmatch(token):
            if place > start:
                return place + 1
            # `ДЧС города`: of which, nobody says.
            if not any(map(_CAPITALISED.fullmatch, tokens[place + 1 : place + 2])):
                return start
            place += 2
        else:
            break
    return place


def _body(tokens: list[str], start: int, *, opens: bool) -> tuple[str, int] | None:
    """Read the name of a body: a noun that bodies are named by, and all that belongs to it."""
    end = _end_of_body(tokens, start)
    kept = tokens[start:end]
    nouns = [place for place, token in enumerate(kept) if is_noun_of_body(token)]
    if not nouns:
        return None
    evidence = kept[1:] if opens else kept
    if not any(is_proper(token) and any(map(str.isalpha, token)) for token in evidence):
        # «в министерстве финансов», and at the beginning of a sentence.
        ministries = [place for place, token in enumerate(kept) if _MINISTRY.fullmatch(token)]
        following = kept[ministries[-1] + 1 :] if ministries else []
        if not following or _VAGUE.fullmatch(following[0]):
            return None
    elif len(kept) == 1 and (opens or not _SINGLE_BODY.fullmatch(kept[0])):
        # «Министерства» alone is a name cut short.
        return None
    kept = [f"М{token[1:]}" if token.startswith("министерств") else token for token in kept]
    if opens and kept[0][:1].isupper() and not _MINISTRY.fullmatch(kept[0]):
        # «Департамент полиции» as elsewhere within sentences; names of their own keep it.
        kept[0] = _as_within_a_sentence(kept[0])
    return " ".join(nominative_of_body(kept)), end


def _as_within_a_sentence(token: str) -> str:
    lowered = f"{token[0].lower()}{token[1:]}"
    return lowered if lowered.startswith(("пресс-", "полици", "акимат", "сайт")) else token


def _head(words: list[str], start: int) -> int | None:
    """Find the noun that a body is named by, adjectives in front of it."""
    for place in range(start, len(words)):
        word = words[place]
        if is_noun_of_body(word):
            return place
        if not is_adjective(word) and (word != "и" or place == start):
            return None
    return None


def _end_of_body(words: list[str], start: int) -> int:
    head = _head(words, start)
    if head is None:
        return start
    for place in range(head + 1, len(words)):
        word = words[place]
        if is_proper(word):
            if _is_person(words, place):
                return place
            # Nothing of the name follows what is in quotation marks.
            if in_quotes(word) is not None:
                return place + 1
        elif not is_noun_of_body(word):
            if _STOP.fullmatch(word) or _SUBJECT.fullmatch(word):
                return place
            if _PREDICATE.fullmatch(word):
                return _subject_before(words, head, place)
            if _NEW_SUBJECT.fullmatch(word) and not _BARE_GENITIVE.fullmatch(word):
                return place
    return len(words)


def _subject_before(words: list[str], head: int, place: int) -> int:
    """Find where the subject of the verb at `place` begins, in a clause without commas."""
    if place - 1 > head and not is_proper(words[place - 1]):
        place -= 1
    while place - 1 > head and _NOMINATIVE_ADJECTIVE.fullmatch(words[place - 1]):
        place -= 1
    return place


def _is_person(tokens: list[str], place: int) -> bool:
    """Tell whether a given name and a surname stand at `place`, after a body's name."""
    return (
        place + 1 < len(tokens)
        and _CAPITALISED.fullmatch(tokens[place]) is not None
        and _SURNAME.fullmatch(tokens[place + 1]) is not None
    )
