"""An invented event, and what a sentence's slots stand for when it is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from kznews.newsroom.prose.language import Language, Noun, Person, Topic


@dataclass(frozen=True)
class Event:
    """What happened, invented, in the names of one language."""

    topic: Topic
    title: str
    """One of the topic's titles, with its slots."""
    place: Noun
    other: Noun
    """Another place."""
    person: Person
    count: int
    money: float
    """In billions of tenge."""
    share: float
    """In percent."""
    month: int
    """From 0: the days and deadlines of one story do not contradict each other."""
    year: int

    @classmethod
    def draw(cls, rng: random.Random, language: Language, year: int) -> Event:
        """Invent an event in `year`, to be told in `language`."""
        place, other = rng.sample(language.places, 2)
        topic = rng.choice(language.topics)
        return cls(
            topic=topic,
            title=rng.choice(topic.titles),
            place=place,
            other=other,
            person=rng.choice(language.people),
            count=_count(rng, 15, 98),
            money=rng.randint(11, 990) / 10,
            share=rng.randint(21, 389) / 10,
            month=rng.randrange(12),
            year=year,
        )


class Slots(dict[str, object]):
    """The slots of `kznews.newsroom.prose.language` for one event."""

    def __init__(self, language: Language, event: Event, *, house: str, rng: random.Random) -> None:
        self._language = language
        super().__init__(
            place=event.place,
            other=event.other,
            person=event.person,
            office=event.topic.office,
            house=house,
            n=event.count,
            sum=f"{self._decimal(event.money)} {language.billion}",
            pct=self._decimal(event.share),
            month=language.months[event.month],
            month_in=language.months_in[(event.month + 1) % 12],
            year=event.year,
            prev_year=event.year - 1,
            next_year=event.year + 1,
        )
        self._fresh: dict[str, Callable[[], object]] = {
            "few": lambda: _count(rng, 5, 20),
            "some": lambda: _count(rng, 25, 480),
            "thousands": lambda: self._grouped(rng.randint(110, 9800) * 10),
            "large": lambda: (
                f"{rng.randint(1, 3)} {language.million} {rng.randint(12, 980)} {language.thousand}"
            ),
            "cost": lambda: f"{self._decimal(rng.randint(21, 990) / 10)} {language.million}",
            "money": lambda: f"{self._decimal(rng.randint(11, 990) / 10)} {language.billion}",
            "rate": lambda: self._decimal(rng.randint(11, 299) / 10),
            "wage": lambda: self._grouped(rng.randint(1800, 5200) * 100),
            "day": lambda: rng.randint(1, 28),
        }

    def __missing__(self, key: str) -> object:
        """Draw what is new each time."""
        return self._fresh[key]()

    def _decimal(self, number: float) -> str:
        return f"{number:g}".replace(".", self._language.decimal_mark)

    def _grouped(self, number: int) -> str:
        return f"{number:,}".replace(",", self._language.group_mark)


def _count(rng: random.Random, low: int, high: int) -> int:
    """Draw a number that takes the genitive plural in Russian («46 школ», not «42 школы»)."""
    return rng.choice(_fitting(low, high))


@cache
def _fitting(low: int, high: int) -> tuple[int, ...]:
    return tuple(
        n for n in range(low, high + 1) if n % 10 in {0, 5, 6, 7, 8, 9} or 10 < n % 100 < 20
    )
