"""An event that an outlet tells in two languages, and articles that are near it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kznews.items import Article, Image
from tests.record.samples import NOON, article

RUSSIAN = (
    "На ремонт дорог Шымкента выделили 73 320 млн тенге, сообщил Асет Нурланов.\n\n"
    "Работы начнутся 6 апреля, асфальт уложат на 412 километрах."
)
KAZAKH = (
    "Шымкент жолдарын жөндеуге 73 320 млн теңге бөлінді, деп хабарлады Әсет Нұрланов.\n\n"
    "Жұмыс 6 сәуірде басталып, асфальт 412 шақырымға төселеді."
)
ENGLISH = "The city gave 73,320 million tenge for 412 kilometres of roads, said Asset Nurlanov."
OTHER_KAZAKH = (
    "Шымкент жолдарын жөндеуге 51 870 млн теңге бөлінді, деп хабарлады Әсет Нұрланов.\n\n"
    "Жұмыс 7 сәуірде басталып, асфальт 386 шақырымға төселеді."
)
NEARER_RUSSIAN = RUSSIAN + "\n\nМост закроют на 47 недель."
NEARER_KAZAKH = KAZAKH + "\n\nКөпір 47 аптаға жабылады."


def told(number: int, body: str, **changes: Any) -> Article:
    """The article `number` of «Alem», read so many minutes after noon."""
    letters = frozenset("әғқңөұүһі")
    is_kazakh = not letters.isdisjoint(body)
    given: dict[str, Any] = {
        "url": f"https://alem.kz/news/{number}",
        "outlet": "alem",
        "language": "kk" if is_kazakh else "ru" if "р" in body else "en",
        "title": f"Тақырып {number}",
        "lead": None,
        "body": body,
        "aliases": [],
        "images": [Image(url=f"https://alem.kz/{number}.jpg")],
        "published_at": NOON + timedelta(minutes=number),
        "fetched_at": NOON + timedelta(hours=1),
        "page": f"page {number}",
    }
    return article(number, **given | changes)
