from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kznews.record.stories.skeleton import skeleton_words
from tests.record.stories.spellings import LATIN, in_arabic, in_latin

KAZAKH = (
    "Қазақстан Республикасының Президенті Үкімет отырысында әлеуметтік жобаларды іске асыру "
    "барысын талқылады. Отырысқа облыс әкімдері, министрлер және ұлттық компания басшылары "
    "қатысты. «Халықтың әл-ауқатын арттыру – басты міндет», – деді ол 2026 жылғы 12 сәуірде. "
    "Шілде айында жаңа мектептер мен аурухана ашылып, 1 200 жұмыс орны пайда болады. "
    "Оңтүстікте су тапшылығы байқалып отыр, ал Ақтөбеде қар еріп, жолдарды су шайып кетті. "
    "Ғалымдар жаһандық жылынудың себептерін айтты. Өнеркәсіп өнімі 4,5 пайызға өсті."
)
SPELLINGS = [*LATIN, "Arab"]


def written(text: str, spelling: str) -> str:
    return in_arabic(text) if spelling == "Arab" else in_latin(text, spelling)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_kazakh_text_has_the_same_words(spelling: str) -> None:
    assert written(KAZAKH, spelling) != KAZAKH
    assert skeleton_words(written(KAZAKH, spelling)) == skeleton_words(KAZAKH)


# Clusters of consonants that some spelling writes like one letter do not occur within words.
SYLLABLES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from("бгғджзйкқлмнпрстфхчшу"),
        st.sampled_from("аәеоөұүыіиу"),
        st.sampled_from(["", "л", "м", "н", "ң", "р", "т", "қ", "к", "ш", "с", "й", "у"]),
    ),
)
WORDS = st.lists(SYLLABLES, min_size=1, max_size=4).map("".join)


@settings(max_examples=300)
@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.sampled_from(SPELLINGS))
def test_transliteration_changes_no_word(text: str, spelling: str) -> None:
    assert skeleton_words(written(text, spelling)) == skeleton_words(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("«Алматы» – қала", "АЛМАТЫ, ҚАЛА!"),
        ("мемлекеттік", "мемлекеттiк"),  # a Latin i
        ("Астана жаһан", "Aстана жаhан"),  # a Latin A and h
        ("ёлка", "елка"),
        ("Boeing’тың QR-коды", "boeing'тың qr коды"),
        ("президе\u00adнт", "президент"),
        ("за́мок", "замок"),
        ("٢٠٢٦ جىلى", "2026 жылы"),
    ],
)
def test_what_makes_no_difference(one: str, other: str) -> None:
    assert skeleton_words(one) == skeleton_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100", "10"),
        ("курс 447", "курс 448"),
        ("Токаев", "Токаева"),
        ("су", "сұлу"),
        ("北京", "东京"),
    ],
)
def test_what_makes_a_difference(one: str, other: str) -> None:
    assert skeleton_words(one) != skeleton_words(other)


@pytest.mark.parametrize("text", ["", " ", "…!", "🔥", "\ud83d", "\x00"])
def test_what_has_no_words(text: str) -> None:
    assert skeleton_words(text) == []


@given(st.text())
def test_any_text_has_words_of_letters_and_digits(text: str) -> None:
    for word in skeleton_words(text):
        assert word
        assert all(unit > 127 or chr(unit).isalnum() for unit in word)
        assert word == word.lower()
