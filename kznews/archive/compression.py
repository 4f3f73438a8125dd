"""Compression of answers with an earlier answer of the same outlet and kind as dictionary.

Pages of one layout are mostly the same bytes. zstd, given one of them as raw content, writes only
what is new in another. Which pages are alike is tried, so it holds for any layout, and for JSON and
XML. Nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import xxhash
import zstandard

LARGEST_DICTIONARY = 1024 * 1024
"""Bytes of an answer that may be a dictionary, at most: each worker holds some in memory."""
MOST_DICTIONARIES = 4
"""How many dictionaries of an outlet and kind are tried: as many layouts as it has at a time."""

_LEVEL = 3
# Of what is written once and read often.
_DICTIONARY_LEVEL = 9
# An answer fits a dictionary where it takes at most this share of what it takes alone.
_FITTING_SHARE = 0.6
# It surely does where it takes at most this share of what one like it took alone: then it is not
# compressed alone, which costs as much as all else.
_SURELY_FITTING_SHARE = 0.5
# It is as usual where it takes at most this multiple of what the answers before it took.
_USUAL_FACTOR = 1.4
# Answers that fit no dictionary are held until another is like them: most odd ones are single.
_MOST_SPARES = 3
# Frames and sidebars change slowly: so often, the latest answer is tried in the place of the
# dictionary, for some answers, and replaces it where these take at most this share.
_TRIED_EVERY = 64
_TRIED_FOR = 8
_RENEWING_SHARE = 0.85


class DamagedDataError(ValueError):
    """An error of kept bytes: they do not unpack to what was kept."""


class Dictionary:
    """An answer with which others are compressed."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.usual_share: float | None = None
        """Share of its bytes that an answer of this shape takes; None: not known yet."""
        self.share_alone: float | None = None
        """Share that one of this shape took without a dictionary; None: not known yet."""

    @cached_property
    def id(self) -> str:
        """A hash of the content."""
        return xxhash.xxh3_128_hexdigest(self.content)

    def compress(self, answer: bytes) -> bytes:
        """Compress `answer`, of whatever shape."""
        return self._compressor.compress(answer)

    def decompress(self, data: bytes) -> bytes:
        """Give the answer. Raises DamagedDataError."""
        return _decompress(self._decompressor, data)

    def learn(self, data: bytes, answer: bytes) -> None:
        """Learn what an answer takes that is of this shape."""
        share = len(data) / len(answer)
        known = self.usual_share
        self.usual_share = share if known is None else 0.9 * known + 0.1 * share

    @cached_property
    def _compressor(self) -> zstandard.ZstdCompressor:
        raw = self._raw
        raw.precompute_compress(_LEVEL)
        return zstandard.ZstdCompressor(_LEVEL, dict_data=raw, write_checksum=True)

    @cached_property
    def _decompressor(self) -> zstandard.ZstdDecompressor:
        return zstandard.ZstdDecompressor(dict_data=self._raw)

    @property
    def _raw(self) -> zstandard.ZstdCompressionDict:
        return zstandard.ZstdCompressionDict(self.content, zstandard.DICT_TYPE_RAWCONTENT)


@dataclass(frozen=True)
class Compressed:
    """An answer as it is kept."""

    data: bytes
    dictionary: Dictionary | None
    """What it was compressed with; None: nothing else is needed to read it."""


@dataclass
class _Trial:
    """The comparison of a dictionary with a later answer that might replace it."""

    rival: Dictionary
    left: int = _TRIED_FOR
    taken: int = 0
    """Bytes that the answers took with the dictionary."""
    taken_by_rival: int = 0


