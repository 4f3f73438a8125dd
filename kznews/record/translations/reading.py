"""The translations of articles, for those who show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kznews.mongo.connection import Database, SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES
from kznews.record.translations.choice import By
from kznews.record.translations.schema import TRANSLATIONS


@dataclass(frozen=True)
class Translation:
    """An article that tells in another language what a given one tells."""

    id: str
    """The other article's `_id`."""
    url: str
    language: str
    title: str
    by: By
    shared: tuple[str, ...]
    """Numbers, names and pictures that the two have in common, the evidence; empty where a page
    says that they are translations and they have nothing in common."""


async def translations_of(
    database: Database, article_ids: Iterable[str]
) -> dict[str, list[Translation]]:
    """Give the translations of each article that has some, by language."""
    ids = set(article_ids)
    pairs = await database[TRANSLATIONS.name].find(_pairs_of(ids)).to_list()
    found = database[ARTICLES.name].find(_ends_of(pairs), _SHOWN)
    return _told(ids, pairs, await found.to_list())


def read_translations(database: SyncDatabase, article_id: str) -> list[Translation]:
    """Give the translations of an article, by language."""
    pairs = database[TRANSLATIONS.name].find(_pairs_of({article_id})).to_list()
    found = database[ARTICLES.name].find(_ends_of(pairs), _SHOWN)
    return _told({article_id}, pairs, found.to_list()).get(article_id, [])


_SHOWN = {"url": True, "title": True, "language": True}


def _pairs_of(ids: set[str]) -> Fields:
    return {"articles": {"$in": sorted(ids)}, "holds": True}


def _ends_of(pairs: Iterable[Fields]) -> Fields:
    return {"_id": {"$in": sorted({end for pair in pairs for end in pair["articles"]})}}


def _told(
    ids: set[str], pairs: Iterable[Fields], ends: Iterable[Fields]
) -> dict[str, list[Translation]]:
    articles = {each["_id"]: each for each in ends}
    translations: dict[str, list[Translation]] = {}
    for pair in pairs:
        for article, other in (pair["articles"], pair["articles"][::-1]):
            # One that was taken away since has nothing to be shown.
            if article in ids and other in articles:
                translations.setdefault(article, []).append(_translation(pair, articles[other]))
    for of_article in translations.values():
        of_article.sort(key=lambda each: (each.language, each.url))
    return translations


def _translation(pair: Fields, article: Fields) -> Translation:
    return Translation(
        id=article["_id"],
        url=article["url"],
        language=article["language"],
        title=article["title"],
        by=pair["by"],
        shared=(*pair["numbers"], *pair["names"], *pair["pictures"]),
    )
