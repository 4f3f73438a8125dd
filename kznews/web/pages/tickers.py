"""What outlets pushed in their tickers: on a day as bars, at a moment as a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from markupsafe import Markup

from kznews.exports.table import Value
from kznews.mongo.values import Fields
from kznews.outlets.names import title_of
from kznews.record.frozen_tickers import state_fields, ticker_states
from kznews.record.stored_tickers import (
    Pushed,
    life_of,
    outlets_with_tickers,
    shown_at,
    shown_between,
)
from kznews.record.ticker_articles import TickerArticle, articles_of, pushed_fields
from kznews.web.answer import Answer, Entry, Feed, Table
from kznews.web.asked import Asked
from kznews.web.charts.intervals import Time, TimeRow, intervals
from kznews.web.charts.labels import labels_of
from kznews.web.errors import BadRequest, NotFound
from kznews.web.page import Page, Parameter
from kznews.web.values import write_moment

_MOST, _MOST_OF_ALL = 300, 120
"""Headlines of a day, or of a moment, that a page shows: of one outlet, and of all of them."""
_FEED = 50
"""Entries of a feed: the headlines that came up last."""
_YEARS = range(1900, 2200)
"""Years of which a moment can be asked for, as of days."""
_WALL = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_COLUMNS = (
    *("outlet", "edition", "headline", "url", "language", "first_seen_at", "last_seen_at"),
    *("missed_at", "position", "positions", "article_url", "article_title", "wording"),
)


@dataclass(frozen=True)
class _Wanted:
    """What of the tickers is wanted."""

    outlet: str | None
    day: date
    at: datetime | None
    """None: the whole day."""
    first: datetime
    last: datetime
    """The day's ends, in UTC."""


def read(asked: Asked) -> Answer:
    """Answer what was pushed on a day of the reader's zone, or at a moment of it."""
    database = asked.sources.database
    wanted = _wanted(asked)
    of_one = wanted.outlet is not None
    most = _MOST if of_one else _MOST_OF_ALL
    if wanted.at is None:
        pushed = shown_between(database, wanted.first, wanted.last, wanted.outlet, most=most + 1)
    else:
        pushed = shown_at(database, wanted.at, wanted.outlet, most=most + 1)
        pushed.sort(key=lambda each: _place(each, wanted))
    listed = pushed[:most]
    articles = articles_of(database, listed, by_title=of_one)
    states = ticker_states(database, wanted.outlet, by_title=of_one)
    fields = [_fields(each, articles.get(each), wanted) for each in listed]
    data = {
        "outlet": wanted.outlet,
        "day": wanted.day,
        "at": wanted.at,
        "headlines": fields,
        "is_cut": len(pushed) > most,
        "tickers": [state_fields(each) for each in states],
    }
    return Answer(
        "tickers.html",
        _title(asked, wanted),
        data,
        table=Table(_COLUMNS, [_row(each) for each in fields]),
        feed=Feed(_title(asked, wanted), _entries(asked, listed)),
        shown={
            "chart": _chart(asked, listed, wanted),
            "outlets": outlets_with_tickers(database),
            "frozen": [each for each in states if each.frozen_since is not None],
            "wall": wanted.at.astimezone(asked.zone).strftime("%H:%M") if wanted.at else "",
            "former_day": _neighbour(wanted.day, -1),
            "next_day": _neighbour(wanted.day, 1) if wanted.last < asked.now else None,
        },
    )


def read_headline(asked: Asked) -> Answer:
    """Answer what is known of one headline: all times in which it was pushed."""
    database = asked.sources.database
    times = life_of(database, asked.path["id"])
    if not times:
        raise NotFound(asked.say("tickers.no_such_headline"))
    articles = articles_of(database, times)
    fields = [pushed_fields(each, articles.get(each)) for each in times]
    first = times[0]
    sightings = [
        {"seen_at": seen.seen_at} | seen.where for each in times for seen in each.interval.sightings
    ]
    article = next((each["article"] for each in fields if each["article"]), None)
    data = {
        **{name: fields[0][name] for name in ("id", "outlet", "edition", "headline", "language")},
        "url": first.url,
        "times": [
            {name: each[name] for name in ("first_seen_at", "last_seen_at", "missed_at")}
            for each in fields
        ],
        "sightings": sightings,
        "article": article,
    }
    rows = [(each["seen_at"], each.get("position"), each.get("page_url")) for each in sightings]
    return Answer(
        "headline.html",
        asked.say("tickers.headline_of", outlet=title_of(first.outlet)),
        data,
        table=Table(("seen_at", "position", "page_url"), rows),
        shown={"chart": _life_chart(asked, times)},
    )


def _wanted(asked: Asked) -> _Wanted:
    at_text = asked.parameters.text("at")
    day = asked.parameters.day("day") or asked.now.astimezone(asked.zone).date()
    at: datetime | None = None
    if at_text is not None:
        at = _moment(asked, at_text.strip(), day)
        day = at.astimezone(asked.zone).date()
    first, end = (_start(asked, each) for each in (day, day + timedelta(days=1)))
    last = end - timedelta(milliseconds=1)
    return _Wanted(asked.parameters.text("outlet"), day, at, first, last)


