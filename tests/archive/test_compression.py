"""Which answer serves as dictionary for which, and what that saves."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest

from kznews.archive import compression
from kznews.archive.compression import (
    MOST_DICTIONARIES,
    Compressed,
    DamagedDataError,
    Dictionary,
    Shapes,
    compress_alone,
    decompress_alone,
)
from kznews.newsroom.site import Site

SITE = Site({"exclusive/2022": 2, "exclusive/wordpress": 2}, today=date(2025, 4, 28))


def articles(layout: str) -> list[bytes]:
    """Pages of the newsroom below a frame as large as real ones have."""
    chance = Random(layout)
    frame = "\n".join(sentence(chance) for _ in range(100)).encode()
    return [
        frame + SITE.page("exclusive.kz", article.url.removeprefix("https://exclusive.kz")).body
        for article in SITE.articles
        if article.outlet == "exclusive" and article.layout == layout
    ]


def sentence(chance: Random) -> str:
    return " ".join("".join(chance.choices("абвгдежзийклмнопрст", k=6)) for _ in range(8))


def json_answers(number: int) -> list[bytes]:
    chance = Random(1)
    settings = {f"option_{place}": sentence(chance) for place in range(99)}
    return [
        json.dumps(
            {
                "items": [
                    {"id": place, "title": sentence(chance), "type": "news", "views": 0, "tags": []}
                    for place in range(20)
                ],
                "settings": settings,
            },
            ensure_ascii=False,
        ).encode()
        for _ in range(number)
    ]


def xml_answers(number: int) -> list[bytes]:
    """Sitemaps, of which each has a few URLs more than the one before."""
    chance = Random(2)
    urls = [f"<url><loc>https://a.kz/{chance.getrandbits(60)}</loc></url>" for _ in range(300)]
    return [f"<urlset>{''.join(urls[: 200 + place])}</urlset>".encode() for place in range(number)]


def original(compressed: Compressed) -> bytes:
    if compressed.dictionary is None:
        return decompress_alone(compressed.data)
    # As another process reads it.
    return Dictionary(compressed.dictionary.content).decompress(compressed.data)


@pytest.mark.parametrize(
    "answers",
    [articles("exclusive/2022"), articles("exclusive/wordpress"), json_answers(9), xml_answers(9)],
    ids=["2022", "wordpress", "json", "xml"],
)
def test_answers_of_a_shape_share_one_dictionary_and_come_back(answers: list[bytes]) -> None:
    shapes = Shapes()
    kept = [shapes.compress(each) for each in answers]
    assert [original(each) for each in kept] == answers
    assert kept[0].dictionary is None
    assert {each.dictionary.content for each in kept[1:] if each.dictionary} == {answers[0]}
    assert all(each.dictionary for each in kept[1:])
    alone = sum(len(compress_alone(each)) for each in answers[1:])
    assert sum(len(each.data) for each in kept[1:]) < 0.6 * alone


def test_each_layout_gets_a_dictionary_of_its_own() -> None:
    both = zip(articles("exclusive/2022"), articles("exclusive/wordpress"), strict=False)
    shapes = Shapes()
    kept = [(shapes.compress(old), shapes.compress(new)) for old, new in both]
    for place in (0, 1):
        used = {each[place].dictionary for each in kept[2:]}
        assert len(used) == 1
        assert None not in used
    assert kept[-1][0].dictionary is not kept[-1][1].dictionary


def test_after_a_redesign_a_new_page_becomes_dictionary() -> None:
    shapes = Shapes()
    for each in articles("exclusive/2022"):
        shapes.compress(each)
    first, second = articles("exclusive/wordpress")[:2]
    shapes.compress(first)
    kept = shapes.compress(second)
    assert kept.dictionary is not None
    assert kept.dictionary.content == first


def test_odd_answers_become_no_dictionaries() -> None:
    chance = Random(3)
    shapes = Shapes()
    odd = [sentence(chance).encode() + chance.randbytes(500) for _ in range(20)]
    assert [shapes.compress(each).dictionary for each in odd] == [None] * 20


def test_a_frame_that_changes_slowly_renews_its_dictionary() -> None:
    chance = Random(4)
    frame = [sentence(chance) for _ in range(100)]
    answers = []
    for place in range(300):
        frame[place % 100] = sentence(chance)
        answers.append(("\n".join(frame) + sentence(chance)).encode())
    shapes = Shapes()
    kept = [shapes.compress(each) for each in answers]
    assert [original(each) for each in kept] == answers
    used = {each.dictionary.id for each in kept if each.dictionary}
    assert 2 <= len(used) <= 6
    first = kept[1].dictionary
    assert first is not None
    with_the_first = sum(len(first.compress(each)) for each in answers[-40:])
    assert sum(len(each.data) for each in kept[-40:]) < 0.75 * with_the_first


def test_a_later_crawl_goes_on_with_what_there_is() -> None:
    first, second, third = articles("exclusive/2022")[:3]
    # One whose dictionary is known, one that has only met a page.
    for shapes in (Shapes([Dictionary(first)]), Shapes([], first)):
        for each in (second, third):
            kept = shapes.compress(each)
            assert kept.dictionary is not None
            assert kept.dictionary.content == first


def test_few_dictionaries_are_tried() -> None:
    chance = Random(5)
    tried: list[int] = []

    class Counted(Dictionary):
        def compress(self, answer: bytes) -> bytes:
            tried.append(1)
            return super().compress(answer)

    shapes = Shapes(Counted(sentence(chance).encode()) for _ in range(9))
    shapes.compress(sentence(chance).encode())
    assert len(tried) == MOST_DICTIONARIES


def test_what_surely_fits_is_not_compressed_without_a_dictionary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = Random(7)
    frame = "\n".join(sentence(chance) for _ in range(100))

    def answer(sentences: int) -> bytes:
        return "\n".join([frame, *(sentence(chance) for _ in range(sentences))]).encode()

    shapes = Shapes()
    for _ in range(3):
        shapes.compress(answer(5))
    alone: list[bytes] = []
    monkeypatch.setattr(compression, "compress_alone", alone.append)
    # It takes three times what is usual.
    long = answer(20)
    kept = shapes.compress(long)
    assert kept.dictionary is not None
    assert original(kept) == long
    assert alone == []


def test_large_answers_are_no_dictionaries_and_come_back() -> None:
    large = Random(6).randbytes(2 * 1024 * 1024)
    shapes = Shapes()
    kept = [shapes.compress(large) for _ in range(2)]
    assert [each.dictionary for each in kept] == [None, None]
    assert original(kept[0]) == large


def test_damage_is_told() -> None:
    answer = articles("exclusive/2022")[0]
    data = bytearray(compress_alone(answer))
    data[len(data) // 2] ^= 1
    with pytest.raises(DamagedDataError):
        decompress_alone(bytes(data))
    right, wrong = Dictionary(answer), Dictionary(answer[::-1])
    with pytest.raises(DamagedDataError):
        wrong.decompress(right.compress(answer + b"!"))
    with pytest.raises(DamagedDataError):
        decompress_alone(b"no zstd")
