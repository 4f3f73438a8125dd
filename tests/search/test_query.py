from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.search import query_fields
from kznews.search.query import MOST_DEPTH, MOST_PARTS, parse
from kznews.search.query_error import QueryError
from kznews.search.query_lexer import LONGEST_QUESTION
from kznews.search.query_nodes import And, Filter, Money, Node, Not, Or, Phrase, Word, leaves

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
A, B, C = Word("а"), Word("б"), Word("в")


@pytest.mark.parametrize(
    ("question", "node"),
    [
        ("а", A),
        ("а б", And((A, B))),
        ("а AND б", And((A, B))),
        ("а И б ЖӘНЕ в", And((A, B, C))),
        ("а OR б", Or((A, B))),
        ("а ИЛИ б НЕМЕСЕ в", Or((A, B, C))),
        ("а OR б в", Or((A, And((B, C))))),
        ("(а OR б) в", And((Or((A, B)), C))),
        ("а NOT б", And((A, Not(B)))),
        ("а НЕ б", And((A, Not(B)))),
        ("ЕМЕС а", Not(A)),
        ("а -б", And((A, Not(B)))),
        ("-(а б)", Not(And((A, B)))),
        ("NOT NOT а", A),
        ("и или", And((Word("и"), Word("или")))),
        ("а — б !", And((A, B))),
        ('"а б"', Phrase(("а", "б"))),
        ("«а б»", Phrase(("а", "б"))),
        ('"а б"~5', Phrase(("а", "б"), 5)),
        ('"а"', A),
        ("а-б", Phrase(("а", "б"))),
        ("1 000 000 а", And((Word("1 000 000"), A))),
        ("15:00", Phrase(("15", "00"))),
        ("https://a.kz", Phrase(("https", "a", "kz"))),
        ("title:а", Filter("title", "=", A)),
        ("Автор:а", Filter("author", "=", A)),
        ('title:"а б"', Filter("title", "=", Phrase(("а", "б")))),
        ("title:(а OR б)", Or((Filter("title", "=", A), Filter("title", "=", B)))),
        ("outlet:zakon", Filter("outlet", "=", "zakon")),
        ('section:"В мире"', Filter("section", "=", "В мире")),
        ("language:KK", Filter("language", "=", "kk")),
        ("script:latn", Filter("script", "=", "Latn")),
        ('kind:"press release"', Filter("kind", "=", "press release")),
        ("is:gone", Filter("is", "=", "gone")),
        ("has:revisions", Filter("has", "=", "revisions")),
        ("amount>1e9", Filter("amount", ">", Money(Decimal("1e9"), "KZT"))),
        ("amount<=$5m", Filter("amount", "<=", Money(Decimal("5e6"), "USD"))),
        ('amount≥"1,5 млрд тенге"', Filter("amount", ">=", Money(Decimal("1.5e9"), "KZT"))),
        ("after:2026-11-01", Filter("after", "=", datetime(2026, 10, 31, 19, tzinfo=UTC))),
    ],
)
def test_what_a_question_means(question: str, node: Node) -> None:
    assert parse(question, now=NOW) == node


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-01", datetime(2026, 10, 31, 19, tzinfo=UTC)),
        ("01.11.2026", datetime(2026, 10, 31, 19, tzinfo=UTC)),
        ("2026-11", datetime(2026, 10, 31, 19, tzinfo=UTC)),
        ("2026", datetime(2025, 12, 31, 19, tzinfo=UTC)),
        ("2026-11-01T14:05", datetime(2026, 11, 1, 9, 5, tzinfo=UTC)),
        # The zone of Almaty changed on 2024-03-01.
        ("2024-02-01", datetime(2024, 1, 31, 18, tzinfo=UTC)),
        ("7d", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("24h", datetime(2026, 11, 28, 12, tzinfo=UTC)),
        ("2w", datetime(2026, 11, 15, 12, tzinfo=UTC)),
        ("вчера", datetime(2026, 11, 27, 19, tzinfo=UTC)),
        ("today", datetime(2026, 11, 28, 19, tzinfo=UTC)),
    ],
)
def test_moments(text: str, moment: datetime) -> None:
    assert parse(f"before:{text}", now=NOW) == Filter("before", "=", moment)


@pytest.mark.parametrize(
    ("question", "position", "message"),
    [
        ("", 0, "no word"),
        ("!!! —", 0, "no word"),
        ("(а", 0, "never closed"),
        ("а)", 1, "No parenthesis is open"),
        ("а ()", 2, "no word in them"),
        ('а "б', 2, "never closed"),
        ("а «б", 2, "never closed"),
        ("а»", 1, "No « is open"),
        ('а ""', 2, "no word in them"),
        ('"а б"~', 5, "number of words is missing"),
        ('"а б"~999', 0, "at most 50 words"),
        ("AND а", 0, "Before AND"),
        ("а AND", 2, "Behind AND"),
        ("а AND AND б", 6, "Before AND"),
        ("OR а", 0, "Before OR"),
        ("а OR", 2, "Behind OR"),
        ("а NOT", 2, "Behind NOT"),
        ("слово*", 5, "without [*]"),
        ("autor:а", 0, "Did you mean author:"),
        ("title:", 6, "a value is missing"),
        ("title: а", 6, "a value is missing"),
        ("title:!", 6, "needs a word"),
        ("title>5", 5, "takes a colon"),
        ("after:32.13.2026", 6, "no moment"),
        ("kind:interviw", 5, "Did you mean interview"),
        ("language:de", 9, "is one of ru, kk, en, zh"),
        ("amount>много", 7, "no amount"),
        ("а" * (LONGEST_QUESTION + 1), LONGEST_QUESTION, "at most 2000 characters"),
        ("а " * (MOST_PARTS + 1), 2 * MOST_PARTS, "at most 100 words"),
        ("(" * (MOST_DEPTH + 1) + "а", MOST_DEPTH, "parentheses are open"),
    ],
)
def test_what_is_wrong_and_where(question: str, position: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as raised:
        parse(question, now=NOW)
    assert raised.value.position == position


def test_an_error_shows_the_place_of_a_long_question() -> None:
    with pytest.raises(QueryError) as raised:
        parse("а\t" * 40 + "вид:б" + " в" * 40)
    line, caret = str(raised.value).splitlines()[1:]
    assert line[caret.index("^") :].startswith("б")
    assert len(line) < 80


PIECES = st.sampled_from(
    [
        *("а", "б", "-а", "(", ")", '"', "«", "»", "AND", "OR", "NOT", "И", "title:", "amount>"),
        *("after:", "kind:", "is:gone", "~", "~5", "*", ":", "7d", "1e9", '"а б"', "—", "1", "000"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=200).map(" ".join)))
def test_any_text_is_read_or_refused(question: str) -> None:
    try:
        node = parse(question)
    except QueryError as error:
        refused = error
    else:
        assert 0 < len(list(leaves(node, negated=True))) <= MOST_PARTS
        return
    assert 0 <= refused.position <= len(question)
    assert str(refused).startswith(refused.message)


def test_words_that_must_not_be_found_are_no_leaves() -> None:
    node = parse("а -б (в OR NOT г)")
    assert list(leaves(node)) == [A, C]
    assert len(list(leaves(node, negated=True))) == 4


@pytest.mark.parametrize("field", query_fields.FIELDS.values(), ids=lambda field: field.name)
def test_the_example_of_a_field_is_a_question(field: query_fields.QueryField) -> None:
    node = parse(field.example, now=NOW)
    assert isinstance(node, Filter)
    assert node.field == field.name
