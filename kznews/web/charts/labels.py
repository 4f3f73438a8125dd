"""What is written on charts in the reader's language and zone: numbers and moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton
from babel.numbers import format_decimal

from kznews.web.charts.scales import Unit


@dataclass(frozen=True)
class Labels:
    """How numbers and moments are written."""

    zone: ZoneInfo
    number: Callable[[float], str]
    moment: Callable[[datetime, Unit], str]


def labels_of(language: str, zone: ZoneInfo) -> Labels:
    """Give the labels of a language, `ru`, `kk` or `en`, in a zone."""

    def moment(at: datetime, unit: Unit) -> str:
        local = at.astimezone(zone)
        match unit:
            case "minute":
                return format_datetime(local, "HH:mm", locale=language)
            case "day":
                return format_skeleton("MMMd", local, locale=language)
            case "month":
                return format_datetime(local, "LLL y", locale=language)
            case "year":
                return format_datetime(local, "y", locale=language)

    return Labels(zone, lambda number: format_decimal(number, locale=language), moment)
