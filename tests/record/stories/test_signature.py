from __future__ import annotations

import hashlib

import numpy as np
import pytest

from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words

TEXT = (
    "Нацбанк повысил базовую ставку до 16,5 процента годовых. Қазақстан Республикасының Ұлттық "
    "Банкі базалық мөлшерлемені көтерді, деп хабарлайды баспасөз қызметі."
)


def test_signatures_are_the_same_for_good() -> None:
    """They are stored for years: if this fails, all stored ones must be written anew."""
    signed = signature(skeleton_words(TEXT))
    assert signed.bands[:4] == (
        2502205630939689,
        2262958717398943,
        6439377462468411,
        6244820138070999,
    )
    assert signed.bands[-2:] == (1372697433614681, 4789230727385271)
    digests = [
        hashlib.sha256(given).hexdigest()[:16]
        for given in (signed.minima, repr(signed.bands).encode())
    ]
    assert digests == ["c372720c8a5d1ee7", "3a309c8453d3b1da"]


def test_bands_are_exact_in_json() -> None:
    bands = signature(skeleton_words(TEXT)).bands
    assert len(bands) == len(set(bands)) == 46
    assert all(0 <= band < 2**53 for band in bands)


@pytest.mark.parametrize("text", ["", "Подробности позже.", "Сегодня в Алматы пошел снег."])
def test_a_few_words_have_no_bands(text: str) -> None:
    assert signature(skeleton_words(text)).bands == ()


@pytest.mark.parametrize("shared", [0, 30, 60, 100, 150, 200])
def test_similarity_is_estimated(shared: int) -> None:
    words = [f"слово{number}".encode() for number in range(400)]
    one, other = words[:200], words[200 - shared : 400 - shared]
    jaccard = shared / (400 - shared)
    [estimate] = signature(one).estimate([signature(other).minima])
    assert estimate == pytest.approx(jaccard, abs=0.12)


def test_how_often_texts_have_a_band_in_common_follows_the_curve() -> None:
    """1 - (1 - J^3)^42: hash functions that are not independent would miss it."""
    random = np.random.default_rng(5)
    for jaccard, least, most in ((0.5, 0.97, 1.0), (0.3, 0.55, 0.8), (0.05, 0.0, 0.03)):
        found = []
        shared = round(400 * jaccard / (1 + jaccard))  # of 200 words each
        for _ in range(200):
            words = [b"%d" % number for number in random.integers(1 << 62, size=400 - shared)]
            one, other = signature(words[:200]).bands, signature(words[-200:]).bands
            found.append(not set(one[:42]).isdisjoint(other[:42]))
        assert least <= sum(found) / len(found) <= most, jaccard


def test_what_is_cut_to_its_opening_is_found() -> None:
    words = [f"слово{number}".encode() for number in range(600)]
    whole = set(signature(words).bands)
    for kept in (30, 60, 200):
        assert not whole.isdisjoint(signature(words[:kept]).bands)


def test_long_words_in_common_give_a_band_where_short_ones_are_others() -> None:
    missed = 0
    for text in range(60):
        common = [f"long-common-{text}-{number}".encode() for number in range(60)]
        one, other = (
            set(
                signature(
                    [*common, *(f"{side}{text}{number}".encode() for number in range(90))]
                ).bands
            )
            for side in ("a", "b")
        )
        assert len(one) == len(other) == 52
        missed += one.isdisjoint(other)
        # Nothing but long words: all six are the same.
        assert len(one & other & set(signature(common).bands[46:])) == 6
    assert not missed


def test_a_text_of_few_long_words_has_no_bands_of_these() -> None:
    assert len(signature([f"word{number}".encode() for number in range(40)]).bands) == 46
