from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from kznews.record.translations.choice import By, Pair, held
from kznews.record.translations.evidence import Evidence
from kznews.record.translations.rule import may_say_it, shared, what_says_it

SOON = timedelta(hours=1)
TOMORROW = timedelta(hours=20)
NAMES = ("irlan", "kasin", "siito", "bauri")


def says(
    one: Evidence, other: Evidence, apart: timedelta = SOON, *, is_dated: bool = True
) -> str | None:
    return what_says_it(one, other, shared(one, other), apart=apart, is_dated=is_dated)


def of(*numbers: str, names: tuple[str, ...] = (), **more: tuple[str, ...]) -> Evidence:
    return Evidence(numbers=numbers, names=names, **more)


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        (of("73320", "412"), of("73320", "412", "47"), "rule"),
        # Too little: one number, small ones, those of any text.
        (of("412"), of("412"), None),
        (of("12", "14", "15", "16", "20"), of("12", "14", "15", "16", "20"), None),
        (of("2023", "2024", "03-06"), of("2023", "2024", "03-06"), None),
        # A series: what was said yesterday is in it, and more is new.
        (of("73320", "412", "51870", "386"), of("73320", "47", "62140", "275"), None),
        # The headline says another number, another day.
        (of("73320", "412", title_numbers=("386",)), of("73320", "412"), None),
        (of("73320", "412", "03-06", title_numbers=("03-06",)), of("73320", "412"), None),
        (of("73320", "412", title_numbers=("412", "386")), of("73320", "412"), "rule"),
        # Both name days, and none is the same.
        (of("73320", "412", "03-06"), of("73320", "412", "03-07"), None),
        (of("73320", "412", "03-06"), of("73320", "412"), "rule"),
        # Names alone: enough of them, and those of the headlines.
        (of(names=NAMES), of(names=NAMES), "rule"),
        (of(names=NAMES[:3]), of(names=NAMES[:3]), None),
        (of(names=NAMES, title_names=("sadik",)), of(names=NAMES), None),
        (of(names=("astan", "almat", "kazah", "tokau") * 5), of(names=("astan", "almat")), None),
        (of("412", names=NAMES), of("386", names=NAMES), None),
        # Pictures and addresses say something, but not alone.
        (of("412", pictures=("a",)), of("412", pictures=("a",)), "rule"),
        (of(pictures=("a",)), of(pictures=("a",)), None),
        (of(addresses=("6",), names=("irlan",)), of(addresses=("6",), names=("irlan",)), "address"),
        (of(addresses=("6",)), of(addresses=("6",)), None),
        (of("412", "47", addresses=("6",)), of("386", "47", addresses=("6",)), None),
    ],
)
def test_what_says_that_two_are_translations(one: Evidence, other: Evidence, by: str) -> None:
    assert (says(one, other), says(other, one)) == (by, by)


def test_whatever_says_it_is_looked_at() -> None:
    lot = Random(14)
    numbers, names = ["412", "386", "47", "12", "2024", "03-06"], [*NAMES, "sadik", "astan"]

    def some(of: list[str]) -> tuple[str, ...]:
        return tuple(each for each in of if lot.random() < 0.6)

    all_ = [of(*some(numbers), names=some(names), addresses=some(["6"])) for _ in range(4000)]
    pairs = list(zip(all_[::2], all_[1::2], strict=True))
    looked_at = [pair for pair in pairs if may_say_it(*pair)]
    told = [pair for pair in pairs if says(*pair) is not None]
    assert 100 < len(told) < len(looked_at) < len(pairs) - 100
    assert all(pair in looked_at for pair in told)


def test_time_between_two_and_dates_that_are_missing() -> None:
    numbers, names = of("73320", "412"), of(names=NAMES)
    assert says(numbers, numbers, TOMORROW) == "rule"
    assert says(numbers, numbers, timedelta(days=3)) is None
    assert says(numbers, numbers, is_dated=False) is None
    more = of("73320", "412", "47")
    assert says(more, more, is_dated=False) == "rule"
    assert says(names, names, TOMORROW) is None


def pair(first: str, second: str, weight: float, by: By = "rule", hours: float = 1.0) -> Pair:
    """Articles are named by their language."""
    return Pair(
        articles=(first, second),
        languages=(first[:2], second[:2]),
        by=by,
        weight=weight,
        hours_apart=hours,
    )


def test_the_pairs_that_are_told_are_of_articles_that_fit_nobody_better() -> None:
    nearer = pair("kk1", "ru1", 9)
    assert held([nearer, pair("kk1", "ru2", 8), pair("en1", "ru2", 5)]) == {
        ("kk1", "ru1"),
        ("en1", "ru2"),
    }
    # The second best of both: who knows?
    assert held([nearer, pair("kk1", "ru2", 8), pair("kk2", "ru2", 7)]) == {("kk1", "ru1")}
    stated = pair("kk1", "ru2", 1, "page")
    assert held([nearer, stated, pair("kk2", "ru1", 3)]) == {("kk1", "ru2")}
    assert held([stated, pair("kk1", "ru3", 2, "address")]) == {("kk1", "ru2"), ("kk1", "ru3")}
    assert held([pair("kk1", "ru1", 9, hours=5), pair("kk1", "ru2", 9)]) == {("kk1", "ru2")}
    assert held([]) == set()
