"""The phrases by which a Kazakh text names its sources: «деп хабарлайды X», «X-ке сілтеме жасап».

In Cyrillic, and in the Latin and Arabic scripts that outlets' copies of the same articles use; the
Latin ones spell the same word in several ways (docs/domain.md, "Languages and scripts").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kznews.text.attribution.kazakh_names import ARABIC, CYRILLIC, LATIN, Spelling
from kznews.text.attribution.names import (
    LONGEST,
    clause_tokens,
    occurrences,
    split_tokens,
    word_start,
)


@dataclass(frozen=True)
class _Phrases:
    """Phrases of attribution in one script."""

    spelling: Spelling
    marks: tuple[str, ...]
    """Strings of which every text with such a phrase holds one, quick to look for."""
    parts: tuple[str, ...]
    """Strings of which each verb and noun below holds one."""
    said: re.Pattern[str]
    """Verb; the name of the source stands behind it or in front of it."""
    by: re.Pattern[str]
    """Verb or noun; the name of the source stands in front of it."""
    reference: re.Pattern[str]
    """«Сілтеме жасап»: the source stands in front of it, who refers to it may stand behind."""
    opening: re.Pattern[str]
    """Words that may stand in front of a name in its clause."""


_CYRILLIC = _Phrases(
    spelling=CYRILLIC,
    marks=("қ", "і", "ғ", "ң", "ө", "ұ", "ү", "ә", "деп ", "хабарла"),
    parts=(
        *("хабарла", "жазады", "жазды", "жазып", "жазуынша", "жазғандай", "мәлімде", "мәліметі"),
        *("мәліметтер", "дерегі", "деректері", "ақпаратынша", "ақпараты бойынша", "айтуынша"),
        *("сілтеме жаса", "сілтемемен", "ереккөз", "қпарат көзі"),
    ),
    said=re.compile(
        r"(?:хабарла(?:йды|ды|п отыр)|жаз(?:ады|ды|ып отыр)|мәлімде(?:йді|ді|п отыр)|жеткізді)\b",
        re.IGNORECASE,
    ),
    by=re.compile(
        r"(?:хабарла(?:ғандай|уынша|ғанындай)|жаз(?:ғандай|уынша)|мәлімде(?:гендей|уінше)|айтуынша"
        r"|(?:мәлімет|дерег|ақпарат)[іы](?:нше|нша| бойынша|не сүйенсек|на сүйенсек|не қарағанда)"
        r"|(?:мәліметтері|деректері|ақпараттары)(?:нше|нша| бойынша|не сүйенсек|на сүйенсек"
        r"|не қарағанда))",
    ),
    reference=re.compile(r"сілтеме(?: жаса(?:п|й отырып|й|ған|ды)|мен)\b"),
    opening=re.compile(
        r"(?:(?:Бұл|Осы|Ол|Сол)(?: \w+)? (?:туралы|жайлы|жөнінде|жайында) |Кеше |Бүгін |Ал "
        r"|Бұған дейін |Осыған дейін |Сондай-ақ |Сонымен қатар |Осылайша |Бірақ |Айта кетейік "
        r"|Еске салайық |Бұдан бұрын |Бұрын |.*\bдеп "
        r"|.*(?:хабарлайды|хабарлады|жазады|мәлімдеді) )+",
        re.IGNORECASE,
    ),
)
_LATIN = _Phrases(
    spelling=LATIN,
    marks=("dep ", "abarla", "lteme jas"),
    parts=("abarla", "jazad", "jazd", "álimde", "lteme jas", "álimeti", "älımetı"),
    said=re.compile(
        r"(?:[hx]abarla(?:[ıiy]+d[yıi]|d[yıi])|jaz(?:ad|d)[yı]|m[áä]limdedi)\b", re.IGNORECASE
    ),
    by=re.compile(
        r"m[áä]l[iı]met[iı]n(?:sh|ş)e|[hx]abarla(?:[gǵğ]andai|[gǵğ]anda[ıy])", re.IGNORECASE
    ),
    reference=re.compile(r"s[iı]lteme jasa[pıyi]\w*"),
    opening=re.compile(
        r"(?:Bul (?:t[uýūw]raly|tural[ıy]|ja[ıy]ly) |.*\bdep |.*(?:[hx]abarla[ıiy]+d[yı]) )+",
        re.IGNORECASE,
    ),
)
_ARABIC = _Phrases(
    spelling=ARABIC,
    marks=("ا",),
    parts=("حابارلا", "جازادى", "جازدى", "سىلتەمە جاسا", "مالىمەتىنشە", "مالىمدە"),
    said=re.compile("حابارلا(?:يدى|دى)|جاز(?:ادى|دى)|مالىمدە(?:دى|يدى)"),
    by=re.compile("مالىمەتىنشە"),
    reference=re.compile("سىلتەمە جاسا\\w*"),
    opening=re.compile("(?:بۇل (?:تۋرالى|جايلى) |.*\\bدەپ |.*حابارلايدى )+"),
)
_SOURCE_LINE = re.compile(
    r"(?:дереккөз\w*|ақпарат көзі) ?[:–—-] ?(?:https?://)?(?:www\.)?", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[,;:!?…(–—\n،؛؟]|\.(?= )| -(?= )")


def found_in_kazakh(text: str) -> Iterator[tuple[int, str]]:
    """Find the names and where they stand, in no order and some more than once."""
    for phrases in (_CYRILLIC, _LATIN, _ARABIC):
        if not any(mark in text for mark in phrases.marks):
            continue
        for part in phrases.parts:
            for place in occurrences(text, part):
                yield from _at(text, phrases, word_start(text, place))


def _at(text: str, phrases: _Phrases, start: int) -> Iterator[tuple[int, str]]:
    before = behind = None
    if said := phrases.said.match(text, start):
        before = _name_before(text, phrases, start)
        behind = _name_behind(text, phrases, said)
    elif phrases.by.match(text, start):
        before = _name_before(text, phrases, start)
    elif reference := phrases.reference.match(text, start):
        before = _name_before(text, phrases, start, last=True)
        behind = _name_behind(text, phrases, reference, whole=True)
    elif line := _SOURCE_LINE.match(text, start):
        behind = _name_behind(text, phrases, line)
    if before is not None:
        yield start, before
    if behind is not None:
        yield start + 1, behind


def _name_behind(
    text: str, phrases: _Phrases, phrase: re.Match[str], *, whole: bool = False
) -> str | None:
    return phrases.spelling.read_name(clause_tokens(text, phrase.end()), whole=whole)


def _name_before(text: str, phrases: _Phrases, end: int, *, last: bool = False) -> str | None:
    """Read the name that the clause up to `end` consists of, or with `last` its last name."""
    clause = _CLAUSE_END.split(text[max(0, end - LONGEST - 40) : end])[-1].strip()
    if opening := phrases.opening.match(f"{clause} "):
        clause = clause[opening.end() :]
    tokens = split_tokens(clause)
    if last:
        return phrases.spelling.read_last_name(tokens)
    return phrases.spelling.read_name(tokens, whole=True)
