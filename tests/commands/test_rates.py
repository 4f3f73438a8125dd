"""`scrapy rates`: verdicts on strips, and gaps in the official rates, which are composed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from bson.decimal128 import Decimal128

from kznews.commands.rates_text import finding, gap_lines, report_lines
from kznews.items import Rate
from kznews.mongo.values import Fields
from kznews.record.documents import sighting
from kznews.record.lifetimes import (
    Interval,
    Lifetime,
    Seen,
    lifetime_fields,
    lifetime_of,
    with_sighting,
)
from kznews.record.official_rates import OfficialRates
from kznews.record.stored_rates import SourcesOfDays
from kznews.record.strip_checks import StripCheck
from kznews.record.strip_periods import strip_periods
from kznews.record.strip_reports import Checks, checked_days
from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.record.samples import rate
from tests.record.test_strip_checks import SEED, SEED_DAY, WALK, composed, printed

SEEN = datetime(2025, 4, 28, 9, tzinfo=UTC)


def stored(item: Rate, *until: datetime, missed_at: datetime | None = None) -> Fields:
    seen = sighting(item)
    if seen.seen is None:
        moments = {"first_seen_at": seen.seen_at, "last_seen_at": seen.seen_at}
        return seen.fields | moments | {"_id": seen.id}
    lifetime: Lifetime = (Interval((seen.seen, *map(Seen, until)), missed_at),)
    return seen.fields | {"_id": seen.id, "write_number": 1} | lifetime_fields(lifetime)


def strip_value(
    code: str,
    value: Decimal,
    seen_at: datetime,
    *until: datetime,
    missed_at: datetime | None = None,
) -> Fields:
    item = rate(
        outlet="exclusive",
        base=code,
        raw_code=code,
        value=value,
        kind="page strip",
        valid_on=None,
        seen_at=seen_at,
    )
    return stored(item, *until, missed_at=missed_at)


def seed_strip() -> list[Fields]:
    return [
        strip_value(code, each.value, SEEN, SEEN + timedelta(days=3)) for code, each in SEED.items()
    ]


def official_documents() -> Iterable[Fields]:
    for each in composed():
        item = rate(base=each.code, raw_code=each.code, value=each.value, valid_on=each.day)
        yield stored(item)


def test_the_seeds_strip_is_told() -> None:
    [period] = strip_periods(seed_strip())
    report = (period, checked_days(period, Checks(OfficialRates(composed()), lambda day: {})))
    told = "\n".join(report_lines([report]))
    assert "exclusive, page strip: EUR 496.42, RUB 5.81, USD 425.67" in told
    assert "  2025-04-28 to 2025-05-01: stale: up to 17." in told
    assert "fits the official rates of 2021-09-" in told


def test_a_strip_that_stops_is_right_then_late_then_stale() -> None:
    day = date(2026, 10, 5)
    noon = datetime(2026, 10, 5, 7, tzinfo=UTC)
    values = printed(WALK, day)
    rates = [
        strip_value(code, each.value, noon, noon + timedelta(days=40))
        for code, each in values.items()
    ]
    [period] = strip_periods(rates)
    checked = checked_days(period, Checks(WALK, lambda day: {}))
    assert [each.check.verdict for each in checked] == ["right", "late", "stale"]
    assert [each.first - day for each in checked] == [timedelta(0), timedelta(1), timedelta(11)]
    assert checked[-1].last == day + timedelta(days=40)


def test_a_value_that_comes_back_makes_three_periods() -> None:
    at = SEEN
    hour = timedelta(hours=1)
    usd = strip_value("USD", Decimal("480"), at, at + 3 * hour, missed_at=at + 4 * hour)
    again = with_sighting(lifetime_of(usd), Seen(at + 10 * hour))
    rates = [
        usd | lifetime_fields(again),
        strip_value("USD", Decimal("481"), at + 4 * hour, at + 6 * hour, missed_at=at + 10 * hour),
        strip_value("EUR", Decimal("540"), at, at + 3 * hour, at + 10 * hour),
    ]
    periods = strip_periods(rates)
    assert [each.last_seen_at - at for each in periods] == [3 * hour, 6 * hour, 10 * hour]
    assert [str(each.values["USD"].value) for each in periods] == ["480", "481", "480"]
    assert all(str(each.values["EUR"].value) == "540" for each in periods)
    assert [each.first_seen_at - at for each in periods] == [0 * hour, 4 * hour, 10 * hour]


def test_another_sources_rates_are_those_of_the_days_on_which_it_states_them() -> None:
    kiosk = strip_value("USD", Decimal("480"), SEEN, missed_at=SEEN + timedelta(days=1))
    again = with_sighting(lifetime_of(kiosk), Seen(SEEN + timedelta(days=5)))
    sources = SourcesOfDays([kiosk | {"kind": "market"} | lifetime_fields(again)])
    days = [SEEN.date() + timedelta(days=ahead) for ahead in range(6)]
    assert [bool(sources.on(day)) for day in days] == [True, *[False] * 4, True]
    assert sources.on(days[0]) is sources.on(days[0])  # found once for all strips


def test_late_and_unknown_are_said() -> None:
    assert finding(StripCheck(verdict="late", days_late=1)) == "late by 1 day"
    assert "no official rates" in finding(StripCheck(verdict="unknown"))


def test_gaps_are_told_with_the_crawl_that_fills_them() -> None:
    day = date(2026, 1, 1)
    gaps = [(day, day), (date(2026, 2, 1), date(2026, 2, 9))]
    holiday = date(2026, 1, 7)
    lines = list(gap_lines(gaps, [(holiday, holiday)], day, date(2026, 3, 1), 40))
    assert lines[0].endswith("40 days stored, 10 days missing")
    assert lines[3].startswith("1 day more have the rates of the day before")
    assert lines[-1] == (
        "To ask for them: scrapy crawl nationalbank "
        "-a days=2026-01-01..2026-01-01,2026-01-07..2026-01-07,2026-02-01..2026-02-09"
    )


@pytest.fixture
def rates(on_database: RunCommand) -> Callable[..., Answer]:
    """The command on the test's database."""
    return partial(on_database, "rates")


