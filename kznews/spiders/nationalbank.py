"""The National Bank of Kazakhstan's official rates, a day a request.

The feed of any day since 2000 is `get_rates.cfm?fdate=DD.MM.YYYY`. A rate is set from the trading
of the business day before and holds from its day on; on a day without trading the feed repeats the
last one.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response

from kznews.extraction.national_bank import read_national_bank
from kznews.items import Rate, Rejection
from kznews.spiders.arguments import JOB, SCRAPYDS_OWN, ArgumentError, read_day, refuse_unknown
from kznews.spiders.recording import RecordingSpider, fetch_time
from kznews.text.timezones import zone

logger = logging.getLogger(__name__)

_FEED = "https://nationalbank.kz/rss/get_rates.cfm?fdate={:%d.%m.%Y}"
_FIRST_DAY = date(2000, 1, 1)


class NationalBankSpider(RecordingSpider):
    """Official rates of one day (`date=`), of each day of a range (`since=`, `until=`), or today's.

    `until` is today in Almaty where not given. `days=` names several ranges, as `scrapy rates
    --gaps` does: `2026-01-03..2026-01-05,2026-02-01`. Raises ArgumentError for anything else, and
    for days before 2000 or after tomorrow, which the feed does not have.
    """

    name = "nationalbank"
    allowed_domains = ("nationalbank.kz",)
    # Rates are set once a business day, in the afternoon.
    crawl_every = timedelta(hours=1)
    page_kinds: ClassVar[dict[str, str]] = {"parse_day": "rates"}

    def __init__(self, name: str | None = None, /, **arguments: str) -> None:
        super().__init__(name)
        self.job = arguments.get(JOB)
        refuse_unknown(arguments, {"date", "since", "until", "days"})
        given = {name: value for name, value in arguments.items() if name not in SCRAPYDS_OWN}
        today = datetime.now(zone("Asia/Almaty")).date()
        self.ranges = list(_ranges(given, today))
        """The first and the last day of each range that is asked for."""
        for first, last in self.ranges:
            if last < first:
                raise ArgumentError(f"until={last} is before since={first}")
            for day in (first, last):
                if not _FIRST_DAY <= day <= today + timedelta(days=1):
                    raise ArgumentError(f"{day} is not between {_FIRST_DAY} and tomorrow")

    async def start(self) -> AsyncIterator[Request]:
        """Ask for each day, with one request."""
        for first, last in self.ranges:
            for offset in range((last - first).days + 1):
                day = first + timedelta(days=offset)
                yield Request(
                    _FEED.format(day),
                    callback=self.parse_day,
                    errback=self.failed,
                    cb_kwargs={"day": day.isoformat()},
                )

    def parse_day(self, response: Response, day: str) -> Iterator[Rate | Rejection]:
        """Read the rates of a day; `valid_on` is the feed's own day, also where it is not `day`."""
        if self._is_unchanged(response):
            return
        with self._kept(response, "rates") as lost:
            yield from self._read_day(response, day)
        yield from lost

    def _read_day(self, response: Response, day: str) -> Iterator[Rate]:
        rates = read_national_bank(
            response.body, response.url, outlet=self.name, seen_at=fetch_time(response)
        )
        if any(rate.valid_on != date.fromisoformat(day) for rate in rates):
            self._count("rates/other_day")
            logger.warning(
                "%s: the rates of %s were asked for, the answer states %s",
                response.url,
                day,
                rates[0].valid_on,
            )
        yield from rates


def _ranges(given: Mapping[str, str], today: date) -> Iterator[tuple[date, date]]:
    if len(given) > 1 and given.keys() != {"since", "until"}:
        raise ArgumentError("give either date, or since and until, or days")
    if "days" in given:
        for part in given["days"].split(","):
            first, dots, last = part.partition("..")
            yield read_day("days", first), read_day("days", last if dots else first)
        return
    days = {name: read_day(name, value) for name, value in given.items()}
    if days.keys() == {"until"}:
        raise ArgumentError("until needs since")
    yield (
        days.get("date") or days.get("since") or today,
        days.get("date") or days.get("until") or today,
    )
