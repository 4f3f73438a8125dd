"""What messages say of stories: at once, of a burst, or in a digest. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from kznews.search.marking import Marker, Stretch
from kznews.search.query_nodes import Node
from kznews.text.terminal import harmless, one_line, printable
from kznews.watches.schema import Kind, Language
from kznews.watches.wording import say

STORIES_SHOWN = 10
"""Stories of which a message tells; of more it gives the number."""
_ARTICLES_SHOWN = 6
"""Articles of a story that are shown, likewise."""
_PASSAGE = 200
"""Characters of a text that are shown."""
_TITLE = 150
"""Characters of the title of a message, at most."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """An article that answers, and what happened to it."""

    kind: Kind
    edits: tuple[str, ...]
    outlet: str
    """Its outlet's name for people."""
    title: str
    text: str
    language: str | None
    at: datetime
    """When it was published, or first seen."""
    link: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A story of which a message tells: its articles in the order of publication."""

    articles: tuple[Found, ...]
    outlets: int
    """How many outlets tell it by now; those of earlier messages count, too."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What all messages of one saved search share."""

    name: str
    question: str
    marker: Marker
    language: Language
    zone: ZoneInfo

    @classmethod
    def of(cls, name: str, question: str, node: Node, language: Language, zone: str) -> Frame:
        """Make it."""
        return cls(
            name=name,
            question=question,
            marker=Marker(node),
            language=language,
            zone=ZoneInfo(zone),
        )

    def say(self, key: str, **values: object) -> str:
        """Write a text in its language."""
        return say(key, self.language, **values)

    def when(self, moment: datetime) -> str:
        """Write a moment in its zone."""
        return format_datetime(moment, "d MMM y, HH:mm", tzinfo=self.zone, locale=self.language)


@dataclass(frozen=True)
class Written:
    """A message as text and as HTML."""

    title: str
    text: str
    html: str


Line = Sequence[Stretch | str]


class Heading(tuple[Stretch | str, ...]):
    """A line that stands out where that can be."""

    __slots__ = ()


# Of widths from a phone's on, in the colours that the reader has; mail programs take such styles.
_HEAD = """<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>:root { color-scheme: light dark; }</style>"""
_BODY = (
    "font: 16px/1.5 sans-serif; max-width: 42em; margin: 1em auto; padding: 0 1em; "
    "overflow-wrap: anywhere"
)


def of_story(frame: Frame, story: Told) -> Written:
    """Tell of one story."""
    return _written(frame, story.articles[0].title, list(_story_lines(frame, story)))


def of_burst(
    frame: Frame, stories: Sequence[Told], time: timedelta, usual: float | None
) -> Written:
    """Tell of a burst: how many articles in which time, and how many there usually are."""
    head = burst_words(frame.language, _count(stories), time, usual)
    return _written(frame, head, [Heading([head]), [], *_stories_lines(frame, stories)])


def burst_words(language: Language, count: int, time: timedelta, usual: float | None) -> str:
    """Write how many articles came in which time, and how many usually do."""
    articles = say("articles", language, number=count)
    minutes = say("minutes", language, number=math.ceil(time / timedelta(minutes=1)))
    if usual is None:
        return say("burst_unknown", language, articles=articles, time=minutes)
    shown = say("articles", language, number=round(usual, 1))
    return say("burst", language, articles=articles, time=minutes, usual=shown)


def of_digest(
    frame: Frame,
    stories: Sequence[Told],
    since: datetime,
    until: datetime,
    former: int | None,
) -> Written:
    """Tell what came in a time, the story with most articles first, beside the time before."""
    head = frame.say(
        "digest",
        articles=frame.say("articles", number=_count(stories)),
        stories=frame.say("stories", number=len(stories)),
        since=frame.when(since),
        until=frame.when(until),
    )
    before = frame.say("former_unknown") if former is None else frame.say("former", number=former)
    return _written(frame, head, [Heading([head]), [before], [], *_stories_lines(frame, stories)])


def sample(frame: Frame) -> Written:
    """Write a message that tells nothing."""
    return _written(frame, frame.say("sample_title"), [[frame.say("sample")]])


def _count(stories: Sequence[Told]) -> int:
    return sum(len(each.articles) for each in stories)


def _stories_lines(frame: Frame, stories: Sequence[Told]) -> Iterable[Line]:
    ordered = sorted(stories, key=lambda each: (-len(each.articles), -each.outlets))
    for story in ordered[:STORIES_SHOWN]:
        yield from _story_lines(frame, story)
        yield []
    if len(ordered) > STORIES_SHOWN:
        yield [frame.say("more_stories", number=len(ordered) - STORIES_SHOWN)]


def _story_lines(frame: Frame, story: Told) -> Iterable[Line]:
    first, *others = story.articles
    yield Heading(frame.marker.marked(one_line(first.title), first.language))
    if first.text:
        yield frame.marker.passage(first.text, first.language, _PASSAGE)
    yield from _of_article(frame, first)
    for each in others[: _ARTICLES_SHOWN - 1]:
        if each.title != first.title:
            yield Heading(frame.marker.marked(one_line(each.title), each.language))
        yield from _of_article(frame, each)
    if len(others) >= _ARTICLES_SHOWN:
        yield [frame.say("more_articles", number=len(others) - _ARTICLES_SHOWN + 1)]
    if story.outlets > 1:
        yield [frame.say("told_by", number=story.outlets)]


def _of_article(frame: Frame, found: Found) -> Iterable[Line]:
    kinds = ", ".join(frame.say(f"kind_{each}") for each in found.edits)
    what = frame.say(found.kind, kinds=kinds)
    yield [f"{found.outlet}, {frame.when(found.at)}: {what}"]
    yield [printable(found.link)]


def _written(frame: Frame, title: str, lines: list[Line]) -> Written:
    title = one_line(f"{frame.name}: {title}")
    if len(title) > _TITLE:
        title = f"{title[: _TITLE - 1]}…"
    lines += [[], [frame.say("question", name=frame.name, question=one_line(frame.question))]]
    text = "\n".join(_line(each, str, "*", "*") for each in lines)
    paragraphs = "<br>\n".join(_line(each, escape, "<mark>", "</mark>") for each in lines)
    html = (
        f'<!doctype html>\n<html lang="{frame.language}">\n<head>\n{_HEAD}\n'
        f"<title>{escape(harmless(title))}</title>\n</head>\n"
        f'<body style="{_BODY}">\n{paragraphs}\n</body>\n</html>\n'
    )
    return Written(harmless(title), text, html)


def _line(line: Line, written: Callable[[str], str], begin: str, end: str) -> str:
    parts = []
    for each in line:
        told, is_found = (each, False) if isinstance(each, str) else (each.text, each.is_found)
        told = written(harmless(told))
        if written is escape and told.startswith(("http://", "https://")) and len(line) == 1:
            told = f'<a href="{told}">{told}</a>'
        parts.append(f"{begin}{told}{end}" if is_found else told)
    if written is escape and isinstance(line, Heading):
        return f"<b>{''.join(parts)}</b>"
    return "".join(parts)
