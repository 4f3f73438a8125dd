from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.search.spelling import fold


@pytest.mark.parametrize(
    ("folded", "spellings"),
    [
        ("токаев", "Тоқаев Токаев ТОҚАЕВ Toqaev Tokaev Tokayev توقاەۆ"),
        ("казакстан", "Қазақстан Qazaqstan Kazakstan قازاقستان"),
        ("онер", "өнер öner óner ونەر"),
        ("жанаозен", "Жаңаөзен Жанаозен Jańaózen Jañaözen جاڭاوزەن"),
        ("укимет", "үкімет укимет Úkimet ükımet ۇكىمەت"),
        ("партиа", "партия partiya partia"),
        ("королев", "королёв королев"),
        ("сауир", "сәуір сәуiр säuir"),
        ("обект", "объект обьект obekt"),
        ("самсунг", "Samsung Самсунг"),
        ("кафе", "café Café кафе"),
    ],
)
def test_all_spellings_of_a_word_are_one(folded: str, spellings: str) -> None:
    assert {fold(each) for each in spellings.split()} == {folded}


@pytest.mark.parametrize(
    ("number", "folded"),
    [("4,7", "4.7"), ("4.7", "4.7"), ("1 000 000", "1000000"), ("٢٠٢٦", "2026"), ("2026", "2026")],
)
def test_a_number(number: str, folded: str) -> None:
    assert fold(number) == folded


def test_stress_marks_are_nothing() -> None:
    assert fold("за\u0301мок") == "замок"


ALPHABETS = ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі", "abcikquxyzäğıñöşūüýœøé'", "٤ىەءقۇيىنو")


@given(st.one_of([st.text(alphabet, max_size=30) for alphabet in ALPHABETS]))
def test_folding_twice_changes_nothing_more(word: str) -> None:
    assert fold(fold(word)) == fold(word)
