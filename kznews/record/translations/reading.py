"""The translations of articles, for those who show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kznews.mongo.connection import Database
from kznews.record.schema import ARTICLES
from kznews.record.translations.choice import By
from kznews.record.translations.schema import TRANSLATIONS


@dataclass(frozen=True)
class Translation:
    """An article that tells in another language what a given one tells."""

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
    pairs: list[dict[str, Any]] = (
        await database[TRANSLATIONS.name]
        .find({"articles": {"$in": list(ids)}, "holds": True})
        .to_list()
    )
    ends = {end for pair in pairs for end in pair["articles"]}
    fields = {"url": True, "title": True, "language": True}
    found = database[ARTICLES.name].find({"_id": {"$in": list(ends)}}, fields)
    articles = {each["_id"]: each async for each in found}
    translations: dict[str, list[Translation]] = {}
    for pair in pairs:
        for article, other in (pair["articles"], pair["articles"][::-1]):
            # One that was taken away since has nothing to be shown.
            if article in ids and other in articles:
                translations.setdefault(article, []).append(_translation(pair, articles[other]))
    for of_article in translations.values():
        of_article.sort(key=lambda each: (each.language, each.url))
    return translations


def _translation(pair: dict[str, Any], article: dict[str, Any]) -> Translation:
    return Translation(
        url=article["url"],
        language=article["language"],
        title=article["title"],
        by=pair["by"],
        shared=(*pair["numbers"], *pair["names"], *pair["pictures"]),
    )
