"""Articles and ticker headlines of MongoDB as documents of the index. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from tantivy import Document, PreTokenizedString, Token

from kznews.items import told_text
from kznews.mongo.values import Fields
from kznews.record.history import versions_of
from kznews.record.schema import ARTICLES, TICKERS
from kznews.search import fields
from kznews.search.forms import terms
from kznews.search.spelling import fold
from kznews.search.tokens import tokens
from kznews.text.amounts import amounts

_GAP = 50
"""Places between two texts, so that no phrase is found across them."""

_OF_ARTICLE = (
    *("title", "lead", "body", "outlet", "language", "script", "section", "topic", "kind"),
    *("url", "authors", "tags", "attributed_to", "published_at", "appeared_at", "first_seen_at"),
    *("story_id", "revisions", "presence"),
)
_OF_DATE = ("published_precision", "published_raw", "published_zone", "published_doubts")
_OF_TICKER = ("outlet", "headline", "language")

READ = {
    # The last two only tell how long the last version was seen.
    ARTICLES.name: (*_OF_ARTICLE, *_OF_DATE, "fetched_at", "last_seen_at"),
    TICKERS.name: (*_OF_TICKER, "first_seen_at", "intervals"),
}
"""Fields that documents of the index are made of, by collection."""
DECISIVE = {
    ARTICLES.name: frozenset((*_OF_ARTICLE, *_OF_DATE)),
    TICKERS.name: frozenset(_OF_TICKER),
}
"""Fields without a change of which a document of the index stays as it is, by collection."""


def document_of_article(
    article: Fields, *, former: Sequence[Fields] = (), is_copy: bool = False
) -> Document:
    """Make the document of an article.

    `former` are its former versions; it is a copy where another outlet told its story before.

    Raises ValueError for an `_id` that is none of ours.
    """
    language = article.get("language")
    document = _document(article, "article", article["published_at"] or article["appeared_at"])
    now = _texts(article)
    for name, texts in (
        (fields.TITLE_TERMS, now[:1]),
        (fields.TERMS, now),
        (fields.AUTHOR_TERMS, article["authors"]),
        (fields.TAG_TERMS, article["tags"]),
        (fields.SOURCE_TERMS, article["attributed_to"]),
    ):
        _add_words(document, name, [(text, language) for text in texts])
    before = [(text, each.get("language")) for each in former for text in _texts(each)]
    _add_words(document, fields.FORMER_TERMS, before)
    for amount in chain.from_iterable(map(amounts, now)):
        if (field := fields.amount_field(amount.currency)) is not None:
            document.add_float(field, float(amount.value))
    if (section := article.get("section")) is not None:
        document.add_text(fields.SECTION_NAME, one_spelling(section))
    for name in (fields.SCRIPT, fields.SECTION, fields.TOPIC, fields.KIND):
        if (value := article.get(name)) is not None:
            document.add_text(name, value)
    for flag in _flags(article, is_copy=is_copy):
        document.add_text(fields.FLAG, flag)
    return document


def former_versions(article: Fields) -> list[Fields]:
    """Give what an article said in its former versions. Raises UnfitPatchError."""
    if not article.get("revisions"):
        return []
    return [version.fields for version in versions_of(article)[:-1]]


def document_of_ticker(ticker: Fields) -> Document:
    """Make the document of a headline of a ticker. Raises ValueError for an odd `_id`."""
    document = _document(ticker, "ticker", first_pushed_at(ticker))
    for name in (fields.TITLE_TERMS, fields.TERMS):
        _add_words(document, name, [(ticker["headline"], ticker.get("language"))])
    return document


def first_pushed_at(ticker: Fields) -> datetime:
    """Tell when a headline was first seen in its outlet's ticker."""
    moments = [each["first_seen_at"] for each in ticker.get("intervals") or ()]
    moment: datetime = min(moments) if moments else ticker["first_seen_at"]
    return moment


def one_spelling(name: str) -> str:
    """Give the words of a name in one spelling: names are the same where this is."""
    return " ".join(fold(token.word) for token in tokens(name))


def _document(record: Fields, kind: fields.Record, at: datetime) -> Document:
    key, rest = fields.key_of(record["_id"])
    story = record.get("story_id")
    document = Document()
    document.add_text(fields.RECORD, kind)
    document.add_unsigned(fields.KEY, key)
    document.add_unsigned(fields.REST, rest)
    document.add_unsigned(fields.NEWEST, fields.newest_number(at.timestamp(), key))
    document.add_unsigned(fields.STORY, fields.story_number(story) if story else key)
    document.add_date(fields.AT, at)
    document.add_date(fields.FIRST_SEEN_AT, record.get("first_seen_at") or at)
    document.add_text(fields.OUTLET, record["outlet"])
    if (language := record.get("language")) is not None:
        document.add_text(fields.LANGUAGE, language)
    return document


def _flags(article: Fields, *, is_copy: bool) -> Iterable[str]:
    if is_copy:
        yield "copy"
    if article.get("revisions"):
        yield "revisions"
    if article.get("kind") == "advert":
        yield "advert"
    if article.get("presence") == "gone":
        yield "gone"


def _texts(version: Fields) -> list[str]:
    return [version["title"], told_text(version)]


def _add_words(document: Document, name: str, texts: Iterable[tuple[str, str | None]]) -> None:
    """Add the terms of all words of texts of these languages, those of one word at one place."""
    added: list[Token] = []
    place = 0
    for text, language in texts:
        for token in tokens(text):
            added += [Token(term, place, 0, 0) for term in terms(token.word, language)]
            place += 1
        place += _GAP
    if added:
        document.add_pre_tokenized_text(name, PreTokenizedString("", added))
