"""What a question means in the index: its parts as queries of tantivy. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tantivy import FieldType, Occur, Query

from kznews.search import fields
from kznews.search.documents import one_spelling
from kznews.search.fields import Record
from kznews.search.forms import question_terms
from kznews.search.query_nodes import And, Filter, Money, Node, Not, Operator, Or, Phrase, Word

_OF_TITLE = 2.0
"""Weight of a word in the title, beside its weight in the text, which is 1."""
_OF_FORMER = 0.3
"""Weight of a word that only a former version has."""
_WORDS = {
    "title": fields.TITLE_TERMS,
    "author": fields.AUTHOR_TERMS,
    "tag": fields.TAG_TERMS,
    "source": fields.SOURCE_TERMS,
}
"""The index's fields of words, by a question's field."""
_NAMES: dict[str, tuple[str, Callable[[str], str]]] = {
    "outlet": (fields.OUTLET, str.lower),
    "language": (fields.LANGUAGE, str.lower),
    "script": (fields.SCRIPT, str.title),
    "section": (fields.SECTION_NAME, one_spelling),
    "topic": (fields.TOPIC, str.lower),
    "kind": (fields.KIND, str.lower),
    "has": (fields.FLAG, str.lower),
    "is": (fields.FLAG, str.lower),
}
"""The index's fields of names, and how these are written there, by a question's field."""
_OF_MOMENT: dict[str, Operator] = {"after": ">=", "before": "<"}


Rarity = Callable[[str, str], float]
"""How rare a term of a field is: above 0, the weight of a word that is found by it."""


@dataclass(frozen=True)
class _How:
    with_former: bool
    rarity: Rarity | None


def query_of(
    question: Node,
    record: Record | None,
    *,
    only: Sequence[str] | None = None,
    rarity: Rarity | None = None,
) -> Query:
    """Give the query that finds what answers the question: of articles, headlines, or of both.

    With `only`, of these ids, and without what only former versions said. With `rarity`, a word
    weighs as its most frequent term: what has it in the question's very form is no better.
    """
    parts = [(Occur.Must, _query(question, _How(only is None, rarity)))]
    if record is not None:
        parts.append((Occur.Must, _unweighted(_name(fields.RECORD, record))))
    if only is not None:
        keys = [fields.key_of(id_)[0] for id_ in only]
        parts.append((Occur.Must, Query.term_set_query(fields.schema(), fields.KEY, keys)))
    return Query.boolean_query(parts)


def _query(node: Node, how: _How) -> Query:
    match node:
        case Word() | Phrase():
            return _of_text(node, how)
        case Filter():
            return _unweighted(_of_filter(node))
        case And():
            parts = [_occurring(part, how) for part in node.parts]
            if all(occur is Occur.MustNot for occur, _ in parts):
                parts.append((Occur.Must, _everything()))
            return Query.boolean_query(parts)
        case Or():
            return Query.boolean_query([(Occur.Should, _query(part, how)) for part in node.parts])
        case Not():
            return Query.boolean_query([(Occur.Must, _everything()), _occurring(node, how)])


def _occurring(node: Node, how: _How) -> tuple[Any, Query]:
    if isinstance(node, Not):
        # What a former version said is not there today: it excludes nothing.
        return Occur.MustNot, _query(node.part, _How(with_former=False, rarity=None))
    return Occur.Must, _query(node, how)


def _of_text(words: Word | Phrase, how: _How) -> Query:
    in_title = _of_words(fields.TITLE_TERMS, words, how.rarity)
    found = [
        (Occur.Should, _of_words(fields.TERMS, words, how.rarity)),
        (Occur.Should, Query.boost_query(in_title, _OF_TITLE)),
    ]
    if how.with_former:
        former = Query.const_score_query(_of_words(fields.FORMER_TERMS, words), _OF_FORMER)
        found.append((Occur.Should, former))
    return Query.boolean_query(found)


def _of_words(name: str, words: Word | Phrase, rarity: Rarity | None = None) -> Query:
    """Find a word, or a phrase, in any of its forms."""
    schema = fields.schema()
    if isinstance(words, Phrase) and len(words.words) > 1:
        forms = ["|".join(map(re.escape, question_terms(word))) for word in words.words]
        return Query.regex_phrase_query(schema, name, [*forms], words.distance)
    word = words.text if isinstance(words, Word) else words.words[0]
    terms = {term: Query.term_query(schema, name, term, "freq") for term in question_terms(word)}
    if len(terms) == 1:
        return next(iter(terms.values()))
    if rarity is not None:
        rarities = {term: rarity(name, term) for term in terms}
        least = min(rarities.values())
        terms = {
            term: Query.boost_query(query, least / rarities[term]) for term, query in terms.items()
        }
    # The best of them counts: a word is not found better for having many stems.
    return Query.disjunction_max_query(list(terms.values()))


def _of_filter(asked: Filter) -> Query:
    match asked.value:
        case Word() | Phrase() as words:
            return _of_words(_WORDS[asked.field], words)
        case str(name):
            field, spelling = _NAMES[asked.field]
            return _name(field, spelling(name))
        case datetime() as moment:
            return _range(fields.AT, FieldType.Date, _OF_MOMENT[asked.field], moment)
        case Money() as money:
            amounts = fields.amount_field(money.currency)
            if amounts is None:
                return Query.empty_query()
            return _range(amounts, FieldType.Float, asked.op, float(money.value))


def _name(field: str, name: str) -> Query:
    return Query.term_query(fields.schema(), field, name, "basic")


def _range(field: str, kind: FieldType, op: Operator, value: Any) -> Query:
    lower = value if op in {">", ">=", "="} else None
    upper = value if op in {"<", "<=", "="} else None
    return Query.range_query(
        fields.schema(),
        field,
        kind,
        lower_bound=lower,
        upper_bound=upper,
        include_lower=op != ">",
        include_upper=op != "<",
    )


def _everything() -> Query:
    return _unweighted(Query.all_query())


def _unweighted(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
