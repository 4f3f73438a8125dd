"""Where the date of publication stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kznews.extraction.induction.agreement import Agreed, Known, agreed_selector
from kznews.extraction.induction.samples import Sample, texts_taken
from kznews.extraction.induction.selectors import Selector, Taken
from kznews.text.dates import Moment, read_moment

_LONGEST_DATE = 120
"""Characters of the longest text that may hold a date."""
_TAKEN_OF_DATES: tuple[Taken, ...] = ("", "::attr(datetime)", "::attr(content)")


def find_published(samples: Sequence[Sample]) -> Agreed | None:
    """Find the date that readers see, which agrees with what metadata states."""
    moments = {id(sample.flat): _Dates(sample) for sample in samples}
    known = [Known(sample.flat, moments[id(sample.flat)].agreeing) for sample in samples]

    def is_right(of: Known, selector: Selector, found: Sequence[int]) -> bool:
        return moments[id(of.flat)].is_right(found, selector.taken)

    def may_be(selector: Selector) -> Iterator[Selector]:
        for taken in _TAKEN_OF_DATES:
            yield replace(selector, taken=taken)

    return agreed_selector(known, is_right, may_be=may_be, tags_alone=frozenset({"time"}))


class _Dates:
    """The elements of a page that show a date, with what it is."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._read: dict[tuple[int, Taken], Moment | None] = {}
        self.agreeing = [
            number
            for number in sample.short
            if any(
                (moment := self._moment(number, taken)) and self._agrees(number, moment)
                for taken in _TAKEN_OF_DATES
            )
        ]

    def is_right(self, found: Sequence[int], taken: Taken) -> bool:
        """Tell whether the first date among the elements is the article's."""
        for number in found:
            if moment := self._moment(number, taken):
                return self._agrees(number, moment)
        return False

    def _moment(self, number: int, taken: Taken) -> Moment | None:
        key = number, taken
        if key not in self._read:
            texts = texts_taken(self._sample.flat, number, taken)
            self._read[key] = next(
                (
                    moment
                    for text in texts
                    if len(text) <= _LONGEST_DATE and any(map(str.isdecimal, text))
                    if (
                        moment := read_moment(
                            text, zone=self._sample.zone, now=self._sample.page.fetched_at
                        )
                    )
                ),
                None,
            )
        return self._read[key]

    def _agrees(self, number: int, moment: Moment) -> bool:
        known = self._sample.published
        if known is None:
            # Nothing says it: a date beside the title or right above the text may be it.
            return number in self._sample.around_text
        if "day" in {moment.precision, known.precision}:
            at = self._sample.zone
            return _day(moment, at) == _day(known, at) and moment.precision == known.precision
        return abs(moment.instant - known.instant) <= timedelta(minutes=1)


def _day(moment: Moment, at: ZoneInfo) -> date:
    return moment.instant.astimezone(at).date()
