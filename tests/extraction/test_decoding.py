from __future__ import annotations

import pytest

from kznews.extraction.article import extract_article
from kznews.extraction.decoding import to_utf8
from kznews.items import Article
from kznews.pipelines.validate import faults_of
from kznews.text.mojibake import decode_as
from tests.growth import LINEAR, growth
from tests.pipelines.items import article

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


LONG = (
    "<html><head><title>Депутаты одобрили закон</title></head><body>"
    "<h1>Депутаты одобрили закон</h1><p>Депутаты одобрили проект "
    "закона о государственных закупках во втором чтении. Теперь документ уйдёт в сенат, затем на "
    "подпись президенту. Против голосовали трое.</p></body></html>"
)
KAZAKH = LONG.replace(
    "Против голосовали трое",
    "Мәжіліс депутаттары мемлекеттік сатып алу туралы заң жобасын екінші оқылымда мақұлдады. "
    "Енді құжат сенатқа, кейін қол қоюға президентке жолданады. Үш адам қарсы дауыс берді, "
    "деп хабарлады төменгі палатаның баспасөз қызметі",
)
HEADER = "text/html; charset="


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize(
    "declared", ["utf-8", "windows-1251", "koi8-r", "ibm866", "iso-8859-1", ""]
)
def test_a_page_in_any_cyrillic_charset_however_declared(charset: str, declared: str) -> None:
    content_type = HEADER + declared if declared else None
    page, notes = to_utf8(LONG.encode(charset), content_type)
    assert page.decode() == LONG
    known = {"windows-1251": "cp1251", "koi8-r": "koi8-r", "ibm866": "cp866"}
    assert notes == ([] if known.get(declared) == charset else ["charset/mismatch"])


@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", "kz-1048"])
def test_kazakh_in_its_own_single_byte_charset(declared: str) -> None:
    page, _ = to_utf8(KAZAKH.encode("kz1048"), HEADER + declared)
    assert page.decode() == KAZAKH


@pytest.mark.parametrize("declared", ["windows-1251", "iso-8859-1", "koi8-r", "gb2312"])
def test_valid_utf8_is_utf8_whatever_is_declared(declared: str) -> None:
    assert to_utf8(KAZAKH.encode(), HEADER + declared) == (KAZAKH.encode(), ["charset/mismatch"])


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
def test_another_alphabets_page_keeps_its_charset(declared: str) -> None:
    page = "<title>Málaga</title><p>Le président français a été élu à Besançon, où l’été</p>"
    served = page.replace("’", "'").encode("latin-1")
    assert to_utf8(served, HEADER + declared) == (page.replace("’", "'").encode(), [])


@pytest.mark.parametrize("charset", ["cp1251", "cp1252", "cp866", "koi8-r"])
def test_a_page_that_was_misread_before_it_was_served_is_repaired(charset: str) -> None:
    served = decode_as(KAZAKH.encode(), charset).encode()
    assert to_utf8(served, HEADER + "utf-8") == (KAZAKH.encode(), ["charset/mojibake"])


def test_a_page_of_more_than_a_million_characters_is_not_repaired() -> None:
    misread = decode_as("<title>Мост открыли в городе</title>".encode(), "cp1251")
    script = "<script>" + "a" * 1_000_000
    assert to_utf8(f"{misread}{script[:900_000]}".encode())[1] == ["charset/mojibake"]
    assert to_utf8((whole := misread + script).encode()) == (whole.encode(), [])


def test_a_misread_title_beside_a_right_body() -> None:
    title = "Депутаты одобрили закон"
    whole = LONG.replace("</p>", f"</p><p>{'Документ вступит в силу через месяц. ' * 9}</p>")
    served = whole.replace(title, decode_as(title.encode(), "cp1251"))
    read = extract_article(served.encode(), "https://example.kz/news/1")
    assert read.title == title
    assert not list(faults_of(read))


@pytest.mark.parametrize(
    "broken",
    [
        article(title="????? ?????? ?? ????"),
        article(body="\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd. " * 9),
    ],
)
def test_what_cannot_be_read_is_refused(broken: Article) -> None:
    assert [fault for fault in faults_of(broken) if "charset" in fault]


def test_a_right_page_takes_linear_time() -> None:
    def read(text: str) -> None:
        to_utf8(text.encode(), HEADER + "utf-8")

    assert growth(read, LONG, 25) < LINEAR
