"""A month of the tickers and strips of rates of some outlets: what each showed in each hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from kznews.record.official_rates import OfficialRate, OfficialRates

START = datetime(2026, 10, 31, 19, tzinfo=UTC)
"""The first of November in Almaty."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HEADLINES = 15
"""Headlines of a ticker."""
_CURVE = (1, 1, 0, 0, 0, 1, 2, 4, 7, 9, 10, 10, 9, 8, 9, 10, 9, 8, 6, 4, 3, 2, 2, 1)
"""How many of a hundred new headlines come in which hour."""
_RETURNING = 0.05
"""Share of headlines taken off that are pushed again some hours later."""
_CODES = ("USD", "EUR", "RUB")
_OUTAGE = 0.01
"""Share of hours in which an outlet's page shows no ticker, or does not answer."""


@dataclass(frozen=True)
class Page:
    """What a page showed."""

    outlet: str
    seen_at: datetime
    headlines: tuple[str, ...]
    values: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class OutletMonth:
    """The pages of an outlet, an hour each, and what is wrong with its ticker and its strip."""

    outlet: str
    pages: tuple[Page, ...]
    frozen_since: datetime | None = None
    """When its ticker was last changed; None where it is not frozen."""
    strip: str = "right"
    """The verdict on its strip at the month's end."""


@dataclass
class _Ticker:
    """A ticker that is changed every hour."""

    random: Random
    outlet: str
    shown: list[str] = field(default_factory=list)
    leaving: dict[int, list[str]] = field(default_factory=dict)
    """Headlines that are pushed again, by the hour."""
    made: int = 0

    def turn(self, hour: int) -> bool:
        """Push what is new and drop what is last; tell whether anything is another."""
        before = list(self.shown)
        new = self.leaving.pop(hour, [])
        number = sum(self.random.random() < _CURVE[hour % 24] / 25 for _ in range(4))
        for _ in range(HEADLINES if not self.shown else number):
            self.made += 1
            new.append(f"{self.outlet}: жаңалық {self.made:,}")
        self.shown = [*new, *(each for each in self.shown if each not in new)]
        for each in self.shown[HEADLINES:]:
            if self.random.random() < _RETURNING:
                back = hour + self.random.randrange(2, 30)
                self.leaving.setdefault(back, []).append(each)
        self.shown = self.shown[:HEADLINES]
        return self.shown != before


def official(random: Random, days: int) -> OfficialRates:
    """Compose official rates of each day, from forty days before the month."""
    usd, eur, rub = 480.0, 1.14, 80.0
    rates = []
    for offset in range(-40, days + 1):
        usd *= 1 + random.choice((-1, 1)) * random.uniform(0.001, 0.006)
        eur *= 1 + random.choice((-1, 1)) * random.uniform(0.001, 0.004)
        rub *= 1 + random.choice((-1, 1)) * random.uniform(0.002, 0.008)
        day = _day(START) + offset * DAY
        for code, value in zip(_CODES, (usd, usd * eur, usd / rub), strict=True):
            rates.append(OfficialRate(day=day, code=code, value=Decimal(f"{value:.2f}")))
    return OfficialRates(rates)


def month(random: Random, rates: OfficialRates, outlets: int, days: int) -> list[OutletMonth]:
    """Script the month: of ten outlets one freezes, one's strip is a day late, one's is stale."""
    return [_outlet_month(random, rates, number, days) for number in range(outlets)]


def _outlet_month(random: Random, rates: OfficialRates, number: int, days: int) -> OutletMonth:
    name = f"outlet{number}"
    freezes_at = days * 12 if number % 10 == 7 else None
    strip = {8: "late", 9: "stale"}.get(number % 10, "right")
    ticker = _Ticker(random, name)
    pages = []
    changed = START
    for hour in range(days * 24):
        seen_at = START + hour * HOUR
        if (freezes_at is None or hour < freezes_at) and ticker.turn(hour):
            changed = seen_at
        if random.random() < _OUTAGE and hour:
            continue
        day = _day(seen_at) - (DAY if strip == "late" else timedelta(0))
        if strip == "stale":
            day = _day(START)
        values = tuple((code, rates.on(day)[code]) for code in _CODES)
        pages.append(Page(name, seen_at, tuple(ticker.shown), values))
    first_with_change = next((each.seen_at for each in pages if each.seen_at >= changed), None)
    return OutletMonth(
        name, tuple(pages), first_with_change if freezes_at is not None else None, strip
    )


def as_told(random: Random, pages: Sequence[Page]) -> Iterator[Page]:
    """Give pages as workers tell them: one in fifty twice, one in twenty after the next one."""
    told = list(pages)
    for place in range(1, len(told) - 1):
        if random.random() < 0.05:
            told[place], told[place + 1] = told[place + 1], told[place]
    for page in told:
        yield page
        if random.random() < 0.02:
            yield page


def intervals_of(
    pages: Sequence[Page],
) -> dict[str, list[tuple[datetime, datetime, datetime | None]]]:
    """Give what a record of the pages must say of each headline: first, last and missing."""
    found: dict[str, list[tuple[datetime, datetime, datetime | None]]] = {}
    before: tuple[str, ...] = ()
    for page in pages:
        for headline in before:
            if headline not in page.headlines:
                first, last, _ = found[headline][-1]
                found[headline][-1] = first, last, page.seen_at
        for headline in page.headlines:
            if headline in before:
                first, _, missed_at = found[headline][-1]
                found[headline][-1] = first, page.seen_at, missed_at
            else:
                found.setdefault(headline, []).append((page.seen_at, page.seen_at, None))
        before = page.headlines
    return found


def _day(moment: datetime) -> date:
    return (moment + 5 * HOUR).date()
