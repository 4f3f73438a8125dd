"""A text stored as what differs from another: pure functions, of paragraphs.

A patch is a list. Each part of it is one of

- `"Text."`: a paragraph that the other text does not have;
- `[3, 7]`: the other's paragraphs 3 to 7, counted from 1;
- `[3, 120, "word", 45]`: its third paragraph, but between its first 120 and its last 45 characters
  stands `word`.
"""

from __future__ import annotations

from typing import Any

from kznews.text.differences import paragraph_changes

_LEAST_SHARED = 24
"""Characters at both ends that an edited paragraph has in common with another, at least: below
that it is stored whole, which is as short and easier to read."""

Patch = list[Any]


class UnfitPatchError(ValueError):
    """Says that a patch does not belong to the text that it is applied to."""


def make_patch(text: str, other: str) -> Patch:
    """Give what `text` is, told by `other`; `apply_patch` makes it again."""
    wanted, given = text.split("\n\n"), other.split("\n\n")
    partners: dict[int, int] = {
        each.before: each.after
        for each in paragraph_changes(wanted, given)
        if each.before is not None and each.after is not None
    }
    patch: Patch = []
    for place, paragraph in enumerate(wanted):
        partner = partners.get(place)
        if partner is None:
            patch.append(paragraph)
        elif paragraph == given[partner]:
            last = patch[-1] if patch else None
            if isinstance(last, list) and len(last) == 2 and last[1] == partner:
                last[1] += 1
            else:
                patch.append([partner + 1, partner + 1])
        else:
            patch.append(_edited(paragraph, given[partner], partner + 1))
    return patch


def apply_patch(patch: Patch, other: str) -> str:
    """Give the text that `make_patch(text, other)` was of. Raises UnfitPatchError."""
    given = other.split("\n\n")
    paragraphs: list[str] = []
    for part in patch:
        match part:
            case str():
                paragraphs.append(part)
            case [int() as first, int() as last] if 1 <= first <= last <= len(given):
                paragraphs += given[first - 1 : last]
            case [int() as number, int() as head, str() as words, int() as tail] if (
                1 <= number <= len(given)
                and min(head, tail) >= 0
                and head + tail <= len(given[number - 1])
            ):
                whole = given[number - 1]
                paragraphs.append(whole[:head] + words + whole[len(whole) - tail :])
            case _:
                raise UnfitPatchError(f"{part!r} is no part of a text of {len(given)} paragraphs")
    return "\n\n".join(paragraphs)


def _edited(paragraph: str, other: str, number: int) -> str | list[Any]:
    most = min(len(paragraph), len(other))
    head = 0
    while head < most and paragraph[head] == other[head]:
        head += 1
    tail = 0
    while tail < most - head and paragraph[-1 - tail] == other[-1 - tail]:
        tail += 1
    if head + tail < _LEAST_SHARED:
        return paragraph
    return [number, head, paragraph[head : len(paragraph) - tail], tail]
