"""What a copy took over of another text, changed, added and left out, in words. Pure functions.

Words are compared in the spelling of `skeleton`: letter case, punctuation and script make no
difference. Neither do paragraphs and their order: copies split, join and move them. What both hold
is found by rows of a few words, which are then followed both ways over words that were changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_ROW = 4
"""Words in a row that must be the same for a part to be taken over; fewer happen by chance."""
_LONGEST_GAP = 4
"""Words that may be changed at one place within such a part, at most."""
_PLACES = 6
"""Places of the source that are tried for a row of words that it has more often."""

_TAKEN, _CHANGED = 1, 2


@dataclass(frozen=True)
class Takeover:
    """What became of a source's words in a copy, as counts of words."""

    words: int
    """Of the copy."""
    taken: int
    """Of the copy: they stand in the source, too."""
    changed: int
    """Of the copy: they stand in the place of other words, within what was taken over."""
    left_out: int
    """Of the source: nothing of the copy stands for them."""

    @property
    def added(self) -> int:
        """Words of the copy that the source has nothing for."""
        return self.words - self.taken - self.changed

    @property
    def share(self) -> float:
        """The share of the copy's words that was taken over as they are."""
        return self.taken / self.words if self.words else 0.0


class Source:
    """A text from which others may have taken over words."""

    def __init__(self, words: Sequence[bytes]) -> None:
        self._words = words
        self._rows: dict[tuple[bytes, ...], list[int]] = {}
        for place in range(len(words) - _ROW + 1):
            row = tuple(words[place : place + _ROW])
            places = self._rows.setdefault(row, [])
            if len(places) < _PLACES:
                places.append(place)

    def taken_by(self, copy: Sequence[bytes]) -> Takeover:
        """Tell what a copy took over."""
        marks, own = bytearray(len(copy)), bytearray(len(self._words))
        for place in range(len(copy) - _ROW + 1):
            if marks[place]:
                continue
            found = self._rows.get(tuple(copy[place : place + _ROW]))
            if found:
                # What nothing stands for yet goes first: a text may repeat itself.
                at = min(found, key=lambda each: own[each])
                self._follow(copy, place, at, 1, marks, own)
                self._follow(copy, place - 1, at - 1, -1, marks, own)
        return Takeover(
            words=len(copy),
            taken=marks.count(_TAKEN),
            changed=marks.count(_CHANGED),
            left_out=own.count(0),
        )

    def _follow(
        self,
        copy: Sequence[bytes],
        place: int,
        at: int,
        step: int,
        marks: bytearray,
        own: bytearray,
    ) -> None:
        """Mark what is the same from these two places on, in one direction."""
        words = self._words

        def same(here: int, there: int) -> bool:
            return (
                0 <= here < len(copy)
                and 0 <= there < len(words)
                and copy[here] == words[there]
                and not marks[here]
            )

        while True:
            while same(place, at):
                marks[place] = own[at] = _TAKEN
                place, at = place + step, at + step
            for more, less in _GAPS:
                here, there = place + step * more, at + step * less
                # One word that was changed for one; else two must be the same behind the gap.
                if same(here, there) and (more == less == 1 or same(here + step, there + step)):
                    break
            else:
                return
            for number in range(min(more, less)):
                if not marks[place + step * number]:
                    marks[place + step * number] = _CHANGED
                if not own[at + step * number]:
                    own[at + step * number] = _CHANGED
            place, at = here, there


_GAPS = sorted(
    (
        (more, less)
        for more in range(_LONGEST_GAP + 1)
        for less in range(_LONGEST_GAP + 1)
        if more or less
    ),
    key=lambda gap: (gap[0] + gap[1], abs(gap[0] - gap[1])),
)
"""Words of the copy, and of the source, that are passed over: the fewest first."""
