"""How far a walk over a listing's pages goes. Pure rules.

What they keep to: below an article that is known, everything is known, or a page says that it may
not be (a gap). So a walk that catches up may end at the first page on which nothing is new, and an
article that slides down while nobody looks, or a walk that was cut short, hides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Walk:
    """The place of a walk in a listing, and how far the walk goes.

    It travels with the requests: whichever worker reads a page, whatever its own arguments are, the
    walk goes as far as it was meant to.
    """

    section: str
    """Section of the listing, as the outlet names it."""
    page: int
    """Number of the page, from 1."""
    last_page: int
    """Number of the page at which the walk ends at the latest."""
    since: str | None
    """Day as YYYY-MM-DD: the walk ends after a page whose cards are all older."""
    catches_up: bool
    """Whether the walk ends where nothing is new, and goes on behind what former walks read."""
    crossed_gap: bool = False
    """Whether the walk has passed a gap: behind pages without anything new may be something new."""
    oldest: str | None = None
    """Moment of the oldest card so far, in UTC, of a walk back to a day."""
    stalled_pages: int = 0
    """Number of pages in a row that brought a walk back to a day no farther back."""
    shown: str | None = None
    """Digest of what the page before showed: a site that does not know a page's number may answer
    with the first page, or the last, again and again."""

    def next(self) -> Walk:
        """Give the walk at the next page."""
        return replace(self, page=self.page + 1)


@dataclass(frozen=True, kw_only=True)
class ListingObservation:
    """What a walk sees on one page of a listing."""

    is_last: bool
    """Whether there is no next page."""
    has_news: bool
    """Whether a card is not known, or says something else than before."""
    is_all_old: bool
    """Whether there are cards, and all are older than the walk goes back."""
    oldest: str | None
    """Moment of the oldest card, in UTC; None where no card tells how old it is."""
    skips_unknown: bool
    """Whether a card that is not known is not followed, since it is too old."""
    had_gap: bool
    """Whether the last walk left a gap here."""
    was_interrupted: bool
    """Whether a former reading may have been cut off: what it found is known, what it meant to do
    is not done."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """The step of a walk from one page."""

    target: Literal["end", "next_page", "first_unread"]
    """Where the walk goes; `first_unread`: to the first page behind the known ones that nobody has
    read."""
    walk: Walk
    """The walk at the next page."""
    leaves_gap: bool
    """Whether on this page or behind it is something that a walk that catches up must look for."""
    is_stalled: bool = False
    """Whether a walk back to a day ends since its pages bring it no farther back."""


def next_step(walk: Walk, observed: ListingObservation, *, max_depth: int) -> Step:
    """Decide where the walk goes.

    `max_depth` is the last page of walks that catch up in this listing: no gap is behind it. After
    as many pages in a row that go no farther back, a walk back to a day ends: a pager may be
    endless, and its cards undated, or all of today.
    """
    crossed_gap = walk.crossed_gap or (walk.catches_up and observed.had_gap)
    onwards = replace(walk.next(), crossed_gap=crossed_gap)
    is_stalled = False
    if walk.since is not None:
        goes_back = observed.oldest is not None and observed.oldest < (walk.oldest or "~")
        onwards = replace(
            onwards,
            oldest=observed.oldest if goes_back else walk.oldest,
            stalled_pages=0 if goes_back else walk.stalled_pages + 1,
        )
        is_stalled = onwards.stalled_pages >= max_depth
    # Only a walk that catches up looks for what is behind a gap: then it is none any more.
    gap = observed.skips_unknown or (observed.had_gap and not walk.catches_up)
    # One old card may be pinned to the top: only a whole page of them is an end.
    if observed.is_last or observed.is_all_old:
        return Step(target="end", walk=onwards, leaves_gap=gap)
    if walk.page >= walk.last_page or is_stalled:
        unsettled = gap or observed.has_news or observed.was_interrupted
        gap = unsettled and walk.page < max_depth
        return Step(target="end", walk=onwards, leaves_gap=gap, is_stalled=is_stalled)
    settled = not (observed.has_news or crossed_gap or observed.was_interrupted)
    skips = walk.catches_up and settled
    return Step(target="first_unread" if skips else "next_page", walk=onwards, leaves_gap=gap)
