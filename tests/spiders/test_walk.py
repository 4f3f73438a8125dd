"""Walks over listings: where they end, and that nothing is hidden behind their ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kznews.spiders.walk import Sight, Walk, step

CARDS = 3
REACH = 8


def walk(**fields: Any) -> Walk:
    plain = Walk(section="s", page=1, pages=REACH, since=None, catches_up=True)
    return replace(plain, **fields)


def sight(**fields: bool) -> Sight:
    dull: dict[str, bool] = dict.fromkeys(Sight.__dataclass_fields__, False)
    return Sight(**dull | fields)


def to(at: Walk, **seen: bool) -> str:
    return step(at, sight(**seen), reach=REACH).to


def test_a_walk_that_catches_up_ends_where_nothing_is_news() -> None:
    assert to(walk()) == "beyond"
    assert to(walk(), has_news=True) == "next"
    assert to(walk(), is_last=True, has_news=True) == "end"
    assert to(walk(page=REACH), has_news=True) == "end"


def test_one_that_was_asked_for_goes_as_far_as_asked() -> None:
    asked = walk(catches_up=False, pages=3)
    assert to(asked) == "next"
    assert to(replace(asked, page=3)) == "end"
    assert to(asked, is_all_old=True) == "end"


def test_a_walk_back_to_a_day_goes_no_farther_than_others_where_nothing_is_dated() -> None:
    back = walk(catches_up=False, since="2026-04-01", pages=1000, page=REACH)
    assert to(back) == "next"
    assert to(back, is_undated=True) == "end"
    assert to(replace(back, page=2), is_undated=True) == "next"


def test_what_was_interrupted_is_followed_though_it_is_known() -> None:
    assert to(walk(), was_interrupted=True) == "next"


def test_a_gap_is_followed_to_the_end() -> None:
    found = step(walk(), sight(had_gap=True), reach=REACH)
    assert (found.to, found.walk.owes, found.leaves_gap) == ("next", True, False)
    assert to(walk(owes=True)) == "next"


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
            found = step(
                now,
                Sight(
                    is_last=not self.page(now.page + 1),
                    has_news=bool(news) or not cards,
                    is_all_old=bool(cards) and old == cards,
                    passes_over=bool(set(news) & set(old)),
                    is_undated=False,
                    had_gap=self.gaps.get(now.page, False),
                    was_interrupted=interrupted,
                ),
                reach=REACH,
            )
            self.known.update(card for card in news if card not in old)
            interrupted = visits in interruptions
            visits += 1
            if interrupted:
                continue  # it is visited again: its cards are known, all else is not written
            self.gaps[now.page] = found.leaves_gap
            now = self.next_of(found.to, found.walk)

    def next_of(self, where: str, onwards: Walk) -> Walk | None:
        if where == "end":
            return None
        if where == "next":
            return onwards
        page = onwards.page
        while page <= onwards.pages and self.page(page):
            if self.gaps.get(page, True):
                return replace(onwards, page=page)
            page += 1
        return None


step_of_life = st.one_of(
    st.tuples(st.just("publish"), st.integers(1, 3 * CARDS), st.just(())),
    st.tuples(st.just("pages"), st.integers(1, REACH), st.lists(st.integers(0, 6), max_size=2)),
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
                listing.run(walk(catches_up=False, pages=number), 0, list(cut))
            case "since":
                since = listing.newest - number
                listing.run(walk(catches_up=False, since="a day"), since, list(cut))
            case _:
                listing.run(walk(), 0, list(cut))
    listing.run(walk(), 0, interruptions)
    assert set(listing.cards[: REACH * CARDS]) <= listing.known
