"""What docs/search.md and the help say of questions is so."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from kznews.search.forms import question_terms, terms
from kznews.search.keyboard_layout import suggest_layout
from kznews.search.query import parse
from kznews.search.query_error import QueryError
from kznews.search.query_fields import FIELDS
from kznews.search.query_help import describe_language
from kznews.search.query_nodes import And, Filter, Node, Not, Or, Phrase, Word
from tests.crawl.conftest import PROJECT
from tests.docs.documents import blocks, section, tables

DOCUMENT = "docs/search.md"
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
QUESTIONS = list(tables(section(DOCUMENT, "Putting words together"), "question"))
BUDGET, SCHOOL, OIL, GAS = map(Word, ("бюджет", "мектеп", "нефть", "газ"))


def test_each_example_of_the_table_means_what_stands_beside_it() -> None:
    either = Or((Filter("title", "=", BUDGET), Filter("title", "=", SCHOOL)))
    meanings: list[Node] = [
        And((BUDGET, SCHOOL)),
        And((BUDGET, SCHOOL)),
        Or((OIL, Word("мұнай"))),
        And((OIL, Not(GAS))),
        And((OIL, Not(GAS))),
        And((Or((OIL, GAS)), Word("экспорт"))),
        Phrase(("курс", "тенге")),
        Phrase(("курс", "тенге"), 5),
        Phrase(("пресс", "служба")),
        either,
    ]
    assert [parse(question) for question in QUESTIONS] == meanings


def test_the_table_has_all_fields() -> None:
    rows = tables(section(DOCUMENT, "Fields"), "field")
    assert list(rows) == list(FIELDS)
    for name, (others, example, meaning) in rows.items():
        field = FIELDS[name]
        assert re.findall("`([^`]+)`", others) == list(field.other_names)
        assert example == f"`{field.example}`"
        assert meaning.startswith(field.meaning)
        assert set(field.choices) <= set(re.findall("`([^`]+)`", meaning))


def test_the_moments_are_moments() -> None:
    (sentence,) = re.findall(r"A moment is one of ([^;]+);", section(DOCUMENT, "Fields"))
    for moment in re.findall("`([^`]+)`", sentence):
        assert isinstance(parse(f"after:{moment}", now=NOW), Filter)


def test_the_error_is_what_is_printed() -> None:
    (shown,) = blocks(PROJECT / DOCUMENT, "text")
    question = shown.splitlines()[1].strip()
    with pytest.raises(QueryError) as raised:
        parse(question)
    assert str(raised.value) == shown.rstrip("\n")


def test_words_find_what_the_document_says() -> None:
    for question, word in re.findall(r"`(\w+)`\s+finds\s+«(\w+)»", section(DOCUMENT, "Words")):
        assert set(question_terms(question)) & set(terms(word)), question
    assert suggest_layout("ghtpbltyn") == "президент"
    assert suggest_layout("0аза0стан") == "қазақстан"


def test_help_names_each_field() -> None:
    told = describe_language()
    assert all(field.example in told for field in FIELDS.values())
    for example in re.findall(r"^  (.+?)   ", told, re.MULTILINE):
        assert parse(example.strip(), now=NOW)
    assert all(len(line) <= 160 for line in told.splitlines())
