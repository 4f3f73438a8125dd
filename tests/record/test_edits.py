"""The kinds of an edit are what a reader would call it."""

from __future__ import annotations

from typing import Any

import pytest

from kznews.items import CONTENT, Article, marked
from kznews.record.edits import edit_kinds
from tests.text.test_differences import CAUSE, DEAD, FIRE, ROAD


def version(**changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = dict.fromkeys(marked(Article, CONTENT))
    said |= {"title": "Пожар в Алматы: погибли 5 человек", "lead": "Горел склад."}
    return said | {"body": "\n\n".join([FIRE, DEAD, CAUSE])} | changes


def of_body(*paragraphs: str) -> list[str]:
    return list(edit_kinds(version(), version(body="\n\n".join(paragraphs))))


@pytest.mark.parametrize("name", marked(Article, CONTENT))
def test_an_edit_of_whatever_the_outlet_says_has_a_kind(name: str) -> None:
    assert edit_kinds(version(), version(**{name: "другое"})) != []


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"title": "Число погибших при пожаре выросло"}, ["headline"]),
        ({"title": "Пожар в Алматы: погибли 7 человек"}, ["headline", "correction"]),
        ({"title": "Пожар в Астане: погибли 5 человек"}, ["headline", "correction"]),
        ({"lead": None}, ["lead"]),
        ({"lead": "Горел склад в центре."}, ["lead"]),
        ({"published_at": "later", "tags": ["ЧС"], "authors": ["А"]}, ["date", "authors", "tags"]),
        ({"images": [{"url": "https://a.kz/1.jpg"}]}, ["pictures"]),
    ],
)
def test_kinds_by_field(changes: dict[str, Any], kinds: list[str]) -> None:
    assert edit_kinds(version(), version(**changes)) == kinds


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("погибли 5 человек", "погибли 7 человек", "correction"),
        # A number takes another form of its word with it.
        ("ещё 21 человек ранен", "ещё 22 человека ранены", "correction"),
        ("сообщил Ахметов в среду", "сообщил Ахметова в среду", "correction"),
        ("сообщил Болат Ахметов в среду", "сообщил Берик Ахметов в среду", "correction"),
        ("рост на 3,5% за год", "рост на 3,7% за год", "correction"),
        ("пресс-служба МЧС сообщила", "пресс-служба МВД сообщила", "correction"),
        ("сообщили вчера вечером", "сообщили сегодня утром", "text"),
        ("он не придёт туда", "он придёт туда", "text"),
        ("он придёт туда", "он не придёт туда", "text"),
        # The first word of a sentence has a capital whatever it is.
        ("Вчера это стало известно", "Сегодня это стало известно", "text"),
        ("МЧС это подтвердило", "МВД это подтвердило", "correction"),
        ("суд прошёл", "суд прошёл, как сообщили в акимате города, вчера", "addition"),
        ("суд прошёл, как сообщили в акимате города, вчера", "суд прошёл", "cut"),
    ],
)
def test_a_change_within_a_paragraph(before: str, after: str, kind: str) -> None:
    former = version(body=f"{before}. {FIRE}")
    assert edit_kinds(former, version(body=f"{after}. {FIRE}")) == [kind]


def test_paragraphs_that_come_go_and_move() -> None:
    assert of_body(FIRE, DEAD, CAUSE, ROAD) == ["addition"]
    assert of_body(FIRE, CAUSE) == ["cut"]
    assert of_body(CAUSE, FIRE, DEAD) == ["text"]
    assert of_body(FIRE, CAUSE, ROAD) == ["addition", "cut"]
    assert of_body(FIRE, DEAD.replace("5", "9"), CAUSE, ROAD) == ["correction", "addition"]
