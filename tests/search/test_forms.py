from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.search.forms import question_terms, terms


def is_found(question: str, word: str, language: str | None = None) -> bool:
    return not set(question_terms(question)).isdisjoint(terms(word, language))


@pytest.mark.parametrize(
    "forms",
    [
        # The issue's own examples.
        "президент президенттің президентке президенттеріміздегі",
        "су судың суға суы сумен",
        # Softened consonants, dropped vowels, doubled letters, soft endings of loans.
        "кітап кітабы кітабым кітаптарға кітабымыздағы",
        "мектеп мектебінің мектептерден",
        "балық балығы балыққа",
        "халық халқы халқының халыққа",
        "қауіп қаупі қауіптің",
        "журналист журналистер журналистің",
        "банк банкі банкке",
        "объект объектілер объектіні объектінің",
        "партия партиясы партияның",
        # Verbs.
        "бару барды барған баратын бармады барып барса барамыз бармайды барғандықтан баруға",
        "оқу оқиды оқыды оқып оқыған оқымайтын",
        "қою қояды қойды қоюды қойған",
        "шығу шықты шығарда шығып шыққан",
        "жабу жапты жауып жабады",
        "келу келеді келмейді келгендердің келіңіз",
        # Russian.
        "министр министра министрами министры",
        "Токаев Токаева Токаеву Токаевым Тоқаев Тоқаевтың",
        "article articles",
    ],
)
def test_any_form_finds_any_form(forms: str) -> None:
    words = forms.split()
    missed = [(a, b) for a in words for b in words if not is_found(a, b)]
    assert missed == []


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Токаев", "Тоқаевтың"),
        ("Токаевтын", "Тоқаев"),
        ("укиметтин", "үкіметке"),
        ("мектептерине", "мектебі"),
        ("тилди", "тілдер"),
        ("Нұр", "нұры"),
        ("Qazaqstan", "Қазақстанның"),
        ("Қазақстан", "Qazaqstannyń"),
        ("قازاقستان", "Қазақстанда"),
        ("Қазақстан", "قازاقستاننىڭ"),
        ("Самсунг", "Samsungтың"),
        ("ҚР", "ҚР"),
        ("ещё", "еще"),
        ("4.7", "4,7"),
    ],
)
def test_one_spelling_for_a_searcher(question: str, word: str) -> None:
    assert is_found(question, word)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("алма", "алды"),
        ("бала", "балық"),
        ("бала", "бал"),
        ("қала", "қалды"),
        ("тау", "тауық"),
        ("сот", "соттық"),
        ("банк", "банан"),
        ("мұнай", "мұнда"),
        ("барды", "бағаны"),
        # They differ by Kazakh's own letters alone.
        ("көл", "қолда"),
        ("кол", "көлде"),
        ("болу", "бөлді"),
        ("бөлу", "болды"),
        ("өту", "от"),
        ("тұр", "түрі"),
    ],
)
def test_other_words_are_not_found(question: str, word: str) -> None:
    assert not is_found(question, word, "kk")


def test_a_short_word_of_a_kazakh_name_is_found_in_russian_texts() -> None:
    assert is_found("Нұр", "Нур", "ru")


@given(st.text(max_size=100))
def test_any_word_has_few_terms(word: str) -> None:
    for found in (terms(word), question_terms(word)):
        assert 1 <= len(found) < 40
        assert all(len(term) < 200 for term in found)


def test_a_russian_text_has_no_kazakh_stems() -> None:
    assert len(terms("правительства", "ru")) == 2
    assert is_found("Тоқаев", "Тоқаевтың")
    assert set(terms("Жаңаөзен", "ru")) & set(question_terms("Жаңаөзенде"))
