"""MinHash signatures: the few numbers by which copies of a text find each other among millions.

A text is the set of its telling words: numbers, and words of four letters or more but the
commonest, in the spelling of `skeleton`. (Pairs of neighbouring words lose half of themselves where
three words in ten are changed, and a signature of them finds 75 % of such copies; single words lose
30 %, and all are found. What unrelated texts have in common is left to `likeness` to tell.)

The numbers are stored for years, so nothing here may change with a library's version: XXH3 is a
fixed specification, the rest is arithmetic modulo 2^64 on constants that are derived by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from kznews.record.stories.skeleton import skeleton_words

Hashes = NDArray[np.uint64]

_PERMUTATIONS = 128
_BANDS, _ROWS = 42, 3
"""Bands, and minima in each: texts of the similarity J share one with the probability J^3."""
_OPENING_BANDS, _OPENING_ROWS = 4, 5
_LONG_BANDS, _LONG_ROWS = 6, 2
"""Bands of a text's long words: where a third of the words is changed and another left out, three
minima are seldom the same, and unrelated texts have few long words in common."""
_LONG = 9
"""Letters of a long word, in the spelling of `skeleton`."""
_OPENING = 24
"""Telling words of a text's opening: a text that is cut to its first third still opens alike."""
_FEWEST = 8
"""Telling words of the shortest text that is signed: «Подробности позже.» has fewer."""
_COMMON = frozenset(
    skeleton_words(
        """для время только чтобы также этом года когда было которые один можно более если после
        сейчас этого были будет году может этот очень здесь того казахстане который человек больше
        свой всего нужно поэтому этой казахстана была даже люди говорит могут несколько будут
        которая такие много всех работы через многие пока которых людей других просто именно
        некоторые около является сами сообщает сообщили сообщил отметил сказал словам данным стало
        тоже между однако кроме того есть нашей наши свою своих своей себя тогда потому такой таких
        этих этим этому который которой которого которым которую какие какой почему чтоб либо перед
        сегодня вчера завтра тысяч млн млрд тенге процентов человека день дней месяц лет город
        города городе алматы астане астана области стране страны республики казахстан президент
        рассказал рассказали нового новый новые первый первой также всем свои быть хотя снова
        және үшін туралы бойынша кейін деген болып болды болған екен екені керек қазір осы сондай
        жаңа бүгін ішінде арқылы байланысты мүмкін емес жылы жылғы жылдың қазақстан қазақстанның
        облысы облысында қаласы қаласында адам мың миллион теңге хабарлайды хабарлады мәлім
        мәлімдеді айтты деді дейді сонымен қатар бірге дейін оның оған болады барлық бірақ"""
    )
)
"""Words that tell nothing: without them a third as many unrelated texts have a band in common."""
_MOST = 4000
"""Words of a text that are signed, at most, so that a book does not hold up a crawl."""

_AT_ONCE = 32
"""Permutations made at once: those of a long text still fit into the processor's cache."""

_MINIMUM = np.dtype("<u2")
# So many bits that JSON and JavaScript read a band as the number that it is.
_BAND_BITS = 53


def _constants(name: str, number: int) -> Hashes:
    digests = [xxh3_64_intdigest(f"{name} {place}".encode()) for place in range(number)]
    return np.array(digests, np.uint64)


_MULTIPLIERS = (_constants("multiplier", _PERMUTATIONS) | np.uint64(1))[:, None]
_SEEDS = _constants("seed", _PERMUTATIONS)[:, None]
_BAND_MULTIPLIERS = _constants("band", max(_ROWS, _OPENING_ROWS)) | np.uint64(1)
_BAND_SEEDS = _constants("band seed", _BANDS + _OPENING_BANDS + _LONG_BANDS)


@dataclass(frozen=True)
class Signature:
    """The signature of one text."""

    bands: tuple[int, ...]
    """Bands: 42 of the text, 4 of its opening and 6 of its long words, each below 2^53. Texts that
    are alike have some in common; a text of a few words has none. Those of before November 2026
    are without the last 6."""
    minima: bytes
    """Low 16 bits of each of the 128 minima, little-endian, which `estimate` compares."""

    def estimate(self, others: list[bytes]) -> NDArray[np.float64]:
        """Estimate the Jaccard similarity to texts of which the `minima` are given, in order.

        The standard error is at most 0.045.
        """
        own = np.frombuffer(self.minima, _MINIMUM)
        theirs = np.frombuffer(b"".join(others), _MINIMUM).reshape(len(others), len(own))
        return np.asarray((own == theirs).mean(axis=1))


def signature(words: list[bytes]) -> Signature:
    """Sign a text, given as its `skeleton_words`: the same words give the same numbers for good."""
    telling = telling_words(words[:_MOST])
    if len(telling) < _FEWEST:
        return Signature((), b"")
    hashes = np.fromiter(map(xxh3_64_intdigest, telling), np.uint64, len(telling))
    minima = _minima(hashes)
    opening = _minima(hashes[:_OPENING], _OPENING_BANDS * _OPENING_ROWS)
    is_long = [len(word) >= _LONG or (word[:1].isdigit() and len(word) >= 3) for word in telling]
    sums = [_sums(minima[: _BANDS * _ROWS], _ROWS), _sums(opening, _OPENING_ROWS)]
    if sum(is_long) >= _FEWEST:
        long = _minima(hashes[np.array(is_long)], _LONG_BANDS * _LONG_ROWS)
        sums.append(_sums(long, _LONG_ROWS))
    mixed = np.concatenate(sums, dtype=np.uint64)
    bands = _mixed(mixed ^ _BAND_SEEDS[: len(mixed)]) >> np.uint64(64 - _BAND_BITS)
    # The minima's low bits: their high ones are nearly all zeros.
    return Signature(tuple(bands.tolist()), minima.astype(_MINIMUM).tobytes())


def telling_words(words: list[bytes]) -> list[bytes]:
    """Give the numbers and the words of four letters or more but the commonest, once, in order."""
    return [
        word
        for word in dict.fromkeys(words)
        if (len(word) >= 4 or word[:1].isdigit()) and word not in _COMMON
    ]


def _minima(hashes: Hashes, number: int = _PERMUTATIONS) -> Hashes:
    minima = np.empty(number, np.uint64)
    for start in range(0, number, _AT_ONCE):
        some = slice(start, min(start + _AT_ONCE, number))
        values = hashes ^ _SEEDS[some]
        # Without this step the permutations agree too often: linear ones are not independent.
        values ^= values >> np.uint64(32)
        values *= _MULTIPLIERS[some]
        values.min(axis=1, out=minima[some])
    return minima


def _sums(minima: Hashes, rows: int) -> Hashes:
    weighted = minima.reshape(-1, rows) * _BAND_MULTIPLIERS[:rows]
    return np.asarray(weighted.sum(axis=1, dtype=np.uint64))


def _mixed(values: Hashes) -> Hashes:
    """Let each bit depend on all: what is equal stays equal."""
    values = (values ^ (values >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return (values ^ (values >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
