"""Second: the same thing in one form, whoever extracted it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime

from kznews.items import VERBATIM, Article, Image, Item, Rate, Rejection, Ticker, marked
from kznews.outlets import outlet_of
from kznews.outlets.addresses import canonical
from kznews.text.characters import clean, clean_line
from kznews.text.currency import currency_code
from kznews.text.language import detect

_TEXTS_WITH_PARAGRAPHS = frozenset({"body"})
# The fields that are cleaned, and whether they may be None.
_TEXTS: dict[type, list[tuple[str, bool]]] = {
    kind: [
        (each.name, each.default is None)
        for each in fields(kind)
        if each.name not in marked(kind, VERBATIM)
    ]
    for kind in (Article, Ticker, Rate, Rejection, Image)
}


class NormalizePipeline:
    """Brings text, moments, language, addresses and currency codes into one form.

    That is Unicode NFC without invisible characters and with single spaces, UTC, a language, the
    canonical URL, ISO 4217. What cannot be normalized is left as it is, for validation to name.
    """

    def process_item(self, item: Item) -> Item:
        """Normalize the item in place; again it would change nothing."""
        _clean_texts(item)
        _moments_to_utc(item)
        match item:
            case Article():
                _normalize_article(item)
            case Ticker():
                item.language = item.language or detect(item.headline)[0]
            case Rate():
                _normalize_rate(item)
            case Rejection():
                pass
        return item


def _clean_texts(thing: Item | Image) -> None:
    for name, is_optional in _TEXTS[type(thing)]:
        value = getattr(thing, name)
        if isinstance(value, str):
            whole = clean(value) if name in _TEXTS_WITH_PARAGRAPHS else clean_line(value)
            # An empty text is no text; what must not be empty, validation refuses.
            setattr(thing, name, whole or (None if is_optional else ""))
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, Image):
                    _clean_texts(part)
            if value and isinstance(value[0], str):
                setattr(thing, name, list(dict.fromkeys(filter(None, map(clean_line, value)))))


def _moments_to_utc(item: Item) -> None:
    for each in fields(item):
        value = getattr(item, each.name)
        # A naive moment is left for validation: which zone it is in is not ours to guess.
        if isinstance(value, datetime) and value.tzinfo is not None:
            setattr(item, each.name, value.astimezone(UTC))


def _normalize_article(article: Article) -> None:
    if article.language is None or article.script is None:
        language, script = detect(f"{article.title}\n{article.body}")
        article.language = article.language or language
        article.script = article.script or script
    article.published_raw = article.published_raw or None  # verbatim, but an empty text is none
    given = article.url
    with suppress(ValueError):  # validation names an address that is none
        article.url = canonical(given, outlet_of(given), article.language)
    met = dict.fromkeys([*article.aliases, given])
    article.aliases = [url for url in met if url != article.url]


def _normalize_rate(rate: Rate) -> None:
    with suppress(ValueError):  # validation names a code that is none
        rate.base = currency_code(rate.base)
