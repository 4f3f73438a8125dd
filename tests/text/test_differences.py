"""Paragraphs and words of two texts are matched as a reader would match them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from kznews.text.differences import ParagraphChange, Piece, paragraph_changes, word_changes

FIRE = "На складе в Алматы произошёл пожар, сообщили в департаменте по ЧС города."
DEAD = "По предварительным данным, погибли 5 человек, ещё двое доставлены в больницу."
CAUSE = "Причины возгорания устанавливают специалисты, площадь пожара составила 300 метров."
ROAD = "Движение по улице Толе би перекрыто, автобусы идут в объезд по проспекту Абая."


def how(before: list[str], after: list[str]) -> list[tuple[str, int | None, int | None]]:
    changes = paragraph_changes(before, after)
    return [(each.how, each.before, each.after) for each in changes]


def test_what_stays_is_the_same_and_what_differs_a_little_is_edited() -> None:
    edited = DEAD.replace("5 человек", "7 человек")
    assert how([FIRE, DEAD, CAUSE], [FIRE, edited, CAUSE]) == [
        ("same", 0, 0),
        ("edited", 1, 1),
        ("same", 2, 2),
    ]


def test_a_paragraph_that_was_cut_stands_where_it_stood() -> None:
    assert how([FIRE, DEAD, CAUSE], [FIRE, CAUSE, ROAD]) == [
        ("same", 0, 0),
        ("cut", 1, None),
        ("same", 2, 1),
        ("added", None, 2),
    ]


def test_a_paragraph_that_stands_elsewhere_has_moved_also_if_it_was_edited() -> None:
    assert how([FIRE, DEAD, CAUSE], [CAUSE, FIRE, DEAD]) == [
        ("moved", 2, 0),
        ("same", 0, 1),
        ("same", 1, 2),
    ]
    edited = CAUSE.replace("300", "400")
    assert ("moved", 2, 0) in how([FIRE, DEAD, CAUSE], [edited, FIRE, DEAD])


def test_paragraphs_that_say_something_else_are_no_edit_of_each_other() -> None:
    assert how([FIRE, DEAD], [FIRE, ROAD]) == [
        ("same", 0, 0),
        ("added", None, 1),
        ("cut", 1, None),
    ]


def test_words_that_stay_stand_between_those_that_do_not() -> None:
    assert word_changes("погибли 5 человек в Алматы", "погибли 7 человек в Астане") == [
        Piece("same", "погибли"),
        Piece("cut", "5"),
        Piece("added", "7"),
        Piece("same", "человек в"),
        Piece("cut", "Алматы"),
        Piece("added", "Астане"),
    ]
    assert word_changes("", "новое") == [Piece("added", "новое")]
    assert word_changes("старое", "") == [Piece("cut", "старое")]


PARAGRAPHS = some.lists(some.text(some.sampled_from("абв "), min_size=1, max_size=9), max_size=12)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_is_told_once(before: list[str], after: list[str]) -> None:
    changes = paragraph_changes(before, after)
    olds = sorted(each.before for each in changes if each.before is not None)
    news = [each.after for each in changes if each.after is not None]
    assert olds == list(range(len(before)))
    assert news == list(range(len(after)))
    for change in changes:
        match change:
            case ParagraphChange("same", int(old), int(new)):
                assert before[old] == after[new]
            case ParagraphChange("added", None, int()) | ParagraphChange("cut", int(), None):
                pass
            case ParagraphChange("edited" | "moved", int(), int()):
                pass
            case _:
                raise AssertionError(change)


WORDS = some.lists(some.sampled_from("абвгд"), max_size=40).map(" ".join)


@given(WORDS, WORDS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert " ".join(each.text for each in pieces if each.part != "added") == before
    assert " ".join(each.text for each in pieces if each.part != "cut") == after
