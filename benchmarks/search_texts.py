"""Articles of the usual length in words as frequent as in news, as many as are wanted.

The frequent words are the newsroom's own. The rare ones are invented: stems of syllables with the
endings of Kazakh and of Russian, as often as Zipf's law says, and numbers. Nothing else makes an
index of a million articles as large as it is: their rare words.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from kznews.mongo.values import Fields, identity
from kznews.newsroom.prose.composition import Composer
from kznews.newsroom.prose.language import LanguageCode
from kznews.record.schema import ARTICLES

BEGUN = datetime(2024, 1, 1, tzinfo=UTC)
_YEARS = 3
_STORIES = 200
_STEMS = 60_000
"""Invented stems of a language."""
FORMS = 500_000
"""Forms that are drawn of them; some are drawn twice."""
_WORDS = (150, 300)
_NUMBERS = 0.02
"""Share of the words that are numbers."""
_COPIES = 0.15
"""Share of the articles that are another's copy."""
_WORD = re.compile(r"[^\W\d_]+")

_SYLLABLES = {
    "kk": "қа ба та са жа ма ла ра ғы ды сы ны лық мұ құ тұ ау ер ел бе ке се же те ме".split(),
    "ru": "ко ра то ви не по ста про мо ка ни ло ре де при вы со за ма ки ту ле ро бо".split(),
}
_ENDINGS = {
    "kk": "лар дың ны да дан ға мен ы ның ына ын ында ынан лары ларының ларына ларды ларда "
    "сы сының сын сында мыз ымыз ды ған атын ады ып у уға уы уының лық лықты шы шылар".split(),
    "ru": "а у ом е ы ов ам ами ах ый ого ому ым ая ой ую ые ых ыми ть л ла ли ет ение".split(),
}
_OUTLETS = [
    *("zakon", "tengrinews", "inform", "exclusive", "kapital", "egemen", "informburo", "nur"),
    *("orda", "vlast", "inbusiness", "kursiv", "liter", "ulysmedia", "azattyq", "baq", "qaz365"),
    *("kazpravda", "aikyn", "dknews", "forbes", "khabar", "ktk", "lada", "mgorod", "newtimes"),
    *("orda24", "profit", "sputnik", "total", "time", "uralskweek", "zhasalash", "stan", "arbat"),
    *("abai", "abctv", "alau", "atpress", "diapazon"),
]
_SECTIONS = ["Экономика", "Общество", "Происшествия", "Саясат", "Қоғам", "Спорт", "Мәдениет"]
_TOPICS = ["economy", "society", "incidents", "politics", "society", "sport", "culture"]
LANGUAGES: tuple[LanguageCode, LanguageCode] = ("ru", "kk")


class Texts:
    """Texts and questions of one language; the same seed gives the same."""

    def __init__(self, language: LanguageCode, seed: int = 1, forms: int = FORMS) -> None:
        random = Random(f"{language}/{seed}")
        self.language = language
        known = dict.fromkeys(_newsroom_words(language))
        stems = [
            "".join(random.choices(_SYLLABLES[language], k=random.choice((2, 2, 3, 3, 4))))
            for _ in range(_STEMS)
        ]
        # The square makes few stems that have many forms and many that have few.
        invented = (
            stems[int(_STEMS * random.random() ** 2)] + random.choice(endings)
            for endings in [["", *_ENDINGS[language]]]
            for _ in range(forms)
        )
        self.words = np.array(list(known | dict.fromkeys(invented)), dtype=object)
        odds = 1 / (np.arange(len(self.words)) + 2.7) ** 1.1
        self._sums = np.cumsum(odds / odds.sum())

    def words_of(self, numbers: np.random.Generator, most: int) -> list[str]:
        """Draw so many words, as frequent as they are."""
        drawn = np.searchsorted(self._sums, numbers.random(most))
        words: list[str] = self.words[np.minimum(drawn, len(self.words) - 1)].tolist()
        for place in np.flatnonzero(numbers.random(most) < _NUMBERS):
            words[place] = str(int(numbers.integers(1, 100_000)))
        return words


def articles(number: int, seed: int = 1, forms: int = FORMS) -> Iterator[Fields]:
    """Make so many articles as MongoDB has them, two of three in Russian, some of them copies."""
    texts = [Texts(language, seed, forms) for language in LANGUAGES]
    numbers = np.random.default_rng(seed)
    span = timedelta(days=365 * _YEARS) / max(number, 1)
    recent: list[Fields] = []
    for place in range(number):
        at = BEGUN + place * span
        if recent and numbers.random() < _COPIES:
            first = recent[int(numbers.integers(len(recent)))]
            yield _article(place, first["language"], at, numbers, first)
            continue
        of = texts[int(numbers.random() < 1 / 3)]
        words = of.words_of(numbers, 10 + int(numbers.integers(*_WORDS)))
        made = _article(place, of.language, at, numbers, None, words)
        recent = [*recent[-50:], made]
        yield made


def _article(
    place: int,
    language: str,
    at: datetime,
    numbers: np.random.Generator,
    first: Fields | None,
    words: list[str] | None = None,
) -> Fields:
    outlet = _OUTLETS[int(len(_OUTLETS) * float(numbers.random()) ** 2)]
    url = f"https://{outlet}.kz/{place}/"
    section = int(numbers.integers(len(_SECTIONS)))
    id_ = identity(url)
    if first is not None:
        title, body, story = first["title"], first["body"], first["story_id"]
    else:
        assert words is not None
        title, body, story = " ".join(words[:10]).capitalize(), _prose(words[10:]), id_
    made: dict[str, Any] = _UNKNOWN | {
        "_id": id_,
        "url": url,
        "outlet": outlet,
        "title": title,
        "lead": None,
        "body": body,
        "language": language,
        "script": "Cyrl",
        "section": _SECTIONS[section],
        "topic": _TOPICS[section],
        "kind": "news",
        "published_at": at,
        "published_precision": "minute",
        "published_zone": "Asia/Almaty",
        "appeared_at": at,
        "first_seen_at": at + timedelta(minutes=5),
        "fetched_at": at + timedelta(minutes=5),
        "last_seen_at": at + timedelta(days=1),
        "story_id": story,
    }
    return made


_UNKNOWN: dict[str, Any] = dict.fromkeys(ARTICLES.properties) | {
    **{name: [] for name in ("authors", "tags", "images", "attributed_to", "aliases")},
    "published_doubts": [],
    "extraction": {"layout": None, "method": "general"},
    "presence": "live",
    "write_number": 1,
}
"""The fields of an article of which no more is known."""


def _prose(words: list[str]) -> str:
    """Make sentences of twelve words and paragraphs of three sentences."""
    sentences = [
        " ".join(words[place : place + 12]).capitalize() + "." for place in range(0, len(words), 12)
    ]
    return "\n\n".join(
        " ".join(sentences[place : place + 3]) for place in range(0, len(sentences), 3)
    )


def _newsroom_words(language: LanguageCode) -> list[str]:
    """Give the words of the newsroom's articles, the most frequent first."""
    composer = Composer()
    counts: Counter[str] = Counter()
    for place in range(_STORIES):
        story = composer.story(f"search/{place}", language, year=2025, house="Exclusive.kz")
        for block in (story.lead, *(each.text for each in story.blocks)):
            counts.update(word.lower() for word in _WORD.findall(block))
    # Of words that are equally frequent, an order that is the same each time.
    return sorted(counts, key=lambda word: (-counts[word], hashlib.sha1(word.encode()).digest()))
