"""What the tasks ask about, stored as crawls store it; the names and events are invented.

All of it is counted back from the present: the served pages have the clock of the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kznews.archive.answers import Answer
from kznews.archive.keeper import Keeper, Page
from kznews.items import Article, Extraction, Rate, Ticker
from kznews.mongo.connection import Database
from kznews.newsroom.prose.composition import Composer, Story
from kznews.newsroom.prose.language import LanguageCode
from kznews.outlets import all_outlets
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.documents import article_fields
from kznews.record.lifetime_writing import TickerShown
from kznews.record.stories.copies import CopyRecord
from kznews.record.stories.linking import StoryLinker
from kznews.record.writer import Writer
from tests.record.stores import open_store

ALMATY = ZoneInfo("Asia/Almaty")

BRIDGE = "Через Иртыш у Шарбакты построят новый мост"
BRIDGE_TEXT = """Через Иртыш у села Шарбакты построят новый мост длиной 840 метров. Проект прошёл \
экспертизу, и подрядчика выберут до конца месяца, рассказал аким района Мурат Оспанов.

Старый паром перевозит до двухсот машин в день, а весной останавливается из-за льда на три недели. \
Жители просили о постоянной переправе одиннадцать лет.

Стоимость работ оценивают в 12,4 млрд тенге, из них половину даст областной бюджет. Движение по \
мосту откроют через два года."""

HEADLINES = (
    "Завод в Текели закроют до лета",
    "Завод в Текели закроют на ремонт",
    "Завод в Текели остановят на ремонт, рабочих не уволят",
)
"""Of one article, one after another."""

PUSHED = (
    "В Актау открыли школу на 900 мест",
    "Токсаба ауданында жол жөнделді",
    "На Бартогае поднялся уровень воды",
    "Балхаш жағасында жаңа порт салынады",
)
"""Headlines of a ticker: the first was there from 11:15, the second from 12:15 and so on; each was
missed two hours later."""

COMPANY = "КазТрансМост"

HOSTILE = """<!doctype html><html lang=ru><head><meta charset=utf-8><title>Ловушка</title>
<meta http-equiv=refresh content="0; url={stranger}/refresh">
<link rel=stylesheet href="{stranger}/style.css"><script src="{stranger}/script.js"></script>
<script>top.location = '{stranger}/top'; parent.document.title = 'taken'; alert(1);
fetch('{stranger}/fetch'); document.title = 'ran'; new Image().src = '/about?ran'</script>
<style>@import '{stranger}/import.css'; body {{ background: url({stranger}/back.png) }}</style>
</head><body onload="top.location='{stranger}/load'"><h1>Ловушка для читателя</h1>
<img src="{stranger}/picture.png" onerror="top.location='{stranger}/error'"><img src="/about?image">
<iframe src="{stranger}/frame"></iframe><object data="{stranger}/object"></object>
<video src="{stranger}/film.mp4" autoplay poster="{stranger}/poster.png"></video>
<form action="{stranger}/form" method=post><button>Отправить</button></form>
<a href="{stranger}/away" target=_top>Дальше</a>
<svg onload="top.location='{stranger}/svg'"><image href="{stranger}/vector.png"/></svg>
<p>Текст, который издание отдало вместе с ловушкой, и читателю он виден.</p></body></html>"""
TRAP_TITLE = "Ловушка для читателя"


def day_of(moment: datetime) -> date:
    """The day in Almaty."""
    return moment.astimezone(ALMATY).date()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day of Almaty."""
    return datetime.combine(day, time(hour, minute), ALMATY).astimezone(UTC)


def address(outlet: str, name: str) -> str:
    [domain] = [each.domains[0] for each in all_outlets() if each.name == outlet]
    return f"https://{domain}/novosti/{name}/"


def article(outlet: str, name: str, title: str, body: str, when: datetime, **more: Any) -> Article:
    given: dict[str, Any] = {
        "url": address(outlet, name),
        "outlet": outlet,
        "title": title,
        "body": body,
        "language": "ru",
        "script": "Cyrl",
        "section": "Общество",
        "topic": "society",
        "kind": "news",
        "published_at": when,
        "published_precision": "minute",
        "published_raw": when.astimezone(ALMATY).strftime("%d.%m.%Y, %H:%M"),
        "published_zone": "Asia/Almaty",
        "extraction": Extraction(layout="2025", method="layout"),
        "fetched_at": when + timedelta(minutes=7),
    }
    return Article(**given | more)


