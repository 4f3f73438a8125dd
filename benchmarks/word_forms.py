"""How many forms of a Kazakh word are found by its other forms, and how many of other words'.

Beside the ways of today: no stemming, Snowball's Russian stems, MongoDB's text index and trigrams.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from pymongo import MongoClient
from pymongo.collection import Collection as MongoCollection

from benchmarks.figures import table
from benchmarks.servers import own_mongod
from kznews.mongo.values import Fields
from kznews.search.forms import question_terms, russian_stem, terms

_FOLDER = Path(__file__).with_name("kazakh_forms")
LEAST_RECALL = 0.97
MOST_FALSE = 0.005
LIKE = 0.3
"""From which share of common trigrams on pg_trgm takes two words for alike."""

Terms = Callable[[str], Collection[Hashable]]
Lexemes = Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Conflation:
    """How a way of comparing words does on labelled forms."""

    recall: float
    """Share of the pairs of a word's forms of which one finds the other."""
    false: float
    """Share of the pairs of forms of two words of which one finds the other."""
    terms: float | None
    """Terms of a form, on average; None where there are none."""


def labelled_forms(name: str) -> Lexemes:
    """The words of a file of `kazakh_forms`, each with its forms, the dictionary form first."""
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [list(dict.fromkeys(line.split())) for line in lines if line and line[0] != "#"]


def conflation(words: Lexemes, of_text: Terms, of_question: Terms) -> Conflation:
    """Compare words by terms: a form is found where a term of it is one of the question's."""
    places: dict[Hashable, set[tuple[int, str]]] = defaultdict(set)
    number = 0
    for place, forms in enumerate(words):
        for form in forms:
            for term in (found := of_text(form)):
                places[term].add((place, form))
            number += len(found)

    def find(question: str) -> set[tuple[int, str]]:
        return set().union(*(places[term] for term in of_question(question)))

    return _counted(words, find, number / sum(map(len, words)))


def _counted(
    words: Lexemes, find: Callable[[str], set[tuple[int, str]]], terms: float | None
) -> Conflation:
    found = own = false = others = 0
    number = sum(map(len, words))
    for place, forms in enumerate(words):
        for form in forms:
            met = find(form)
            right = sum(word == place for word, _ in met)
            found += right
            false += len(met) - right
            own += len(forms)
            others += number - len(forms)
    return Conflation(recall=found / own, false=false / others, terms=terms)


def _by_mongodb(words: Lexemes) -> Conflation:
    client: MongoClient[Fields]
    with own_mongod() as server, MongoClient(server.address) as client:
        forms: MongoCollection[Fields] = client["search"]["forms"]
        forms.create_index([("text", "text")], default_language="russian")
        forms.insert_many(
            {"word": place, "text": form} for place, each in enumerate(words) for form in each
        )

        def find(question: str) -> set[tuple[int, str]]:
            met = forms.find({"$text": {"$search": question}})
            return {(each["word"], each["text"]) for each in met}

        return _counted(words, find, None)


def _by_trigrams(words: Lexemes) -> Conflation:
    every = [(place, form, trigrams(form)) for place, forms in enumerate(words) for form in forms]

    def find(question: str) -> set[tuple[int, str]]:
        own = trigrams(question)
        return {
            (place, form)
            for place, form, other in every
            if len(own & other) >= LIKE * len(own | other)
        }

    return _counted(words, find, sum(len(each[2]) for each in every) / len(every))


def trigrams(word: str) -> frozenset[str]:
    """The rows of three letters of a word, with spaces around it, as in pg_trgm."""
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def _microseconds(forms: Iterable[str], read: Callable[[str], object]) -> float:
    forms = list(forms)
    start = process_time()
    for form in forms:
        read(form)
    return (process_time() - start) / len(forms) * 1e6


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.word_forms", description=__doc__)
    parser.add_argument("--without-mongodb", action="store_true", help="leave that row out")
    given = parser.parse_args(arguments)
    is_right = True
    sets = {name: labelled_forms(name) for name in ("known", "held_out")}
    for told, words in (
        ("looked at for the rules", sets["known"]),
        ("held out", sets["held_out"]),
        ("all together", [*sets["known"], *sets["held_out"]]),
    ):
        ours = conflation(words, lambda word: terms(word, "kk"), question_terms)
        ways = {
            "kznews": ours,
            "no stemming": conflation(words, lambda word: [word], lambda word: [word]),
            "Snowball, Russian": conflation(
                words, lambda word: [russian_stem(word)], lambda word: [russian_stem(word)]
            ),
        }
        if not given.without_mongodb:
            ways["MongoDB's text index, Russian"] = _by_mongodb(words)
        ways[f"trigrams, {LIKE:.0%} alike"] = _by_trigrams(words)
        print(f"\n{len(words)} words in {sum(map(len, words))} forms, {told}:")
        print(
            table(
                [
                    ("", "recall", "false pairs", "terms a form"),
                    *(
                        (
                            way,
                            f"{each.recall:.3f}",
                            f"{each.false:.4%}",
                            "" if each.terms is None else f"{each.terms:.1f}",
                        )
                        for way, each in ways.items()
                    ),
                ]
            )
        )
        is_right = is_right and ours.recall >= LEAST_RECALL and ours.false < MOST_FALSE
    every = [form for words in sets.values() for forms in words for form in forms]
    print(
        f"\nThe terms of a form take {_microseconds(every, terms.__wrapped__):.0f} µs of processor "
        f"time, {_microseconds(every * 9, terms):.1f} µs where nine of ten were met before."
    )
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