class Shapes:
    """The dictionaries of one outlet and kind of answers, the last one used first."""

    def __init__(self, dictionaries: Iterable[Dictionary] = (), spare: bytes | None = None) -> None:
        """`spare`: an answer that was kept without a dictionary."""
        self._dictionaries = [*dictionaries][:MOST_DICTIONARIES]
        self._spares = [Dictionary(spare)] if spare is not None else []
        self._until_trial = _TRIED_EVERY
        self._trial: _Trial | None = None

    def compress(self, answer: bytes) -> Compressed:
        """Compress `answer`. An earlier one may become a dictionary by that."""
        chosen = self._chosen(answer)
        used = chosen.dictionary
        if used is None:
            return chosen
        used.learn(chosen.data, answer)
        if used is not self._first:
            self._put_first(used)
        return self._tried(chosen, answer)

    @property
    def _first(self) -> Dictionary | None:
        return self._dictionaries[0] if self._dictionaries else None

    def _chosen(self, answer: bytes) -> Compressed:
        """Compress with the first dictionary with which it takes no more than others did.

        Where there is none, with what suits it best: with a dictionary, alone, with an odd answer
        before.
        """
        tried: list[tuple[bytes, Dictionary]] = []
        # Those of which it is known what is usual come first.
        for each in sorted(self._dictionaries, key=lambda one: one.usual_share is None):
            data = each.compress(answer)
            if each.usual_share and len(data) <= _USUAL_FACTOR * each.usual_share * len(answer):
                return Compressed(data, each)
            tried.append((data, each))
        if not tried:
            return self._odd(answer, compress_alone(answer))
        data, best = min(tried, key=lambda one: len(one[0]))
        if best.share_alone and len(data) <= _SURELY_FITTING_SHARE * best.share_alone * len(answer):
            return Compressed(data, best)
        alone = compress_alone(answer)
        if len(data) <= _FITTING_SHARE * len(alone):
            best.share_alone = len(alone) / len(answer)
            return Compressed(data, best)
        odd = self._odd(answer, alone)
        return odd if len(odd.data) <= len(data) else Compressed(data, best)

    def _odd(self, answer: bytes, alone: bytes) -> Compressed:
        """Compress an answer that fits no dictionary; it is held, in case others are like it."""
        for spare in self._spares:
            data = spare.compress(answer)
            if len(data) <= _FITTING_SHARE * len(alone):
                self._spares.remove(spare)
                spare.share_alone = len(alone) / len(answer)
                return Compressed(data, spare)
        if len(answer) <= LARGEST_DICTIONARY:
            self._spares = [Dictionary(answer), *self._spares][:_MOST_SPARES]
        return Compressed(alone, None)

    def _put_first(self, dictionary: Dictionary) -> None:
        others = [each for each in self._dictionaries if each is not dictionary]
        self._dictionaries = [dictionary, *others][:MOST_DICTIONARIES]
        self._trial, self._until_trial = None, _TRIED_EVERY

    def _tried(self, chosen: Compressed, answer: bytes) -> Compressed:
        """Let the trial of the first dictionary go on, which may end with another in its place."""
        trial = self._trial
        if trial is None:
            self._until_trial -= 1
            if self._until_trial <= 0 and len(answer) <= LARGEST_DICTIONARY:
                self._trial = _Trial(Dictionary(answer))
            return chosen
        data = trial.rival.compress(answer)
        trial.taken += len(chosen.data)
        trial.taken_by_rival += len(data)
        trial.left -= 1
        if trial.left:
            return chosen
        self._trial, self._until_trial = None, _TRIED_EVERY
        if trial.taken_by_rival > _RENEWING_SHARE * trial.taken:
            return chosen
        self._dictionaries[0] = trial.rival
        trial.rival.learn(data, answer)
        return Compressed(data, trial.rival)


def compress_alone(answer: bytes) -> bytes:
    """Compress without a dictionary."""
    return _ALONE.compress(answer)


def compress_dictionary(content: bytes) -> bytes:
    """Compress what is to be a dictionary, well."""
    return zstandard.ZstdCompressor(_DICTIONARY_LEVEL, write_checksum=True).compress(content)


def decompress_alone(data: bytes) -> bytes:
    """Give what was compressed without a dictionary. Raises DamagedDataError."""
    return _decompress(_PLAIN, data)


def _decompress(decompressor: zstandard.ZstdDecompressor, data: bytes) -> bytes:
    try:
        return decompressor.decompress(data)
    except zstandard.ZstdError as error:
        raise DamagedDataError(f"they do not unpack: {error}") from error


_ALONE = zstandard.ZstdCompressor(_LEVEL, write_checksum=True)
_PLAIN = zstandard.ZstdDecompressor()
