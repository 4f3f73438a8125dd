"""What kind of change an edit is: told from two versions of an article. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal, get_args

from kznews.text.differences import Piece, paragraph_changes, word_changes

EditKind = Literal[
    "headline",
    "lead",
    "text",
    "correction",
    "addition",
    "cut",
    "date",
    "authors",
    "pictures",
    "tags",
]
"""`correction`: a number or a name became another, in the headline, the lead or the text.
`addition`, `cut`: a paragraph or a part of a sentence came or went. `text`: any other change of the
body. `date`: the date of publication moved."""

EDIT_KINDS: tuple[EditKind, ...] = get_args(EditKind)
OF_TEXT: frozenset[EditKind] = frozenset(
    {"headline", "lead", "text", "correction", "addition", "cut"}
)
"""The kinds that change what a reader reads."""

_PLAIN: dict[str, EditKind] = {
    "title": "headline",
    "lead": "lead",
    "published_at": "date",
    "authors": "authors",
    "images": "pictures",
    "tags": "tags",
}
_WHOLE_PART = 4
"""Words that make an addition or a cut of a part of a sentence; fewer change its wording."""
_MOST_CORRECTED = 6
"""Words that a corrected number or name has, at most."""
_STEM = 0.6
"""Share of a word that is its stem, if its ending changes with a number: `человек`, `человека`."""
_EDGES = re.compile(r"^\W+|\W+$")
_NUMBER = re.compile(r"[0-9]")
_ENDS_SENTENCE = re.compile(r"[.!?…:][»\"”)]*$")


def edit_kinds(former: Mapping[str, Any], new: Mapping[str, Any]) -> list[EditKind]:
    """Give the kinds of change between the content of two versions that differ, in a fixed order.

    Of the body these are the kinds of all its changes. Paragraphs that only moved are `text`.
    """
    kinds = {kind for name, kind in _PLAIN.items() if former.get(name) != new.get(name)}
    for name in ("title", "lead"):
        before, after = former.get(name) or "", new.get(name) or ""
        if before and after and before != after and _is_corrected(before, after):
            kinds.add("correction")
    if former["body"] != new["body"]:
        kinds |= set(_kinds_of_body(former["body"], new["body"])) or {"text"}
    return [kind for kind in EDIT_KINDS if kind in kinds]


def _kinds_of_body(former: str, new: str) -> Iterator[EditKind]:
    before, after = former.split("\n\n"), new.split("\n\n")
    for change in paragraph_changes(before, after):
        if change.after is None:
            yield "cut"
        elif change.before is None:
            yield "addition"
        elif change.how == "moved":
            yield "text"
        elif change.how == "edited":
            yield from _kinds_of_words(before[change.before], after[change.after])


def _kinds_of_words(before: str, after: str) -> Iterator[EditKind]:
    pieces = word_changes(before, after)
    for replaced, by, at_start in _replacements(pieces):
        cut, added = _without_marks_that_changed(replaced, by)
        if not cut or not added:
            one: EditKind = "addition" if added else "cut"
            yield one if len(cut or added) >= _WHOLE_PART else "text"
        elif _is_correction(cut, added, at_start=at_start):
            yield "correction"
        elif len(added) - len(cut) >= 2 * _WHOLE_PART:
            yield "addition"
        elif len(cut) - len(added) >= 2 * _WHOLE_PART:
            yield "cut"
        else:
            yield "text"


def _is_corrected(before: str, after: str) -> bool:
    """Tell whether nothing but numbers and names changed."""
    replaced = list(_replacements(word_changes(before, after)))
    return all(_is_correction(cut, added, at_start=at_start) for cut, added, at_start in replaced)


def _replacements(pieces: Sequence[Piece]) -> Iterator[tuple[list[str], list[str], bool]]:
    """Give words that were cut, words that stand there now, and whether a sentence begins there."""
    at_start = True
    for is_same, group in groupby(pieces, key=lambda each: each.part == "same"):
        together = list(group)
        if is_same:
            at_start = bool(_ENDS_SENTENCE.search(together[-1].text))
            continue
        cut = [word for each in together if each.part == "cut" for word in each.text.split()]
        added = [word for each in together if each.part == "added" for word in each.text.split()]
        yield cut, added, at_start


def _without_marks_that_changed(
    cut: Sequence[str], added: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    """Leave out words at both ends that are the same, but for the marks around them."""
    while cut and added and _bare(cut[:1]) == _bare(added[:1]):
        cut, added = cut[1:], added[1:]
    while cut and added and _bare(cut[-1:]) == _bare(added[-1:]):
        cut, added = cut[:-1], added[:-1]
    return cut, added


def _is_correction(cut: Sequence[str], added: Sequence[str], *, at_start: bool) -> bool:
    old, new = _bare(cut), _bare(added)
    if not old or not new or max(len(old), len(new)) > _MOST_CORRECTED:
        return False
    if len(old) != len(new):
        # «Иванов» became «Иванов Пётр», «5» became «5 тысяч 300».
        return all(map(_is_number, (old[0], new[0]))) or all(
            _is_name(each, at_start=at_start and not place)
            for words in (old, new)
            for place, each in enumerate(words)
        )
    is_one = False
    for place, (a, b) in enumerate(zip(old, new, strict=True)):
        if a == b:
            continue
        starts = at_start and not place
        if (_is_number(a) and _is_number(b)) or (
            _is_name(a, at_start=starts) and _is_name(b, at_start=starts)
        ):
            is_one = True
        elif not _is_inflected(a, b):
            return False
    return is_one


def _bare(words: Sequence[str]) -> list[str]:
    """Give the words without the marks around them."""
    return [bare for each in words if (bare := _EDGES.sub("", each))]


def _is_number(word: str) -> bool:
    return bool(_NUMBER.search(word))


def _is_name(word: str, *, at_start: bool) -> bool:
    # The first word of a sentence has a capital whatever it is; a second capital tells a name.
    return any(each.isupper() for each in (word[1:] if at_start else word[:1]))


def _is_inflected(a: str, b: str) -> bool:
    shorter, longer = sorted((a.casefold(), b.casefold()), key=len)
    stem = round(_STEM * len(longer))
    return len(longer) > 3 and shorter[:stem] == longer[:stem]
