"""The sentences of a language, read from `LANGUAGE/*.toml` beside this module.

A sentence holds slots, filled per article: `{place.loc}`, `{other.gen}`, `{office.gen}`,
`{person.name}`, `{house}` (the outlet), `{n}`, `{sum}`, `{pct}`, `{month}`, `{month_in}`, `{year}`,
`{prev_year}` and `{next_year}` stay the same throughout an article, so that title and text agree;
`{few}`, `{some}`, `{thousands}`, `{large}`, `{cost}` (millions), `{money}` (billions), `{rate}`,
`{wage}` and `{day}` are drawn anew each time.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

LanguageCode = Literal["ru", "kk", "en"]

LANGUAGES: tuple[LanguageCode, ...] = get_args(LanguageCode)


@dataclass(frozen=True)
class Noun:
    """A name in the cases that the sentences need."""

    nom: str
    gen: str
    loc: str
    """Without the preposition in Russian and English (`Астане`, `Astana`), with the suffix in
    Kazakh (`Астанада`)."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A kind of event, told in one language."""

    name: str
    """The topic's name: the same in both languages where both can tell the event."""
    office: Noun
    """The office that speaks for the topic."""
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    openings: tuple[str, ...]
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    """Quotes without quotation marks and the final stop."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone invented, who speaks in quotes."""

    name: str
    said: str
    """`сообщила`, agreeing with the person; in Kazakh `деді`."""
    noted: str


@dataclass(frozen=True, kw_only=True)
class Language:
    """All that is told in one language."""

    places: tuple[Noun, ...]
    people: tuple[Person, ...]
    topics: tuple[Topic, ...]
    posts: tuple[str, ...]
    """The posts of `people`, as they stand before the name."""
    quote_forms: tuple[str, ...]
    """Forms that hold `{first}` and `{second}`, and who says it."""
    quotes: tuple[str, ...]
    background: tuple[str, ...]
    closings: tuple[str, ...]
    list_intros: tuple[str, ...]
    list_items: tuple[str, ...]
    """Items without the final punctuation."""
    corrections: tuple[str, ...]
    """Sentences at the end of a paragraph that was edited."""
    updates: tuple[str, ...]
    """Paragraphs that an edit added."""
    credits: tuple[str, ...]
    """Who made the photo, without the word for it."""
    months: tuple[str, ...]
    """Months as they stand after a day (`28 апреля`, `28 сәуір`)."""
    months_in: tuple[str, ...]
    """`апреле`, `сәуірде`."""
    thousand: str
    million: str = "млн"
    billion: str = "млрд"
    decimal_mark: str = ","
    group_mark: str = " "
    """What stands between groups of three digits."""
    weekdays: tuple[str, ...] = ()
    """Names of the days, from Monday."""


@cache
def language(code: LanguageCode) -> Language:
    """Read all sentences of a language."""
    folder = files(__package__) / code
    general, *others = (
        tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
        for name in ("general", "society", "economy")
    )
    topics = [
        Topic(office=Noun(**topic.pop("office")), **_tuples(topic))
        for part in others
        for topic in part["topics"]
    ]
    places = tuple(Noun(**each) for each in general.pop("places"))
    people = tuple(Person(**each) for each in general.pop("people"))
    return Language(places=places, people=people, topics=tuple(topics), **_tuples(general))


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
