"""Lines of a page that are not its article: invitations, counters, rights, picture credits.

A line is a paragraph or a `<br>` line of one. Phrases are those of domain.md §6.1. A rule fires
only on what is nothing else: «Поделиться» alone is a button, «Поделиться опытом смогли 20
фермеров» is news. What only its place on a page gives away is left to the layouts.
"""

from __future__ import annotations

import re

from kznews.text.characters import clean_line, repair_mixed_script

_LONGEST = 400
"""Characters of the longest line looked at: a notice of rights."""

_TITLE = r"(?:[\s:].{0,200})?"
"""What may follow «Читайте также»: the headline of another article."""
_CHANNEL = (
    r"(?:нас\b|наш\w*|канал\w*|рассылк\w*|новост\w*|telegram|телеграм|whatsapp|instagram|youtube|"
    r"facebook|tiktok)"
)
_NAME = r"(?:[^\W\d_a-zа-яёәғқңөұүһі][\w.’'-]*)"
_NAMES = rf"{_NAME}(?:,? (?:и )?{_NAME}){{0,5}}"

# On the case-folded line, stripped of marks at its ends; the whole line must match.
_PHRASES = re.compile(
    "|".join(
        [
            # Read also
            rf"(?:читайте|смотрите|слушайте|почитайте) (?:также|по теме|ещ[её]\b){_TITLE}",
            r"(?:(?:материалы|новости|читать|статьи) )?по теме",
            rf"(?:сондай-ақ|тағы да?|тақырып бойынша) (?:оқыңыз|қараңыз)(?:дар)?{_TITLE}",
            r"оқыңыз(?:дар)?(?: ?:.{0,200})?",
            # Subscribe
            (
                rf"(?:.{{0,80}}[.!?…] |.{{0,60}}\bи )?подпи(?:сывайтесь|шитесь|шись)"
                rf" (?:в|на) {_CHANNEL}"
                rf"(?:.{{0,120}}|.{{0,60}}[.!] также можно подписаться на .{{1,160}})"
            ),
            rf"подпи(?:сывайтесь|шитесь|шись|саться)(?: на {_CHANNEL}(?: (?:в|на) \w+)?)?",
            r"узнавайте о новостях первыми.{0,80}",
            r"(?:читайте|следите за|смотрите) (?:нас|нашими новостями) (?:в|на) .{0,80}",
            r"сілтемесіз жаңалық оқисыз ба.{0,80}",
            r"қосымшада оқыңыз",
            r"толығырақ оқу үшін қосымшаға өтіңіз",
            r"(?=.*(?:арна|канал|парақша|telegram|instagram|бізге)).{0,120}\bжазылыңыз(?:дар)?",
            # Share, comment
            r"подели(?:ться|тесь)(?: (?:новостью|статьей|ссылкой|в соцсетях|с друзьями)){0,2}",
            r"поддержать(?: (?:нас|проект|редакцию))?",
            r"(?:оставить|добавить|написать) комментарий",
            r"комментарии(?: ?\(?\d+\)?)?|\d+ комментари[йяе][ев]?",
            r"скопировать ссылку|распечатать|версия для печати",
            r"бөлісу|пікір қалдыру|(?:\d+ )?пікір(?:лер)?(?: \(?\d+\)?)?",
            # Counters
            r"(?:количество )?просмотр(?:ы|ов) ?:? ?[\d ]+|[\d ]+ просмотр(?:а|ов)?",
            r"[\d ]+ рет (?:көрсетілді|қаралды|оқылды)|\d+ мин оқу үшін",
            r"(?:время чтения ?:? ?)?\d+ мин(?:ут[аы]?)?\.?(?: (?:чтения|на чтение))",
            # Desk
            r"ответственный редактор(?: ?:.{0,60})?",
            r"(?:опубликовано|жарияланды) ?: ?[\d., :\w]{0,40}",
            r"была ли эта статья.{0,60}",
            # Rights
            (
                r"при (?:работе с|(?:раз|перепе|ис|ко|ци)\w+) (?:\w+ )?(?:материал|текст)\w*.*"
                r"(?:ссылк|\d ?% текста).*"
            ),
            (
                r"(?:использование|перепечатка|копирование|воспроизведение) (?:\w+ ){0,3}?"
                r"материалов.*(?:ссылк[аиу]|только с (?:\w+ )?(?:согласия|разрешения)|"
                r"без (?:\w+ )?(?:согласия|разрешения)).*"
            ),
            r"использование материалов сайта",
            r"(?:© ?)?.{0,80}(?:все права защищены|барлық құқықтар қорғалған).{0,60}",
            r"© ?.{1,80}",
            # Adverts
            r"(?:на правах рекламы|реклама|рекламный материал|партн[её]рский материал|жарнама)",
            r"жарнама құқығымен|(?:материал )?на правах рекламы",
        ]
    )
)
_DESK = re.compile(
    rf"(?:(?i:автор|авторы|авторлар|редактор|корреспондент) ?:|"
    rf"(?i:текст|материал)(?: (?i:подготовил[аи]?)(?: ?:)?| ?:)) {_NAMES}"
)
_PARTNER = re.compile(rf"(?i:при поддержке|серіктес) ?:? ?(?:[«\"“][^«»\"“”]{{1,60}}|{_NAMES})")
_MARKS = ' \t.!?:;…,*•·|>→»«"“”-–—\ufe0f👉➡👇🔗📲🔔'


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is a known phrase of a site's frame, in Russian or Kazakh."""
    if len(line) > _LONGEST:
        return False
    line = clean_line(line).strip(_MARKS)
    return (
        _PHRASES.fullmatch(line.casefold()) is not None
        or _DESK.fullmatch(line) is not None
        or _PARTNER.fullmatch(line) is not None
    )


