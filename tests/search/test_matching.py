"""What a question finds, by an index in memory: no database is needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tantivy import Index

from kznews.record.documents import article_fields
from kznews.search import fields
from kznews.search.documents import document_of_article
from kznews.search.folding import fold
from kznews.search.index_folder import IndexFolder
from kznews.search.matching import query_of
from kznews.search.query import parse
from kznews.search.query_error import QueryError
from kznews.search.snapshot import Snapshot
from kznews.text.currency import currency_code
from tests.record.samples import NOON, article
from tests.search.conftest import stored

ARTICLES = [
    stored(
        1,
        title="Президенттің жаңа жарлығы",
        lead=None,
        body="Тоқаев су қоймасына 4,7 млрд теңге бөлді.",
        authors=["Айгерім Серікова"],
        tags=["су"],
    ),
    stored(
        2,
        title="Инфляция замедлилась",
        lead=None,
        body="Об этом сообщил президент. Рост цен стал ниже.",
        language="ru",
        outlet="zakon",
        section="Экономика",
        topic="economy",
        attributed_to=["пресс-служба МЧС"],
        published_at=NOON + timedelta(days=30),
        kind="advert",
    ),
    stored(3, title="Пожар", lead=None, body="Огонь потушен.", language="ru", section=None),
]
FORMER = [{"title": "Наводнение", "lead": None, "body": "Вода поднялась."}]


@pytest.fixture(scope="module")
def index() -> Index:
    index = Index(fields.schema())
    writer = index.writer(20_000_000, 1)
    writer.add_document(document_of_article(ARTICLES[0], is_copy=True))
    writer.add_document(document_of_article(ARTICLES[1]))
    gone = ARTICLES[2] | {"presence": "gone", "revisions": [{}]}
    writer.add_document(document_of_article(gone, former=FORMER))
    writer.commit()
    index.reload()
    return index


NOW = datetime(2026, 5, 2, tzinfo=UTC)


def found(index: Index, question: str, *, only: list[str] | None = None) -> set[int]:
    searcher = index.searcher()
    query = query_of(parse(question, now=NOW), "article", only=only)
    places = [address for _, address in searcher.search(query, 10).hits]
    keys = searcher.fast_field_values(fields.KEY, places)
    numbers = {fields.key_of(each["_id"])[0]: n for n, each in enumerate(ARTICLES, 1)}
    return {numbers[int(key or 0)] for key in keys}


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("президент", {1, 2}),
        ("судың", {1}),
        ("Токаевтың", {1}),
        ("инфляцией президенту", {2}),
        ("инфляция OR пожары", {2, 3}),
        ("президент -инфляция", {1}),
        ("-президент", {3}),
        ("пожар (су OR потушить)", {3}),
        ('"су қоймасы"', {1}),
        ('"қоймасы су"', set()),
        ('"Тоқаев қоймаға"', set()),
        ('"Тоқаев қоймаға"~1', {1}),
        # Not from the title into the text.
        ('"замедлилась об этом"', set()),
        ('"замедлилась этом"~50', set()),
        ("title:су", set()),
        ('title:"жаңа жарлық"', {1}),
        ("author:серікованың", {1}),
        ("tag:су", {1}),
        ("source:мчс", {2}),
        ("outlet:ZAKON", {2}),
        ("language:kk", {1}),
        ("script:cyrl", {1, 2, 3}),
        ('section:"события дня"', {1}),
        ("topic:economy", {2}),
        ("kind:advert", {2}),
        ("is:advert", {2}),
        ("after:2026-04-20", {2}),
        ("before:2026-04-20", {1, 3}),
        ("after:3d", {2}),
        ("amount>1e9", {1}),
        ("amount>5e9", set()),
        ("amount<5e9 su", {1}),
        ("amount>1$", set()),
        ("has:revisions", {3}),
        ("is:gone", {3}),
        ("is:copy", {1}),
        # What a former version said is found, but excludes nothing.
        ("наводнение", {3}),
        ("огонь -наводнение", {3}),
    ],
)
def test_a_question_finds_what_answers_it(index: Index, question: str, numbers: set[int]) -> None:
    assert found(index, question) == numbers


def test_what_only_a_former_version_said_is_told_apart(index: Index) -> None:
    ids = [each["_id"] for each in ARTICLES]
    assert found(index, "наводнение OR инфляция", only=ids) == {2}
    assert found(index, "президент", only=ids[1:]) == {2}


@given(st.text() | st.text(alphabet='суПрезидент"()-~:<>.*|\\[]{}4,7 \u0301ORNT'))
def test_whatever_is_a_question_has_an_answer(index: Index, text: str) -> None:
    try:
        question = parse(text, now=NOW)
    except QueryError:
        return
    assert index.searcher().search(query_of(question, "article"), 10).hits is not None


def test_a_text_is_no_better_for_having_the_very_form_of_the_question(tmp_path: Path) -> None:
    index = Index(fields.schema())
    writer = index.writer(20_000_000, 1)
    once, thrice = "Баланың көзі ашық екен.", "Бала оқиды. Балаға сабақ. Балалар да келді."
    texts = [once, thrice, *["Сабақ басталды, бала жоқ."] * 4]
    for number, body in enumerate(texts, 1):
        made = stored(number, title="Жаңалық", lead=None, body=body)
        writer.add_document(document_of_article(made))
    writer.commit()
    index.reload()
    snapshot = Snapshot(index.searcher(), IndexFolder(tmp_path))
    query = query_of(parse("баланың"), "article", rarity=snapshot.rarity)
    best = snapshot.ids(snapshot.find(query, 10, "relevance")[0])[0]
    assert best == stored(2)["_id"]


def test_a_copy_is_folded_into_the_first_of_its_story() -> None:
    assert fold([7, 7, 3, 7, 5, 3], 9) == [0, 2, 4]
    assert fold([7, 7, 3, 7, 5, 3], 2) == [0, 2]


def test_ids_and_their_halves_are_the_same() -> None:
    for id_ in ("0" * 32, "f" * 32, article_fields(article())["_id"]):
        assert fields.id_of(*fields.key_of(id_)) == id_
    with pytest.raises(ValueError, match="no id"):
        fields.key_of("F" * 32)


def test_each_currency_whose_amounts_are_found_is_one() -> None:
    assert [currency_code(each) for each in fields.CURRENCIES] == [*fields.CURRENCIES]
    assert fields.amount_field("XXX") is None
