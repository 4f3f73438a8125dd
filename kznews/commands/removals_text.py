"""Articles that were taken down, as lines for people and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from kznews.items import MissReason
from kznews.record.absences import Absence
from kznews.record.removals import Removal
from kznews.text.terminal import one_line, printable, write_count, write_moment

_REASONS: dict[MissReason, str] = {
    "not found": "it is not found",
    "gone": "it is gone",
    "deleted": "a page says that it was deleted",
    "not-found page": "the outlet's not-found page stands there",
    "home page": "its address leads to the home page",
    "listing": "its address leads to a list",
    "another article": "its address leads to another article",
}


def removal_lines(removals: Sequence[Removal], since: datetime, missing: int) -> Iterator[str]:
    """Tell removals outlet by outlet; they are given in that order."""
    if not removals:
        yield f"No article was confirmed to be gone since {write_moment(since)} UTC."
    for outlet, group in groupby(removals, key=lambda each: each.outlet):
        of_outlet = list(group)
        returned = sum(each.absence.returned_at is not None for each in of_outlet)
        yield (
            f"{outlet}: {write_count(len(of_outlet), 'article')} gone, {returned:,} of them "
            "returned"
        )
        for each in of_outlet:
            yield f"  {one_line(each.title)}"
            yield f"    {printable(each.url)}"
            for line in absence_lines(each.absence):
                yield f"    {line}"
            if each.page is not None:
                yield f"    read from the page {each.page}"
        yield ""
    if missing:
        yield f"Missing, and not confirmed to be gone: {write_count(missing, 'article')}."


def absence_lines(absence: Absence) -> Iterator[str]:
    """Tell when an article was not at its address, and what showed it."""
    kept = f", the page {absence.page}" if absence.page is not None else ""
    yield (
        f"last seen {write_moment(absence.last_seen_at)}, first missed "
        f"{write_moment(absence.missed_at)}: {_REASONS[absence.reason]} "
        f"(status {absence.status}{kept})"
    )
    said = (
        f"confirmed to be gone {write_moment(absence.confirmed_at)}"
        if absence.confirmed_at is not None
        else f"not confirmed to be gone, by {write_count(len(absence.misses), 'visit')}"
    )
    if absence.returned_at is not None:
        said += f"; there again {write_moment(absence.returned_at)}"
    yield said
