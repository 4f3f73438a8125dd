"""The fields of the index, and the version of the index that they and the rules of words make."""

from __future__ import annotations

import hashlib
import pkgutil
import re
from functools import cache
from typing import Final, Literal

from tantivy import Schema, SchemaBuilder

Record = Literal["article", "ticker"]
"""What a document of the index stands for."""

# A document's identity: the two halves of its `_id` in MongoDB, 128 bits in hex.
KEY: Final = "key"
REST: Final = "rest"
RECORD: Final = "record"
"""`article` or `ticker`; `checkpoint` for the one document that says how far the index is."""
CHECKPOINT: Final = "checkpoint"

TERMS: Final = "terms"
"""The terms of title, lead and text, at their words' places: all terms of a word at one place, so
that every form of a word, and of a phrase, finds every other."""
TITLE_TERMS: Final = "title_terms"
FORMER_TERMS: Final = "former_terms"
"""Those of former versions, with their titles."""
AUTHOR_TERMS: Final = "author_terms"
TAG_TERMS: Final = "tag_terms"
SOURCE_TERMS: Final = "source_terms"

OUTLET: Final = "outlet"
LANGUAGE: Final = "language"
SCRIPT: Final = "script"
SECTION: Final = "section"
SECTION_NAME: Final = "section_name"
"""Its words in one spelling."""
TOPIC: Final = "topic"
KIND: Final = "kind"
FLAG: Final = "flag"
"""`revisions`, `gone`, `advert`, `copy`: what `has:` and `is:` ask for."""

AT: Final = "at"
"""When it was published, or else when it had appeared at the latest."""
FIRST_SEEN_AT: Final = "first_seen_at"
NEWEST: Final = "newest"
"""Seconds of `AT` and 24 bits of the key in one number: an order in which pages can be turned."""
STORY: Final = "story"
"""The first half of the story's id; of what has no story, its own key."""
CURRENCIES = ("KZT", "USD", "EUR", "RUB", "CNY", "GBP", "TRY", "UZS", "KGS", "JPY", "CHF")
"""Currencies whose amounts are found, each by a field of its own."""

_ID = re.compile("[0-9a-f]{32}")
_BITS_OF_KEY = 24
_OF_WORDS = (TERMS, TITLE_TERMS, FORMER_TERMS, AUTHOR_TERMS, TAG_TERMS, SOURCE_TERMS)
_COUNTED = (OUTLET, LANGUAGE, SCRIPT, SECTION, TOPIC, KIND)
"""What is counted among the results of a search."""

_MODULES = {
    "kznews.search": (
        *("documents", "fields", "forms", "kazakh_endings", "kazakh_stems", "spelling", "tokens"),
    ),
    "kznews.text": ("amounts", "characters", "date_tokens"),
}
"""Modules on which it depends what stands in the index, by package."""


@cache
def schema() -> Schema:
    """Give the schema of the index. Nothing is stored but how far it is: texts are MongoDB's."""
    builder = SchemaBuilder()
    builder.add_unsigned_field(KEY, indexed=True, fast=True)
    for name in (REST, NEWEST, STORY):
        builder.add_unsigned_field(name, fast=True)
    for name in (AT, FIRST_SEEN_AT):
        builder.add_date_field(name, fast=True)
    for currency in CURRENCIES:
        builder.add_float_field(f"amount_{currency}", fast=True)
    for name in _OF_WORDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in _COUNTED:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (RECORD, FLAG, SECTION_NAME):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(CHECKPOINT, tokenizer_name="raw", index_option="basic", stored=True)
    return builder.build()


@cache
def version() -> str:
    """Name the version of the index: another wherever the rules that it is made by are others."""
    digest = hashlib.sha256()
    for package, names in _MODULES.items():
        for name in names:
            # Read so, it is found in an egg, too.
            digest.update(pkgutil.get_data(package, f"{name}.py") or b"")
    return digest.hexdigest()[:16]


def is_id(id_: object) -> bool:
    """Tell whether this is an `_id` as `kznews.mongo.values.identity` gives them."""
    return isinstance(id_, str) and _ID.fullmatch(id_) is not None


def key_of(id_: str) -> tuple[int, int]:
    """Give the two halves of an `_id`. Raises ValueError for what is none of ours."""
    if not is_id(id_):
        raise ValueError(f"{id_!r} is no id of 32 hexadecimal digits")
    return int(id_[:16], 16), int(id_[16:], 16)


def story_number(story_id: str) -> int:
    """Give the number by which the articles of a story are folded."""
    return int.from_bytes(hashlib.blake2b(story_id.encode(), digest_size=8).digest())


def id_of(key: int, rest: int) -> str:
    """Put an `_id` together from its halves."""
    return f"{key:016x}{rest:016x}"


def amount_field(currency: str) -> str | None:
    """Name the field with the amounts that a text states in a currency; None where none is kept."""
    return f"amount_{currency}" if currency in CURRENCIES else None


def newest_number(seconds: float, key: int) -> int:
    """Give the number that orders by time; what is older than 1970 stands with 1970."""
    return (max(int(seconds), 0) << _BITS_OF_KEY) | (key & ((1 << _BITS_OF_KEY) - 1))
