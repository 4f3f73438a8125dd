"""Stories of which it is known who copied whom, what was taken over, and who was named.

Made of the newsroom's prose: nothing in them has happened, and no outlet published them. Each
article states its time as outlets do: to the minute, as a day, not at all, or with a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.copies import EDITS, SENTENCE, composed_texts
from kznews.items import Article, DateDoubt, Extraction, Precision
from kznews.mongo.values import Fields
from kznews.outlets import Outlet, all_outlets
from kznews.record.documents import article_fields
from kznews.record.stories.schema import Naming
from kznews.text.attribution import attributed_to

_BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
_DAY_BEGINS = timedelta(hours=19)
"""When a day of Kazakhstan begins in UTC."""
_MOST_COPIES = 5

_SHARES: dict[str, Callable[[float], float]] = {
    "cut": lambda part: 1.0,
    "opening cut away": lambda part: 1.0,
    "sentences moved": lambda part: 1.0,
    "words replaced": lambda part: 1 - part,
    "sentences rewritten": lambda part: 1 - part,
    "new lead": lambda part: 1 - part,
    "quote added": lambda part: 1 / (1 + part),
}
"""By kind of edit, the share of the copy's words that are the source's, where `part` was edited."""
_PARTS = (0.1, 0.2, 0.3, 0.4)
_NAMING = {"source": 40, "first": 10, "outside": 20, "nobody": 30}
_TIMES = {"minute": 67, "day": 14, "none": 6, "offset": 5, "sources disagree": 5, "wrong": 3}
_SENTENCES = {
    "ru": ("Об этом сообщает {}.", "Как пишет {}, подробности выясняются.", "По данным {}."),
    "kk": ("Бұл туралы {} хабарлайды.", "Бұл туралы {} жазды."),
}
_OUTSIDE = {
    "ru": ("пресс-служба МВД", "агентство «Интерфакс-Казахстан»", "РИА Новости"),
    "kk": ("ІІМ баспасөз қызметі", "Интерфакс-Қазақстан"),
}


@dataclass(frozen=True)
class Told:
    """An article of a composed story, and the truth about it."""

    article: Fields
    came_out_at: datetime
    source: str | None
    """`_id` of the article that it was copied from; None of the first."""
    share: float
    """Share of its words that are the source's."""
    naming: Naming
    kind: str
    """Of edit; empty for the first."""


def composed_stories(number: int, *, seed: int = 11) -> Iterator[list[Told]]:
    """Give so many stories, each with an original and up to five copies, of copies, too."""
    random = Random(seed)
    texts = [_without_sources(each) for each in composed_texts(number)]
    outlets = [each for each in all_outlets() if each.kind is None]
    for place, text in enumerate(texts):
        others = [each for each in texts if each is not text]
        yield _story(place, text, others, outlets, random)


def _without_sources(text: str) -> str:
    """Leave out the sentences that name a source: which is named is decided here."""
    paragraphs = (
        " ".join(each for each in SENTENCE.split(paragraph) if not attributed_to(each, ()))
        for paragraph in text.split("\n\n")
    )
    return "\n\n".join(each for each in paragraphs if each)


def _story(
    place: int, text: str, others: list[str], outlets: list[Outlet], random: Random
) -> list[Told]:
    language = "ru" if place % 2 else "kk"
    begin = _BEGIN + timedelta(minutes=random.randrange(60 * 24 * 30))
    chosen = random.sample(outlets, 1 + random.randint(1, _MOST_COPIES))
    told = [_article(place, chosen[0], text, begin, None, 1.0, "nobody", "", language, random)]
    texts, by = {told[0].article["_id"]: text}, {told[0].article["_id"]: chosen[0]}
    for outlet in chosen[1:]:
        source = told[0] if random.random() < 0.6 else random.choice(told)
        kind, part = random.choice([*_SHARES]), random.choice(_PARTS)
        edited = EDITS[kind](texts[source.article["_id"]], part, others, random)
        if edited is None:
            kind, part, edited = "cut", 0.0, texts[source.article["_id"]]
        naming = _weighed(_NAMING, random)
        if naming == "first" and source is told[0]:
            naming = "source"
        named = ""
        if naming in {"source", "first"}:
            of = by[source.article["_id"]] if naming == "source" else chosen[0]
            named = _name(of, random)
        elif naming == "outside":
            named = random.choice(_OUTSIDE[language])
        at = source.came_out_at + timedelta(minutes=random.randint(2, 300))
        words = len(edited.split())
        sentence = random.choice(_SENTENCES[language]).format(named) if named else ""
        share = _SHARES[kind](part) * words / (words + len(sentence.split()))
        whole = f"{edited}\n\n{sentence}" if sentence else edited
        copy = _article(
            *(place, outlet, whole, at, source.article["_id"], share, naming, kind, language),
            random,
        )
        told.append(copy)
        texts[copy.article["_id"]], by[copy.article["_id"]] = edited, outlet
    return told


def _article(
    place: int,
    outlet: Outlet,
    text: str,
    at: datetime,
    source: str | None,
    share: float,
    naming: Any,
    kind: str,
    language: Any,
    random: Random,
) -> Told:
    stated = _weighed(_TIMES, random)
    published, precision = _stated(at, stated, random)
    doubts: list[DateDoubt] = [stated] if stated in {"offset", "sources disagree"} else []
    article = Article(
        url=f"https://{outlet.domains[0]}/story/{place}/",
        outlet=outlet.name,
        title=f"Заголовок {place}",
        body=text,
        language=language,
        script="Cyrl",
        published_at=published,
        published_precision=precision,
        published_raw=f"{published}" if published else None,
        published_zone="Asia/Almaty" if published else None,
        published_doubts=doubts,
        attributed_to=attributed_to(text, (outlet.title, *outlet.own_names, *outlet.domains)),
        extraction=Extraction(layout=None, method="general"),
        fetched_at=at + timedelta(minutes=random.randint(1, 40)),
    )
    return Told(article_fields(article), at, source, share, naming, kind)


def _stated(at: datetime, how: str, random: Random) -> tuple[datetime | None, Precision | None]:
    """Give what the page states of the moment at which it came out."""
    match how:
        case "none":
            return None, None
        case "day":
            day = (at - _DAY_BEGINS).replace(hour=0, minute=0)
            return day + _DAY_BEGINS, "day"
        case "offset":
            return at + timedelta(hours=random.choice((-1, 0))), "minute"
        case "sources disagree":
            return at + timedelta(hours=random.choice((-5, 0, 24))), "minute"
        case "wrong":  # and nothing on the page speaks against it
            return at - timedelta(minutes=random.randint(1, 120)), "minute"
    return at, "minute"


def _name(outlet: Outlet, random: Random) -> str:
    """Give a name of the outlet as copies write it: one in Cyrillic in quotation marks."""
    name = random.choice((*outlet.own_names[:2], outlet.title)).strip("«»")
    return name if name.isascii() or random.random() < 0.1 else f"«{name}»"


def _weighed(weights: dict[str, int], random: Random) -> Any:
    return random.choices([*weights], [*weights.values()])[0]
