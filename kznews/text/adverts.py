"""The labels that mark an article as an advert.

Words about advertising in a text mark nothing: a label is a line of its own. The law wants one in
Kazakhstan («Жарнама», «На правах рекламы»); Russian advertisers print a number («erid»), too.
"""

from __future__ import annotations

import re
from typing import Literal

from kznews.text.characters import clean_line

Label = Literal["advert", "slot"]

_LONGEST = 240
"""Characters of the longest label."""
NAME = r"(?-i:[^\W\d_a-zа-яёәғқңөұүһі][\w.’'-]*)"
"""Pattern of a name: a word that does not begin with a small letter."""
NAMES = rf"{NAME}(?:,? (?:и )?{NAME}){{0,5}}"
"""Pattern of names, separated by commas or «и»."""
_PARTNER = rf"(?:{NAMES})?(?: ?[«\"“][^«»\"“”]{{1,60}}[»\"”]?)?"
_KIND = r"(?:материал|проект|текст|контент|стать|публикаци|новост)(?:ы|и|я|ь)?"
_MADE = r"(?:подготовлен|создан|опубликован)\w*"
_PROVIDED = r"(?:материал|контент|текст|статья|публикация) предоставлен[аоы]?"
_COMPANY = (
    r"компани|банк|холдинг|ассоциаци|фонд|партн[её]р|пресс-|застройщик|организатор|рекламодат"
)
_CANDIDATE = r"\b(?:партия|кандидат|үміткер)\w*"
_STATE = (
    r"акимат|министерств|департамент|управлени|комитет|прокуратур|полици|\bсуд|\bм[вч]|\bд[пч]с?\b|"
    r"парламент|мажилис|сенат|маслихат|акорд|посольств|авторо|читател|редакци|агентств"
)
"""Those who give material and pay for nothing, by pieces of what they are called."""
_ADVERT = re.compile(
    "|".join(
        [
            rf"(?:{_KIND} )?(?:(?:размещ[её]н|опубликован)\w* )?на правах рекламы",
            rf"(?:партн[её]рск|рекламн|спонсорск)(?:ий|ый|ая|ое|ие|ые) {_KIND}",
            r"материал партн[её]ра",
            r"жарнама (?:құқығымен|құқығында|ретінде|құқығы негізінде)",
            r"(?:жарнамалық|серіктестік|демеушілік) (?:материал|мақала|жоба)\w*",
            rf"(?:(?:{_KIND} )?{_MADE} )?при поддержке(?: ?:)? ?{_PARTNER}",
            rf"{_KIND} {_MADE} (?:в партн[её]рстве с|по заказу) {_PARTNER}",
            rf"(?:партн[её]р|спонсор)(?: {_KIND}а?)? ?: ?{_PARTNER}",
            rf"(?:серіктес|демеуші)(?: ?: ?| )(?=\S){_PARTNER}",
            rf"(?:{_KIND} )?(?:рекламодатель|жарнама беруші) ?: ?.{{2,80}}",
            r"(?:реклама.{0,160})?\berid ?[:=]? ?(?=[\w-]*\d)[\w-]{6,60}.{0,40}",
            r"реклама ?[.:,|·-] ?(?:тоо|ооо|ао|ип|жшс|ақ|пао)\b.{2,160}",
            rf"{_PROVIDED} (?!.*(?:{_STATE}))(?:{_COMPANY}|(?-i:[«\"“]|[^\W\d_a-zа-яё])).{{1,120}}",
            r"(?:(?:материал|публикация) )?оплачен[ао]? из (?:средств )?избирательного фонда\b.*",
            rf"(?:.{{2,60}}{_CANDIDATE} )?сайлау қор\w+ (?:қаражат|қаржы)\w+ төлен(?:ді|ген)",
            r"sponsored(?: content| post| material)?|advertorial|(?:partner|paid|promoted) content",
            r"jarnama q[uū]q[yı][gǵğ][yı]men|جارناما قۇقىعىمەن",
        ]
    ),
    re.IGNORECASE,
)
_LETTERS = (
    *(
        "предоставлен",
        "избирательного фонда",
        "сайлау",
        "реклам",
        "партн",
        "спонсор",
        "жарнама",
        "серіктес",
        "демеуші",
        "при поддержке",
        "erid",
    ),
    *("sponsored", "advert", "content", "jarnama", "جارناما"),
)
_SLOT = frozenset({"реклама", "жарнама", "advertisement", "advertising", "jarnama", "جارناما"})
_BADGE = re.compile(rf"pr|{_PROVIDED} .+", re.IGNORECASE)
_EDGES = re.compile(r"^[^\w«\"“]+|[^\w»\"”]+$")
_NOBODY = re.compile(
    r"(?:.*(?:поддержке|заказу|партн[её]рстве с)|(?:партн[её]р|спонсор).*:)\W*", re.I
)


def advert_label(line: str, folded: str | None = None) -> Label | None:
    """Tell what a line says about adverts; None where it is no label of one.

    `advert`: it labels the text that it stands with. `slot`: a bare «Реклама», which labels the
    text at its beginning or end, and a banner in its middle.
    `folded` is the line's `casefold`, where known.
    """
    if len(line) > _LONGEST:
        return None
    folded = folded or line.casefold()
    if not any(map(folded.__contains__, _LETTERS)):
        return None
    line = _EDGES.sub("", line)
    if line.casefold() in _SLOT:
        return "slot"
    if _ADVERT.fullmatch(line) and not _NOBODY.fullmatch(line):
        return "advert"
    return None


def is_advert_badge(text: str) -> bool:
    """Tell whether the text of a page's badge says that its article is an advert.

    There even «PR» does, and whoever the material is provided by has paid for it.
    """
    text = clean_line(text)
    return advert_label(text) is not None or _BADGE.fullmatch(text) is not None
