from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.search.tokens import tokens
from tests.growth import Shape, slowest_shapes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Тоқаев келді.", ["Тоқаев", "келді"]),
        ("4,7 млрд, 1 000 000 теңге", ["4,7", "млрд", "1 000 000", "теңге"]),
        ("пресс-служба", ["пресс", "служба"]),
        ("Қасым-Жомарт", ["Қасым", "Жомарт"]),
        ("d'Artagnan’s", ["d'Artagnan’s"]),
        ("2026-11-01", ["2026", "11", "01"]),
        ("«…» — !", []),
        ("за\u0301мок", ["за\u0301мок"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("15-інде", "15"),
        ("2026-да", "2026"),
        ("28-го", "28"),
        ("5-ші", "5"),
        ("7-інші", "7"),
        ("ҚР-ның", "ҚР"),
        ("Boeing-тың", "Boeing"),
        ("IT-ге", "IT"),
    ],
)
def test_an_ending_behind_a_hyphen_belongs_to_its_word(text: str, word: str) -> None:
    (token,) = tokens(f"«{text}»")
    assert (token.word, token.start, token.end) == (word, 1, 1 + len(text))


@pytest.mark.parametrize("text", ["IT-саланың", "QR-код", "5-қабат", "ТЖМ-су"])
def test_a_word_behind_a_hyphen_is_another(text: str) -> None:
    assert [token.word for token in tokens(text)] == text.split("-")


@given(st.text())
def test_places_are_those_of_the_words(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end
        assert text[token.start :].startswith(token.word)
        end = token.end


def test_any_text_takes_linear_time() -> None:
    units = ("а", "a'", "1 111 ", "1,", "111 1", "1-а", "ҚР-", "а-", "'")
    shapes = [Shape(unit=unit, end=end) for unit in units for end in ("", "!")]
    assert slowest_shapes(lambda text: list(tokens(text)), shapes) == {}
