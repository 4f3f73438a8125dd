from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from warcio.archiveiterator import ArchiveIterator

from kznews.text.characters import (
    clean,
    clean_line,
    comparison_key,
    printed_line,
    repair_mixed_script,
)
from tests.growth import LINEAR, growth

LABELLED = Path(__file__).parent / "labelled"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("по\u00adни\u00adма\u00adние", "понимание"),
        ("\ufeffТекст\u200b и\u2060 дальше\u180e", "Текст и дальше"),
        ("тек\u034fст\u061c\ufff9", "текст"),
        ("цена 6\u00a0088\u2009252\u202fтенге", "цена 6 088 252 тенге"),
        ("вице\u2011министр, \u22125 °C", "вице-министр, -5 °C"),
        ("мороз и\u0306од", "мороз йод"),
        ("и\u00ad\u0306од", "йод"),
        ("  раз\t\tдва  \n  три ", "раз два\nтри"),
        ("один\r\n\r\n\r\n\r\nдва\rтри", "один\n\nдва\nтри"),
        ("один\n \u00a0 \n\t\nдва", "один\n\nдва"),
        ("абзац\u2029другой\u2028строка", "абзац\nдругой\nстрока"),
        ("\n\n раз \n\n", "раз"),
        ("&quot;Астана&quot; и &amp;quot;Алматы&amp;quot;", '"Астана" и "Алматы"'),
        ("&amp;amp;laquo;Сокол&amp;raquo;&amp;nbsp;&mdash; &#8470;&#x20;5", "«Сокол» — № 5"),
        ("AT&amp;T", "AT&T"),
        ("&amp;&shy;quot;так&quot;", '"так"'),
        ("кавычка &amp;#039;так&amp;#039;", "кавычка 'так'"),
        ("R&D; M&A, https://a.kz/?x=1&copy=2", "R&D; M&A, https://a.kz/?x=1&copy=2"),
        ("половина \ud83d эмодзи", "половина эмодзи"),
        ("нуль\x00байт\x85строка", "нульбайт\nстрока"),
        ("Фото ©\ufe0f автор", "Фото ©\ufe0f автор"),
        ("мемлекеттiк", "мемлекеттік"),
        ("Сovid и коронавируcом, проиcходит", "Covid и коронавирусом, происходит"),
        ("еGov и Аzamat, Aсель Омарова", "eGov и Azamat, Асель Омарова"),
        ("IТ-компания из Zakon.кz", "IT-компания из Zakon.kz"),
        ("жy\u0306a", "жўа"),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_clean_line_makes_one_line() -> None:
    assert (
        clean_line(" Заголовок\n\n в две\u2028строки\r\nи\u00a0 три ")
        == "Заголовок в две строки и три"
    )


