"""What a language's sentences are: data for `kznews.newsroom.prose.composition`.

A sentence holds slots, filled per article: `{place.loc}`, `{other.gen}`, `{office.gen}`,
`{person.name}`, `{house}` (the outlet), `{n}`, `{sum}`, `{pct}`, `{month}`, `{month_in}`, `{year}`,
`{prev_year}` and `{next_year}` stay the same throughout an article, so that title and text agree;
`{few}`, `{some}`, `{thousands}`, `{large}`, `{cost}` (millions), `{money}` (billions), `{rate}`,
`{wage}` and `{day}` are drawn anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """A name in the cases that the sentences need."""

    nom: str
    gen: str
    loc: str
    """Without the preposition in Russian (`Астане`), with the suffix in Kazakh (`Астанада`)."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A kind of event, told in one language."""

    name: str
    """The same in both languages where both can tell the event."""
    office: Noun
    """Who speaks for it."""
    titles: tuple[str, ...]
    """Where both languages know the topic, the titles of the same rank say the same."""
    leads: tuple[str, ...]
    openings: tuple[str, ...]
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    """Without quotation marks and the final stop."""


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

    code: str
    places: tuple[Noun, ...]
    """The same places in the same order in each language."""
    people: tuple[Person, ...]
    """As `places`."""
    topics: tuple[Topic, ...]
    posts: tuple[str, ...]
    """What `people` are, before the name."""
    quote_forms: tuple[str, ...]
    """Hold `{first}` and `{second}`, and who says it."""
    quotes: tuple[str, ...]
    """Fit any topic."""
    background: tuple[str, ...]
    """Fit any topic."""
    closings: tuple[str, ...]
    list_intros: tuple[str, ...]
    list_items: tuple[str, ...]
    """Without the final punctuation."""
    corrections: tuple[str, ...]
    """Stand at the end of a paragraph that was edited."""
    updates: tuple[str, ...]
    """Stand as a paragraph that was added."""
    credits: tuple[str, ...]
    """Who made the photo, without the word for it."""
    months: tuple[str, ...]
    """As they stand after a day (`28 апреля`, `28 сәуір`)."""
    months_in: tuple[str, ...]
    """`апреле`, `сәуірде`."""
    thousand: str


def lines(text: str) -> tuple[str, ...]:
    """Split `text` into the lines that hold something, with single spaces."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
