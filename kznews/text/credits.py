"""Lines that say who made a picture, or what it shows: «Фото: ЮНИСЕФ».

A credit is made of names and of words for sources; a sentence about a photograph is none.
"""

from __future__ import annotations

import re

from kznews.text.boilerplate import is_boilerplate
from kznews.text.characters import clean_line, repair_mixed_script

_LONGEST_CREDIT = 160
"""Characters of the longest line that is a credit."""
_MENTIONS = (
    *("фото", "коллаж", "иллюстра", "инфограф", "скрин", "изображ", "кадр", "обложк", "©"),
    *("предоставлен", "урет", "суретт", "سۋرەت", "photo", "image", "suret", "sýret"),
)
_KIND = (
    r"(?:фото(?:графи[яи]|коллаж|сурет)?|коллажи?|иллюстраци[яи]|инфографика|скрин(?:шоты?)?|"
    r"изображени[ея]|(?:стоп-)?кадр(?= из | ?:)|обложка(?= ?:))"
)
_PICTURE_WORD = (
    r"(?:(?:текст|видео) и фото|фото (?:на обложке|на превью|в анонсе)|"
    rf"(?:иллюстративное |архивное |главное |источник )?{_KIND}(?: и (?:видео|текст|{_KIND}))?|"
    r"[сc]урет(?:тер)?|суретті түсірген|سۋرەت|"
    r"(?:featured )?(?:photo|image)(?: credit| courtesy of)?|s[uýw]ret)"
)
_PICTURE = re.compile(
    r"(?:(?:текст|автор)\b[^.]{3,70}?(?:\. ?|(?=фото:))|"
    r"в (?:материале|статье|публикации|репортаже) использован[аоы]? )?"
    rf"{_PICTURE_WORD}"
    r"(?: ?[:©/|–—-] ?| )(?P<rest>.+?)(?:\. ?текст .*|\.? ?читайте также.*)?",
    re.IGNORECASE,
)
# «Акорда / фото»
_PICTURE_BEHIND = re.compile(r"(?P<rest>[^/|]+?) ?[/|] ?фото", re.IGNORECASE)
# «предоставлено жителями села»: by whom stands in the instrumental case; any words follow.
_BY = re.compile(
    r"(?:предоставлен|прислан)[аоы]? \w{3,}(?:ами|ями|[оеё]м|[оеё]й|ью|[иы]ми?)\b(?: [^\s,]+){0,6}|"
    r"взят[аоы]? (?:из|с|со|у)(?: [^\s,]+){1,6}",
    re.IGNORECASE,
)
# Where a picture comes from, when it is not a name: how that begins, and what it is made of.
_SOURCE = re.compile(
    r"(?:из|с|со) (?:открыт|социальн|соцсет|сет[иь]|интернет|личн|семейн|архив|сайт|сервис|аккаунт|"
    r"страниц|видео|канал|[a-z])|автор|архив|пресс-|предостав|присла|соцсет|скриншот|(?:стоп-)?кадр|"
    r"иллюстративн|"
    r"взят|парти[ийя]|создан|сгенерир|читател|очевид|редакц|волонт[её]р|"
    r"(?:общественн\w+ )?фонд|акимат|департамент|министерств|управлени|комитет|агентств|посольств|"
    r"ашық дерек|әлеуметтік|баспасөз|жеке|ғаламтор|мұрағат|әкімдік|министрлік|ютуб",
    re.IGNORECASE,
)
_SOURCE_WORD = re.compile(
    r"(?:и|а|из|с|со|в|от|на|также|мен|және|открыт\w+|источник\w*|соцсет\w*|социальн\w+|сет\w+|"
    r"интернет\w*|личн\w+|семейн\w+|архив\w*|предоставлен\w*|предоставил\w?|прислал\w?|простор\w*|"
    r"стоп-кадр\w*|для|специально|пресс-\w+|сайт\w*|сервис\w*|автор\w*|"
    r"геро\w+|парти[ийя]|област\w+|город\w*|район\w*|аккаунт\w*|страниц\w+|канал\w*|видео|скриншот\w*|кадр\w*|"
    r"взят\w*|создан\w*|сгенерирован\w*|нейросет\w+|иллюстративн\w+|редакци\w+|читател\w+|"
    r"при|помощ\w+|искусственн\w+|интеллект\w*|очевид\w+|волонт[её]р\w*|служб\w+|полици\w+|обществен\w+|фонд\w*|акимат\w*|департамент\w*|"
    r"министерств\w*|управлени\w*|комитет\w*|агентств\w*|посольств\w*|"
    r"ашық|дереккөз\w*|әлеуметтік|желі\w*|баспасөз|қызмет\w*|жеке|мұрағат\w*|ғаламтор\w*|"
    # Of the names of newspapers and agencies: «Уральская неделя», «Казахстан сегодня».
    r"недел[яи]|правд[аы]|газет[аы]|новост(?:и|ей)|сегодня|"
    r"автор\w*|әкімдік\w*|әкімдіг\w*|министрлі\w+|банк\w*|компани\w+|алын\w+|облыс\w*|қала\w*)",
    re.IGNORECASE,
)
# After the name of a body any words may follow: «Департамент экономики и туризма Дубая».
_BODY = re.compile(
    r"(?:предоставлен\w+ )?(?:пресс-\w+|департамент|министерств|управлени|комитет|акимат|"
    r"(?:общественн\w+ )?фонд|агентств|посольств|ассоциаци|дчс|дп|мчс|мвд)\w*\b",
    re.IGNORECASE,
)
# In Kazakh the body's noun comes last: «Қаржы министрлігінің баспасөз қызметі».
_KAZAKH_BODY = re.compile(
    r".*(?:қызмет|министрліг|агенттіг|әкімдіг|басқарма|департамент|комитет|мұрағат|портал|сайт)"
    r"(?:[ыі]|с[ыі])(?:н[ае]н|н[ае])?",
    re.IGNORECASE,
)
# «© AFP 2024 / Имя Фамилия»
_AGENCYS_YEAR = re.compile(r"(?<=\w) (?:19|20)\d\d(?= ?/)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def photo_credit(line: str) -> str | None:
    """Return whose picture a credit line names: «Фото: ЮНИСЕФ» gives `ЮНИСЕФ`.

    As printed, without the word for the picture, the sign © and a full stop: «Фото из открытых
    источников» gives `из открытых источников`; only words of two scripts are repaired, so that
    «Тengrinews.kz» with a Cyrillic Т names the same outlet as without. None for a sentence about a
    photograph and for a caption («Фото: местная школа»): a credit is made of names and of words
    for sources. Of «Фото: Акорда ночью © Имя Фамилия» only the part behind the © is the credit.
    «© Sputnik / Имя Фамилия» is one below a picture, and elsewhere a notice of rights.
    """
    if len(line) > 2 * _LONGEST_CREDIT or not _mentions_source(line):
        return None
    line = _credit_line(line)
    if len(line) > _LONGEST_CREDIT:
        return None
    if line.startswith("©"):
        return _credit(line[1:])
    if match := _PICTURE_BEHIND.fullmatch(line):
        return _credit(match["rest"])
    match = _PICTURE.fullmatch(line.rstrip("© "))
    return _credit(match["rest"].rpartition("©")[2]) if match else None


LONGEST_CAPTION = 200
"""Characters of the longest line that may describe a picture."""
# Where the words about the source may begin, behind a caption.
_SENTENCE_START = re.compile(r"[.!?…][»\"”)]? ?(?=[^\W\d_a-zа-яё])")
_SOURCE_BEHIND_MARK = re.compile(
    r" ?[/|(,;–—-] ?(?=(?:фото|сурет|коллаж|скриншот|иллюстрация|photo|image|suret)\b)|"
    r" (?=(?-i:Фото|Сурет|Коллаж|Скриншот|Photo|Suret) ?[:©])",
    re.IGNORECASE,
)
_PROVIDED_BEFORE_CAPTION = re.compile(
    rf"{_PICTURE_WORD} (?P<credit>предоставлен[аоы]? [^,]+), (?P<caption>.+)", re.IGNORECASE
)
_PROVIDED = re.compile(r"предоставлен[аоы]? .+", re.IGNORECASE)
# Words of four letters or more, so that «г. Алматы» and «А. Омаров» are no end of a sentence.
_TWO_SENTENCES = re.compile(r"\w{4}[»\"”)]*[.!?…]+[»\"”)]* +[^\W_a-zа-яё]|[»\"”] ?, ?[–—-]")
_NO_CAPTION = re.compile(
    rf"{_PICTURE_WORD}\W*|текст\b.*|(?:автор|видео|материал)\w* ?:.*|[\W\d_]*", re.IGNORECASE
)


def captioned_credit(line: str) -> tuple[str, str] | None:
    """Split a line that stands right below a picture into its caption and its credit.

    For «CAPTION. Фото CREDIT» (what `photo_credit` makes of the part behind the caption; also
    «CAPTION / Фото: CREDIT», «CAPTION (Фото: CREDIT)», «CAPTION Фото: CREDIT»), «CAPTION ©CREDIT»,
    «Фото предоставлено CREDIT, CAPTION», «CAPTION. Предоставлено CREDIT» and «Предоставлено
    CREDIT», whose caption is empty. The caption is as printed, without a full stop and with its own
    «Фото:» where it begins so; the credit is made like that of `photo_credit`, with the word
    «предоставлено». None for every other line, for more than one sentence before the credit, for
    reported speech and for a byline («Текст: Имя. Фото: Имя»). Elsewhere than below a picture such
    a line may be a sentence.
    """
    if len(line) > 2 * LONGEST_CAPTION or not _mentions_source(line):
        return None
    line = _credit_line(line)
    if len(line) > LONGEST_CAPTION:
        return None
    if match := _PROVIDED_BEFORE_CAPTION.fullmatch(line):
        caption, credit = match["caption"], _credit(match["credit"])
        return (caption.rstrip(" ."), credit) if credit and _is_caption(caption) else None
    ends = (*_SENTENCE_START.finditer(line), *_SOURCE_BEHIND_MARK.finditer(line))
    for start in (0, *(match.end() for match in ends)):
        source = line[start:]
        if line[:start].endswith("("):
            source = source.rstrip(" .)")
        credit = _credit(source) if _PROVIDED.fullmatch(source) else None
        if start and credit is None:
            credit = photo_credit(source)
        if credit is not None:
            caption = line[:start]
            break
    else:
        start = line.rfind("©")
        caption, credit = line[: max(start, 0)], _credit(line[start + 1 :])
        if not caption or credit is None:
            return None
    if caption and not _is_caption(caption):
        return None
    return caption.rstrip(" .,;/|(–—-"), credit


def _is_caption(text: str) -> bool:
    return not (
        "©" in text
        or _NO_CAPTION.fullmatch(text)
        or _TWO_SENTENCES.search(text)
        or is_boilerplate(text)
        or photo_credit(text)
    )


def _credit_line(line: str) -> str:
    return clean_line(line).replace("\ufe0f", "").strip()


def _mentions_source(line: str) -> bool:
    """Tell whether a line could credit or caption a picture: most lines of a text could not."""
    return any(map(line.casefold().__contains__, _MENTIONS))


def _credit(text: str) -> str | None:
    credit = repair_mixed_script(text.strip().rstrip(".").strip())
    return credit if _is_credit(_AGENCYS_YEAR.sub("", credit)) else None


def _is_credit(credit: str) -> bool:
    words = credit.split()
    if not words or _YEAR.search(credit) or re.search(r"[!?…]|\w: ", credit):
        return False
    if _BY.fullmatch(credit):
        return True
    if _SOURCE.match(credit) is None and not _is_name(words[0]):
        return False
    names_body = _BODY.match(credit) or _KAZAKH_BODY.fullmatch(credit)
    if names_body and len(words) <= 10 and "," not in credit:
        return True
    return all(_is_name(word) or _SOURCE_WORD.fullmatch(word.strip(',.()«»"')) for word in words)


def _is_name(word: str) -> bool:
    letter = next(filter(str.isalnum, word), None)
    return letter is None or not letter.islower() or word.isascii()
