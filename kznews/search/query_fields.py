"""The fields that a question may name, and the values that they take.

Help, documentation and messages of the query language come from this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from kznews.items import Kind, Language, Script, Topic

ValueKind = Literal["words", "name", "one of", "moment", "money"]


@dataclass(frozen=True, kw_only=True)
class QueryField:
    """A field that a question may name, as `title:` and `amount>`."""

    name: str
    meaning: str
    """What a value of it says about the articles that are found."""
    example: str
    kind: ValueKind
    choices: tuple[str, ...] = ()
    """All values of a field that is one of a few, as they are stored."""
    other_names: tuple[str, ...] = ()
    """What one may type for the field's name."""


FIELDS: Final = {
    field.name: field
    for field in (
        QueryField(
            name="title",
            meaning="the title has the words",
            example='title:"курс тенге"',
            kind="words",
            other_names=("заголовок", "тақырып"),
        ),
        QueryField(
            name="outlet",
            meaning="the outlet's name, or its host where no outlet is known",
            example="outlet:tengrinews",
            kind="name",
            other_names=("издание", "басылым"),
        ),
        QueryField(
            name="language",
            meaning="the language of the text",
            example="language:kk",
            kind="one of",
            choices=get_args(Language),
            other_names=("lang", "язык", "тіл"),
        ),
        QueryField(
            name="script",
            meaning="the script of the text",
            example="script:Latn",
            kind="one of",
            choices=get_args(Script),
            other_names=("письмо", "жазу"),
        ),
        QueryField(
            name="section",
            meaning="the outlet's own name of the section",
            example="section:Общество",
            kind="name",
            other_names=("раздел", "рубрика", "бөлім"),
        ),
        QueryField(
            name="topic",
            meaning="what the section is of, in one list for all outlets",
            example='topic:"science and technology"',
            kind="one of",
            choices=get_args(Topic),
            other_names=("тема", "тақырыбы"),
        ),
        QueryField(
            name="kind",
            meaning="what the outlet calls it",
            example="kind:interview",
            kind="one of",
            choices=get_args(Kind),
            other_names=("вид", "түрі"),
        ),
        QueryField(
            name="author",
            meaning="an author's name has the words",
            example='author:"Айгерім Серікова"',
            kind="words",
            other_names=("автор",),
        ),
        QueryField(
            name="tag",
            meaning="a tag has the words",
            example="tag:выборы",
            kind="words",
            other_names=("тег", "тэг"),
        ),
        QueryField(
            name="source",
            meaning="the name of a source that the text states has the words",
            example='source:"пресс-служба МЧС"',
            kind="words",
            other_names=("источник", "дереккөз"),
        ),
        QueryField(
            name="after",
            meaning="published at that moment, at the beginning of that day, or later",
            example="after:2026-11-01",
            kind="moment",
            other_names=("since", "с", "кейін"),
        ),
        QueryField(
            name="before",
            meaning="published before that moment, or before that day begins",
            example="before:7d",
            kind="moment",
            other_names=("until", "до", "дейін"),
        ),
        QueryField(
            name="has",
            meaning="`revisions`: the outlet changed it after it was published",
            example="has:revisions",
            kind="one of",
            choices=("revisions",),
        ),
        QueryField(
            name="is",
            meaning="`gone`: the outlet took it down; `advert`: it says that it is one; `copy`: "
            "another outlet told it before",
            example="is:gone",
            kind="one of",
            choices=("gone", "advert", "copy"),
        ),
        QueryField(
            name="amount",
            meaning="the text has such an amount of money, in tenge where no currency is named",
            example="amount>1e9",
            kind="money",
            other_names=("сумма", "сома"),
        ),
    )
}
BY_NAME: Final = {
    name: field for field in FIELDS.values() for name in (field.name, *field.other_names)
}
