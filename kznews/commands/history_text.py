"""The history of an article, and lists of edits, as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from kznews.commands.removals_text import absence_lines
from kznews.record.absences import Absence
from kznews.record.comparison import FieldChange, ShownParagraph, ShownVersion
from kznews.record.translations.reading import Translation
from kznews.text.differences import Piece
from kznews.text.terminal import one_line, printable, write_count, write_duration, write_moment

Line = str | list[Piece]

_CONTEXT = 6
"""Words that are shown before and after those that changed."""


_SHOWN_EVIDENCE = 6
"""Numbers, names and pictures that are shown, at most, of those that two articles share."""
_LANGUAGES = {"ru": "Russian", "kk": "Kazakh", "en": "English", "zh": "Chinese"}


@dataclass(frozen=True)
class Edit:
    """An edit in a list of them."""

    outlet: str
    url: str
    version: ShownVersion
    """What the article became by it."""


def history_lines(
    url: str,
    outlet: str,
    versions: Sequence[ShownVersion],
    translations: Sequence[Translation] = (),
    absences: Sequence[Absence] = (),
) -> Iterator[Line]:
    """Tell of each version when it was seen, and what changed in it; absences stand in between."""
    yield one_line(url)
    first, last = versions[0].first_seen_at, versions[-1].last_seen_at
    yield (
        f"{outlet}: {write_count(len(versions), 'version')}, seen from {write_moment(first)} to "
        f"{write_moment(last)} UTC"
    )
    for each in translations:
        language = _LANGUAGES.get(each.language, each.language)
        yield f"In {language}: {printable(each.url)} ({_says_it(each)})"
        yield f"  {one_line(each.title)}"
    left = list(absences)
    for version in versions:
        while left and left[0].last_seen_at < version.first_seen_at:
            yield from _absence_lines(left.pop(0))
        yield ""
        yield (
            f"Version {version.number}, seen from {write_moment(version.first_seen_at)} to "
            f"{write_moment(version.last_seen_at)}, read from "
            f"{'the page ' + version.page if version.page else 'a page that is not kept'}"
        )
        if version.not_before is None:
            yield f"  {one_line(version.title)}"
            continue
        yield f"  {', '.join(version.kinds)}: edited after {write_moment(version.not_before)}"
        if told := outlet_says(version):
            yield f"  {told}"
        for change in version.changes:
            yield from _change_lines(change)
    for absence in left:
        yield from _absence_lines(absence)


def _absence_lines(absence: Absence) -> Iterator[str]:
    yield ""
    yield "Not at its address"
    for line in absence_lines(absence):
        yield f"  {line}"


def _says_it(translation: Translation) -> str:
    """Say what tells that an article is a translation."""
    if translation.by == "page":
        return "a page says so"
    shared = ", ".join(map(printable, translation.shared[:_SHOWN_EVIDENCE]))
    alike = "its address and " if translation.by == "address" else ""
    return f"found by {alike}what both say: {shared}"


def edit_lines(edits: Sequence[Edit], since: datetime) -> Iterator[Line]:
    """Tell the edits outlet by outlet; they are given in that order."""
    if not edits:
        yield f"No such edit was seen since {write_moment(since)} UTC."
    for outlet, group in groupby(edits, key=lambda each: each.outlet):
        of_outlet = list(group)
        silent = sum(bool(each.version.silent) for each in of_outlet)
        yield f"{outlet}: {write_count(len(of_outlet), 'edit')}, {silent:,} of them silent"
        for each in of_outlet:
            version = each.version
            yield (
                f"  {write_moment(version.first_seen_at)}  {', '.join(version.kinds)}"
                f"{'  silent' if version.silent else ''}  {printable(each.url)}"
            )
            headline = [change.words for change in version.changes if change.name == "title"]
            yield f"    {one_line(version.title)}" if not headline else _shown(headline[0])
        yield ""


def outlet_says(version: ShownVersion) -> str | None:
    """Say whether and when the outlet said that it edited the article; None: it never does."""
    if version.silent:
        assert version.modified_at is not None  # known to be silent
        stated = write_moment(version.modified_at)
        return f"silent: the outlet states no other time of its last change than before, {stated}"
    if version.told_at is None or version.modified_at is None:
        return None
    later = version.told_at - version.first_seen_at
    seen = f", first seen {write_duration(later)} after the edit" if later else ""
    return f"the outlet says that it was changed at {write_moment(version.modified_at)}{seen}"


def _change_lines(change: FieldChange) -> Iterator[Line]:
    if change.words:
        yield f"  {change.name}:"
        yield _shown(change.words)
    yield from paragraph_lines(change.paragraphs)
    if not change.words and not change.paragraphs:
        yield f"  {change.name}:"
        yield [
            piece
            for piece in (
                Piece("cut", one_line(plain(change.before))),
                Piece("added", one_line(plain(change.after))),
            )
            if piece.text
        ]


def paragraph_lines(paragraphs: Iterable[ShownParagraph]) -> Iterator[Line]:
    """Tell what became of each paragraph, word by word, but of those that stayed as they are."""
    for paragraph in paragraphs:
        if paragraph.how == "same":
            continue
        place = {
            "edited": f"paragraph {paragraph.after} was edited",
            "moved": f"paragraph {paragraph.before} is the paragraph {paragraph.after} now",
            "added": f"paragraph {paragraph.after} was added",
            "cut": f"paragraph {paragraph.before} was cut",
        }[paragraph.how]
        yield f"  {place}:"
        yield _shown(paragraph.words)


def plain(value: Any) -> str:
    """Write what is no text: a moment, names, pictures."""
    match value:
        case datetime():
            return f"{write_moment(value)} UTC"
        case None:
            return ""
        case list():
            return " | ".join(map(plain, value))
        case dict():
            return ", ".join(plain(each) for each in value.values() if each)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _shown(pieces: Sequence[Piece]) -> list[Piece]:
    last = len(pieces) - 1
    return [
        Piece("same", _around(piece.text, is_first=not place, is_last=place == last))
        if piece.part == "same"
        else Piece(piece.part, printable(piece.text))
        for place, piece in enumerate(pieces)
    ]


def _around(text: str, *, is_first: bool, is_last: bool) -> str:
    """Leave of words that stayed those that stand beside what changed."""
    words = text.split(" ")
    # Where nothing changed, it is shown by its beginning.
    head = _CONTEXT if not is_first or is_last else 0
    tail = 0 if is_last else _CONTEXT
    if len(words) > head + tail:
        words = [*words[:head], "…", *words[len(words) - tail :]]
    return printable(" ".join(words))
