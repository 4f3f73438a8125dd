from __future__ import annotations

import pytest

from kznews.extraction.decoding import to_utf8

WORDS = "<p>Мәжіліс депутаттары жаңа заң жобасын мақұлдады, деп хабарлады баспасөз қызметі</p>"
RUSSIAN = "<p>Депутаты одобрили законопроект о государственных закупках во втором чтении</p>"


@pytest.mark.parametrize(
    ("body", "content_type", "notes"),
    [
        (WORDS.encode(), "text/html; charset=utf-8", []),
        (WORDS.encode(), None, []),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/html; charset=windows-1251", []),
        (WORDS.encode(), "text/html; charset=nonsense", []),
        (b'<meta charset="utf-8">' + WORDS.encode(), "text/html", []),
    ],
)
def test_utf8_however_declared(body: bytes, content_type: str | None, notes: list[str]) -> None:
    page, found = to_utf8(body, content_type)
    assert page.decode().endswith(WORDS)
    assert found == notes


def test_declared_cp1251_is_believed() -> None:
    page, notes = to_utf8(RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251")
    assert page.decode() == RUSSIAN
    assert notes == []


def test_cp1251_declared_as_utf8_is_read_and_noted() -> None:
    page, notes = to_utf8(RUSSIAN.encode("cp1251"), "text/html; charset=utf-8")
    assert page.decode() == RUSSIAN
    assert notes == ["charset/mismatch"]


def test_utf8_declared_as_ascii_is_read_and_noted() -> None:
    page, notes = to_utf8(WORDS.encode(), "text/html; charset=big5")
    assert page.decode() == WORDS
    assert notes == ["charset/mismatch"]


def test_page_cut_inside_a_character_keeps_the_rest() -> None:
    whole = RUSSIAN * 60
    page, notes = to_utf8(whole.encode()[:-5], "text/html; charset=utf-8")
    assert page.decode().startswith(RUSSIAN)
    assert notes == ["charset/damaged"]


def test_bytes_of_no_text_are_not_taken_for_cyrillic() -> None:
    body = bytes(range(128, 192)) * 20
    assert to_utf8(body, "text/html; charset=utf-8")[1] == ["charset/damaged"]
