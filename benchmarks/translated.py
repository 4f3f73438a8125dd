"""Articles of an outlet in several languages, of which it is known which tell one event.

They are composed of `told_events.toml`: an event's sentences in each language, with its own
numbers and names; each language leaves some out, as editors do. The other articles are as near as
they can be: the same kind of event at the same place by the same people with other numbers, the
next day of a series with the last one's numbers in it, a second event of the same people.
"""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.labelled import CAPTURES
from kznews.newsroom.prose.language import LANGUAGES, Language, LanguageCode, language
from kznews.record.translations.choice import held
from kznews.record.translations.documents import Compared, evidence_document, pair_document, pair_of
from kznews.record.translations.rule import WINDOW

_KINDS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "told_events.toml").read_text("utf-8")
)["kinds"]
_NUMBERS = "ncmtr"
_NUMBER_SLOT = re.compile(rf"{{[{_NUMBERS}]\d}}")
_REPEATED = 0.25
"""Share of a series' numbers that stand in the next day's article, too."""
_PEOPLE, _PLACES = 16, 26
"""How many of these Russian and Kazakh texts of the newsroom have, in one order."""
_LEFT_OUT = 0.25
"""Share of sentences that a language leaves out."""
_ONE_EVENT = ("qala-isinde-180", "vvesti-novye-strafy")
"""How the addresses of the captured pair begin."""


@dataclass(frozen=True)
class Told:
    """An event in one language."""

    event: int
    """Number of the event: articles that have it in common are translations."""
    kind: str
    language: LanguageCode
    title: str
    body: str
    picture: str
    at: datetime
    url: str

    def document(self) -> dict[str, Any]:
        """Give the fields of an article that translations are found by."""
        return {
            "_id": self.url,
            "outlet": "alem",
            "language": self.language,
            "title": self.title,
            "lead": None,
            "body": self.body,
            "images": [{"url": f"https://alem.kz/{self.picture}.jpg"}],
            "url": self.url,
            "aliases": [],
            "appeared_at": self.at,
            "published_at": self.at,
            "story_id": None,
        }