def bridge(now: datetime) -> Iterator[Article]:
    """One story of three outlets: Zakon.kz was first."""
    day = day_of(now) - timedelta(days=3)
    yield article("zakon", "most", BRIDGE, BRIDGE_TEXT, at(day, 9, 14))
    copy = f"{BRIDGE_TEXT}\n\nОб этом сообщает Zakon.kz."
    named = ["Zakon.kz"]
    yield article(
        "tengrinews", "most", "Новый мост через Иртыш", copy, at(day, 9, 52), attributed_to=named
    )
    opening = BRIDGE_TEXT.rpartition("\n\n")[0]
    yield article("nur", "most", "Где построят мост через Иртыш", opening, at(day, 11, 5))


_PRICES: tuple[tuple[str, LanguageCode, str, str], ...] = (
    ("inform", "ru", "Годовая инфляция замедлилась", "За месяц инфляция стала ниже на 0,3 пункта."),
    ("kapital", "ru", "Что говорят об инфляции", "Прогноз по инфляции пересмотрят в январе."),
    ("tengrinews", "ru", "Спор с инфляцией", "Банк борется с инфляцией третий год подряд."),
    ("zakon", "ru", "Цены на хлеб выросли", "Хлеб подорожал сильнее, чем росла инфляция."),
    ("exclusive", "kk", "Баға өсімі баяулады", "Қараша айында баға өсімі төмендеді."),
    ("inform", "kk", "Азық-түлік қымбаттады", "Мамандар бағаның өсімін маусымдық дейді."),
    ("egemen", "kk", "Үкімет отырысы", "Министр баға өсіміне қатысты есеп берді."),
    ("inform", "kk", "Ұлттық банк болжамы", "Банк инфляцияның төмендейтінін айтты."),
)
TITLES_OF_LAST_WEEKS_PRICES = {title for _, _, title, _ in _PRICES}


def prices(now: datetime) -> Iterator[Article]:
    """Eight of the last days, two of last month, and one that is about something else."""
    economy = {"section": "Экономика", "topic": "economy"}
    for place, (outlet, language, title, text) in enumerate(_PRICES):
        when = now - timedelta(days=1 + place % 5, minutes=11 * place)
        body = f"{text}\n\n{filling(f'prices {place}', language)}"
        yield article(outlet, f"baga-{place}", title, body, when, language=language, **economy)
    for place in range(2):
        when = now - timedelta(days=40 + place)
        text = f"Инфляция прошлого месяца.\n\n{filling(f'old prices {place}', 'ru')}"
        yield article("kapital", f"staroe-{place}", "Инфляция: итоги", text, when, **economy)
    text = f"Врачи рассказали об инфекции.\n\n{filling('infection', 'ru')}"
    yield article("zakon", "grippe", "Инфекция пошла на спад", text, now - timedelta(days=2))


_COMPOSER = Composer()


def composed(name: str, language: LanguageCode) -> Story:
    """A text of the newsroom, each another."""
    return _COMPOSER.story(f"tasks/{name}", language, year=2026, house="Exclusive.kz")


def filling(name: str, language: LanguageCode) -> str:
    """What stands below the sentence that a task is about."""
    return "\n\n".join(block.text for block in composed(name, language).blocks[1:4])


def factory(now: datetime) -> Iterator[Article]:
    """One article whose headline was changed twice; the first edit also changed its text."""
    when = now - timedelta(days=2, hours=3)
    begin = "Завод в Текели закроют до лета, сообщили в акимате. Работу потеряют 310 человек."
    end = "Завод в Текели остановят на ремонт, сообщили в акимате. Работу сохранят 310 человек."
    bodies, rest = (begin, end, end), filling("factory", "ru")
    for number, (title, body) in enumerate(zip(HEADLINES, bodies, strict=True)):
        yield article(
            *("exclusive", "zavod", title, f"{body}\n\n{rest}", when),
            fetched_at=when + timedelta(minutes=5 + 90 * number),
            modified_at=when + timedelta(minutes=90 * number) if number else None,
        )


DAYS = 14
KAZAKH_OF_EXCLUSIVE = 1 / 4
"""Which share of what `daily` has of exclusive.kz is Kazakh."""


