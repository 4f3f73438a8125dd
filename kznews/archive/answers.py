"""An answer as it is kept: status line, headers and body, as a WARC record holds them.

The body is the one that a spider reads: without the packing that it travelled in (gzip, chunks).
Headers that speak of that packing are kept as `X-Orig-…`, so that nothing says what is not so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import xxhash

from kznews.mongo.values import identity

Header = tuple[bytes, bytes]

_MEDIA = frozenset({b"image", b"video", b"audio", b"font"})
_PACKING = frozenset({b"content-encoding", b"transfer-encoding"})
_LENGTH = b"content-length"
_ORIGINAL = b"X-Orig-"
_LINE_END = b"\r\n"


@dataclass(frozen=True)
class Answer:
    """An answer of a server."""

    status: int
    headers: Sequence[Header]
    """In the order in which they came, repeated ones each."""
    body: bytes

    @property
    def block(self) -> bytes:
        """The answer as bytes."""
        lines = [b"HTTP/1.1 %d %s" % (self.status, _phrase(self.status))]
        lines += [b"%s: %s" % each for each in self.headers]
        return _LINE_END.join([*lines, b"", self.body])

    @classmethod
    def of_block(cls, block: bytes) -> Answer:
        """Read what `block` gave. Raises ValueError."""
        head, _, body = block.partition(_LINE_END * 2)
        status, *lines = head.split(_LINE_END)
        headers = [(name, value) for name, _, value in (each.partition(b": ") for each in lines)]
        return cls(int(status.split()[1]), headers, body)


def unpacked(status: int, headers: Iterable[Header], body: bytes, *, keeps: bytes = b"") -> Answer:
    """Give the answer with a body that is unpacked, and headers as the server sent them.

    `keeps`: the encoding that the body still has, as its Content-Encoding says.
    """
    kept = []
    for name, value in headers:
        clean = b" ".join(value.split(b"\n")).replace(b"\r", b"")
        if name.lower() == b"content-encoding" and clean == keeps:
            kept.append((name, clean))
        elif name.lower() in _PACKING or (name.lower() == _LENGTH and clean != b"%d" % len(body)):
            kept.append((_ORIGINAL + name, clean))
        else:
            kept.append((name, clean))
    return Answer(status, kept, body)


def is_media(headers: Iterable[Header]) -> bool:
    """Tell whether an answer is a picture, a film, a sound or a font, by its Content-Type.

    A sitemap that is packed is none, whatever its type is called.
    """
    types = (value for name, value in headers if name.lower() == b"content-type")
    return any(each.partition(b"/")[0].strip().lower() in _MEDIA for each in types)


def page_id(url: str, answer: Answer) -> str:
    """Give the `_id` of a page: the same URL, status and bytes are the same page."""
    return identity(url, str(answer.status), xxhash.xxh3_128_hexdigest(answer.body))


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode("ascii")
    except ValueError:  # a server's own number
        return b"Unknown"
