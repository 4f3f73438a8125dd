"""Exchange rates: the official ones and each strip's as curves, and which strips are right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from markupsafe import Markup

from kznews.exports.table import Value
from kznews.mongo.values import Fields
from kznews.outlets.names import title_of
from kznews.record.official_rates import LONGEST_PAUSE, OfficialRates, todays_code
from kznews.record.stored_rates import (
    best_of_all,
    currencies_of_bank,
    official_rates,
    outlets_with_rates,
    reports_of_days,
)
from kznews.record.strip_checks import Fit, StripCheck
from kznews.record.strip_periods import StripPeriod
from kznews.record.strip_reports import StripReport
from kznews.record.strip_states import StripState, strip_states
from kznews.text.timezones import zone
from kznews.web.answer import Answer, Table
from kznews.web.asked import Asked
from kznews.web.charts.labels import labels_of
from kznews.web.charts.lines import MOST_LINES, Line, Point, Span, lines
from kznews.web.errors import BadRequest
from kznews.web.page import Page, Parameter
from kznews.web.values import write_day, write_number, write_percent

_CURRENCY = re.compile("([A-Z]{3})(?:/([A-Z]{3}))?")
_ALMATY = "Asia/Almaty"
_DAY = timedelta(days=1)
_USUAL = timedelta(days=60)
"""For how long rates are shown where nothing else is asked for."""
_LONGEST = timedelta(days=3660)
"""For how long rates are shown at most."""
_CHECKED, _CHECKED_OF_ALL = timedelta(days=400), timedelta(days=92)
"""For how long before the last day the strips of one outlet are checked, and those of all."""
_UNSEEN = timedelta(days=2)
"""For how long a strip may not have been seen where its line goes on."""
_ROWS = 60
"""Days in the table of the page, the last ones; the files have all."""
_BANK = "nationalbank"
"""What files call the source of official rates."""
_CROSS = ("EUR/USD", "USD/RUB")


@dataclass(frozen=True)
class _Wanted:
    source: str | None
    base: str
    quote: str | None
    """Of a cross rate; None: the rate in tenge."""
    since: date
    until: date

    @property
    def pair(self) -> str:
        return f"{self.base}/{self.quote or 'KZT'}"

    @property
    def codes(self) -> list[str]:
        return [self.base, *([self.quote] if self.quote else [])]


def read(asked: Asked) -> Answer:
    """Answer what the rates were in a time, and which strips were right."""
    database = asked.sources.database
    wanted = _wanted(asked)
    currencies, sources = currencies_of_bank(database), outlets_with_rates(database)
    official = official_rates(database, wanted.codes, wanted.since - LONGEST_PAUSE, wanted.until)
    # Of one outlet, further back: it is asked when its strip was last right.
    since = (
        wanted.until - _CHECKED
        if wanted.source
        else max(wanted.since, wanted.until - _CHECKED_OF_ALL)
    )
    found = reports_of_days(database, since, wanted.until, wanted.source)
    reports = [each for each in found if each[1]]
    states = [_with_best(asked, each) for each in strip_states(reports)]
    days = [day for day in _days(wanted) if _official(official, wanted, day) is not None]
    gaps = list(official.gaps(wanted.since, wanted.until))
    data = {
        "currency": wanted.pair,
        "source": wanted.source,
        "since": wanted.since,
        "until": wanted.until,
        "official": [{"day": day, "value": _official(official, wanted, day)} for day in days],
        "missing": [{"first": first, "last": last} for first, last in gaps],
        "strips": [_state_fields(asked, each) for each in states],
        "said": [
            _report_fields(each, wanted)
            for each in reports
            if each[0].last_seen_at >= _start(wanted.since)
        ],
    }
    table = _table(official, reports, wanted)
    return Answer(
        "rates.html",
        asked.say("rates.heading"),
        data,
        table=Table(("day", "source", "pair", "value", "found"), table),
        shown={
            "chart": _chart(asked, official, reports, wanted),
            "currencies": [*currencies, *_CROSS],
            "chosen": wanted.pair.removesuffix("/KZT"),
            "sources": sources,
            "rows": _by_day(asked, table, reports)[:_ROWS],
            "sums": [_summary(asked, each) for each in states],
        },
    )


def _with_best(asked: Asked, state: StripState) -> StripState:
    """Add the days that a stale strip fits best: of all that are stored, where it is asked for."""
    if state.check.verdict != "stale":
        return state
    best: Fit | None = None
    if asked.parameters.text("source"):
        day = state.period.last_seen_at.astimezone(zone(_ALMATY)).date()
        best = best_of_all(asked.sources.database, state.period.values, day)
    return replace(state, check=replace(state.check, best=best))


def _wanted(asked: Asked) -> _Wanted:
    found = _CURRENCY.fullmatch((asked.parameters.text("currency") or "USD").strip().upper())
    if found is None:
        raise BadRequest(asked.say("rates.no_currency"), "currency")
    base, quote = found[1], found[2] if found[2] != "KZT" else None
    today = asked.now.astimezone(zone(_ALMATY)).date()
    until = asked.parameters.day("until") or today
    since = asked.parameters.day("since") or until - _USUAL
    if since > until:
        raise BadRequest(asked.say("rates.backwards"), "since")
    if until - since > _LONGEST:
        raise BadRequest(asked.say("rates.too_long"), "since")
    return _Wanted(asked.parameters.text("source"), base, quote, since, until)


def _days(wanted: _Wanted) -> list[date]:
    return [wanted.since + each * _DAY for each in range((wanted.until - wanted.since).days + 1)]


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), zone(_ALMATY)).astimezone(UTC)


def _official(official: OfficialRates, wanted: _Wanted, day: date) -> Decimal | None:
    rates = official.on(day)
    return _of_pair({code: rates[code] for code in wanted.codes if code in rates}, wanted)


def _stated(period: StripPeriod, wanted: _Wanted) -> Decimal | None:
    """Give what a strip says of the currency; of a cross rate, what follows from it."""
    rates: dict[str, Decimal] = {}
    for printed, rate in period.values.items():
        code, units = todays_code(printed, rate.units)
        rates[code] = rate.value / units
    return _of_pair(rates, wanted)


def _of_pair(rates: dict[str, Decimal], wanted: _Wanted) -> Decimal | None:
    base, quote = rates.get(wanted.base), rates.get(wanted.quote or "")
    if base is None or wanted.quote is None:
        return base
    return (base / quote).quantize(Decimal("0.0001")) if quote else None


def _table(
    official: OfficialRates, reports: Sequence[StripReport], wanted: _Wanted
) -> list[list[Value]]:
    """Give a row a day and source, the last day first; a strip's is what it said last that day."""
    rows: dict[tuple[date, str], list[Value]] = {}
    for day in _days(wanted):
        value = _official(official, wanted, day)
        if value is not None:
            rows[day, ""] = [day, _BANK, wanted.pair, value, "official"]
    for period, checked in reports:
        value = _stated(period, wanted)
        for days in checked:
            first, last = max(days.first, wanted.since), min(days.last, wanted.until)
            for offset in range((last - first).days + 1 if value is not None else 0):
                day, name = first + offset * _DAY, _name(period)
                rows[day, name] = [day, name, wanted.pair, value, days.check.verdict]
    return [rows[key] for key in sorted(rows, key=lambda key: (-key[0].toordinal(), key[1]))]


