"""What a reader is shown of an article's history: its versions, and what changed in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from kznews.items import CONTENT, Article, marked
from kznews.mongo.values import Fields
from kznews.record.edits import EditKind
from kznews.record.history import is_silent
from kznews.record.paragraphs import without
from kznews.record.versions import Version, contents
from kznews.text.differences import How, Piece, paragraph_changes, word_changes
from kznews.text.normal_form import normal_text


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph of the new version, or one that was cut."""

    how: How
    words: tuple[Piece, ...]
    before: int | None
    """Its number in the former version, from 1."""
    after: int | None


@dataclass(frozen=True)
class FieldChange:
    """How one field changed."""

    name: str
    words: tuple[Piece, ...] = ()
    """Of a text in one paragraph."""
    paragraphs: tuple[ShownParagraph, ...] = ()
    """Of the body: all of them."""
    before: Any = None
    """Of what is no text."""
    after: Any = None


@dataclass(frozen=True)
class ShownVersion:
    """A version of an article, and the edit that led to it."""

    number: int
    """From 1."""
    first_seen_at: datetime
    last_seen_at: datetime
    page: str | None
    """The `_id` of the kept page that it was read from."""
    modified_at: datetime | None
    """As the page states it."""
    title: str
    kinds: tuple[EditKind, ...]
    """None of the first version."""
    silent: bool | None
    told_at: datetime | None
    """When it was first seen that the outlet says that it edited the article."""
    not_before: datetime | None
    """When the version before was last seen: the edit is later. None of the first version."""
    changes: tuple[FieldChange, ...]


def shown_versions(
    versions: Sequence[Version],
    boilerplate: frozenset[str] = frozenset(),
    *,
    with_changes: bool = True,
) -> Iterator[ShownVersion]:
    """Give what is shown of an article's versions, the oldest first.

    Paragraphs that were ever learnt to be boilerplate (`paragraph_id`) are left out. The changes of
    each version take the most time.
    """
    former: Version | None = None
    for number, version in enumerate(versions, start=1):
        yield ShownVersion(
            number=number,
            first_seen_at=version.first_seen_at,
            last_seen_at=version.last_seen_at,
            page=version.fields["page"],
            modified_at=version.fields.get("modified_at"),
            title=version.fields["title"],
            kinds=version.kinds,
            silent=is_silent(former, version) if former else None,
            told_at=version.told_at,
            not_before=former.last_seen_at if former else None,
            changes=tuple(field_changes(former, version, boilerplate))
            if former and with_changes
            else (),
        )
        former = version


def as_fields(version: ShownVersion) -> Fields:
    """Give a version as plain values, for JSON: of each change what it has."""
    return asdict(version) | {"changes": [change_fields(each) for each in version.changes]}


def change_fields(change: FieldChange) -> Fields:
    """Give a change as plain values: what it has."""
    return {
        name: value
        for name, value in asdict(change).items()
        if name == "name" or bool(value) or (name in {"before", "after"} and _is_plain(change))
    }


def _is_plain(change: FieldChange) -> bool:
    return not change.words and not change.paragraphs


def field_changes(
    former: Version, version: Version, boilerplate: frozenset[str] = frozenset()
) -> Iterator[FieldChange]:
    """Tell how each field changed from one version of an article to another, any two of them."""
    before, after = contents(former.fields, version.fields, boilerplate)
    for name in marked(Article, CONTENT):
        if before.get(name) == after.get(name):
            continue
        old, new = former.fields[name], version.fields[name]
        if name == "body":
            outlet = version.fields["outlet"]
            texts = (without(each, outlet, boilerplate) for each in (old, new))
            yield FieldChange(name, paragraphs=tuple(paragraph_differences(*texts)))
        elif isinstance(old, str | None) and isinstance(new, str | None):
            yield FieldChange(name, words=tuple(word_changes(old or "", new or "")))
        else:
            yield FieldChange(name, before=old, after=new)


def paragraph_differences(former: str, new: str) -> Iterator[ShownParagraph]:
    """Tell what became of each paragraph of a text, word by word, in the order of the new text."""
    old, now = former.split("\n\n"), new.split("\n\n")
    for change in paragraph_changes(list(map(normal_text, old)), list(map(normal_text, now))):
        match change.before, change.after:
            case int(a), int(b):
                words = word_changes(old[a], now[b])
            case int(a), None:
                words = [Piece("cut", " ".join(old[a].split()))]
            case _, int(b):
                words = [Piece("added", " ".join(now[b].split()))]
            case _:
                words = []
        yield ShownParagraph(
            how=change.how,
            words=tuple(words),
            before=None if change.before is None else change.before + 1,
            after=None if change.after is None else change.after + 1,
        )
