from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy import Request

from kznews.extraction.page import Page, UnreadablePageError, parse_html, select, text_of
from kznews.outlets.addresses import followed
from kznews.outlets.exclusive import OUTLET

PAGE = Page(
    b"""<div class="card  new"><p class="card">one</p><a class="card" href="/1">two</a></div>
    <ul class="pages"><li class="on"><b class="card new">3</b></li>
    <li class="onward">4</li></ul>""",
    "https://example.kz/",
)
ROOT = PAGE.root


@pytest.mark.parametrize(
    "selector",
    [
        ".card",
        ".card.new",
        ".card .card",
        ".pages > .on",
        ".on + li",
        ".card:not(p)",
        ".card:first-child",
        "li.on .card, a.card",
        "ul.pages > li",
        "ul.pages > li, .absent b",
        ".pages li b",
        ".card b, .pages b",
        ".onward, .card",
        "b.new, .onward, .absent",
        "div.card > .card[href]",
        "[class~=card]",
    ],
)
def test_css_names_what_it_names_elsewhere(selector: str) -> None:
    expected = ROOT.cssselect(selector)
    assert expected
    assert select(ROOT, selector) == expected
    assert select(PAGE, selector) == expected


@pytest.mark.parametrize("selector", [".absent", "p.pages", ".absent b", ".car", "ul.pages > b"])
def test_css_names_nothing_else(selector: str) -> None:
    assert select(ROOT, selector) == select(PAGE, selector) == []


def test_strings_are_named_too() -> None:
    assert select(ROOT, ".card::attr(href)") == ["/1"]
    assert select(ROOT, "./descendant::b/text()") == ["3"]


def test_a_text_is_one_line_and_leaves_scripts_out() -> None:
    page = parse_html(b"<p> One<br>two <!-- no --><script>three()</script>\n<b>four</b> </p>")
    assert text_of(page) == "One two four"


def test_a_page_does_not_end_at_a_null_byte() -> None:
    assert text_of(parse_html(b"<p>One\0</p><p> two</p>")) == "One two"


@pytest.mark.parametrize("base", ["http://[", "https://example.kz/" + "a" * 10_000])
def test_a_base_that_no_link_can_be_relative_to_is_passed_over(base: str) -> None:
    page = Page(f'<base href="{base}"><p>'.encode(), "https://example.kz/a/")
    assert page.absolute("b") == "https://example.kz/a/b"


def test_a_link_too_long_for_any_server_is_none() -> None:
    assert PAGE.absolute("/" + "a" * 7000)
    assert PAGE.absolute("/" + "a" * 9000) is None


_PIECES = st.sampled_from(
    "\x1b[31m \x1b [ ] / // \\ https:// http:// exclusive.kz : @ % %zz %00 \0 \t ж "
    "\u2100 \uff0f ? # a-b/ 99999 \ud800 \x7f \x85 \u202e [::1] %5b xn--".split(" ")
)


@given(st.lists(_PIECES, max_size=6).map("".join))
@example("https://exclusive.kz/\ud800/")
def test_a_link_of_any_signs_can_be_asked_for_or_is_none(link: str) -> None:
    absolute = PAGE.absolute(link)
    address = followed(absolute, OUTLET) if absolute else None
    if address is not None:
        assert Request(address).url == address
        assert address.isascii()
        assert address.isprintable()


def test_a_page_that_would_hold_the_crawl_for_minutes_is_refused() -> None:
    with pytest.raises(UnreadablePageError, match="b: the page has more than 15,000 tags"):
        Page(b"<p>a" * 15_001, "https://a.kz/b")
    with pytest.raises(UnreadablePageError, match="b: the page has more than 500,000 characters"):
        Page(b"<p>" + b"a " * 251_000, "https://a.kz/b")


def test_long_scripts_addresses_and_letters_of_two_bytes_are_no_reason_to_refuse_a_page() -> None:
    text = "слово " * 80_000
    html = f"<script>{'a' * 600_000}</script><img src='data:{'a' * 600_000}'><p>{text}"
    assert text_of(Page(html.encode(), "https://a.kz/b").root) == text.strip()


@pytest.mark.parametrize(
    "attribute", ["a{}", "a{}=1", "a{} = '>'", 'a{}=">"', "a{}=<p", "a{}\n/", "a{}=''b{}=''"]
)
def test_a_tag_has_as_many_attributes_as_can_be_compared(attribute: str) -> None:
    # All of them take libxml2 half a minute.
    attributes = " ".join(attribute.replace("{}", str(number)) for number in range(100_000))
    root = parse_html(f"<p {attributes}>а</p><p b=1>б</p>".encode())
    first, *_, last = root.iter("p")
    assert 250 < len(first.attrib) <= 260
    assert (last.text, last.items()) == ("б", [("b", "1")])


def test_attributes_that_pages_have_stay() -> None:
    attributes = " ".join(f'data-a{number}="a > b, <b> = {number}"' for number in range(200))
    root = parse_html(f"<p {attributes}>а</p>".encode())
    [paragraph] = root.iter("p")
    assert (len(paragraph.attrib), paragraph.text) == (200, "а")