def _by_day(
    asked: Asked, rows: Sequence[Sequence[Value]], reports: Sequence[StripReport]
) -> list[Fields]:
    """Give a day's rates together, with their sources as readers know them."""
    titles: dict[Value, str] = {_BANK: asked.say("rates.official")}
    titles |= {_name(period): _title(period) for period, _ in reports}
    days: dict[Value, list[Fields]] = {}
    for day, source, _, value, found in rows:
        days.setdefault(day, []).append({"source": titles[source], "value": value, "found": found})
    return [{"day": day, "rates": rates} for day, rates in days.items()]


def _name(strip: StripPeriod | StripState) -> str:
    return _with_side(strip.outlet, strip)


def _title(strip: StripPeriod | StripState) -> str:
    return _with_side(title_of(strip.outlet), strip)


def _with_side(name: str, strip: StripPeriod | StripState) -> str:
    return name if strip.side is None else f"{name} ({strip.side})"


def _chart(
    asked: Asked, official: OfficialRates, reports: Sequence[StripReport], wanted: _Wanted
) -> Markup:
    bank = [
        Point(_start(day), float(value))
        for day in official.days
        if day >= wanted.since and (value := _official(official, wanted, day)) is not None
    ]
    drawn = [Line(asked.say("rates.official"), bank, LONGEST_PAUSE + _DAY, stays=True)]
    begun = _start(wanted.since)
    strips: dict[str, list[Point]] = {}
    for period, _ in reports:
        value = _stated(period, wanted)
        if value is not None:
            points = strips.setdefault(_title(period), [])
            points += [
                Point(at, float(value)) for at in (period.first_seen_at, period.last_seen_at)
            ]
    for name, points in sorted(strips.items())[: MOST_LINES - 1]:
        inside = [each for each in points if each.at >= begun]
        # What was there before the first day goes on into it.
        before = [Point(begun, each.number) for each in points if each.at < begun]
        drawn.append(Line(name, [*before[-1:], *inside], None, stays=True))
    spans = _stale_spans(asked, reports, wanted) if wanted.source else []
    title = asked.say("rates.chart", currency=wanted.pair)
    between = (begun, _start(wanted.until + _DAY))
    labels = labels_of(asked.language, asked.zone)
    told = asked.say("rates.chart_shows")
    return lines("rates", title, told, drawn, labels, spans=spans, between=between)


