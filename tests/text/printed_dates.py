"""Every form in which outlets print a date, as printers, and what befalls a text on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from random import Random

NAMES = {
    "ru": """января февраля марта апреля мая июня июля августа сентября октября ноября
        декабря""",
    "ru nominative": """Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь
        Декабрь""",
    "ru short": "Янв Фев Мар Апр Май Июн Июл Авг Сен Окт Ноя Дек",
    "ru dotted": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "kk": """қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша
        желтоқсан""",
    "kk short": "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
    "kk genitive": """қаңтардың ақпанның наурыздың сәуірдің мамырдың маусымның шілденің тамыздың
        қыркүйектің қазанның қарашаның желтоқсанның""",
    "kk locative": """қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте
        қазанда қарашада желтоқсанда""",
    "kk of": """қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы шілдедегі тамыздағы
        қыркүйектегі қазандағы қарашадағы желтоқсандағы""",
    "kk its": """қаңтары ақпаны наурызы сәуірі мамыры маусымы шілдесі тамызы қыркүйегі қазаны
        қарашасы желтоқсаны""",
    "latin 2021": """qañtar aqpan nauryz säuır mamyr mausym şılde tamyz qyrküiek qazan qaraşa
        jeltoqsan""",
    "latin 2018": """qańtar aqpan naýryz sáýir mamyr maýsym shilde tamyz qyrkúıek qazan qarasha
        jeltoqsan""",
    "latin of its own": """qañtar aqpan nawrız säwir mamır mawsım şilde tamız qırküyek qazan qaraşa
        jeltoqsan""",
    "latin plain": """qangtar aqpan nauryz sauir mamyr mausym shilde tamyz qyrkuiek qazan qarasha
        zheltoqsan""",
    "arabic": """قاڭتار اقپان ناۋرىز ءساۋىر مامىر ماۋسىم شىلدە تامىز قىركۇيەك قازان قاراشا
        جەلتوقسان""",
    "arabic without hamza": """قاڭتار اقپان ناۋرىز ساۋىر مامىر ماۋسىم شىلدە تامىز قىركۇيەك قازان
        قاراشا جەلتوقسان""",
    "arabic locative": """قاڭتاردا اقپاندا ناۋرىزدا ساۋىردە مامىردا ماۋسىمدا شىلدەدە تامىزدا
        قىركۇيەكتە قازاندا قاراشادا جەلتوقساندا""",
    "en": "January February March April May June July August September October November December",
    "en short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
WEEKDAYS = {
    "ru": "Понедельник Вторник Среда Четверг Пятница Суббота Воскресенье",
    "ru short": "Пн Вт Ср Чт Пт Сб Вс",
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
    "en short": "Mon Tue Wed Thu Fri Sat Sun",
}


def month(day: date, form: str) -> str:
    return NAMES[form].split()[day.month - 1]


def weekday(day: date, form: str) -> str:
    return WEEKDAYS[form].split()[day.weekday()]


def ordinal(day: date) -> str:
    """`28-і`, `9-ы`, `6-сы`, `2-сі`."""
    if day.day in {6, 16, 20, 26}:
        return f"{day.day}-сы"
    if day.day in {2, 7, 22, 27}:
        return f"{day.day}-сі"
    return f"{day.day}-{'ы' if day.day in {9, 10, 19, 29, 30} else 'і'}"


DayPrinter = Callable[[date], str]
TimedPrinter = Callable[[str, time], str]

# With the year.
DAYS: list[DayPrinter] = [
    *(
        lambda d, form=form: f"{d.day} {month(d, form)} {d.year}"
        for form in NAMES
        if form != "kk genitive"
    ),
    lambda d: f"{d.day} {month(d, 'ru')}, {d.year}",
    lambda d: f"{d.day:02} {month(d, 'ru nominative')} {d.year}",
    lambda d: f"{d.day} {month(d, 'ru').upper()} {d.year} года",
    lambda d: f"{d.day} {month(d, 'ru')} {d.year} г.",
    lambda d: f"{d.day} {month(d, 'ru')} {d.year}г.",
    lambda d: f"{d.day}-{month(d, 'ru')}-{d.year}",
    lambda d: f"{d.day}.{month(d, 'ru short')}.{d.year}",
    lambda d: f"{weekday(d, 'ru')}, {d.day:02} {month(d, 'ru short')} {d.year}",
    lambda d: f"{weekday(d, 'ru short')}, {d.day} {month(d, 'ru')} {d.year} г.",
    lambda d: f"{d.day} {month(d, 'ru')} {d.year}, {weekday(d, 'ru').lower()}",
    lambda d: f"{d.day} {month(d, 'ru')} {d.year} ({weekday(d, 'ru short')})",
    lambda d: f"{month(d, 'ru nominative')} {d.day}, {d.year}",
    lambda d: f"{d.day} {month(d, 'kk').title()}, {d.year}",
    lambda d: f"{d.day} {month(d, 'kk')} {d.year} ж.",
    lambda d: f"{d.day} {month(d, 'kk')} {d.year} жыл",
    lambda d: f"{d.day}-{month(d, 'kk')}, {d.year} жыл",
    lambda d: f"{weekday(d, 'kk').title()}, {d.day} {month(d, 'kk')} {d.year}",
    lambda d: f"{d.day} {month(d, 'kk')} {d.year}, {weekday(d, 'kk')}",
    lambda d: f"{month(d, 'kk').title()} {d.day}, {d.year}",
    lambda d: f"{d.year} жылғы {d.day} {month(d, 'kk')}",
    lambda d: f"{d.year} жылғы {d.day} {month(d, 'kk locative')}",
    lambda d: f"{d.year} жылғы {d.day} {month(d, 'kk of')}",
    lambda d: f"{d.year} жылдың {d.day} {month(d, 'kk its')}",
    lambda d: f"{d.year} жылы {d.day} {month(d, 'kk locative')}",
    lambda d: f"{d.year}-жылғы {d.day}-{month(d, 'kk')}",
    lambda d: f"{d.year} ж. {d.day} {month(d, 'kk')}",
    lambda d: f"{d.year} жылғы {month(d, 'kk genitive')} {ordinal(d)}",
    lambda d: f"{d.year} жылғы {month(d, 'kk genitive')} {d.day}-інде",
    lambda d: f"{d.year} jylğy {d.day} {month(d, 'latin 2021')}",
    lambda d: f"{d.year} jylǵy {d.day} {month(d, 'latin 2018')}",
    lambda d: f"{d.day} - {month(d, 'arabic')} {d.year}",
    lambda d: f"{d.year} جىلعى {d.day} {month(d, 'arabic')}",
    lambda d: arabic_digits(f"{d.day} {month(d, 'arabic')} {d.year}", "٠"),
    lambda d: arabic_digits(f"{d.day} {month(d, 'arabic locative')} {d.year}", "۰"),
    lambda d: f"{month(d, 'en')} {d.day}, {d.year}",
    lambda d: f"{weekday(d, 'en short')}, {d:%d} {month(d, 'en short')} {d.year}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}г.",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y.%m.%d}",
    lambda d: f"{d:%Y/%m/%d}",
]
# Without it.
YEARLESS_DAYS: list[DayPrinter] = [
    *(lambda d, form=form: f"{d.day} {month(d, form)}" for form in NAMES if form != "kk genitive"),
    lambda d: f"{d.day} {month(d, 'ru').upper()}",
    lambda d: f"{d.day}-{month(d, 'kk')}",
    lambda d: f"{month(d, 'kk genitive')} {ordinal(d)}",
    lambda d: f"{month(d, 'kk genitive')} {d.day}-інде",
    lambda d: f"{d.day} {month(d, 'kk')} күні",
    lambda d: f"{d.day} - {month(d, 'arabic')}",
]
TIMES: list[TimedPrinter] = [
    lambda day, t: f"{day}, {t:%H:%M}",
    lambda day, t: f"{day} {t:%H:%M}",
    lambda day, t: f"{day} {t:%H:%M:%S}",
    lambda day, t: f"{day} {t.hour}:{t:%M}",
    lambda day, t: f"{t:%H:%M}, {day}",
    lambda day, t: f"{t:%H:%M} {day}",
    lambda day, t: f"{t:%H:%M} | {day}",
    lambda day, t: f"{day} | {t:%H:%M}",
    lambda day, t: f"{day} · {t:%H:%M}",
    lambda day, t: f"{day} / {t:%H:%M}",
    lambda day, t: f"{day} – {t:%H:%M}",
    lambda day, t: f"{day} в {t:%H:%M}",
    lambda day, t: f"{day}, в {t:%H:%M}",
    lambda day, t: f"{day}, сағат {t:%H:%M}",
    lambda day, t: f"{day} сағат {t:%H:%M}-де",
]
# What stands beside a date; a bar parts it.
TAILS = [
    "{}",
    "{} | Общество",
    "Қоғам | {}",
    "{} | 2 мин чтения",
    "{} | 1 234 просмотра",
    "{} · 4236 рет көрсетілді",
    "Опубликовано: {}",
    "Жарияланды: {}",
    "{} 👁 7886",
    "{} | Автор: Әлия Сәрсенова",
]
# What follows a time without a bar.
VIEWS = [" 7886", " 69561", " 7 886", ", 12 просмотров", " 24 мин оқу үшін"]


def arabic_digits(text: str, zero: str) -> str:
    return text.translate({ord(str(n)): chr(ord(zero) + n) for n in range(10)})


_LOOK_ALIKES = {
    **dict(zip("аеорсхуі", "aeopcxyi", strict=True)),
    "ә": "ə",
    "ң": "ӊ",
    "ү": "ў",
    "қ": "к",
    "ғ": "г",
    "ұ": "у",
    **dict(zip("АВЕКМНОРСТХУІ", "ABEKMHOPCTXYI", strict=True)),
}


def worn(text: str, random: Random) -> str:
    """The text as a careless hand and a template leave it; its words keep one Cyrillic letter."""
    choice = random.randrange(4)
    if choice == 1:
        text = text.upper()
    elif choice == 2:
        text = text.lower()
    words = text.split(" ")
    return "".join(_spaced(_mistyped(word, random), random) for word in words)


def _mistyped(word: str, random: Random) -> str:
    if random.random() < 0.5:
        return word
    mistyped = "".join(
        _LOOK_ALIKES.get(letter, letter) if random.random() < 0.5 else letter for letter in word
    )
    return mistyped if any("\u0400" <= letter <= "\u04ff" for letter in mistyped) else word


def _spaced(word: str, random: Random) -> str:
    return word + random.choice([" ", " ", " ", "\u00a0", "  ", "\n    ", "\u200b ", "\u2009"])
