"""The sources that a text names for its news: «сообщает X со ссылкой на Y».

Phrases are those of domain.md §6.2. A missed source is better than an invented one: persons and
places are not taken for outlets, and «по данным следствия» names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kznews.text.characters import comparison_key

_LONGEST = 90
"""Characters of a name."""

# Case by hand: these run over whole bodies, and ignoring case would triple the time.
_VERB = re.compile(
    r"(?:[Сс]ообща[ею]т|[Пп]ереда(?:[её]|ю)т|[Пп]ишет|[Пп]ишут|[Ии]нформиру[ею]т) "
    r"(?:(?:собственный |наш )?(?:корреспондент\w*|собкор\w*|журналист\w*) )?"
)
# A verb attributes only where the phrase is set off: «…, передает X», «Как пишет X».
_SET_OFF = re.compile(r"(?:[,–—»\"”-] ?|\b[Кк]ак |\b[Оо]б этом |[.!?…] |\n|^)$")
_SAID_IN = re.compile(
    r"(?:[Сс]ообщили|[Рр]ассказали|[Зз]аявили|[Пп]ередали|[Уу]точнили)"
    r"(?: корреспонденту \S+)? в "
)
_REFERENCE = re.compile(
    r"(?:(?:[Сс]о ссылкой|[Сс]сылаясь) на|(?:\bп|П)о (?:данным|информации|сообщению)) "
    r"|^[Ии]сточник ?: ?",
    re.MULTILINE,
)
_KAZAKH_VERB = re.compile(
    r"(?:[Хх]абарлайды|[Хх]абарлады|[Жж]азады|dep (?:habarla[ıiy]+dy|jazady)|دەپ حابارلايدى) "
)
_KAZAKH_REFERENCE = re.compile(r" (?=сілтеме жаса)")
_KAZAKH_ABOUT = re.compile(
    r"[Бб]ұл (?:туралы|жайлы|жөнінде) ([^\n,;:–—]{3,90}?) (?:хабарла|мәлімде|жаз)(?:[дт]|а?й?д)"
)

_QUOTED = r"[«“\"][^«»“”\"\n]{1,60}[»”\"]"
# Up to what ends a name: punctuation, but for the points in `Zakon.kz`.
_CLAUSE = re.compile(rf"(?:{_QUOTED}|[^\n,;:()–—!?…،.«“\"]|\.(?=\w)|(?<=\b[А-Я])\. ?(?=[А-Я]))+")
_TOKEN = re.compile(rf"{_QUOTED}\S*|\S+")

# What marks an outlet or body rather than a person or place: quotation marks, Latin or Arabic
# letters, capitals within the word, or the few outlets that are printed like a person's name.
_OUTLET = re.compile(
    r"[«“\"].*|.*[A-Za-z\u0620-\u06ff].*|\w*[А-ЯӘҒҚҢӨҰҮҺІ]{2,}\w*(?:-\w+)?|\w*[а-я][А-Я]\w*"
    r"|(?:Казинформ|Қазақпарат|Интерфакс|Азаттык|Азаттық|Хабар|Спутник|Блумберг|Рейтер)\w*(?:-\w+)?"
)
# Capitals too, but places or nobody in particular.
_NO_SOURCES = frozenset(
    ("США", "РК", "РФ", "ЕС", "ОАЭ", "КНР", "КНДР", "ФРГ", "АҚШ", "ҚР", "СМИ", "БАҚ")
)
# Common nouns that begin the name of a body; words in lower case may follow.
_BODY = re.compile(
    r"(?:(?:теле|радио|телеграм-|telegram-|youtube-)?канал\w*|(?:информ)?агентств\w+"
    r"|пресс-(?:служб|центр|релиз)\w*|сайт\w*|портал\w*|издани\w+|газет\w+|журнал\w*"
    r"|министерств\w+|департамент\w*|комитет\w*|управлени\w+|акимат\w*|фонд\w*|служб\w+"
    r"|(?:ген)?прокуратур\w+|полици\w+|посольств\w+|ассоциаци\w+|бюро|администраци\w+|центр\w*)",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"[А-ЯӘҒҚҢӨҰҮҺІ]\w+(?:[ое]го|[оеыи]й|[аую]ю|ая|[ыи]х|[оыи]м)"
    r"|(?:официальн|информационн|областн|городск)\w+"
)
_SURNAME = re.compile("[А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]+(?:[ое]в|ин)(?:а|у|ой|ым)?")
_STOP = re.compile(
    r"в|во|на|о|об|обо|после|из|за|от|при|для|до|к|с|со|у|а|но|что|как|где|ссылаясь|котор\w+"
    r"|сегодня|вчера|накануне|утром|вечером|также|ранее"
)
_PREDICATE = re.compile(
    r"(?!(?:дел|сил|торговли|отрасли|капитала|персонала)$)"
    r"\w+(?:л[аои]?|л(?:ся|ась|ось|ись)|[еияую]т(?:ся)?|ть(?:ся)?)"
)
_KAZAKH_BODY = re.compile(
    r"(?:ақпарат|агенттіг|портал|сайт|телеарна|арна|газет|журнал|баспасөз|қызмет|министрліг"
    r"|департамент|комитет|әкімдіг|әкімді|басқарма|банк|прокуратура)\w*",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?<=[а-яәғқңөұүһі]{4})[а-яәғқңөұүһі]{1,3}\b")
_KAZAKH_ENDING = re.compile("[-’'][а-яәғқңөұүһі]{2,4}$")


def attributed_to(text: str, own_names: Iterable[str]) -> list[str]:
    """Return the sources that a Russian or Kazakh text attributes its news to, in its order.

    Each as printed, in the case that its sentence puts it in («пресс-службу ЮНИСЕФ»), at most 90
    characters long, once. `own_names` are how the outlet names itself; «сообщает OWN.kz» is its
    house style and left out, whatever the letter case.
    """
    own = [comparison_key(name) for name in own_names]
    seen = set()
    sources = []
    for _, name in sorted(_found(text)):
        # «Министерства» and «Министерстве» are one: the ending of a long Cyrillic word is its case.
        key = _CASE.sub("", comparison_key(name))
        if key not in seen and len(name) <= _LONGEST and not _is_own(name, own):
            seen.add(key)
            sources.append(name)
    return sources


def _is_own(name: str, own: list[str]) -> bool:
    words = name.split()
    while words and words[0].islower() and not words[0].isascii():  # «портал OWN.kz»
        words.pop(0)
    key = comparison_key(" ".join(words))
    return any(f"{key} ".startswith(f"{mine} ") for mine in own if mine)


def _found(text: str) -> Iterator[tuple[int, str]]:
    """Find names and where they stand, in no order."""
    for match in _KAZAKH_REFERENCE.finditer(text):
        name = _kazakh_name_before(text[max(0, match.start() - _LONGEST) : match.start()])
        if name:
            start = text.rindex(name, 0, match.start())
            yield start, name
            # The name in front of this one ends where this one begins.
            text = f"{text[:start]}{';' * (match.end() - start)}{text[match.end() :]}"
    for match in _KAZAKH_VERB.finditer(text):
        if name := _kazakh_name(_tokens(text, match.end())):
            yield match.end(), name
    for match in _KAZAKH_ABOUT.finditer(text):
        if name := _kazakh_name(_TOKEN.findall(match[1])):
            yield match.start(1), name
    yield from _found_in_russian(text)


def _found_in_russian(text: str) -> Iterator[tuple[int, str]]:
    set_off = (match for match in _VERB.finditer(text) if _is_set_off(text, match.start()))
    said_in = _SAID_IN.finditer(text)
    for strict, matches in ((True, set_off), (True, said_in), (False, _REFERENCE.finditer(text))):
        for match in matches:
            if name := _name(_tokens(text, match.end()), strict=strict):
                yield match.end(), name


def _is_set_off(text: str, start: int) -> bool:
    return _SET_OFF.search(text, max(0, start - 12), start) is not None


def _tokens(text: str, start: int) -> list[str]:
    clause = _CLAUSE.match(text, start, start + 2 * _LONGEST)
    return _TOKEN.findall(clause[0].partition(" - ")[0]) if clause else []


def _is_proper(token: str) -> bool:
    return token.isascii() or not token[0].islower()


def _name(tokens: list[str], *, strict: bool) -> str | None:
    """Read the name that the tokens begin with; `strict`: of an outlet or a body, not a person."""
    kept = tokens[: _name_length(tokens)]
    if not any(_is_proper(token) and any(map(str.isalpha, token)) for token in kept):
        return None
    is_body = any(map(_BODY.fullmatch, kept))
    # «Министерства», «Национального» alone is a name cut short.
    if len(kept) == 1 and (is_body or _ADJECTIVE.fullmatch(kept[0])):
        return None
    name = " ".join(kept)
    if name in _NO_SOURCES or (strict and not is_body and not _is_outlet(kept)):
        return None
    # `со ссылкой на Ивана Омарова`
    return None if not is_body and _SURNAME.fullmatch(kept[-1]) else name


def _name_length(tokens: list[str]) -> int:
    """Count the tokens before what cannot be of the name; lower case only in the name of a body."""
    to_proper = 0
    in_body = False
    for place, token in enumerate(tokens):
        opens_body = bool(_BODY.fullmatch(token) or _ADJECTIVE.fullmatch(token))
        if _is_proper(token):
            to_proper = place + 1
        elif _STOP.fullmatch(token):
            return place
        elif in_body and _PREDICATE.fullmatch(token):
            # A clause without commas: its subject may stand behind the name.
            return to_proper
        elif not (in_body or opens_body):
            return place
        in_body = in_body or opens_body
    return len(tokens)


def _is_outlet(tokens: list[str]) -> bool:
    return _OUTLET.fullmatch(tokens[0]) is not None and " ".join(tokens) not in _NO_SOURCES


def _kazakh_name(tokens: list[str]) -> str | None:
    """Read a clause that is nothing but the name of an outlet or a body, its reporter aside."""
    if tokens and re.fullmatch("тілші(?:сі|лері)", tokens[-1]):
        tokens = tokens[:-1]
    if not tokens or len(tokens) > 6 or not _is_proper(tokens[0]):
        return None
    bodies = [_KAZAKH_BODY.fullmatch(token) is not None for token in tokens]
    whole = all(_is_proper(token) or body for token, body in zip(tokens, bodies, strict=True))
    if bodies[-1] or (whole and _is_outlet(tokens)):
        return " ".join(tokens)
    return None


def _kazakh_name_before(text: str) -> str | None:
    """Read the name that a text ends with, in the dative: `BBC-ге`, `Reuters агенттігіне`."""
    tokens = _TOKEN.findall(re.split("[,;:.–—!?…] |\n", text)[-1])
    if not tokens:
        return None
    last = tokens[-1]
    bare = _KAZAKH_ENDING.sub("", last)
    if bare != last:
        return bare if _is_outlet([bare]) else None
    name: list[str] = []
    for token in reversed(tokens):
        if not (_is_proper(token) or _KAZAKH_BODY.fullmatch(token)):
            break
        # `Qazweek.kz Reuters агенттігіне`: a site is a name of its own.
        if "." in token and any(map(_is_proper, name)):
            break
        name.insert(0, token)
    if _KAZAKH_BODY.fullmatch(last) and len(name) > 1 and _is_proper(name[0]):
        return " ".join(name)
    return None