def _start(asked: Asked, day: date) -> datetime:
    return datetime.combine(day, time(), asked.zone).astimezone(UTC)


def _moment(asked: Asked, text: str, day: date) -> datetime:
    """Read a time of the day, or a whole moment; in the reader's zone where it names none."""
    if (wall := _WALL.fullmatch(text)) is not None:
        hour, minute = map(int, wall.groups())
        return datetime.combine(day, time(hour, minute), asked.zone).astimezone(UTC)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=asked.zone)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRequest(asked.say("tickers.no_time"), "at") from None
    if moment.year not in _YEARS:
        raise BadRequest(asked.say("tickers.no_time"), "at")
    return moment


def _neighbour(day: date, days: int) -> date | None:
    neighbour = day + timedelta(days=days)
    return neighbour if neighbour.year in _YEARS else None


def _place(pushed: Pushed, wanted: _Wanted) -> tuple[str, str, int]:
    assert wanted.at is not None
    return pushed.outlet, pushed.edition or "", pushed.position_at(wanted.at) or 999


def _fields(pushed: Pushed, article: TickerArticle | None, wanted: _Wanted) -> Fields:
    position = pushed.position_at(wanted.at) if wanted.at is not None else None
    may_be_gone = wanted.at is not None and wanted.at > pushed.interval.last_seen_at
    return pushed_fields(pushed, article) | {"position": position, "may_be_gone": may_be_gone}


def _row(fields: Fields) -> list[Value]:
    article = fields["article"] or {}
    positions = ", ".join(map(str, fields["positions"]))
    of_article = [article.get(name) for name in ("url", "title", "wording")]
    return [*(fields[name] for name in _COLUMNS[:9]), positions, *of_article]


def _title(asked: Asked, wanted: _Wanted) -> str:
    return (
        asked.say("tickers.heading_of", outlet=title_of(wanted.outlet))
        if wanted.outlet
        else asked.say("tickers.heading")
    )


def _entries(asked: Asked, pushed: Iterable[Pushed]) -> list[Entry]:
    """Give the headlines that came up last; one that comes again is an entry of its own."""
    newest = sorted(pushed, key=lambda each: each.interval.first_seen_at, reverse=True)
    return [
        Entry(
            id=f"tickers/{each.id}/{each.interval.first_seen_at:%Y%m%dT%H%M%S}",
            title=each.headline,
            address=asked.address("ticker", id=each.id),
            updated=each.interval.first_seen_at,
            text=_words(asked, each),
            author=title_of(each.outlet),
        )
        for each in newest[:_FEED]
    ]


def _words(asked: Asked, pushed: Pushed) -> str:
    """Say when a headline was pushed."""
    interval = pushed.interval
    first, last = (
        write_moment(each, asked.zone, asked.language)
        for each in (interval.first_seen_at, interval.last_seen_at)
    )
    told = (
        asked.say("tickers.seen_once", first=first)
        if first == last
        else asked.say("tickers.seen_from", first=first, last=last)
    )
    if interval.missed_at is None:
        return told
    missed = write_moment(interval.missed_at, asked.zone, asked.language)
    return f"{told}; {asked.say('tickers.gone_by', missed=missed)}"


def _time(asked: Asked, pushed: Pushed) -> Time:
    interval = pushed.interval
    words = _words(asked, pushed)
    return Time(interval.first_seen_at, interval.last_seen_at, words, until=interval.missed_at)


def _chart(asked: Asked, pushed: Sequence[Pushed], wanted: _Wanted) -> Markup:
    by_headline: dict[str, list[Pushed]] = {}
    for each in pushed:
        by_headline.setdefault(each.id, []).append(each)
    rows = [
        TimeRow(
            times[0].headline,
            [_time(asked, each) for each in times],
            href=asked.address("ticker", id=times[0].id),
            language=times[0].language,
            note="" if wanted.outlet else title_of(times[0].outlet),
        )
        for times in by_headline.values()
    ]
    return intervals(
        _title(asked, wanted),
        rows,
        labels_of(asked.language, asked.zone),
        between=(wanted.first, wanted.last),
        mark=wanted.at,
    )


def _life_chart(asked: Asked, times: Sequence[Pushed]) -> Markup:
    rows = [TimeRow(_words(asked, each), [_time(asked, each)]) for each in times]
    title = asked.say("tickers.headline_of", outlet=title_of(times[0].outlet))
    return intervals(title, rows, labels_of(asked.language, asked.zone))


PAGES = (
    Page(
        "tickers",
        "/tickers",
        read,
        (
            Parameter("outlet", meaning="The outlet, by its name; all of them without", most=60),
            Parameter("day", "day", "The day, in the zone; today without"),
            Parameter(
                "at",
                meaning="A time of that day, as 14:00, or a moment, as 2026-11-27T14:00: what was "
                "pushed then",
                most=40,
            ),
        ),
        formats=("json", "csv", "atom"),
        summary="What outlets pushed in their tickers on a day, or at a moment",
    ),
    Page(
        "ticker",
        "/tickers/{id}",
        read_headline,
        (Parameter("id", meaning="The headline, by its id", most=100),),
        formats=("json", "csv"),
        summary="When one headline was pushed, where, and which article it is of",
    ),
)