def _stale_spans(asked: Asked, reports: Sequence[StripReport], wanted: _Wanted) -> list[Span]:
    return [
        Span(
            _start(max(days.first, wanted.since)),
            _start(min(days.last, wanted.until) + _DAY),
            f"{_title(period)}: {_finding(asked, days.check)}",
        )
        for period, checked in reports
        for days in checked
        if days.check.verdict == "stale" and days.first <= wanted.until
    ]


def _finding(asked: Asked, check: StripCheck) -> str:
    match check.verdict:
        case "right":
            return asked.say("rates.right")
        case "late":
            return asked.say("rates.late", number=check.days_late or 0)
        case "another source":
            return asked.say("rates.another_source")
        case "stale":
            assert check.on_day is not None  # else it is unknown
            share = write_percent(check.on_day.level, asked.language)
            return asked.say("rates.stale", share=share)
    return asked.say("rates.unknown")


def _summary(asked: Asked, state: StripState) -> dict[str, str]:
    """Say when a strip was last right, and what it says instead."""

    def written(day: date) -> str:
        return write_day(day, asked.zone, asked.language)

    name = _title(state)
    since = state.seen_since.astimezone(zone(_ALMATY)).date()
    if state.check.verdict == "unknown":
        last = asked.say("rates.last_right_unknown", source=name)
    elif state.right_on is None:
        last = asked.say("rates.never_right", source=name, since=written(since))
    else:
        last = asked.say("rates.last_right", source=name, day=written(state.right_on))
    values = ", ".join(
        f"{f'{rate.units} ' if rate.units != 1 else ''}{code} "
        f"{write_number(rate.value, asked.language)}"
        for code, rate in state.period.values.items()
    )
    now = asked.say(
        "rates.says_now",
        values=values,
        day=written(state.period.last_seen_at.astimezone(zone(_ALMATY)).date()),
        finding=_finding(asked, state.check),
    )
    best = state.check.best
    fits = ""
    if best is not None:
        first, until = written(best.first_day), written(best.last_day)
        days = first if first == until else f"{first} – {until}"
        fits = asked.say("rates.fits", days=days)
    return {"outlet": state.outlet, "last": last, "now": now, "fits": fits}


def _state_fields(asked: Asked, state: StripState) -> Fields:
    best = state.check.best
    return {
        "outlet": state.outlet,
        "kind": state.kind,
        "side": state.side,
        "verdict": state.check.verdict,
        "found_since": state.found_since,
        "days_late": state.check.days_late,
        "last_right_on": state.right_on,
        "fits_from": best.first_day if best else None,
        "fits_until": best.last_day if best else None,
        "seen_since": state.seen_since,
        "last_seen_at": state.period.last_seen_at,
        "words": " ".join(each for each in list(_summary(asked, state).values())[1:] if each),
    }


def _report_fields(report: StripReport, wanted: _Wanted) -> Fields:
    period, checked = report
    return {
        "source": _name(period),
        "first_seen_at": period.first_seen_at,
        "last_seen_at": period.last_seen_at,
        "value": _stated(period, wanted),
        "values": {code: rate.value for code, rate in period.values.items()},
        "found": [
            {"first": each.first, "last": each.last, "verdict": each.check.verdict}
            for each in checked
        ],
    }


PAGE = Page(
    "rates",
    "/rates",
    read,
    (
        Parameter("source", meaning="An outlet whose strip is shown; all of them without", most=60),
        Parameter(
            "currency",
            meaning="USD is the dollar in tenge, EUR/USD a cross rate",
            default="USD",
            most=7,
        ),
        Parameter("since", "day", "The first day; 60 days before the last without"),
        Parameter("until", "day", "The last day; today without"),
    ),
    formats=("json", "csv"),
    summary="Official exchange rates and those of outlets' strips, and which strips are right",
)
