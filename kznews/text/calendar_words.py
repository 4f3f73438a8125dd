"""The words of dates in Russian, Kazakh (Cyrillic, Latin, Arabic script) and English.

`date_word` finds a word however it was typed: `сәуiр` with a Latin i, `караша` without its қ, the
three Latin spellings of Kazakh (`qańtar`, `qañtar`, `qangtar`), the Arabic script with or without
its hamza.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple


class DateWord(NamedTuple):
    """What a word does in a date."""

    role: str
    """One letter, see `ROLES`; `w` is a word that no date holds."""
    value: int = 0
    """Of a month 1–12, of a weekday 0–6 from Monday, of a unit its minutes, of `сегодня` and the
    like how many days ago, of `один` and the like the number, of `PM` 12."""


ROLES = """
M month                        G Kazakh month in the genitive, which the day follows
W weekday                      y `года`, `жылғы`: goes with the number of a year
O `вчера`, `кеше`: a day       N `только что`, `қазір`: now
U minute, hour or day          S `сағат`: hour, and also `в` before a time
H half an hour, and the like   A `назад`, `бұрын`: ago
q a number as a word           s the ending of a number: `28-го`, `28-інде`, `14:05-те`
v `в` before a time            k `күні`, a day named
p am, pm                       L `опубликовано`: what follows is the date
X `обновлено`: what follows is not the date of publication
c of a counter: `просмотров`, `мин чтения`
"""
"""What the roles mean; the grammar is written in these letters."""

_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670'’ʼ`´ʻ‘]+")
_HAS_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAS_ARABIC = re.compile("[\u0600-\u06ff]")
# Kazakh letters as their Russian neighbours, look-alikes as what they look like. Case is folded
# before: a Latin H, M, T, B may have been a capital.
_TO_CYRILLIC = str.maketrans("abcehikmoptxyəәғқңөұүһіıїўӊҥёйɵӏ", "авсеникмортхуаагкноуухиииуннеиои")
_TO_LATIN = str.maketrans(
    {
        **dict.fromkeys("äáàâəәа", "a"),
        **dict.fromkeys("ğǵģғг", "g"),
        **dict.fromkeys("íìıyÿīіи", "i"),
        **dict.fromkeys("ñńŋņң", "n"),
        **dict.fromkeys("öóòōөо", "o"),
        **dict.fromkeys("üúùūýûwұүу", "u"),
        **dict.fromkeys("şșš", "sh"),
        "ç": "ch",
        "q": "k",
        "е": "e",
        "к": "k",
        "с": "s",
    }
)
_TO_PLAIN_ARABIC = str.maketrans(
    {
        **dict.fromkeys("ءٴ"),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ۇۋۆؤۈۉ", "و"),
        **dict.fromkeys("ىیېئ", "ي"),
        **dict.fromkeys("ەہھ", "ه"),
        "ک": "ك",
        "ڭ": "ن",
        "ڨ": "ق",
    }
)


def _as_cyrillic(word: str) -> str:
    return word.translate(_TO_CYRILLIC)


def _as_latin(word: str) -> str:
    plain = word.translate(_TO_LATIN)
    return plain.replace("zh", "j").replace("ng", "n").replace("gh", "g")


def _as_arabic(word: str) -> str:
    return word.translate(_TO_PLAIN_ARABIC)


def _folded(word: str) -> str:
    """A case-folded word without what is typed in several ways, by the script it is in."""
    word = _MARKS.sub("", word)
    if _HAS_CYRILLIC.search(word):
        return _as_cyrillic(word)
    return _as_arabic(word) if _HAS_ARABIC.search(word) else _as_latin(word)


# A month a line: Russian (nominative, genitive, short), Kazakh short, Kazakh Latin (short, and
# spellings that folding does not reach), Kazakh short in Arabic script, English.
_MONTHS = """
январь января янв қаң qañ january jan
февраль февраля февр фев ақп aqp february feb
март марта мар нау nau nayryz march mar
апрель апреля апр сәу säu sayir april apr
май мая мам mam may
июнь июня июн мау mau maysym june jun
июль июля июл шіл şil silde july jul
август августа авг там tam august aug
сентябрь сентября сент сен қыр qyr september sept sep
октябрь октября окт қаз qaz october oct
ноябрь ноября нояб ноя қар qar qarasa november nov
декабрь декабря дек жел jel december dec
"""
_KAZAKH_MONTHS = (
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "qañtar aqpan nauryz säuir mamyr mausym şilde tamyz qyrküiek qazan qaraşa jeltoqsan",
    "قاڭتار اقپان ناۋرىز ءساۋىر مامىر ماۋسىم شىلدە تامىز قىركۇيەك قازان قاراشا جەلتوقسان",
)
# `28 сәуірде` (in), `28 сәуірдегі` (of), `2025 жылдың 28 сәуірі`, `28 сәуірінде` (its, in its).
_KAZAKH_ENDINGS = (
    "да де та те дағы дегі тағы тегі і ы сі сы інде ында сінде сында",
    "da de ta te dağy degi tağy tegi i y si sy inde ynda sinde synda",
    "دا دە تا تە داعى دەگى تاعى تەگى ى سى ىندە ىندا سىندە سىندا",
)
# `сәуірдің 28-і`
_KAZAKH_GENITIVES = (
    "дың дің тың тің ның нің",
    "dyñ diñ tyñ tiñ nyñ niñ",
    "دىڭ دىڭ تىڭ تىڭ نىڭ نىڭ",
)
# A weekday a line, from Monday: Russian, Kazakh in three scripts, English.
_WEEKDAYS = """
понедельник понедельника пн дүйсенбі дс دۇيسەنبى düisenbi monday mon
вторник вторника вт сейсенбі сс سەيسەنبى seisenbi tuesday tue
среда среду среды ср сәрсенбі سارسەنبى särsenbi wednesday wed
четверг четверга чт бейсенбі бс بەيسەنبى beisenbi thursday thu
пятница пятницу пятницы пт жұма жм جۇما juma friday fri
суббота субботу субботы сб сенбі سەنبى senbi saturday sat
воскресенье воскресенья вс жексенбі жк جەكسەنبى jeksenbi sunday sun
"""
_OTHERS = {
    ("y", 0): "года год г году жылғы жылдың жылы жыл ж jylğy jyldyñ jyly jyl j جىلعى جىلدىڭ جىلى "
    "جىل ج",
    ("O", 0): "сегодня бүгін bügin بۇگىن today",
    ("O", 1): "вчера кеше keşe كەشە yesterday",
    ("O", 2): "позавчера",
    ("N", 0): "сейчас қазір жаңа qazir قازىر now",
    ("U", 1): "минута минуту минуты минут мин minut min مينۋت مين minute minutes mins",
    ("U", 60): "час часа часов ч ساع hour hours",
    ("S", 60): "сағат сағатта сағ sağat ساعات",
    ("U", 1440): "день дня дней дн күн kün كۇن day days",
    ("H", 30): "полчаса",
    ("H", 90): "полтора",
    ("A", 0): "назад бұрын buryn بۇرىن ago",
    ("q", 1): "один одну бір bir ءبىر a an one",
    ("q", 2): "два две екі eki ەكى two",
    ("q", 3): "три үш üş ءۇش three",
    ("s", 0): "го е ое ого ов а и і ы сі сы і інде ында сінде сында інде нде нда ші шы те та де да "
    "i y si sy inde ynda ى سى ىندە ىندا st nd rd th",
    ("v", 0): "в во at on t",
    ("k", 0): "күні küni كۇنى",
    ("p", 0): "am",
    ("p", 12): "pm",
    ("L", 0): "опубликован опубликована опубликовано опубликованы дата публикации публикация время "
    "размещено размещена добавлено добавлена создано жарияланды жарияланған жариялануы уақыты "
    "жарияланымы мерзімі осыдан jariialandy jarialandy جاريالاندى published posted publication "
    "date",
    ("X", 0): "обновлено обновлен обновлён обновлена обновление изменено изменен изменён изменена "
    "отредактировано исправлено дополнено жаңартылды жаңартылған жаңартылғаны өзгертілді "
    "өзгертілген түзетілді updated modified edited",
    ("c", 0): "просмотр просмотра просмотров просмотры просмотрели просмотрено показов прочтений "
    "прочтения прочтение прочитали чтения чтение читать комментарий комментария комментариев "
    "комментарии тыс тысяч тысячи млн к на рет көрсетілді қаралды қаралым қаралымдар қаралған "
    "оқылды оқылым оқу үшін оқуға пікір пікірлер түсініктеме ret körsetildi qaraldy كورسەتىلدى "
    "رەت views view reads read reading comments comment shares k",
}
_PHRASES = {
    ("O", 2): ("алдыңғы күні", "aldyñğy küni", "الدىڭعى كۇنى"),
    ("N", 0): ("только что", "жаңа ғана", "осы қазір", "қазір ғана", "just now"),
    ("H", 30): ("жарты сағат", "jarty sağat"),
    ("H", 90): ("полтора часа", "бір жарым сағат"),
}


def _lines(table: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(table.strip().splitlines()):
        for word in line.split():
            yield number, word


def _kazakh_months() -> Iterator[tuple[str, DateWord]]:
    scripts = zip(_KAZAKH_MONTHS, _KAZAKH_ENDINGS, _KAZAKH_GENITIVES, strict=True)
    for names, endings, genitives in scripts:
        for number, name in enumerate(names.split(), start=1):
            # `қыркүйек`, `қыркүйегі`
            stem = name[:-1] + "г" if name.endswith("к") else name
            for ending in ("", *endings.split()):
                yield name + ending, DateWord("M", number)
                yield stem + ending, DateWord("M", number)
            for ending in genitives.split():
                yield name + ending, DateWord("G", number)


def _words() -> Iterator[tuple[str, DateWord]]:
    yield from ((word, DateWord("M", number + 1)) for number, word in _lines(_MONTHS))
    yield from _kazakh_months()
    yield from ((word, DateWord("W", number)) for number, word in _lines(_WEEKDAYS))
    for (role, value), words in _OTHERS.items():
        yield from ((word, DateWord(role, value)) for word in words.split())


_WORDS = {_folded(word): meaning for word, meaning in _words()}
_LATIN_MONTHS = {
    word: meaning for word, meaning in _WORDS.items() if meaning.role in "MG" and len(word) > 3
}
PHRASES = {
    tuple(map(_folded, phrase.split())): DateWord(role, value)
    for (role, value), phrases in _PHRASES.items()
    for phrase in phrases
}
"""Words that mean something only together, folded."""
PHRASE_ENDS = frozenset(phrase[-1] for phrase in PHRASES)


@lru_cache(maxsize=4096)
def date_word(word: str) -> tuple[DateWord, str]:
    """What a case-folded word does in a date, and the word folded."""
    folded = _folded(word)
    found = _WORDS.get(folded)
    if found is None and len(folded) > 3:
        # A Latin spelling that kept a Cyrillic ә; a word in capitals that look alike (`MAPTA`).
        plain = _MARKS.sub("", word)
        other = _as_latin(plain) if _HAS_CYRILLIC.search(plain) else _as_cyrillic(plain)
        found = _LATIN_MONTHS.get(other)
    return found or _NO_DATE_WORD, folded


_NO_DATE_WORD = DateWord("w")
