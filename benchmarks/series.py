"""Reports that outlets print day after day with other numbers, dates and names: never copies."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)
_KAZAKH_MONTHS = "қаңтарға ақпанға наурызға сәуірге мамырға маусымға шілдеге тамызға".split()
_STREETS = (
    "Абая Сатпаева Фурманова Жандосова Тимирязева Розыбакиева Гоголя Райымбека Саина Момышулы "
    "Навои Ауэзова Манаса Байзакова Масанчи Шевченко Курмангазы Толебаева Жарокова Гагарина"
).split()
_CITIES = (
    "Алматы Астане Шымкенте Караганде Актобе Таразе Павлодаре Семее Костанае Кызылорде Атырау "
    "Актау Уральске Петропавловске Кокшетау Талдыкоргане"
).split()


def _price(random: Random, least: float, most: float) -> str:
    return f"{random.uniform(least, most):.2f}".replace(".", ",")


def _day(random: Random) -> str:
    return f"{random.randint(1, 28)} {random.choice(_MONTHS)}"


def _rates(random: Random) -> str:
    dollar, euro, rouble = ((430, 530), (480, 600), (4, 6))
    return (
        f"Официальный курс доллара на {_day(random)} установлен на уровне "
        f"{_price(random, *dollar)} тенге. Накануне он составлял {_price(random, *dollar)} "
        f"тенге. Евро стоит {_price(random, *euro)} тенге, российский рубль – "
        f"{_price(random, *rouble)} тенге. В обменных пунктах Алматы доллар покупают за "
        f"{_price(random, *dollar)} и продают за {_price(random, *dollar)} тенге, сообщает "
        f"Национальный банк Казахстана. Объем торгов на бирже составил {random.randint(90, 300)} "
        "млн долларов."
    )


def _kazakh_rates(random: Random) -> str:
    day = f"{random.randint(1, 28)} {random.choice(_KAZAKH_MONTHS)}"
    return (
        f"Ұлттық банк {day} арналған валюта бағамын жариялады. Доллардың ресми бағамы "
        f"{_price(random, 430, 530)} теңге болып белгіленді. Еуро {_price(random, 480, 600)} "
        f"теңге, Ресей рублі {_price(random, 4, 6)} теңге, Қытай юані {_price(random, 60, 75)} "
        f"теңге тұрады. Алматыдағы айырбастау пункттерінде доллар {_price(random, 430, 530)} "
        f"теңгеден сатып алынып, {_price(random, 430, 530)} теңгеден сатылып жатыр."
    )


def _weather(random: Random) -> str:
    sky = random.choice(["малооблачная погода", "небольшой дождь", "мокрый снег", "туман"])
    return (
        f"Завтра в Алматы ожидается {sky}. Ветер {random.randint(2, 7)}-{random.randint(8, 13)} "
        f"м/с. Температура воздуха ночью {random.randint(-5, 5)}-{random.randint(6, 9)} градусов "
        f"тепла, днем {random.randint(10, 15)}-{random.randint(16, 22)} градусов, сообщили в "
        "пресс-службе РГП «Казгидромет». Качество воздуха в городе будет умеренно загрязненным."
    )


def _roads(random: Random) -> str:
    street, begin, end = random.sample(_STREETS, 3)
    return (
        f"В Алматы временно перекроют движение транспорта по улице {street} на участке от улицы "
        f"{begin} до улицы {end}. Как сообщили в управлении городской мобильности, работы на "
        f"тепловых сетях начнутся {_day(random)}. Движение будет ограничено с "
        f"{random.randint(6, 12)}:00 до {random.randint(18, 23)}:00. Водителей просят заранее "
        "планировать маршрут и выбирать пути объезда."
    )


def _earthquake(random: Random) -> str:
    side = random.choice(["юго-восток", "северо-запад", "юг", "запад", "восток"])
    return (
        f"Землетрясение зарегистрировано {_day(random)} в {random.randint(0, 23):02}:"
        f"{random.randint(0, 59):02} по времени Астаны. Эпицентр находился в "
        f"{random.randint(20, 600)} километрах на {side} от города Алматы. Энергетический класс "
        f"{random.randint(8, 12)},{random.randint(0, 9)}, магнитуда {random.randint(3, 6)},"
        f"{random.randint(0, 9)}, глубина {random.randint(5, 60)} километров. Сведений об "
        "ощутимости нет, сообщает сейсмологическая станция."
    )


def _theft(random: Random) -> str:
    thing = random.choice(["велосипеда", "телефона", "автомобиля", "украшений", "ноутбука"])
    return (
        f"В {random.choice(_CITIES)} полицейские задержали {random.randint(18, 60)}-летнего "
        f"мужчину, подозреваемого в краже {thing} на сумму {random.randint(50, 900)} тысяч "
        "тенге. По данному факту начато досудебное расследование по статье 188 Уголовного "
        "кодекса. Подозреваемый водворен в изолятор временного содержания, сообщили в "
        "департаменте полиции. Полиция напоминает гражданам о необходимости беречь личное "
        "имущество."
    )


def _degrees(random: Random) -> str:
    least = random.randint(-20, 25)
    return f"{least:+}…{least + 2:+}°"


def _national_weather(random: Random) -> str:
    """Of all towns: each has few words and many numbers, which others have as well."""
    lines = [f"Прогноз на {_day(random)} по стране опубликовали синоптики «Казгидромета»."]
    for city in _CITIES:
        sky = random.choice(["облачно", "малооблачно", "переменная облачность", "пасмурно"])
        falls = random.choice(["без осадков", "днём дождь", "ночью снег", "снег и гололёд"])
        wind = random.randint(2, 15)
        lines.append(
            f"В {city} {sky}, {falls}, ветер {wind}-{wind + 5} м/с. Температура ночью "
            f"{_degrees(random)}, днём {_degrees(random)}."
        )
    return "\n\n".join(lines)


def _counts(random: Random) -> str:
    """Of the sick: a list in which some numbers are the same every day."""
    day, month = random.randint(3, 28), random.choice(_MONTHS)
    return "\n\n".join(
        (
            "Данные о заболевших корью за сутки:",
            f"Заболели – {random.randint(20, 140)}.",
            f"Выписаны – {random.randint(10, 90)}.",
            "Скончались – 0.",
            "С начала года:",
            f"Заболели – {random.randint(14000, 15000)}.",
            f"Выписаны – {random.randint(12000, 13000)}.",
            "Скончались – 13.",
            f"В больницах остаются {random.randint(1500, 1900)} человек:",
            f"в тяжёлом состоянии – {random.randint(1, 4)};",
            "на аппаратах искусственной вентиляции лёгких – 1.",
            f"Сведения за {day} {month}, об умерших – за {day - 1} {month}.",
        )
    )


def _broadcast(random: Random) -> str:
    """Of a trial: nothing but the day is another."""
    day = random.randint(3, 28)
    return (
        "В столице продолжается суд над бывшим главой дорожного комитета Ермеком Сапарбаевым, "
        f"которого обвиняют в хищении. Заседание {day} апреля начнётся в 9:30. Трансляцию ведёт "
        "наш канал, она доступна без регистрации. О том, что происходило на заседании "
        f"{day - 1} апреля, читайте в нашем обзоре. Сапарбаева обвиняют по статье 189, часть 4, "
        "пункт 2 («Растрата вверенного имущества»), и по статье 362, часть 3 («Превышение "
        "должностных полномочий»). Второму подсудимому, Олжасу Кимову, вменяют статью 432 "
        "(«Укрывательство преступления») и статью 434 («Недонесение о преступлении»)."
    )


SERIES: dict[str, Callable[[Random], str]] = {
    "rates": _rates,
    "rates in Kazakh": _kazakh_rates,
    "weather": _weather,
    "weather of all towns": _national_weather,
    "counts": _counts,
    "broadcasts": _broadcast,
    "closed roads": _roads,
    "earthquakes": _earthquake,
    "thefts": _theft,
}
"""By name, what writes a report of the series."""
