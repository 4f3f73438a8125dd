"""Whether a search in Kazakh finds the right articles, asked in other forms of their words.

Articles are the newsroom's sentences with words of `kazakh_forms` among them, in any form. Each
tells of three words, which stand in it several times; a question asks for these in forms that the
article has not. Beside the index of kznews: MongoDB's text index, and trigrams.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.figures import table
from benchmarks.servers import own_mongod
from benchmarks.word_forms import LIKE, labelled_forms, trigrams
from kznews.items import Article, Extraction
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database
from kznews.mongo.values import Fields
from kznews.newsroom.prose.composition import Composer
from kznews.record.documents import article_fields
from kznews.record.schema import ARTICLES
from kznews.search.index_folder import IndexFolder
from kznews.search.query import parse
from kznews.search.searching import Searcher, Wanted
from kznews.search.spelling import fold
from kznews.search.tokens import tokens
from kznews.search.upkeep import Upkeep

_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
_FIRST = 10
LEAST_RECALL = 0.85
_TOLD = 3
"""Words that an article is about."""
_TIMES = (2, 4)
"""How often each stands in its text, from and to; often enough that its title need not have it."""
_BY_THE_WAY = 40
"""Other words of `kazakh_forms` in each article."""
_LEAST_FORMS = 8
_STORIES = 100
"""Texts of the newsroom's that the words are put into."""

Find = Callable[[Sequence[str]], Sequence[str]]
"""The `_id` of the first articles that answer a question's words."""


@dataclass(frozen=True)
class Question:
    """Words in forms that the article has not, and the articles that are about all of them."""

    words: tuple[str, ...]
    wanted: frozenset[str]


