"""Composes articles of the newsroom's sentences: the same numbers give the same texts.

Random numbers come from `random.Random` seeded with strings, which does not depend on the machine
or on Python's hash seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kznews.newsroom.article import Block
from kznews.newsroom.prose.language import LanguageCode, language
from kznews.newsroom.prose.slots import Event, Slots

KAZAKH_LETTERS = frozenset("әғқңөұүһі")

# Titles and paragraphs are drawn again until they are new; the sentences allow far more than this.
TRIES = 200


@dataclass(frozen=True)
class Story:
    """An event told in one language."""

    event: Event
    language: LanguageCode
    house: str
    """How the outlet calls itself."""
    title: str
    lead: str
    blocks: tuple[Block, ...]
    credit: str
    """Who made the photo."""


class Composer:
    """Tells events; never gives two stories the same title, lead or paragraph."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def story(
        self, key: str, code: LanguageCode, *, year: int, house: str, with_list: bool = False
    ) -> Story:
        """Compose the story that belongs to `key`, of an event in `year`, for the outlet `house`.

        A story has four to nine paragraphs, and with a list an introduction and three items more.
        """
        event = self._event(key, code, year)
        rng = _rng(f"story/{key}")
        teller = _Teller(code, event, house, rng)
        return Story(
            event=event,
            language=code,
            house=house,
            title=_title(code, event),
            lead=self._new(teller.lead),
            blocks=tuple(self._blocks(teller, rng, with_list=with_list)),
            credit=teller.credit(),
        )

    def rewritten(self, key: str, story: Story) -> tuple[Block, ...]:
        """Change one paragraph of `story` and add one at its end, as an editor would."""
        teller = _Teller(story.language, story.event, story.house, _rng(f"edit/{key}"))
        first, second, *rest = story.blocks
        changed = Block(f"{second.text} {teller.correction()}", second.kind)
        return (first, changed, *rest, Block(teller.update()))

    def _event(self, key: str, code: LanguageCode, year: int) -> Event:
        """Invent an event whose title is new."""
        rng = _rng(f"event/{key}")
        known = language(code)
        for _ in range(TRIES):
            event = Event.draw(rng, known, year)
            title = _title(code, event)
            if title not in self._said and (code != "kk" or _looks_kazakh(title)):
                self._said.add(title)
                return event
        raise RuntimeError(f"No new title for {key} in {TRIES} tries")

    def _blocks(self, teller: _Teller, rng: random.Random, *, with_list: bool) -> Iterator[Block]:
        """Draw opening, middle paragraphs with a quote or two, a list maybe, closing."""
        paragraphs = rng.randint(4, 9)
        quotes = 1 if paragraphs < 6 else 2
        yield Block(self._new(teller.opening))
        for _ in range(paragraphs - quotes - 3):
            yield Block(self._new(teller.paragraph))
        yield Block(self._new(teller.quote), "quote")
        if quotes == 2:
            yield Block(self._new(teller.quote), rng.choice(("quote", "nested quote")))
        yield Block(self._new(teller.paragraph))
        if with_list:
            yield Block(self._new(teller.list_intro))
            for item in teller.list_items(3):
                yield Block(item, "item")
        yield Block(self._new(teller.closing))

    def _new(self, draw: Callable[[], str]) -> str:
        for _ in range(TRIES):
            text = draw()
            if text not in self._said:
                self._said.add(text)
                return text
        raise RuntimeError(f"No new sentence in {TRIES} tries; the last was: {text}")


class _Teller:
    """Tells one event in one language; no sentence pattern comes twice before all were used."""

    def __init__(self, code: LanguageCode, event: Event, house: str, rng: random.Random) -> None:
        self._language = language(code)
        self._topic = event.topic
        self._rng = rng
        self._slots = Slots(self._language, event, house=house, rng=rng)
        self._post = rng.choice(self._language.posts).format_map(self._slots)
        self._decks: dict[tuple[str, ...], list[str]] = {}

    def lead(self) -> str:
        return f"{self._deal(self._topic.leads)} {self._deal(self._language.background)}"

    def opening(self) -> str:
        return f"{self._deal(self._topic.openings)} {self._deal(self._topic.sentences)}"

    def paragraph(self) -> str:
        own, general = self._topic.sentences, self._language.background
        pools = [own, general, *self._rng.choice(((), (own,), (general,)))]
        self._rng.shuffle(pools)
        return " ".join(self._deal(pool) for pool in pools)

    def quote(self) -> str:
        said = [self._deal(self._topic.quotes), self._deal(self._language.quotes)]
        self._rng.shuffle(said)
        form = self._rng.choice(self._language.quote_forms)
        return form.format(
            first=said[0], second=said[1], post=self._post, person=self._slots["person"]
        )

    def closing(self) -> str:
        return f"{self._deal(self._language.background)} {self._deal(self._language.closings)}"

    def list_intro(self) -> str:
        return f"{self._deal(self._language.background)} {self._deal(self._language.list_intros)}"

    def list_items(self, count: int) -> list[str]:
        patterns = self._rng.sample(self._language.list_items, count)
        items = [pattern.format_map(self._slots) for pattern in patterns]
        return [*(f"{item};" for item in items[:-1]), f"{items[-1]}."]

    def correction(self) -> str:
        return self._deal(self._language.corrections)

    def update(self) -> str:
        return self._deal(self._language.updates)

    def credit(self) -> str:
        return self._rng.choice(self._language.credits).format_map(self._slots)

    def _deal(self, patterns: tuple[str, ...]) -> str:
        """Fill the next of `patterns`, in an order of this story's own."""
        deck = self._decks.get(patterns)
        if not deck:
            deck = self._decks[patterns] = self._rng.sample(patterns, len(patterns))
        return _capitalised(deck.pop().format_map(self._slots))


def _rng(key: str) -> random.Random:
    return random.Random(f"newsroom/{key}")  # noqa: S311 (no secret: must be reproducible)


def _title(code: LanguageCode, event: Event) -> str:
    slots = Slots(language(code), event, house="", rng=_rng("title"))
    return _capitalised(event.title.format_map(slots))


def _looks_kazakh(title: str) -> bool:
    """Tell whether Kazakh letters are as common in a title as in Kazakh texts (≥ 5 %)."""
    letters = [char for char in title.lower() if char.isalpha()]
    return sum(char in KAZAKH_LETTERS for char in letters) >= 0.05 * len(letters)


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]
