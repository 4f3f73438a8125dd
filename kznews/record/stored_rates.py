"""Reads stored rates: the National Bank's, what pages state, and what other sources do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from kznews.items import RateKind
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.lifetimes import lifetime_of
from kznews.record.official_rates import OfficialRate, OfficialRates, codes_of, todays_code
from kznews.record.schema import RATES
from kznews.record.strip_periods import StripPeriod, strip_periods
from kznews.record.strip_reports import OtherSources
from kznews.text.timezones import zone

_BANK = "nationalbank"
_SOURCES: tuple[RateKind, ...] = ("market", "exchange office")


def official_rates(database: SyncDatabase, codes: Iterable[str]) -> OfficialRates:
    """Read the official rates of some currencies, of all days that are stored."""
    of: Fields = {
        "pair": {"$in": [f"{each}/KZT" for code in sorted({*codes}) for each in codes_of(code)]},
        "kind": "official",
        "outlet": _BANK,
        "valid_on": {"$ne": None},
    }
    # The last to be seen for a day is the one that the bank states now.
    stored = database[RATES.name].find(of).sort("last_seen_at")
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
    database: SyncDatabase, since: date, outlet: str | None = None
) -> list[StripPeriod]:
    """Read what strips said since a day of Almaty, of one outlet or of all."""
    begun = _start_of(since)
    of: Fields = {
        "outlet": outlet if outlet is not None else {"$ne": _BANK},
        "last_seen_at": {"$gte": begun},
        "kind": {"$nin": [*_SOURCES]},
        "valid_on": None,
        "quote": "KZT",
    }
    stored = database[RATES.name].find(of).to_list()
    return [each for each in strip_periods(stored) if each.last_seen_at >= begun]


class SourcesOfDays:
    """The rates of exchange offices and markets, day by day of Almaty."""

    def __init__(self, rates: Iterable[Fields]) -> None:
        self._rates = list(rates)

    @classmethod
    def read(cls, database: SyncDatabase, since: date) -> SourcesOfDays:
        """Read those that were seen since a day."""
        of: Fields = {"kind": {"$in": [*_SOURCES]}, "last_seen_at": {"$gte": _start_of(since)}}
        return cls(database[RATES.name].find(of).to_list())

    def on(self, day: date) -> OtherSources:
        """Give the rates that were stated on `day`, by their source."""
        begun = _start_of(day)
        ended = _start_of(day + timedelta(days=1))
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
