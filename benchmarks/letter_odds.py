"""Count anew what `kznews/text/letter_odds.json` holds, and write it.

    apt-get download hunspell-kk hunspell-ru hunspell-en-us   # then dpkg -x each into a folder
    python -m benchmarks.letter_odds FOLDER/usr/share/hunspell

Words of the dictionaries, some forms of each (drawn with a fixed seed), and the prose of our own
newsroom, which has the words of news as often as news does.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import kznews.newsroom.prose
import kznews.text.letter_odds

_LATIN = {
    **dict(
        zip(
            "абвгдежзиклмнопрстуфхцэъьёюя",
            [*"abvgdejziklmnoprstufh", "ts", "e", "", "", "e", "iu", "ia"],
            strict=True,
        )
    ),
    **dict(zip("ыйшщчәғқңөұүһі", ["y", "i", "s", "sh", "ch", *"agqnouuhi"], strict=True)),
}
# The spellings of 2018, of 2021, with w and x, and with gh and ng; all without diacritics.
_SPELLINGS: tuple[dict[str, str], ...] = (
    {"ш": "sh", "у": "y"},
    {},
    {"у": "w", "й": "y", "ы": "i", "х": "x"},
    {"ш": "sh", "й": "y", "ғ": "gh", "ң": "ng"},
)
_PROSE_SHARE = 0.35
_LEAST = 4e-5  # of all triples: what is rarer in both languages is left out
_UNSEEN = 2e-5


def main() -> None:
    """Write the file from the dictionaries in the folder given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionaries", type=Path)
    folder = parser.parse_args().dictionaries
    kazakh, russian = _words(folder / "kk_KZ", 4), _words(folder / "ru_RU", 3)
    english = [word for word in _words(folder / "en_US", 2) if re.fullmatch("[A-Za-z]+", word)]
    kazakh_prose, russian_prose = _prose("kk/*.toml"), _prose("ru/*.toml")
    cyrillic = _odds(
        _triples(kazakh, kazakh_prose, _as_typed), _triples(russian, russian_prose, _as_typed)
    )
    spellings = [{**_LATIN, **spelling} for spelling in _SPELLINGS]
    latin_words = [_spelt(word, spellings[i % 4]) for i, word in enumerate(kazakh)]
    latin_prose = [_spelt(word, each) for each in spellings for word in kazakh_prose]
    latin = _odds(_triples(latin_words, latin_prose, str.lower), _triples(english, [], str.lower))
    tables = {"cyrillic": _by_odds(cyrillic), "latin": _by_odds(latin)}
    path = Path(kznews.text.letter_odds.__file__).with_suffix(".json")
    path.write_text(json.dumps(tables, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _words(dictionary: Path, forms: int) -> list[str]:
    """The words of a hunspell dictionary, and at most `forms` more of each by its suffixes."""
    chance = random.Random(1)
    rules: dict[str, list[tuple[str, str, re.Pattern[str]]]] = defaultdict(list)
    for line in dictionary.with_suffix(".aff").read_text(encoding="utf-8-sig").splitlines():
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX":
            cut, add = ("" if part == "0" else part for part in (parts[2], parts[3].split("/")[0]))
            rules[parts[1]].append((cut, add, re.compile(f"{parts[4]}$")))
    words = []
    for line in dictionary.with_suffix(".dic").read_text(encoding="utf-8-sig").splitlines():
        word, _, flags = line.strip().partition("/")
        if not word or word[0].isdigit() or "-" in word:
            continue
        others = [
            word.removesuffix(cut) + add
            for flag in flags
            for cut, add, condition in rules.get(flag, ())
            if word.endswith(cut) and condition.search(word)
        ]
        words += [word, *chance.sample(others, min(forms, len(others)))]
    return words


def _prose(pattern: str) -> list[str]:
    folder = Path(kznews.newsroom.prose.__file__).parent
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern)))
    return re.findall("[\u0400-\u052f]+", re.sub(r"\{[^}]*\}", " ", text).lower())


def _as_typed(word: str) -> str:
    return word.lower().translate(kznews.text.letter_odds.AS_TYPED)


def _spelt(word: str, spelling: dict[str, str]) -> str:
    return "".join(spelling.get(letter, letter) for letter in word.lower())


def _triples(words: list[str], prose: list[str], fold: Callable[[str], str]) -> dict[str, float]:
    """How large a part of all triples each is; `prose` weighs `_PROSE_SHARE`."""
    shares: dict[str, float] = defaultdict(float)
    share = _PROSE_SHARE if prose else 0.0
    for source, weight in ((words, 1 - share), (prose, share)):
        counts = Counter(_threes(map(fold, source)))
        total = counts.total()
        for triple, count in counts.items():
            shares[triple] += weight * count / total
    return shares


def _threes(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        bounded = f"_{word}_"
        yield from (bounded[i : i + 3] for i in range(len(bounded) - 2))


def _odds(kazakh: dict[str, float], other: dict[str, float]) -> dict[str, int]:
    odds = {}
    for triple in kazakh.keys() | other.keys():
        ours, theirs = kazakh.get(triple, 0.0), other.get(triple, 0.0)
        half_logs = round(2 * math.log((ours + _UNSEEN) / (theirs + _UNSEEN)))
        if ours + theirs >= _LEAST and abs(half_logs) >= 2:
            odds[triple] = max(-9, min(9, half_logs))
    return odds


def _by_odds(odds: dict[str, int]) -> dict[int, str]:
    """The triples of each number in one string, in order."""
    triples: dict[int, str] = defaultdict(str)
    for triple in sorted(odds, key=lambda triple: (odds[triple], triple)):
        triples[odds[triple]] += triple
    return triples


if __name__ == "__main__":
    main()