@pytest.mark.parametrize("path", sorted(LABELLED.glob("*.tsv")), ids=lambda path: path.stem)
def test_labelled_texts_are_clean_already(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.split("\t")[-1]
        assert clean(text) == clean_line(text) == repair_mixed_script(text)
        assert printed_line(text) == text


def test_cleaning_real_pages_changes_only_what_nobody_sees(captures: Path) -> None:
    """Letters, digits and punctuation stay as they are, in order, but in words of two scripts."""
    body_texts = etree.XPath("//body//text()[not(parent::script or parent::style)]")
    texts = 0
    for archive in sorted(captures.glob("tengrinews-*.warc.gz")):
        with archive.open("rb") as file:
            pages = [
                record.content_stream().read()
                for record in ArchiveIterator(file)
                if record.rec_type == "response"
            ]
        for page in pages[::5]:
            root = etree.HTML(page, etree.HTMLParser(encoding="utf-8"))
            for text in map(str, cast("list[str]", body_texts(root))):
                texts += 1
                assert _seen(printed_line(text)) == _seen(text)
                assert clean_line(text) == repair_mixed_script(printed_line(text))
                assert clean_line(clean(text)) == clean_line(text)
    assert texts > 3000


def _seen(text: str) -> str:
    """The text without spaces and characters of no width; hyphens of every kind as one."""
    hyphens = html.unescape(html.unescape(text)).replace("\u2011", "-").replace("\u2212", "-")
    return "".join(
        character
        for character in unicodedata.normalize("NFC", hyphens)
        if not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")
    )


_PARTS = st.one_of(
    st.characters(),
    st.sampled_from("yжaуоo"),
    st.sampled_from("\r\n\t\u00a0\u00ad\u0306и\u2028\u037e\ud800"),
    st.sampled_from(["&amp;", "&quot;", "quot;", "amp;", "&#38;", "&#x26;", "&#113;uot;"]),
    st.sampled_from(["&#894;", "&#774;", "&shy;", "&nbsp;", "&#8239;"]),
)
_TEXTS = st.lists(_PARTS).map("".join)


@given(_TEXTS)
def test_cleaning_twice_changes_nothing_and_leaves_nothing_to_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert "\n\n\n" not in cleaned
    assert all(line == line.strip(" ") and "  " not in line for line in cleaned.split("\n"))
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line
    cleaned.encode()


@given(_TEXTS)
def test_a_key_has_itself_for_key(text: str) -> None:
    key = comparison_key(text)
    assert comparison_key(key) == key


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("мемлекеттiк университетiнде", "мемлекеттік университетінде"),
        ("жаhан", "жаһан"),
        ("Tаза Aстана, Kинопарк", "Таза Астана, Кинопарк"),
        ("Maзда", "Мазда"),
        ("кардиоxирургиялық", "кардиохирургиялық"),
        ("тəуелсіз", "тәуелсіз"),
        ("Boeing-тың IT-саланың QR-код", "Boeing-тың IT-саланың QR-код"),
        ("Samsungтың", "Samsungтың"),
        ("Kаzіnfоrm", "Kazinform"),
        ("Aқ", "Ақ"),
        ("Tengri и Казахстан", "Tengri и Казахстан"),
        ("сәуiр’дегi", "сәуір’дегі"),
        ("Wi-Fi-ға қосылды, VIP-зал", "Wi-Fi-ға қосылды, VIP-зал"),
        ("The COРA summit in Astana", "The COPA summit in Astana"),
        ("НАТО и СОPА", "НАТО и СОРА"),
        ("Оp", "Ор"),
        ("В IТ-сфере и в КIА", "В IT-сфере и в КІА"),
    ],
)
def test_repair_mixed_script(text: str, repaired: str) -> None:
    assert repair_mixed_script(text) == repaired


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("«Сокол» вернулся - Минфин", '"Сокол"  вернулся – минфин.'),
        ("Расходов не будет- глава ведомства", "Расходов не будет — глава ведомства"),
        ("Мемлекеттiк тiл", "Мемлекеттік тіл"),
        ("Aстана жаңалықтары", "Астана жаңалықтары"),
        ("COP пришла в регионы", "СОР пришла в регионы"),
        ("Почти T232 млрд потратят", "Почти Т232 млрд потратят"),
        ("Всё о зелёном луке", "Все о зеленом луке"),
        ("Дорогой за\u0301мок", "Дорогой замок"),
        ("Нур\u2011Султан", "Нур-Султан"),
        ("Тəуелсiздiк кӊнi", "тәуелсіздік кңні"),
    ],
)
def test_prints_of_one_headline_have_one_key(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Цены выросли на 5%", "Цены выросли на 6%"),
        ("Токаев о реформах", "Тоқаев о реформах"),
        ("Мой дом", "Мои дом"),
        ("Хлеб подорожал", "Хлеб не подорожал"),
    ],
)
def test_other_headlines_have_other_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


def test_a_key_of_no_words_is_empty() -> None:
    assert comparison_key("«…» – !") == ""


@pytest.mark.parametrize("read", [clean, comparison_key])
@pytest.mark.parametrize(
    ("unit", "end"), [("ж", "a"), (" ", ""), ("\n ", ""), ("&amp;", ""), ("&", "")]
)
def test_long_runs_take_linear_time(read: Callable[[str], str], unit: str, end: str) -> None:
    assert growth(read, unit, 5000, end=end) < LINEAR
