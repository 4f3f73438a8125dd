"""Texts of which it is known which are copies: real or our own articles, edited as outlets edit.

Nothing is kept: the set is made anew from the captures, or from the newsroom's prose, each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.labelled import CAPTURES
from kznews.extraction.article import extract_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import UnreadablePageError
from kznews.newsroom.prose.composition import Composer
from kznews.newsroom.prose.language import LanguageCode
from kznews.transport.warc import list_records, read_answer

AMOUNTS = (10, 20, 30, 40, 50)
_ARTICLE = re.compile(r"/article/.*-\d+/$")
_LARGEST = 8_000_000  # bytes of a page
SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Copy:
    """An edited copy of `original`."""

    original: str
    kind: str
    percent: int
    """How much of the original's words was taken away or replaced."""
    text: str


def captured_texts(folder: Path = CAPTURES) -> list[str]:
    """The bodies of the captured articles of tengrinews.kz; none where the captures are missing."""
    texts: list[str] = []
    for warc in sorted(folder.glob("tengrinews-*.warc.gz")):
        for record in list_records(warc):
            if record.url is None or _ARTICLE.search(record.url) is None:
                continue
            page = read_answer(record, _LARGEST).body
            try:
                texts.append(extract_article(page, record.url).body)
            except (NotAnArticleError, UnreadablePageError):
                continue
    return texts


def composed_texts(number: int) -> list[str]:
    """Texts of the newsroom's prose, in Russian and Kazakh; they share many turns of phrase."""
    composer = Composer()
    texts = []
    for place in range(number):
        language: LanguageCode = "ru" if place % 2 else "kk"
        story = composer.story(f"copy/{place}", language, year=2025, house="Exclusive.kz")
        texts.append("\n\n".join(block.text for block in story.blocks))
    return texts


def originals(texts: list[str]) -> dict[str, list[str]]:
    """Of each text the whole, its opening as long as news is, and a paragraph as a news flash."""
    found: dict[str, list[str]] = {"article": [], "news": [], "flash": []}
    for text in texts:
        paragraphs = text.split("\n\n")
        found["article"].append(text)
        opening = ""
        for paragraph in paragraphs:
            if len(opening.split()) < 150:
                opening = f"{opening}\n\n{paragraph}".strip()
        if len(opening.split()) >= 100:
            found["news"].append(opening)
        flashes = [each for each in paragraphs if 25 <= len(each.split()) <= 60]
        if flashes:
            found["flash"].append(flashes[len(flashes) // 2])
    return found


def copies(text: str, others: list[str], random: Random) -> Iterator[Copy]:
    """Edit `text` in every way, by 10 to 50 %; `others` give the words that are not its own."""
    for percent in AMOUNTS:
        for kind, edit in EDITS.items():
            edited = edit(text, percent / 100, others, random)
            if edited is not None:
                yield Copy(text, kind, percent, edited)
    for percent in (60, 70):
        yield Copy(text, "cut", percent, _cut(text, percent / 100, others, random) or text)
    ending = _without_opening(text, 0.6, others, random)
    yield Copy(text, "opening cut away", 60, ending)


Edit = Callable[[str, float, list[str], Random], str | None]


def _foreign(number: int, others: list[str], random: Random) -> list[str]:
    """So many words in a row of another text."""
    words = random.choice(others).split()
    start = random.randrange(len(words))
    return (words[start:] + words * (1 + number // len(words)))[:number]


def _replaced(text: str, share: float, others: list[str], random: Random) -> str:
    words = text.split(" ")
    places = random.sample(range(len(words)), round(len(words) * share))
    foreign = _foreign(len(places), others, random)
    for place, word in zip(places, foreign, strict=True):
        words[place] = word
    return " ".join(words)


def _cut(text: str, share: float, others: list[str], random: Random) -> str | None:
    words = text.split(" ")
    return " ".join(words[: round(len(words) * (1 - share))])


def _sentences(text: str, share: float, random: Random) -> tuple[list[str], set[int]] | None:
    """The sentences, and which to touch: at most so much; None where each one is too much."""
    sentences = SENTENCE.split(text)
    left = len(text.split()) * share
    touched: set[int] = set()
    for place in random.sample(range(len(sentences)), len(sentences)):
        length = len(sentences[place].split())
        if length <= left:
            left -= length
            touched.add(place)
    return (sentences, touched) if touched else None


def _removed(text: str, share: float, others: list[str], random: Random) -> str | None:
    if (found := _sentences(text, share, random)) is None:
        return None
    sentences, touched = found
    return " ".join(each for place, each in enumerate(sentences) if place not in touched)


def _rewritten(text: str, share: float, others: list[str], random: Random) -> str | None:
    if (found := _sentences(text, share, random)) is None:
        return None
    sentences, touched = found
    for place in touched:
        words = _foreign(len(sentences[place].split()), others, random)
        sentences[place] = " ".join(words).capitalize()
    return " ".join(sentences)


def _reordered(text: str, share: float, others: list[str], random: Random) -> str | None:
    if (found := _sentences(text, share, random)) is None:
        return None
    sentences, touched = found
    moved = [sentences[place] for place in sorted(touched)]
    return " ".join([each for place, each in enumerate(sentences) if place not in touched] + moved)


def _new_lead(text: str, share: float, others: list[str], random: Random) -> str:
    words = text.split(" ")
    number = round(len(words) * share)
    return " ".join(_foreign(number, others, random)) + ".\n\n" + " ".join(words[number:])


def _quote_added(text: str, share: float, others: list[str], random: Random) -> str:
    words = text.split(" ")
    place = random.randrange(len(words))
    quote = " ".join(_foreign(round(len(words) * share), others, random))
    return " ".join([*words[:place], f"«{quote}», – сказал он.", *words[place:]])


def _framed(text: str, share: float, others: list[str], random: Random) -> str:
    """A dateline, an attribution and an invitation around a text that is cut."""
    cut = _cut(text, share, others, random)
    return (
        f"Алматы. 2 декабря. KAZAKHSTAN TODAY – {cut}\n\nОб этом сообщает корреспондент.\n\n"
        "Подписывайтесь на наш Telegram-канал и узнавайте новости первыми!"
    )


def _all_at_once(text: str, share: float, others: list[str], random: Random) -> str:
    cut = _cut(text, share / 3, others, random) or text
    replaced = _replaced(cut, share / 3, others, random)
    return _new_lead(replaced, share / 3, others, random)


def _without_opening(text: str, share: float, others: list[str], random: Random) -> str:
    words = text.split(" ")
    return " ".join(words[round(len(words) * share) :])


def _as_editors_do(text: str, share: float, others: list[str], random: Random) -> str | None:
    """Half as many words replaced, as many in whole sentences left out, a paragraph moved."""
    paragraphs = text.split("\n\n")
    if len(paragraphs) < 3:
        return None
    moved = paragraphs.pop(random.randrange(1, len(paragraphs)))
    paragraphs.insert(random.randrange(1, len(paragraphs) + 1), moved)
    shortened = _removed("\n\n".join(paragraphs), share / 2, others, random)
    return _replaced(shortened or text, share / 2, others, random)


EDITS: dict[str, Edit] = {
    "words replaced": _replaced,
    "cut": _cut,
    "opening cut away": _without_opening,
    "edited": _as_editors_do,
    "sentences removed": _removed,
    "sentences rewritten": _rewritten,
    "sentences moved": _reordered,
    "new lead": _new_lead,
    "quote added": _quote_added,
    "cut and framed": _framed,
    "cut, new lead, words": _all_at_once,
}