def test_the_command_checks_strips_and_tells_gaps(
    rates: Callable[..., Answer], database: TestDatabase
) -> None:
    database["rates"].insert_many([*official_documents(), *seed_strip()])
    assert Decimal128("425.67") in database["rates"].distinct("value")

    told = rates("--check", f"--since={SEED_DAY}")
    assert told.exit_code == 0, told.errors
    assert "stale: up to 17." in told.output
    found = json.loads(rates("--check", "--since=2025-04-01", "--json").output)
    assert (found["outlet"], found["days"][0]["verdict"]) == ("exclusive", "stale")
    assert found["days"][0]["best"]["first_day"].startswith("2021-09-")
    assert rates("--check", "--outlet=tengrinews").output == (
        "No strip of rates was seen in that time.\n"
    )
    gaps = rates("--gaps", "--since=2021-07-30", "--json").document
    assert gaps["gaps"][0] == {"first_day": "2021-07-30", "last_day": "2021-08-01"}
    # Saturdays, which the composed rates have not.
    assert gaps["holidays_or_gaps"][0] == {"first_day": "2021-08-07", "last_day": "2021-08-07"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "give --check or --gaps"),
        (["--gaps", "--outlet=exclusive"], "--outlet goes with --check"),
        (["--check", "--since=7d"], "--since '7d' is no day: give one as 2026-04-01"),
        (["--check", "--gaps"], "not allowed with argument"),
    ],
)
def test_what_cannot_be_asked_is_told(
    rates: Callable[..., Answer], words: list[str], why: str
) -> None:
    answer = rates(*words)
    assert answer.exit_code == 2
    assert why in answer.errors + answer.output
