"""How far a walk over a listing's pages goes. Pure rules.

What they keep to: below an article that is known, everything is known, or a page says that it may
not be (`gap`). So a walk that catches up may end at the first page on which nothing is news, and an
article that slides down while nobody looks, or a walk that was cut short, hides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Where a listing is, and how far this walk over its pages goes.

    It travels with the requests: whichever worker reads a page, whatever its own arguments are, the
    walk goes as far as it was meant to.
    """

    section: str
    page: int
    pages: int
    """The last page."""
    since: str | None
    """A day: it ends after a page whose cards are all older."""
    catches_up: bool
    """It ends where nothing is news, and goes on behind what former walks have read."""
    owes: bool = False
    """It has passed a gap: there may be something new behind pages without news."""

    def next(self) -> Walk:
        """Give the walk at the next page."""
        return replace(self, page=self.page + 1)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a walk sees on a page."""

    is_last: bool
    """There is no next page."""
    has_news: bool
    """A card that is not known, or says something else than before."""
    is_all_old: bool
    """There are cards, and all are older than the walk goes back."""
    is_undated: bool
    """No card tells how old it is: a walk back to a day cannot tell where that is."""
    passes_over: bool
    """A card that is not known is not followed, since it is too old."""
    had_gap: bool
    """The last walk here left a gap."""
    was_interrupted: bool
    """A former reading may have been cut off: what it found is known, what it meant to do is not
    done."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where a walk goes from a page."""

    to: Literal["end", "next", "beyond"]
    """`beyond`: to the first page behind the known ones that nobody has read."""
    walk: Walk
    """At the next page."""
    leaves_gap: bool
    """On this page or behind it is something that a walk that catches up must look for."""


def step(walk: Walk, sight: Sight, *, reach: int) -> Step:
    """Decide; `reach` is how far walks that catch up go in this listing: no gap is behind it."""
    owes = walk.owes or (walk.catches_up and sight.had_gap)
    onwards = replace(walk.next(), owes=owes)
    # Only a walk that catches up looks for what is behind a gap: then it is none any more.
    gap = sight.passes_over or (sight.had_gap and not walk.catches_up)
    # One old card may be pinned to the top: only a whole page of them is an end.
    if sight.is_last or sight.is_all_old:
        return Step(to="end", walk=onwards, leaves_gap=gap)
    last = min(walk.pages, reach) if sight.is_undated and walk.since else walk.pages
    if walk.page >= last:
        unsettled = gap or sight.has_news or sight.was_interrupted
        gap = unsettled and walk.page < reach
        return Step(to="end", walk=onwards, leaves_gap=gap)
    settled = not (sight.has_news or owes or sight.was_interrupted)
    to: Literal["next", "beyond"] = "beyond" if walk.catches_up and settled else "next"
    return Step(to=to, walk=onwards, leaves_gap=gap)
