"""Headlines that outlets pushed, and frozen tickers, as lines for people and fields for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from kznews.commands.word_difference import word_difference
from kznews.record.frozen_tickers import TickerState
from kznews.record.stored_tickers import Pushed
from kznews.record.ticker_articles import TickerArticle
from kznews.text.differences import Piece
from kznews.text.terminal import one_line, printable, write_count, write_duration, write_moment
from kznews.text.timezones import zone

ZONE = "Asia/Almaty"
Line = str | list[Piece]


def pushed_lines(
    asked: str,
    pushed: Sequence[Pushed],
    articles: Mapping[Pushed, TickerArticle],
    at: datetime | None = None,
) -> Iterator[Line]:
    """Tell headlines, outlet by outlet: from when to when, where, and which articles they name."""
    yield f"{asked}; times are those of Almaty ({ZONE}):"
    if not pushed:
        yield "  none that is stored"
    by_outlet = sorted(pushed, key=_edition)
    for name, group in groupby(by_outlet, key=_edition):
        of_outlet = list(group)
        yield ""
        yield f"{name}: {write_count(len(of_outlet), 'headline')}"
        for each in of_outlet:
            yield f"  {one_line(each.headline)}"
            yield from (f"    {line}" for line in _time_lines(each, at))
            if each in articles:
                yield from _article_lines(each, articles[each])


def frozen_lines(states: Sequence[TickerState]) -> Iterator[str]:
    """Tell of each frozen ticker since when, and why it is called so."""
    frozen = [each for each in states if each.frozen_since is not None]
    if not frozen:
        yield f"No ticker is frozen: {write_count(len(states), 'ticker')} read."
        return
    yield f"Frozen tickers; times are those of Almaty ({ZONE}):"
    for state in frozen:
        assert state.frozen_since is not None
        yield ""
        yield (
            f"{_name(state.outlet, state.edition)}: frozen since {_local(state.frozen_since)}, "
            f"read last at {_local(state.last_seen_at)}"
        )
        if state.is_unchanged:
            same = write_duration(state.last_seen_at - state.changed_at)
            yield (
                f"  it has shown the same {write_count(state.headlines, 'headline')} since "
                f"{_local(state.changed_at)}, for {same}"
            )
        if state.is_old:
            older = write_duration(state.last_seen_at - state.dates[-1])
            yield (
                f"  its newest article is {older} older than the page: {_local(state.dates[-1])} "
                f"(of {len(state.dates):,} that state a date)"
            )


def _time_lines(pushed: Pushed, at: datetime | None) -> Iterator[str]:
    interval = pushed.interval
    first, last = interval.first_seen_at, interval.last_seen_at
    told = (
        f"seen once, at {_local(first)}"
        if first == last
        else f"from {_local(first)} to {_local(last)}, for {write_duration(last - first)} at least"
    )
    if pushed.positions:
        told += f", at {_range(pushed.positions)}"
    yield told
    if interval.missed_at is None:
        yield "a newer page without it has not been read"
    else:
        yield f"a page of {_local(interval.missed_at)} did not show it any more"
    if at is not None and at > last:
        yield "so it may have been taken off before the moment that was asked for"


def _range(places: Sequence[int]) -> str:
    if places[0] == places[-1]:
        return f"position {places[0]}"
    return f"positions {places[0]} to {places[-1]}"


def _article_lines(pushed: Pushed, article: TickerArticle) -> Iterator[Line]:
    how = "" if article.found_by == "address" else ", found by its title"
    match article.wording:
        case "the title":
            yield f"    article{how}: {printable(article.url)}"
        case "a former title":
            yield f"    article{how}: {printable(article.url)}; its title was this before, now:"
            yield f"    {one_line(article.title)}"
        case "other words":
            yield f"    article{how}: {printable(article.url)}; from its title to the headline:"
            yield word_difference(article.title, pushed.headline)


def _edition(pushed: Pushed) -> str:
    return _name(pushed.outlet, pushed.edition)


def _name(outlet: str, edition: str | None) -> str:
    return one_line(outlet if edition is None else f"{outlet} ({edition})")


def _local(moment: datetime) -> str:
    return write_moment(moment.astimezone(zone(ZONE)))
