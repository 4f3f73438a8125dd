from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.search.keyboard_layout import suggest_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghtpbltyn", "президент"),
        ("выборы ghtpbltynf", "выборы президента"),
        ("rfpf[cnfy", "казахстан"),
        ("0fpf0cnfy", "қазақстан"),
        ("0аза0стан", "қазақстан"),
        ("ж9мысшылар", "жұмысшылар"),
        ("ыуфкср", "search"),
        ("title:ghtpbltyn OR dsb", "title:президент OR выи"),
        ('"ghtpbltyn nfvj;yz"', '"президент таможня"'),
    ],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    assert suggest_layout(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "президент",
            "қазақстан",
            "Air Astana",
            "Kaspi",
            "zakon.kz",
            "covid-19",
            "МИ-8",
            "qazaqstan",
        ),
        *("2026 жыл", "iPhone 15", "is:gone", "AND OR", "", "а", "1 000 000"),
    ],
)
def test_what_is_right_stays(typed: str) -> None:
    assert suggest_layout(typed) is None


@given(st.text(max_size=60))
def test_any_text_is_suggested_another_or_nothing(typed: str) -> None:
    assert suggest_layout(typed) != typed
