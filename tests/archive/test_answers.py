"""Answers as they are kept, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.archive.answers import Answer, is_media, page_id, unpacked

NAMES = st.text("abcdefgHIJ-", min_size=1, max_size=12).map(lambda name: name.encode())
VALUES = st.binary(max_size=20).map(lambda value: value.translate(None, b"\r\n").strip())


@given(st.integers(100, 999), st.lists(st.tuples(NAMES, VALUES)), st.binary())
def test_a_block_gives_the_answer_back(
    status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    answer = Answer(status, headers, body)
    assert Answer.of_block(answer.block) == answer


def test_headers_of_the_packing_speak_of_the_original() -> None:
    headers = [
        (b"Content-Type", b"text/html"),
        (b"Set-Cookie", b"a=1"),
        (b"Set-Cookie", b"b=2"),
        (b"Content-Encoding", b"gzip"),
        (b"Content-Length", b"7"),
        (b"transfer-encoding", b"chunked"),
    ]
    answer = unpacked(200, headers, b"<html>")
    assert answer.headers == [
        *headers[:3],
        (b"X-Orig-Content-Encoding", b"gzip"),
        (b"X-Orig-Content-Length", b"7"),
        (b"X-Orig-transfer-encoding", b"chunked"),
    ]
    # What nobody could unpack is as it came.
    packed = unpacked(200, [(b"Content-Encoding", b"x")], b"\x00", keeps=b"x")
    assert packed.headers == [(b"Content-Encoding", b"x")]
    assert unpacked(200, [(b"Content-Length", b"2")], b"ab").headers == [(b"Content-Length", b"2")]


def test_a_header_cannot_end_the_headers() -> None:
    answer = unpacked(200, [(b"A", b"1\r\n\r\n<html>")], b"body")
    assert Answer.of_block(answer.block).body == b"body"


def test_a_page_is_its_address_status_and_bytes() -> None:
    page = Answer(200, [], b"body")
    same = Answer(200, [(b"Date", b"today")], b"body")
    assert page_id("https://a.kz/", page) == page_id("https://a.kz/", same)
    others = {
        page_id("https://a.kz/", page),
        page_id("https://b.kz/", page),
        page_id("https://a.kz/", Answer(404, [], b"body")),
        page_id("https://a.kz/", Answer(200, [], b"body!")),
    }
    assert len(others) == 4


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        (b"image/png", True),
        (b" Video/MP4; codecs=x", True),
        (b"text/html", False),
        (b"application/x-gzip", False),
        (b"application/octet-stream", False),
    ],
)
def test_media_are_told_by_their_type(content_type: bytes, *, expected: bool) -> None:
    assert is_media([(b"Server", b"image/x"), (b"content-type", content_type)]) is expected
