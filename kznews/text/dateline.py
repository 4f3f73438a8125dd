"""Datelines: «АСТАНА. KAZINFORM – », the place, perhaps the day, and the agency before a text.

Strict, because a sentence may begin alike («Астана — столица»): a place alone is a dateline only in
the English form `ASTANA – `, else an agency must be named, and what follows must begin a sentence.
"""

from __future__ import annotations

import re

_CAPITAL = r"[^\W\d_a-zа-яёәғқңөұүһі]"
# One to three words, each capitalised or in capitals: «Нұр-Сұлтан», «ҚЫЗЫЛОРДА ОБЛЫСЫ».
_PLACE = (
    rf"{_CAPITAL}[\w’'ʼ-]{{2,24}}(?: {_CAPITAL}[\w’'ʼ-]{{2,24}}){{0,2}}"
    r"(?: (?:область|обл\.|облысы))?"
)
# After a comma only these, or capitals: «Ержан Омаров, Tengrinews.kz.» is a byline.
_CITY = (
    r"(?:[^\W\d_a-zа-яёәғқңөұүһі-]{3,}(?:-[^\W\d_a-zа-яёәғқңөұүһі-]{3,})?|Астана|Алматы|Шымкент|"
    r"Нур-Султан|Нұр-Сұлтан|Қарағанды|Караганда|Ақтөбе|Актобе|Атырау|Ақтау|Актау|Орал|Уральск|"
    r"Павлодар|Петропавл(?:овск)?|Қостанай|Костанай|Қызылорда|Кызылорда|Тараз|Талдықорған|"
    r"Талдыкорган|Семей|Өскемен|Усть-Каменогорск|Көкшетау|Кокшетау|Түркістан|Туркестан|Қонаев|Конаев|"
    r"Жезқазған|Жезказган|Байқоңыр|Байконур|Екібастұз|Экибастуз|Рудный|Теміртау|Темиртау|Жаңаөзен|"
    r"Жанаозен|Москва|Мәскеу|Ташкент|Бишкек|Бішкек|Пекин|Бейжің|Анкара|Лондон|Вашингтон|Нью-Йорк|"
    r"Брюссель|Женева|Минск|Киев|Париж|Берлин|Баку|Душанбе|Astana|Almaty|Nur-Sultan|Shymkent)"
)
_MONTH = (
    r"(?:янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|"
    r"қар|жел|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|قاڭ|اقپ|ناۋ|ساۋ|ءساۋ|مام|ماۋ|شىل|تام|قىر|"
    r"قاز|قار|جەل)[\w]{0,9}\.?"
)
_YEAR = r"(?:,? \d{4}(?: ?(?:г(?:ода|\.)?|ж(?:ыл|\.)?)(?!\w))?)?"
_DATE = rf"(?i:\d{{1,2}} (?:- ?)?{_MONTH}{_YEAR}|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)"
_AGENCIES = "|".join(
    re.escape(name).replace(r"\ ", "[ -]").replace(r"\-", "[ -]?")
    for name in (
        *("kazinform", "qazinform", "казинформ", "қазақпарат", "қазинформ", "qazaqparat"),
        *("kazakhstan today", "казахстан сегодня", "kaztag", "казтаг", "қазтаг", "qaztag"),
        *("interfax-kazakhstan", "интерфакс-казахстан", "интерфакс-қазақстан", "interfax"),
        *("интерфакс", "sputnik казахстан", "sputnik қазақстан", "sputnik kazakhstan", "sputnik"),
        *("спутник казахстан", "tengrinews", "zakon", "baq", "bnews", "хабар 24", "khabar 24"),
        *("егемен қазақстан", "egemen qazaqstan", "казахстанская правда", "казправда", "kazpravda"),
        *("the astana times", "tca", "тасс", "tass", "итар-тасс", "риа новости", "ria novosti"),
        *("reuters", "рейтер", "afp", "xinhua", "синьхуа", "anadolu", "анадолу", "trend", "кабар"),
        *("kabar", "азертадж", "azertac", "укринформ", "белта", "уза", "uza", "аа", "аki press"),
        *("قازاقپارات", "قازاقپارات حاا", "كازينفورم"),
    )
)
_SITE = r"[\w-]{2,30}\.(?:kz|com|org|info|media|asia|net|ru)"
_AUTHOR = rf"{_CAPITAL}[\w.’'-]*(?: {_CAPITAL}[\w.’'-]*){{0,2}}"
_AGENCY = (
    rf"[«\"“/]?(?i:(?:МИА |ИА |ХАА )?(?:{_SITE}|{_AGENCIES})(?![\w-]|\.[a-z]))[»\"”/]?"
    rf"(?:,? ?/{_AUTHOR}/|, {_AUTHOR}|/ ?{_AUTHOR}/?)?"
)
_SENTENCE = rf"(?=[«\"“„(]*(?:{_CAPITAL}|\d))"
_DASH = r"[–—―-]"
_WORDS = rf"(?P<words>(?:{_PLACE}(?:\. ?|[.,] ?{_DATE}(?:[.,] ?| ?{_DASH} ?))|{_CITY}, ?){_AGENCY})"
_DATELINE = re.compile(rf"{_WORDS}(?:(?: ?\.)? ?{_DASH} ?|\. ?)(?:{_SENTENCE}|$)")
_ALONE = re.compile(rf"{_WORDS}\.?$")
# Whatever the agency: both in capitals, its name in Latin letters, and a dash.
_CAPITALS = re.compile(
    r"(?P<words>[^\W\d_a-zа-яёәғқңөұүһі]{4,}(?:[ -][^\W\d_a-zа-яёәғқңөұүһі]{4,})?"
    rf"\. (?:{_DATE}\. )?[A-Z]{{4,}}(?:[ -][A-Z]{{4,}})?) ?[–—-] ?{_SENTENCE}"
)
# The English form, in capitals.
_ENGLISH = re.compile(
    r"(?P<words>(?:NUR-SULTAN|ASTANA|ALMATY|SHYMKENT|AKTAU|AKTOBE|ATYRAU|KARAGANDA|KOSTANAY|KYZYLORDA|"
    r"ORAL|PAVLODAR|PETROPAVLOVSK|SEMEY|TALDYKORGAN|TARAZ|TURKISTAN|TURKESTAN|KOKSHETAU|KONAYEV|"
    r"UST-KAMENOGORSK|OSKEMEN|BAIKONUR|TASHKENT|BISHKEK|MOSCOW|BEIJING|LONDON|NEW YORK|WASHINGTON)"
    rf"(?:[.,] {_DATE})?) ?[–—] ?(?=[«\"“]*[A-Z])"
)
_LONGEST = 90
"""Characters of the longest dateline."""


def split_dateline(paragraph: str) -> tuple[str, str] | None:
    """Split a clean paragraph into its dateline and the text behind it; None where it has none.

    The dateline is as printed, without the dash or full stop at its end: «АСТАНА. KAZINFORM»,
    «Алматы. 2 декабря. KAZAKHSTAN TODAY», «Нұр-Сұлтан, BAQ.KZ». The text is empty where the
    paragraph is nothing else.
    """
    head = paragraph[: 2 * _LONGEST]
    if "." not in head and "," not in head and not head[:3].isupper():
        return None
    forms = (_DATELINE, _ALONE, _CAPITALS, _ENGLISH)
    match = next(filter(None, (form.match(head) for form in forms)), None)
    if match is None or len(match["words"]) > _LONGEST:
        return None
    return match["words"].rstrip(" .,-"), paragraph[match.end() :].strip()
