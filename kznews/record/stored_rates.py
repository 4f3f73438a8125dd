"""Reads stored rates: the National Bank's, what pages state, and what other sources do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from kznews.items import RateKind
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.lifetimes import lifetime_of
from kznews.record.official_rates import OfficialRate, OfficialRates, codes_of, todays_code
from kznews.record.schema import RATES
from kznews.record.strip_checks import Fit, StatedRate, check_strip
from kznews.record.strip_periods import StripPeriod, strip_periods
from kznews.record.strip_reports import Checks, OtherSources, StripReport, checked_days
from kznews.text.timezones import zone

_BANK = "nationalbank"
_DAY = timedelta(days=1)
_BEFORE = timedelta(days=20)
"""How long before and after a day its strip's rates may have been official, not to be stale."""
_SOURCES: tuple[RateKind, ...] = ("market", "exchange office")


def official_rates(
    database: SyncDatabase,
    codes: Iterable[str],
    since: date = date.min,
    until: date = date.max,
) -> OfficialRates:
    """Read the official rates of some currencies, of all days that are stored or of some."""
    of: Fields = {
        "pair": {"$in": [f"{each}/KZT" for code in sorted({*codes}) for each in codes_of(code)]},
        "kind": "official",
        "outlet": _BANK,
        "valid_on": {"$gte": f"{since}", "$lte": f"{until}"},
    }
    # The last to be seen for a day is the one that the bank states now.
    read = ["valid_on", "base", "value", "units"]
    stored = database[RATES.name].find(of, read).sort("last_seen_at")
    return OfficialRates(
        [
            OfficialRate(
                day=date.fromisoformat(each["valid_on"]),
                code=each["base"],
                value=each["value"].to_decimal(),
                units=each["units"],
            )
            for each in stored
        ]
    )


def periods_of_strips(
    database: SyncDatabase,
    since: date,
    outlet: str | None = None,
    until: date | None = None,
) -> list[StripPeriod]:
    """Read what strips said since a day of Almaty, of one outlet or of all."""
    begun = _start_of(since)
    ended = _start_of(until + _DAY) if until is not None else None
    of: Fields = {
        "outlet": outlet if outlet is not None else {"$ne": _BANK},
        "last_seen_at": {"$gte": begun},
        "kind": {"$nin": [*_SOURCES]},
        "valid_on": None,
        "quote": "KZT",
    }
    if ended is not None:
        of["first_seen_at"] = {"$lt": ended}
    stored = database[RATES.name].find(of).to_list()
    return [
        each
        for each in strip_periods(stored)
        if each.last_seen_at >= begun and (ended is None or each.first_seen_at < ended)
    ]


def outlets_with_rates(database: SyncDatabase) -> list[str]:
    """Name the outlets whose pages state rates; the National Bank is none of them."""
    return sorted({*database[RATES.name].distinct("outlet")} - {_BANK})


def currencies_of_bank(database: SyncDatabase) -> list[str]:
    """Give the codes of the currencies of which rates in tenge are stored."""
    pairs = database[RATES.name].distinct("pair")
    return sorted({todays_code(pair[:3], 1)[0] for pair in pairs if pair.endswith("/KZT")})


def reports_of_strips(
    database: SyncDatabase, since: date, outlet: str | None = None
) -> list[StripReport]:
    """Read what strips said since a day of Almaty, and find what is true of it on each day."""
    periods = periods_of_strips(database, since, outlet)
    official = official_rates(database, {code for each in periods for code in each.values})
    return _reports(database, periods, official, since)


def reports_of_days(
    database: SyncDatabase, since: date, until: date, outlet: str | None = None
) -> list[StripReport]:
    """Read what strips said on some days, and compare it with the official rates of these alone.

    So a stale strip's best days are not those of all that are stored: `best_of_all` finds them.
    """
    begun = _start_of(since)
    periods = [
        replace(each, first_seen_at=max(each.first_seen_at, begun))
        for each in periods_of_strips(database, since, outlet, until)
    ]
    codes = {code for each in periods for code in each.values}
    official = official_rates(database, codes, since - _BEFORE, until + _BEFORE)
    return _reports(database, periods, official, since)


def _reports(
    database: SyncDatabase, periods: Iterable[StripPeriod], official: OfficialRates, since: date
) -> list[StripReport]:
    found = list(periods)
    begun = min((each.first_seen_at.date() for each in found), default=since)
    checks = Checks(official, SourcesOfDays.read(database, begun).on)
    return [(period, checked_days(period, checks)) for period in found]


def best_of_all(database: SyncDatabase, values: Mapping[str, StatedRate], day: date) -> Fit | None:
    """Find the days that a stale strip fits best, of all official rates that are stored.

    All of them are read and compared once, and again when the bank's newest were seen.
    """
    newest = database[RATES.name].find_one(
        {"outlet": _BANK}, ["last_seen_at"], sort=[("last_seen_at", -1)]
    )
    if newest is None:
        return None
    return _best_of_all(database, tuple(sorted(values.items())), day, newest["last_seen_at"])


@lru_cache(maxsize=64)
def _best_of_all(
    database: SyncDatabase, values: tuple[tuple[str, StatedRate], ...], day: date, newest: datetime
) -> Fit | None:
    official = _all_official(database, tuple(code for code, _ in values), newest)
    return check_strip(dict(values), day, official).best


@lru_cache(maxsize=4)
def _all_official(
    database: SyncDatabase, codes: tuple[str, ...], newest: datetime
) -> OfficialRates:
    return official_rates(database, codes)


class SourcesOfDays:
    """The rates of exchange offices and markets, day by day of Almaty."""

    def __init__(self, rates: Iterable[Fields]) -> None:
        self._rates = list(rates)
        self._by_day: dict[date, OtherSources] = {}

    @classmethod
    def read(cls, database: SyncDatabase, since: date) -> SourcesOfDays:
        """Read those that were seen since a day."""
        of: Fields = {
            # Of each other outlet, by the index of what it states now.
            "outlet": {"$ne": _BANK},
            "kind": {"$in": [*_SOURCES]},
            "last_seen_at": {"$gte": _start_of(since)},
        }
        return cls(database[RATES.name].find(of).to_list())

    def on(self, day: date) -> OtherSources:
        """Give the rates that were stated on `day`, by their source.

        All strips are compared with them: a day's are found once.
        """
        if day not in self._by_day:
            self._by_day[day] = self._found_on(day)
        return self._by_day[day]

    def _found_on(self, day: date) -> OtherSources:
        begun = _start_of(day)
        ended = _start_of(day + _DAY)
        found: dict[str, dict[str, list[Decimal]]] = {}
        for rate in self._rates:
            if any(
                each.first_seen_at < ended and each.last_seen_at >= begun
                for each in lifetime_of(rate)
            ):
                side = f", {rate['side']}" if rate["side"] else ""
                source = f"{rate['outlet']} ({rate['kind']}{side})"
                code, units = todays_code(rate["base"], rate["units"])
                per_unit = rate["value"].to_decimal() / units
                found.setdefault(source, {}).setdefault(code, []).append(per_unit)
        return found


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), zone("Asia/Almaty")).astimezone(UTC)