def composed(number: int, asked: int, seed: int = 3) -> tuple[list[Fields], list[Question]]:
    """Make articles, and questions for some of them."""
    random = Random(seed)
    lexemes = [
        forms
        for name in ("known", "held_out")
        for forms in labelled_forms(name)
        if len(forms) >= _LEAST_FORMS
    ]
    made: list[Fields] = []
    subjects: list[tuple[int, ...]] = []
    composer = Composer()
    prose = [
        composer.story(f"retrieval/{each}", "kk", year=2025, house="Exclusive.kz")
        for each in range(min(number // 5, _STORIES))
    ]
    for place in range(number):
        about = tuple(sorted(random.sample(range(len(lexemes)), _TOLD)))
        # The forms of a question are kept out of the articles that are about its words.
        words = [
            random.choice(_in_texts(lexemes[each]))
            for each in about
            for _ in range(random.randint(*_TIMES))
        ]
        others = [random.choice(random.choice(lexemes)) for _ in range(_BY_THE_WAY)]
        story = random.choice(prose)
        body = _mixed([block.text for block in story.blocks], [*words, *others], random)
        at = _BEGUN + timedelta(hours=place)
        article = Article(
            url=f"https://a.kz/{place}",
            outlet="a.kz",
            title=story.title,
            body=body,
            language="kk",
            published_at=at,
            extraction=Extraction(layout=None, method="general"),
            fetched_at=at,
        )
        made.append(article_fields(article))
        subjects.append(about)
    questions = []
    for place in random.sample(range(number), asked):
        about = subjects[place]
        wanted = frozenset(made[each]["_id"] for each in range(number) if subjects[each] == about)
        forms = tuple(random.choice(_in_questions(lexemes[each])) for each in about)
        questions.append(Question(forms, wanted))
    return made, questions


def _in_texts(forms: Sequence[str]) -> Sequence[str]:
    return forms[::2]


def _in_questions(forms: Sequence[str]) -> Sequence[str]:
    return forms[1::2]


def _mixed(paragraphs: Sequence[str], words: Sequence[str], random: Random) -> str:
    """Put the words among those of the paragraphs, at places drawn by lot."""
    running = [paragraph.split() for paragraph in paragraphs]
    for word in words:
        paragraph = random.choice(running)
        paragraph.insert(random.randrange(len(paragraph) + 1), word)
    return "\n\n".join(" ".join(paragraph) for paragraph in running)


def recall(questions: Sequence[Question], find: Find) -> float:
    """Give the share of the wanted articles that are among the first ten, over all questions."""
    shares = []
    for question in questions:
        found = set(find(question.words)[:_FIRST])
        shares.append(len(found & question.wanted) / min(len(question.wanted), _FIRST))
    return sum(shares) / len(shares)


def by_index(database: SyncDatabase, folder: Path) -> Find:
    """Index the stored articles, and find by the index what has all of the words."""
    index = IndexFolder(folder)
    with index.writing(), closing(Upkeep(database, index)) as upkeep:
        upkeep.catch_up()
    searcher = Searcher(database, index)
    wanted = Wanted(limit=_FIRST, unfold=True, projection=("_id", "story_id"))

    def find(words: Sequence[str]) -> Sequence[str]:
        question = searcher.understood(parse(" ".join(words)))
        return [hit.id for hit in searcher.search(question, wanted).hits]

    return find


def by_mongodb(database: SyncDatabase, language: str) -> Find:
    """Find by MongoDB's text index, with the rules of a language; `none` has none."""
    collection = database["texts"]
    collection.drop()
    fields = ("title", "body")
    collection.insert_many(
        database[ARTICLES.name].find({}, dict.fromkeys(fields, 1)), ordered=False
    )
    collection.create_index([(name, "text") for name in fields], default_language=language)

    def find(words: Sequence[str]) -> Sequence[str]:
        score = {"$meta": "textScore"}
        asked = {"$text": {"$search": " ".join(words)}}
        cursor = collection.find(asked, {"score": score}).sort([("score", score)]).limit(_FIRST)
        return [each["_id"] for each in cursor]

    return find


def by_trigrams(made: Sequence[Fields]) -> Find:
    """Find by how like the words are to those of the texts, by the trigrams that they share."""
    places: dict[str, set[str]] = defaultdict(set)
    for each in made:
        for token in tokens(each["body"]):
            places[token.word.lower()].add(each["_id"])
    vocabulary = {word: trigrams(word) for word in places}

    def find(words: Sequence[str]) -> Sequence[str]:
        scores: Counter[str] = Counter()
        for word in words:
            own = trigrams(word)
            best: dict[str, float] = {}
            for other, theirs in vocabulary.items():
                share = len(own & theirs) / len(own | theirs)
                if share >= LIKE:
                    best |= {id_: max(share, best.get(id_, 0)) for id_ in places[other]}
            scores.update(best)
        return [id_ for id_, _ in scores.most_common(_FIRST)]

    return find


def _typed_in_russian(find: Find) -> Find:
    """Ask with Russian letters for the Kazakh ones."""
    return lambda words: find([fold(word) for word in words])


def measure(
    database: SyncDatabase, folder: Path, number: int, asked: int, *, with_peers: bool = True
) -> Iterator[tuple[str, float]]:
    """Give each way and its recall; kznews is the first."""
    made, questions = composed(number, asked)
    database[ARTICLES.name].insert_many(made)
    index = by_index(database, folder)
    yield "kznews", recall(questions, index)
    yield "kznews, typed with Russian letters", recall(questions, _typed_in_russian(index))
    if with_peers:
        yield "MongoDB's text index, Russian", recall(questions, by_mongodb(database, "russian"))
        yield "MongoDB's text index, no language", recall(questions, by_mongodb(database, "none"))
        yield "trigrams", recall(questions, by_trigrams(made))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.retrieval", description=__doc__)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--questions", type=int, default=300)
    given = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="kznews-retrieval-") as name, own_mongod() as server:
        folder = Path(name)
        address = Address(uri=server.address, database="search", data_dir=folder, timeout=60)
        with open_sync_database(address) as database:
            ways = list(measure(database, folder / "index", given.articles, given.questions))
    print(f"{given.questions} questions of three words, {given.articles} articles in Kazakh")
    print(table([("", "recall at 10"), *((way, f"{share:.3f}") for way, share in ways)]))
    return 0 if ways[0][1] >= LEAST_RECALL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
