"""Walks over listings: where they end, and that nothing is hidden behind their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kznews.spiders.walk.rule import ListingObservation, Walk, next_step

CARDS = 3
MAX_DEPTH = 8


def walk(**fields: Any) -> Walk:
    plain = Walk(section="s", page=1, last_page=MAX_DEPTH, since=None, catches_up=True)
    return replace(plain, **fields)


def observed(**fields: Any) -> ListingObservation:
    dull: dict[str, Any] = dict.fromkeys(ListingObservation.__dataclass_fields__, False)
    return ListingObservation(**dull | {"oldest": None} | fields)


def to(at: Walk, **seen: Any) -> str:
    return next_step(at, observed(**seen), max_depth=MAX_DEPTH).target


def test_a_walk_that_catches_up_ends_where_nothing_is_news() -> None:
    assert to(walk()) == "first_unread"
    assert to(walk(), has_news=True) == "next_page"
    assert to(walk(), is_last=True, has_news=True) == "end"
    assert to(walk(page=MAX_DEPTH), has_news=True) == "end"


def test_one_that_was_asked_for_goes_as_far_as_asked() -> None:
    asked = walk(catches_up=False, last_page=3)
    assert to(asked) == "next_page"
    assert to(replace(asked, page=3)) == "end"
    assert to(asked, is_all_old=True) == "end"


def pages_of(moments: Sequence[str | None]) -> int:
    """How many pages a walk back to a day reads, whose oldest cards are of these moments."""
    at = walk(catches_up=False, since="2026-04-01", last_page=1000)
    for moment in moments:
        step = next_step(at, observed(oldest=moment, has_news=True), max_depth=MAX_DEPTH)
        if step.target == "end":
            assert step.is_stalled
            break
        at = step.walk
    return at.page


def test_a_walk_back_to_a_day_ends_where_its_pages_go_no_farther_back() -> None:
    days = [f"2026-05-{31 - number % 30:02}T10:00" for number in range(30)]
    assert pages_of(days) == 31
    assert pages_of([None] * 1000) == MAX_DEPTH
    assert pages_of([days[0]] * 1000) == MAX_DEPTH + 1
    assert pages_of(days * 30) == 30 + MAX_DEPTH
    # An outlet may publish several pages a day.
    assert pages_of([day for day in days for _ in range(MAX_DEPTH)]) == 30 * MAX_DEPTH + 1


def test_a_walk_that_catches_up_takes_nothing_along_that_older_versions_do_not_know() -> None:
    onwards = next_step(walk(), observed(oldest="2026-05-01T10:00"), max_depth=MAX_DEPTH).walk
    assert (onwards.oldest, onwards.stalled_pages) == (None, 0)


def test_what_was_interrupted_is_followed_though_it_is_known() -> None:
    assert to(walk(), was_interrupted=True) == "next_page"


def test_a_gap_is_followed_to_the_end() -> None:
    found = next_step(walk(), observed(had_gap=True), max_depth=MAX_DEPTH)
    assert (found.target, found.walk.crossed_gap, found.leaves_gap) == ("next_page", True, False)
    assert to(walk(crossed_gap=True)) == "next_page"


class Listing:
    """A listing, its readers' walks, and the frontier's memory of both."""

    def __init__(self, articles: int) -> None:
        self.cards = list(range(articles, 0, -1))
        self.newest = articles
        self.known: set[int] = set()
        self.gaps: dict[int, bool] = {}

    def publish(self, count: int) -> None:
        for _ in range(count):
            self.newest += 1
            self.cards.insert(0, self.newest)

    def page(self, number: int) -> list[int]:
        return self.cards[(number - 1) * CARDS : number * CARDS]

    def run(self, at: Walk, since: int, interruptions: list[int]) -> None:
        """A walk; at the n-th visits in `interruptions` its worker dies before it is done."""
        now: Walk | None = at
        visits = 0
        interrupted = False
        while now is not None:
            cards = self.page(now.page)
            news = [card for card in cards if card not in self.known]
            old = [card for card in cards if card < since]
            found = next_step(
                now,
                ListingObservation(
                    is_last=not self.page(now.page + 1),
                    has_news=bool(news) or not cards,
                    is_all_old=bool(cards) and old == cards,
                    skips_unknown=bool(set(news) & set(old)),
                    oldest=f"{min(cards, default=0):04}",
                    had_gap=self.gaps.get(now.page, False),
                    was_interrupted=interrupted,
                ),
                max_depth=MAX_DEPTH,
            )
            self.known.update(card for card in news if card not in old)
            interrupted = visits in interruptions
            visits += 1
            if interrupted:
                continue  # it is visited again: its cards are known, all else is not written
            self.gaps[now.page] = found.leaves_gap
            now = self.next_of(found.target, found.walk)

    def next_of(self, where: str, onwards: Walk) -> Walk | None:
        if where == "end":
            return None
        if where == "next_page":
            return onwards
        page = onwards.page
        while page <= onwards.last_page and self.page(page):
            if self.gaps.get(page, True):
                return replace(onwards, page=page)
            page += 1
        return None


step_of_life = st.one_of(
    st.tuples(st.just("publish"), st.integers(1, 3 * CARDS), st.just(())),
    st.tuples(st.just("pages"), st.integers(1, MAX_DEPTH), st.lists(st.integers(0, 6), max_size=2)),
    st.tuples(st.just("since"), st.integers(0, 4 * CARDS), st.lists(st.integers(0, 6), max_size=2)),
    st.tuples(st.just("plain"), st.just(0), st.lists(st.integers(0, 6), max_size=2)),
)


@settings(max_examples=400)
@given(st.integers(0, 5 * CARDS), st.lists(step_of_life, max_size=8), st.lists(st.integers(0, 4)))
@example(4, [("plain", 0, []), ("publish", 4, ()), ("pages", 1, [0])], [])
def test_whatever_came_before_a_walk_that_catches_up_finds_everything(
    articles: int, life: list[tuple[str, int, Any]], interruptions: list[int]
) -> None:
    listing = Listing(articles)
    for what, number, cut in life:
        match what:
            case "publish":
                listing.publish(number)
            case "pages":
                listing.run(walk(catches_up=False, last_page=number), 0, list(cut))
            case "since":
                since = listing.newest - number
                listing.run(walk(catches_up=False, since="a day"), since, list(cut))
            case _:
                listing.run(walk(), 0, list(cut))
    listing.run(walk(), 0, interruptions)
    assert set(listing.cards[: MAX_DEPTH * CARDS]) <= listing.known
