from __future__ import annotations

from kznews.search.marking import Marker, Stretch
from kznews.search.query import parse

LONG = " ".join(f"сөз{number}" for number in range(100))


def written(stretches: list[Stretch]) -> str:
    return "".join(f"*{each.text}*" if each.is_found else each.text for each in stretches)


def test_every_form_of_the_words_is_marked_in_its_place() -> None:
    marker = Marker(parse('президент "су қоймасы" title:жарлық -тасқын outlet:zakon'))
    text = "Президенттің жарлығы: «Су қоймасына» тасқын келмеді."
    assert written(marker.marked(text, "kk")) == (
        "*Президенттің* *жарлығы*: «*Су* *қоймасына*» тасқын келмеді."
    )
    assert written(marker.marked("", "kk")) == ""


def test_the_passage_is_the_one_with_most_words_of_the_question() -> None:
    marker = Marker(parse("президент су"))
    text = f"Президент келді. {LONG}. Кейін президенттің сөзін су туралы деді. {LONG}"
    passage = written(marker.passage(text, "kk", 120))
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert "*президенттің* сөзін *су* туралы" in passage
    assert len(passage) < 140


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    marker = Marker(parse("президент"))
    assert written(marker.passage("Бір\n\nекі үш", "kk", 100)) == "Бір екі үш"
    assert written(marker.passage(LONG, "kk", 20)) == "сөз0 сөз1 сөз2 сөз3 …"
    assert written(marker.passage("ж" * 100, "kk", 20)) == "ж" * 20 + " …"