def daily(now: datetime) -> Iterator[Article]:
    """Three articles a day; those of egemen.kz are Kazakh, and some of exclusive.kz."""
    for number in range(DAYS * 3):
        outlet = ("exclusive", "egemen", "inform")[number % 3]
        is_kazakh = outlet == "egemen" or (outlet == "exclusive" and number // 3 % 4 == 0)
        language: LanguageCode = "kk" if is_kazakh else "ru"
        when = now - timedelta(days=number // 3, hours=1 + number % 3 * 5, minutes=number % 7)
        story = composed(f"daily {number}", language)
        body = "\n\n".join(block.text for block in story.blocks)
        yield article(outlet, f"{number}", story.title, body, when, language=language)


def trap(now: datetime, page: str) -> Article:
    """An article that was read from a page full of traps, and whose own texts are traps, too."""
    body = 'Текст с <script>alert(1)</script> и \u202eперевёрнутый\u202c.\n\n=HYPERLINK("http://x")'
    return article("nur", "lovushka", TRAP_TITLE, body, now - timedelta(hours=5), page=page)


async def _tickers(writer: Writer, now: datetime) -> None:
    """Show a ticker of tengrinews.kz each half hour of yesterday, from 11:15 to 17:15."""
    yesterday = day_of(now) - timedelta(days=1)
    for half in range(22, 35):
        seen_at = at(yesterday, half // 2, 15 + half % 2 * 30)
        shown = [
            each for place, each in enumerate(PUSHED) if 22 + 2 * place <= half < 26 + 2 * place
        ]
        await writer.note_ticker(
            TickerShown(outlet="tengrinews", edition=None, headlines=shown, seen_at=seen_at)
        )
        for position, headline in enumerate(shown, 1):
            await writer.write(
                Ticker(
                    outlet="tengrinews",
                    headline=headline,
                    position=position,
                    page_url="https://tengrinews.kz/",
                    seen_at=seen_at,
                    url=address("tengrinews", "most") if position == 1 else None,
                    language="kk" if set(headline) & set("ңғүұқәһөі") else "ru",
                )
            )


STRIP_RIGHT_UNTIL = 20
"""Days ago on which the strip of exclusive.kz was last right."""


async def _rates(writer: Writer, now: datetime) -> None:
    """State official rates of 40 days, and a strip of exclusive.kz that stops half way."""
    today = day_of(now)
    for ago in range(40, -1, -1):
        day = today - timedelta(days=ago)
        dollar = Decimal("468.10") + Decimal(ago * 37 % 101) / 20 - ago
        euro = Decimal("540.25") + Decimal(ago * 53 % 97) / 10 - ago
        rates = {"USD": dollar.quantize(Decimal("0.01")), "EUR": euro.quantize(Decimal("0.01"))}
        stated = [
            Rate(
                outlet="nationalbank", base=code, raw_code=code, value=value, kind="official",
                seen_at=at(day, 0, 30) if ago else now - timedelta(minutes=1), valid_on=day,
            )
            for code, value in rates.items()
        ]  # fmt: skip
        await asyncio.gather(*map(writer.write, stated))
        if ago >= STRIP_RIGHT_UNTIL:
            strip = rates
        seen_at = at(day, 7) if ago else now - timedelta(minutes=1)
        for code, value in strip.items():
            await writer.write(
                Rate(
                    outlet="exclusive", base=code, raw_code=code, value=value,
                    kind="page strip", seen_at=seen_at,
                )
            )  # fmt: skip


async def _fill(database: Database, now: datetime, stranger: str) -> None:
    linker = StoryLinker(database)
    async with Keeper(database, lambda name, by: None) as keeper:
        answer = Answer(
            200,
            [(b"Content-Type", b"text/html; charset=utf-8")],
            HOSTILE.format(stranger=stranger).encode(),
        )
        url = address("nur", "lovushka")
        kept = Page("nur", "article", url, answer, now - timedelta(hours=5))
        await keeper.keep(kept)
    articles = [*bridge(now), *prices(now), *daily(now), trap(now, kept.id)]
    async with Writer(database) as writer:
        await asyncio.gather(*map(writer.write, articles))
        for version in factory(now):
            await writer.write(version)
            articles.append(version)
        await asyncio.gather(*(linker.link(article_fields(each)) for each in articles))
        await _tickers(writer, now)
        await _rates(writer, now)
        await writer.note_missed(
            address("inform", "5"), now - timedelta(hours=9), reason="gone", status=410, page=None
        )
    record = CopyRecord(
        database, outlet_named=outlet_named, outlets_in_dateline=outlets_in_dateline
    )
    async for _ in record.compare():
        pass


def fill(uri: str, name: str, now: datetime, stranger: str) -> None:
    """Store all of it; `stranger` is a host that the page full of traps calls."""

    async def main() -> None:
        async with open_store(uri, name) as database:
            await _fill(database, now, stranger)

    asyncio.run(main())


async def _mention(database: Database, name: str, now: datetime) -> None:
    new = article(
        *("kapital", name, f"{COMPANY} получил подряд"),
        f"Компания {COMPANY} построит мост через Иртыш.\n\n{filling(name, 'ru')}",
        now,
        fetched_at=now,
    )
    async with Writer(database) as writer:
        await writer.write(new)
    await StoryLinker(database).link(article_fields(new))


def mention_the_company(uri: str, database_name: str, name: str) -> None:
    """Store a new article about the company, at an address that ends with the name."""

    async def main() -> None:
        async with open_store(uri, database_name) as database:
            await _mention(database, name, datetime.now(UTC))

    asyncio.run(main())
