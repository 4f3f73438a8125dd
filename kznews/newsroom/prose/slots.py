"""An invented event, and what a sentence's slots stand for when it is told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kznews.newsroom.prose.language import Language, Topic

PEOPLE = 16
TITLES = 4


@dataclass(frozen=True)
class Event:
    """What happened, before anyone tells it in a language."""

    topic: str
    title: int
    """The number of one of the topic's titles."""
    place: int
    other: int
    person: int
    count: int
    money: float
    """In billions of tenge."""
    share: float
    """In percent."""
    month: int
    """From 0: the days and deadlines of one story do not contradict each other."""
    year: int

    @classmethod
    def draw(
        cls, rng: random.Random, topics: tuple[Topic, ...], *, places: int, year: int
    ) -> Event:
        """Invent an event on one of `topics` in `year`, at one of so many `places`."""
        place, other = rng.sample(range(places), 2)
        return cls(
            topic=rng.choice(topics).name,
            title=rng.randrange(TITLES),
            place=place,
            other=other,
            person=rng.randrange(PEOPLE),
            count=_count(rng, 15, 98),
            money=rng.randint(11, 990) / 10,
            share=rng.randint(21, 389) / 10,
            month=rng.randrange(12),
            year=year,
        )

    def topic_in(self, language: Language) -> Topic:
        """Find the event's topic as `language` tells it."""
        return next(topic for topic in language.topics if topic.name == self.topic)


class Slots(Mapping[str, object]):
    """The slots of `kznews.newsroom.prose.language` for one event, told in one language."""

    def __init__(self, language: Language, event: Event, *, house: str, rng: random.Random) -> None:
        self._fixed: dict[str, object] = {
            "place": language.places[event.place],
            "other": language.places[event.other],
            "person": language.people[event.person],
            "office": event.topic_in(language).office,
            "house": house,
            "n": event.count,
            "sum": f"{_decimal(event.money)} млрд",
            "pct": _decimal(event.share),
            "month": language.months[event.month],
            "month_in": language.months_in[(event.month + 1) % 12],
            "year": event.year,
            "prev_year": event.year - 1,
            "next_year": event.year + 1,
        }
        self._fresh: dict[str, Callable[[], object]] = {
            "few": lambda: _count(rng, 5, 20),
            "some": lambda: _count(rng, 25, 480),
            "thousands": lambda: _grouped(rng.randint(110, 9800) * 10),
            "large": lambda: f"{rng.randint(1, 3)} млн {rng.randint(12, 980)} {language.thousand}",
            "cost": lambda: f"{_decimal(rng.randint(21, 990) / 10)} млн",
            "money": lambda: f"{_decimal(rng.randint(11, 990) / 10)} млрд",
            "rate": lambda: _decimal(rng.randint(11, 299) / 10),
            "wage": lambda: _grouped(rng.randint(1800, 5200) * 100),
            "day": lambda: rng.randint(1, 28),
        }

    def __getitem__(self, key: str) -> object:
        return self._fixed[key] if key in self._fixed else self._fresh[key]()

    def __iter__(self) -> Iterator[str]:
        yield from self._fixed
        yield from self._fresh

    def __len__(self) -> int:
        return len(self._fixed) + len(self._fresh)


def _count(rng: random.Random, low: int, high: int) -> int:
    """Draw a number that takes the genitive plural in Russian («46 школ», not «42 школы»)."""
    fitting = [n for n in range(low, high + 1) if n % 10 in {0, 5, 6, 7, 8, 9} or 10 < n % 100 < 20]
    return rng.choice(fitting)


def _decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")
