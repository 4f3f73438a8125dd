"""Pages that crawls are measured on weigh what captured ones weigh, and say what they said."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import html

from benchmarks.page_weight import HeavyPages
from kznews.extraction.article import extract_article
from kznews.newsroom.site import Site


def test_a_heavy_page_weighs_what_a_captured_one_does_and_says_what_it_said() -> None:
    site = Site({"exclusive/2022": 1, "exclusive/wordpress": 1})
    heavy = HeavyPages([each.title for each in site.articles])
    for article in (site.articles[0], site.articles[-1]):
        page = site.page("exclusive.kz", urlsplit(article.url).path).body
        filled = heavy.fill(page, "a name")
        assert 140_000 < len(filled) < 160_000
        assert filled == heavy.fill(page, "a name") != heavy.fill(page, "another name")
        elements = list(html.fromstring(filled).iter("*"))
        code = sum(len(each.text or "") for each in elements if each.tag in {"script", "style"})
        links = sum(each.tag == "a" for each in elements)
        assert 800 < len(elements) < 1300
        assert 35_000 < code < 50_000
        assert 200 < links < 320
        assert extract_article(filled, article.url).body == extract_article(page, article.url).body


def test_what_is_no_page_stays_as_it_is() -> None:
    assert HeavyPages(["Банк"]).fill(b"User-agent: *\n", "robots.txt") == b"User-agent: *\n"
