"""The phrases by which a Russian text names its sources: «сообщает X», «со ссылкой на X».

They are those of docs/domain.md, "Attribution", and their usual variants: the name behind the verb
(«передаёт корреспондент X»), in front of it («X сообщает, что»), and behind «в» on either side («в
X сообщили»). A verb attributes only where its clause holds nothing else: «Отец передаёт сыну дом».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kznews.text.attribution.names import (
    LONGEST,
    clause_tokens,
    is_outlet,
    is_proper,
    occurrences,
    split_tokens,
    word_start,
)
from kznews.text.attribution.russian_names import read_names

# Parts of the verbs without their first letter. Finding them is far quicker than any one
# expression over the whole text.
_PARTS_OF_VERBS = (
    *("ообщ", "ереда", "ишет", "ишут", "писал", "нформир", "тмеча", "тмети", "ассказ", "точня"),
    *("точни", "оясн", "аяви", "итиру", "оворится", "казано", "одчеркну", "обавил", "одтверди"),
    "омментиров",
)
_VERB = re.compile(
    r"(?:(?P<present>(?:сообща|переда|пиш|информиру|отмеча|уточня|рассказыва|поясня|цитиру)[еёю]т"
    r"|пишут)"
    r"|(?P<past>(?:сообщ[аи]|переда(?:ва)?|(?:на)?писа|рассказа|отме(?:ча|ти)|уточни|поясни|заяви"
    r"|(?:про)?информирова|подчеркну|добави|подтверди|прокомментирова)л[аои]?)"
    r"|(?P<passive>(?:сообща|говори|отмеча|уточня)[ею]?тся|(?:у|с)казано))\b",
    re.IGNORECASE,
)
_REPORTER = re.compile(
    r"(?: (?:сегодня|также|сам|сама|само))?"
    r"(?: (?:собственный|наш|специальный|местный))?"
    r"(?: (?:корреспондент|собкор|спецкор|журналист|репорт[её]р|обозревател)[а-я]*)? "
)
# Whom and when, between «сообщили» and «в»: `сообщили корреспонденту Zakon.kz 5 мая в МВД`.
_ASIDE = (
    r"(?:сегодня|вчера|накануне|ранее|также|позже|уже|официально|нам|журналистам"
    r"|(?:корреспонденту|журналисту|редакции|агентству|порталу|изданию|телеканалу|собкору)"
    r"(?: (?:агентства|портала|телеканала|издания|газеты|ИА|МИА))?"
    r"(?: (?:[A-ZА-Я][^\s,]+|«[^»\n]+»|\"[^\"\n]+\")(?: 24)?)?"
    r"|(?:в ответ )?на (?:[а-я]+ый )?запрос|\d{1,2} [а-я]+)"
)
_IN = re.compile(
    rf"(?: (?:{_ASIDE}|[A-Z][^\s,]+|«[^»\n]+»)){{0,2}}"
    r" (?:во? |на (?=[\w-]*(?:сайт|канал|страниц)))",
    re.IGNORECASE,
)
_IN_PAPER = re.compile(
    r" (?:во?|на) (?:(?:официальн|совместн|аналитическ|нов|ежегодн|годов)\w+ )?"
    r"(?:(?:сообщении|пресс-релизе|релизе|заявлении|отч[её]те|докладе|материале|исследовании"
    r"|публикации|обзоре|ответе|статье|письме|анонсе)(?: на)? )?"
)
_THAT = re.compile(r",? (?:что|как|о|об|обо|со ссылкой|ссылаясь)\b|:|,")

_CLAUSE_END = re.compile(r"[,;:!?…(–—\n]|\.(?= )| -(?= )")
_OPENING = re.compile(
    r"(?:(?:Как|Так|Ранее|Позже|Позднее|Накануне|Сегодня|Вчера|Также|Тем временем|Между тем"
    r"|При этом|В свою очередь|Однако|Но|А|И|Об этом|О ч[её]м|Что|По этому поводу"
    r"|Отметим|Напомним) )+",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?: {_ASIDE})+$")
_ATTRIBUTES = re.compile(
    r"(?:^|.*\b)(?:об этом|о ч[её]м|как|так|что|подробности)\b.*|(?:ранее )?об? .*|.*[»”\"]",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(r"(?:(?:^|[^\w])[Пп]о|[Сс]огласно)(?: [а-яё]+(?:ым|им|ой|ей))?$")
_SOURCE_LINE = re.compile(
    r"[Ии]сточник(?:и)?(?: информации| публикации| новости)?(?: ?[:–—]| -) ?"
    r"(?:https?://)?(?:www\.)?"
)


def found_in_russian(text: str) -> Iterator[tuple[int, str]]:
    """Find the names and where they stand, in no order and some more than once."""
    for part in _PARTS_OF_VERBS:
        for place in occurrences(text, part):
            if verb := _VERB.match(text, word_start(text, place)):
                yield from _at_verb(text, verb)
    for place in occurrences(text, "сылаясь на "):
        yield from _names_at(text, place + len("сылаясь на "))
    for place in occurrences(text, "о ссылкой на "):
        yield from _names_at(text, place + len("о ссылкой на "))
        yield from _subject(text, place - 1, place - 1)
    for word in (" данным ", " информации ", " сообщению ", " сообщениям ", " сведениям "):
        for place in occurrences(text, word):
            if _QUALIFIED.search(text, max(0, place - 40), place):
                yield from _names_at(text, place + len(word))
    yield from _source_lines(text)


def _source_lines(text: str) -> Iterator[tuple[int, str]]:
    for place in occurrences(text, "сточник"):
        line = _SOURCE_LINE.match(text, max(0, place - 1))
        if line and (line.start() == 0 or text[line.start() - 1] in "\n ("):
            yield from _names_at(text, line.end())


def _names_at(text: str, start: int) -> Iterator[tuple[int, str]]:
    for number, name in enumerate(read_names(clause_tokens(text, start))):
        yield start + number, name


def _at_verb(text: str, verb: re.Match[str]) -> Iterator[tuple[int, str]]:
    start, end = verb.span()
    if verb["passive"]:
        if paper := _IN_PAPER.match(text, end):
            yield from _names_at(text, paper.end())
        return
    clause = _clause_before(text, start)
    many = verb[0].endswith(("ли", "ют"))
    if not clause or _ATTRIBUTES.fullmatch(clause):
        said_in = _IN.match(text, end, end + 2 * LONGEST) if many else None
        if said_in and not verb[0].lower().startswith("переда"):
            yield from _names_at(text, said_in.end())
        elif verb[0].lower().startswith("цитиру"):
            yield from _who_quotes(text, end)
        elif reporter := _REPORTER.match(text, end):
            yield from _names_at(text, reporter.end())
    if clause:
        if many:
            yield from _said_before(clause, start)
        if _THAT.match(text, end):
            yield from _subject(text, start, start)


def _clause_before(text: str, end: int) -> str:
    begin = max(0, end - LONGEST - 20)
    return _CLAUSE_END.split(text[begin:end])[-1].strip()


def _who_quotes(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Read the name behind who is quoted: «цитирует министра Reuters»."""
    tokens = clause_tokens(text, start)
    for place, token in enumerate(tokens[:5]):
        if is_outlet(token) or (is_proper(token) and place > 2):
            yield from ((start, name) for name in read_names(tokens[place:]))
            return


def _said_before(clause: str, place: int) -> Iterator[tuple[int, str]]:
    """Read the name in front of a verb: «В пресс-службе МВД сообщили»."""
    opening = _OPENING.match(clause)
    rest = clause[opening.end() :] if opening else clause
    where, _, name = rest.partition(" ")
    if where in ("В", "в", "Во", "во") or (where in ("На", "на") and name.startswith("сайт")):
        tokens = split_tokens(_CLOSING.sub("", f" {name}"))
        yield from ((place, name) for name in read_names(tokens, whole=True))


def _subject(text: str, end: int, place: int) -> Iterator[tuple[int, str]]:
    """Read the name that is the whole clause: «X сообщает, что», «X со ссылкой на Y»."""
    clause = _clause_before(text, end)
    opening = _OPENING.match(clause)
    rest = clause[opening.end() :] if opening else clause
    tokens = split_tokens(_CLOSING.sub("", f" {rest}"))
    yield from ((place, name) for name in read_names(tokens, whole=True, opens=not opening))