_LONGEST_CREDIT = 160
_KIND = (
    r"(?:фото(?:графи[яи]|коллаж|сурет)?|коллажи?|иллюстраци[яи]|инфографика|скриншоты?|"
    r"изображени[ея])"
)
_PICTURE_WORD = (
    rf"(?:(?:иллюстративное |архивное )?{_KIND}(?: и (?:видео|текст|{_KIND}))?|"
    r"(?:текст|видео) и фото|сурет(?:тер)?|суретті түсірген|سۋرەت)"
)
_PICTURE = re.compile(
    r"(?:(?:текст|автор)\b[^.]{3,70}?(?:\. ?|(?=фото:))|"
    r"в (?:материале|статье|публикации|репортаже) использован[аоы]? )?"
    rf"{_PICTURE_WORD}"
    r"(?: ?[:©–—-] ?| )(?P<rest>.+?)(?:\. ?текст .*|\.? ?читайте также.*)?",
    re.IGNORECASE,
)
# Where a picture comes from, when it is not a name: how that begins, and what it is made of.
_SOURCE = re.compile(
    r"(?:из|с|со) (?:открыт|социальн|соцсет|сет[иь]|интернет|личн|семейн|архив|сайт|сервис|аккаунт|"
    r"страниц|видео|канал|[a-z])|автор|архив|пресс-|предоставл|соцсет|скриншот|кадр|иллюстративн|"
    r"взят|создан|сгенерир|читател|очевид|редакц|волонт[её]р|"
    r"(?:общественн\w+ )?фонд|акимат|департамент|министерств|управлени|комитет|агентств|посольств|"
    r"ашық дерек|әлеуметтік|баспасөз|жеке|ғаламтор|мұрағат|әкімдік|министрлік|ютуб",
    re.IGNORECASE,
)
_SOURCE_WORD = re.compile(
    r"(?:и|а|из|с|со|в|от|на|также|мен|және|открыт\w+|источник\w*|соцсет\w*|социальн\w+|сет\w+|"
    r"интернет\w*|личн\w+|семейн\w+|архив\w*|предоставлен\w*|пресс-\w+|сайт\w*|сервис\w*|автор\w*|"
    r"геро\w+|област\w+|город\w*|район\w*|аккаунт\w*|страниц\w+|канал\w*|видео|скриншот\w*|кадр\w*|"
    r"взят\w*|создан\w*|сгенерирован\w*|нейросет\w+|иллюстративн\w+|редакци\w+|читател\w+|"
    r"при|помощ\w+|искусственн\w+|интеллект\w*|очевид\w+|волонт[её]р\w*|служб\w+|полици\w+|обществен\w+|фонд\w*|акимат\w*|департамент\w*|"
    r"министерств\w*|управлени\w*|комитет\w*|агентств\w*|посольств\w*|"
    r"ашық|дереккөз\w*|әлеуметтік|желі\w*|баспасөз|қызмет\w*|жеке|мұрағат\w*|ғаламтор\w*|"
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
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def photo_credit(line: str) -> str | None:
    """Return whose picture a credit line names: «Фото: ЮНИСЕФ» gives `ЮНИСЕФ`.

    As printed, without the word for the picture, the sign © and a full stop: «Фото из открытых
    источников» gives `из открытых источников`; only words of two scripts are repaired, so that
    «Тengrinews.kz» with a Cyrillic Т names the same outlet as without. None for a sentence about a
    photograph and for a caption («Фото: местная школа»): a credit is made of names and of words
    for sources. Of «Фото: Акорда ночью © Имя Фамилия» only the part behind the © is the credit.
    """
    line = _credit_line(line)
    if len(line) > _LONGEST_CREDIT:
        return None
    match = _PICTURE.fullmatch(line)
    return _credit(match["rest"].rpartition("©")[2]) if match else None


_LONGEST_CAPTION = 200
# Where the words about the source may begin, behind a caption.
_SENTENCE_START = re.compile(r"[.!?…][»\"”)]? ?(?=[^\W\d_a-zа-яё])")
_PROVIDED = re.compile(r"предоставлен[аоы]? .+", re.IGNORECASE)
# Words of four letters or more, so that «г. Алматы» and «А. Омаров» are no end of a sentence.
_TWO_SENTENCES = re.compile(r"\w{4}[»\"”)]*[.!?…]+[»\"”)]* +[^\W_a-zа-яё]|[»\"”] ?, ?[–—-]")
_NO_CAPTION = re.compile(
    rf"{_PICTURE_WORD}\W*|текст\b.*|(?:автор|видео|материал)\w* ?:.*|[\W\d_]*", re.IGNORECASE
)


def captioned_credit(line: str) -> tuple[str, str] | None:
    """Split a line that stands right below a picture into its caption and its credit.

    For «CAPTION. Фото CREDIT» (what `photo_credit` makes of the part behind the caption),
    «CAPTION ©CREDIT», «CAPTION. Предоставлено CREDIT» and «Предоставлено CREDIT», whose caption is
    empty. The caption is as printed, without a full stop and with its own «Фото:» where it begins
    so; the credit is made like that of `photo_credit`, with the word «предоставлено». None for
    every other line, for more than one sentence before the credit, for reported speech and for a
    byline («Текст: Имя. Фото: Имя»). Elsewhere than below a picture such a line may be a sentence.
    """
    line = _credit_line(line)
    if len(line) > _LONGEST_CAPTION:
        return None
    for start in (0, *(match.end() for match in _SENTENCE_START.finditer(line))):
        source = line[start:]
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
    return caption.rstrip(" .,/|"), credit


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


def _credit(text: str) -> str | None:
    credit = repair_mixed_script(text.strip().rstrip(".").strip())
    return credit if _is_credit(credit) else None


def _is_credit(credit: str) -> bool:
    words = credit.split()
    if not words or _YEAR.search(credit) or re.search(r"[!?…]|\w: ", credit):
        return False
    if _SOURCE.match(credit) is None and not _is_name(words[0]):
        return False
    names_body = _BODY.match(credit) or _KAZAKH_BODY.fullmatch(credit)
    if names_body and len(words) <= 10 and "," not in credit:
        return True
    return all(_is_name(word) or _SOURCE_WORD.fullmatch(word.strip(',.()«»"')) for word in words)


def _is_name(word: str) -> bool:
    letter = next(filter(str.isalnum, word), None)
    return letter is None or not letter.islower() or word.isascii()
