"""How many of the labelled short texts are told right, by class, and how many by simpler means."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kznews.text.language import detect

# Floors of each set; `fresh` holds much of what is hard, at two or three words.
SETS = {"development": 0.99, "held_out": 0.99, "fresh": 0.95, "names_and_loans": 0.97}
# By class; what is not named here must all be right.
FLOORS = {
    "all": 0.99,
    "russian": 0.99,
    "english": 0.98,
    "kazakh": 0.99,
    "russian-with-kazakh-names": 0.96,
    "kazakh-typed-on-a-russian-keyboard": 0.96,
    "kazakh-latin": 0.97,
    "kazakh-without-own-letters": 0.97,
    "other": 0.9,
}


class Labelled(NamedTuple):
    language: str | None
    script: str | None
    kind: str
    text: str


def labelled(name: str) -> list[Labelled]:
    path = Path(__file__).parent / "labelled" / f"{name}.tsv"
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        language, script, kind, text = line.split("\t")
        rows.append(
            Labelled(
                None if language == "-" else language, None if script == "-" else script, kind, text
            )
        )
    return rows


ALL = [row for name in SETS for row in labelled(name)]


def shares(told: Callable[[str], str | None], rows: list[Labelled]) -> dict[str, float]:
    """The share told right, by class; under `all`, of what is in our languages."""
    right: Counter[str] = Counter()
    for row in rows:
        hit = told(row.text) == row.language
        right.update({row.kind: hit, "all": hit and row.language is not None})
    sizes = Counter(row.kind for row in rows)
    sizes["all"] = sum(row.language is not None for row in rows)
    return {kind: right[kind] / size for kind, size in sizes.items()}


def by_letters(text: str) -> str:
    """The usual rule of thumb: Kazakh where 3 % of the letters are its own."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    own = sum(letter in "әғқңөұүһі" for letter in letters)
    if sum(letter.isascii() for letter in letters) * 2 > len(letters):
        return "en"
    return "kk" if own >= 0.03 * len(letters) else "ru"


@pytest.mark.parametrize(("name", "floor"), SETS.items())
def test_nearly_all_of_each_set_are_told(name: str, floor: float) -> None:
    rows = labelled(name)
    missed = [row for row in rows if detect(row.text) != (row.language, row.script)]
    assert len(missed) <= len(rows) * (1 - floor), missed


def test_each_class_reaches_its_floor_and_no_peer_comes_near() -> None:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(["ru", "kk", "en"])
    ours = shares(lambda text: detect(text)[0], ALL)
    peers = {
        "py3langid": shares(lambda text: str(model.classify(text)[0]), ALL),
        "by letters": shares(by_letters, ALL),
    }
    sys.stdout.write(
        f"\n{'class':40}{'kznews':>10}" + "".join(f"{name:>12}" for name in peers) + "\n"
    )
    for kind, share in ours.items():
        sys.stdout.write(
            f"{kind:40}{share:10.3f}"
            + "".join(f"{peer[kind]:12.3f}" for peer in peers.values())
            + "\n"
        )
    below = {kind: share for kind, share in ours.items() if share < FLOORS.get(kind, 1.0)}
    assert not below
    assert all(peer["all"] < ours["all"] for peer in peers.values())


def test_the_sets_are_large_and_hold_nothing_twice() -> None:
    texts = [row.text for row in ALL]
    assert len(texts) == len(set(texts)) >= 600
    assert sum(row.language is not None for row in ALL) >= 550
    assert {row.script for row in ALL} == {"Cyrl", "Latn", "Arab", "Hani", None}


def test_titles_and_paragraphs_of_captured_articles(captures: Path) -> None:
    with gzip.open(captures / "informburo-2023-03.truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    titles = [(each["lang"], each["title"]) for each in articles]
    wrong = [title for language, title in titles if detect(title)[0] != language]
    assert len(titles) > 200
    assert not wrong
    paragraphs = [(each["lang"], text) for each in articles for text in each["body"]]
    wrong = [text for language, text in paragraphs if detect(text)[0] != language]
    # Names, numbers and mottos, of no language alone: «Армения – 4,29%».
    assert len(wrong) <= 0.003 * len(paragraphs), wrong
