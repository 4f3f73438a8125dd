"""How well articles of one event in two languages are found, and what finding them costs.

Precision and recall are of a labelled set that is composed (`translated.py`), with the nearest
other articles in it, and of the captured articles of informburo.kz, whose one pair is known. The
cost is that of reading an article's evidence, beside signing its text, and of linking it, beside
linking it to its copies, on one mongod.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from scrapy.settings import Settings

from benchmarks.figures import table
from benchmarks.project_settings import project_settings
from benchmarks.servers import own_mongod
from benchmarks.translated import Judgement, captured, composed, judge
from kznews.items import Article, Extraction
from kznews.mongo.connection import Database, open_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.record.documents import article_fields
from kznews.record.schema import ARTICLES
from kznews.record.stories.linking import StoryLinker
from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words
from kznews.record.translations.evidence import evidence_of
from kznews.record.translations.linking import TranslationLinker

_AT_ONCE = 32
"""Articles linked together, as a crawl does."""


def report(judgement: Judgement) -> str:
    """Tell how many pairs were found, kind by kind."""
    rows = [("kind", "pairs", "found", "wrong")]
    for kind, pairs in sorted(judgement.pairs.items()):
        found, wrong = judgement.found.get(kind, 0), judgement.wrong.get(kind, 0)
        rows.append((kind, str(pairs), str(found), str(wrong)))
    return (
        f"{table(rows)}\n{judgement.articles:,} articles: precision {judgement.precision:.4f}, "
        f"recall {judgement.recall:.4f}"
    )


def _articles(days: int) -> list[Article]:
    return [
        Article(
            url=each.url,
            outlet="alem",
            title=each.title,
            body=each.body,
            language=each.language,
            script="Latn" if each.language == "en" else "Cyrl",
            extraction=Extraction(layout=None, method="general"),
            published_at=each.at,
            fetched_at=each.at + timedelta(minutes=5),
        )
        for each in composed(days, seed=7)
    ]


async def _link(database: Database, articles: list[Article]) -> tuple[float, float]:
    """Give the milliseconds that an article takes to be linked to its copies, and translations."""
    stories, translations = StoryLinker(database), TranslationLinker(database)
    seconds = [0.0, 0.0]
    for place in range(0, len(articles), _AT_ONCE):
        fields = [article_fields(each) for each in articles[place : place + _AT_ONCE]]
        await database[ARTICLES.name].insert_many(fields)
        began = time.perf_counter()
        await asyncio.gather(*map(stories.link, fields))
        ended = time.perf_counter()
        await asyncio.gather(*(translations.link([each["_id"]]) for each in fields))
        seconds[0] += ended - began
        seconds[1] += time.perf_counter() - ended
    return seconds[0] / len(articles) * 1e3, seconds[1] / len(articles) * 1e3


async def _cost(address: str, days: int) -> str:
    settings = Settings({"MONGODB_URI": address, "MONGODB_DATABASE": "translations"})
    articles = _articles(days)
    async with open_database(resolve(settings)) as database:
        await prepare(database, collections_of_crawl(project_settings()))
        in_two = await _link(database, articles)
        # An outlet of one language: nothing can be found.
        alone = [
            replace(each, outlet="birtil", language="ru", url=each.url.replace("alem", "birtil"))
            for each in articles
        ]
        in_one = await _link(database, alone)
        stored = await database.command("collStats", "translation_evidence")
    rows = [
        ("ms an article", "copies", "translations"),
        ("outlet in three languages", *(f"{each:.2f}" for each in in_two)),
        ("outlet in one language", *(f"{each:.2f}" for each in in_one)),
    ]
    size = (stored["storageSize"] + stored["totalIndexSize"]) / stored["count"]
    return f"{table(rows)}\n{size:,.0f} bytes on disk an article, indexes among them"


def _reading(days: int) -> str:
    documents = [each.document() for each in (*composed(days), *captured())]
    began = time.process_time()
    for each in documents:
        evidence_of(each)
    read = time.process_time() - began
    for each in documents:
        signature(skeleton_words(each["body"]))
    signed = time.process_time() - began - read
    count = len(documents)
    return (
        f"evidence of an article: {read / count * 1e3:.2f} ms, its signature: "
        f"{signed / count * 1e3:.2f} ms"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60, help="days of the composed set")
    options = parser.parse_args()
    print(report(judge(composed(options.days))))
    real = judge(captured())
    print(f"\nCaptured articles of informburo.kz\n{report(real)}\n\n{_reading(options.days)}")
    with own_mongod() as mongod:
        print(asyncio.run(_cost(mongod.address, options.days)))


if __name__ == "__main__":
    main()
