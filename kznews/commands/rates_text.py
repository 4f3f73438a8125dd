"""What was found of strips of rates, and which days of official rates are missing, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kznews.record.strip_checks import Fit, StripCheck
from kznews.record.strip_reports import StripReport
from kznews.text.terminal import one_line, write_count, write_moment


def report_lines(reports: Sequence[StripReport]) -> Iterator[str]:
    """Tell what each strip said when, and what was found of it."""
    if not reports:
        yield "No strip of rates was seen in that time."
    for period, checked in reports:
        values = ", ".join(
            f"{f'{rate.units} ' if rate.units != 1 else ''}{code} {rate.value}"
            for code, rate in period.values.items()
        )
        side = f" ({period.side})" if period.side else ""
        yield one_line(f"{period.outlet}, {period.kind}{side}: {values}")
        yield (
            f"  seen from {write_moment(period.first_seen_at)} to "
            f"{write_moment(period.last_seen_at)} UTC"
        )
        for days in checked:
            yield f"  {_days(days.first, days.last)}: {finding(days.check)}"
        yield ""


def finding(check: StripCheck) -> str:
    """Say what a strip is found to be."""
    match check.verdict:
        case "right":
            return "right"
        case "late":
            assert check.days_late is not None
            return f"late by {write_count(check.days_late, 'day')}"
        case "another source":
            whose = f"those of {one_line(check.source)}" if check.source else "another source's"
            return f"not the official rates, but {whose}: {_distance(check.on_day)}"
        case "stale":
            return f"stale: {_distance(check.on_day)}; {_best(check.best)}"
        case "unknown":
            return "not checked: no official rates of these currencies are stored for the day"


def gap_lines(
    gaps: Sequence[tuple[date, date]],
    holidays_or_gaps: Sequence[tuple[date, date]],
    first: date,
    last: date,
    stored: int,
) -> Iterator[str]:
    """Tell the days without official rates, row by row, and the crawl that asks for them."""
    missing, unsure = (
        sum((until - since).days + 1 for since, until in rows) for rows in (gaps, holidays_or_gaps)
    )
    yield (
        f"Official rates from {first} to {last}: {write_count(stored, 'day')} stored, "
        f"{write_count(missing, 'day')} missing"
    )
    for since, until in gaps:
        yield f"  {_days(since, until)}"
    if holidays_or_gaps:
        yield (
            f"{write_count(unsure, 'day')} more have the rates of the day before, as holidays do, "
            "or since they were never asked for:"
        )
    for since, until in holidays_or_gaps:
        yield f"  {_days(since, until)}"
    if gaps or holidays_or_gaps:
        rows = sorted([*gaps, *holidays_or_gaps])
        ranges = ",".join(f"{since}..{until}" for since, until in rows)
        yield f"To ask for them: scrapy crawl nationalbank -a days={ranges}"


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _distance(fit: Fit | None) -> str:
    assert fit is not None  # where rates of the day are known
    return (
        f"up to {_percent(fit.level)} from the official rates of the day, cross rates up to "
        f"{_percent(fit.cross)}"
    )


def _best(fit: Fit | None) -> str:
    assert fit is not None
    how = (
        "exactly"
        if fit.level == fit.cross == 0
        else f"up to {_percent(fit.level)} from them, cross rates {_percent(fit.cross)}"
    )
    return f"fits the official rates of {_days(fit.first_day, fit.last_day)} best, {how}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