@dataclass
class Judgement:
    """How many pairs there are, were found, and were found wrongly, by kind of event."""

    articles: int
    pairs: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.found.total() / max(1, self.found.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        """Share of the pairs that was found."""
        return self.found.total() / max(1, self.pairs.total())


def judge(told: Sequence[Told]) -> Judgement:
    """Compare all articles as linking does: those that are near, and have something in common."""
    compared = [Compared(evidence_document(each.document())) for each in told]
    judgement = Judgement(len(told))
    right: dict[tuple[str, ...], str] = {}
    pairs = []
    for place, one in enumerate(told):
        for other in range(place):
            if told[other].language == one.language:
                continue
            if told[other].event == one.event:
                right[tuple(sorted((one.url, told[other].url)))] = one.kind
            is_near = abs(told[other].at - one.at) <= WINDOW
            if is_near and not compared[place].sought.isdisjoint(compared[other].sought):
                pair = pair_document(compared[place], compared[other])
                if pair is not None:
                    pairs.append(pair_of(pair))
    kinds = {each.url: each.kind for each in told}
    judgement.pairs.update(right.values())
    for articles in held(pairs):
        if articles in right:
            judgement.found[right[articles]] += 1
        else:
            judgement.wrong[kinds[articles[0]]] += 1
    return judgement


def captured(folder: Path = CAPTURES) -> list[Told]:
    """Give the captured articles of informburo.kz; none where the captures are missing.

    Of the 13 Kazakh ones one has a Russian one of the same event. Both were read, and all Russian
    ones that speak of what the other twelve do.
    """
    told: list[Told] = []
    for path in sorted(folder.glob("informburo-*.truth.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines]
        for number, each in enumerate(articles, 1):
            if each["published"] is not None:
                name = each["url"].rsplit("/", 1)[1]
                told.append(
                    Told(
                        event=0 if name.startswith(_ONE_EVENT) else number,
                        kind="captured",
                        language=each["lang"],
                        title=each["title"],
                        body="\n\n".join(each["body"]),
                        picture="none",
                        at=datetime.fromisoformat(each["published"]),
                        url=each["url"],
                    )
                )
    return told


@dataclass(frozen=True)
class _Event:
    kind: dict[str, Any]
    place: int
    people: tuple[int, int, int]
    numbers: dict[str, int]
    day: datetime


def composed(days: int, seed: int = 0) -> list[Told]:
    """Compose what an outlet publishes on so many days, in order; most of it in two languages."""
    random = Random(seed)
    told: list[Told] = []
    series: dict[str, _Event] = {}
    for number in range(days):
        day = datetime(2026, 3, 2, 3, tzinfo=UTC) + timedelta(days=number)
        for kind in _KINDS:
            event = _draw(random, kind, day, series.get(kind["name"]))
            if kind.get("series"):
                series[kind["name"]] = event
            told += _tell(random, event, len(told))
            if not kind.get("series"):
                told += _tell(random, _alike(random, event), len(told))
    return told


def _draw(random: Random, kind: dict[str, Any], day: datetime, last: _Event | None) -> _Event:
    first, second, third = random.sample(range(_PEOPLE), 3)
    numbers = {
        f"{letter}{place}": _number(random, letter) for letter in _NUMBERS for place in range(1, 6)
    }
    place = random.randrange(_PLACES)
    if last is not None:
        kept = [name for name in numbers if random.random() < _REPEATED]
        numbers |= {name: last.numbers[name] for name in kept}
        place, (first, second, third) = last.place, last.people
    return _Event(kind, place, (first, second, third), numbers, day)


def _alike(random: Random, event: _Event) -> _Event:
    """Give another event of that kind, on the same day, at the same place, of the same people."""
    numbers = {name: _number(random, name[0]) for name in event.numbers}
    people: tuple[int, int, int] = event.people
    if not _NUMBER_SLOT.search(str(event.kind["sentences"])):
        second, third = random.sample([each for each in range(_PEOPLE) if each not in people], 2)
        people = people[1], second, third
    return replace(event, numbers=numbers, people=people)


def _number(random: Random, letter: str) -> int:
    low, high = {"n": (11, 98), "c": (101, 989), "t": (1010, 98900), "m": (11, 989)}.get(
        letter, (10000, 65000)
    )
    return random.randint(low, high)


def _tell(random: Random, event: _Event, number: int) -> Iterator[Told]:
    known = [each for each in LANGUAGES if each in event.kind["title"]]
    # Two of three events have a translation.
    wanted = known if random.random() < 2 / 3 else [random.choice(known)]
    own_picture = random.random() < 0.5
    for code in wanted:
        words = _slots(language(code), event, code)
        sentences = [each[code] for each in event.kind["sentences"]]
        kept = [each for each in sentences if random.random() >= _LEFT_OUT] or sentences[:1]
        name = event.kind["name"]
        yield Told(
            event=number,
            kind=name,
            language=code,
            title=event.kind["title"][code].format_map(words),
            body="\n\n".join(each.format_map(words) for each in kept),
            picture=f"{name}-{number:06}" if own_picture else f"stock-photo-{name}-2026",
            at=event.day + timedelta(minutes=random.randrange(14 * 60)),
            url=f"https://alem.kz/{code}/{number}",
        )


def _slots(known: Language, event: _Event, code: LanguageCode) -> dict[str, Any]:
    named = [known.people[each % len(known.people)].name for each in event.people]
    months = {"ru": known.months, "kk": known.months_in, "en": known.months}[code]
    numbers = {name: _written(known, name[0], each) for name, each in event.numbers.items()}
    place = known.places[event.place % len(known.places)]
    people = dict(zip(("person", "other", "third"), named, strict=True))
    return {"place": place, "day": event.day.day, "month": months[event.day.month - 1]} | (
        numbers | people
    )


def _written(known: Language, letter: str, number: int) -> str:
    if letter in "nc":
        return str(number)
    if letter == "t":
        return f"{number:,}".replace(",", known.group_mark)
    decimals = {"m": 1, "r": 2}[letter]
    return f"{number / 10**decimals:.{decimals}f}".replace(".", known.decimal_mark)
