"""A page of any shape is read in linear time, or refused."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from types import FrameType

import pytest
from lxml import etree

import kznews.extraction
from kznews.extraction.article import extract_article
from kznews.extraction.article_or_not import why_no_article
from kznews.extraction.dating import card_moment
from kznews.extraction.decoding import to_utf8
from kznews.extraction.feed import read_feed
from kznews.extraction.induction import FEWEST_PAGES, induce_articles
from kznews.extraction.induction.draft import draft_lines
from kznews.extraction.induction.survey import Survey
from kznews.extraction.json_document import JsonDocument, is_json
from kznews.extraction.listing import read_listing
from kznews.extraction.look import is_alike, look_of
from kznews.extraction.national_bank import read_national_bank
from kznews.extraction.page import Page, UnreadablePageError, text_of
from kznews.extraction.probing import Probe, ProbedAnswer
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.sitemap import read_sitemap
from kznews.extraction.ticker import read_tickers
from kznews.extraction.withheld import withheld
from kznews.outlets.exclusive import OUTLET as EXCLUSIVE_OUTLET
from kznews.outlets.layouts import ArticleLayout, JsonListingLayout, ListingLayout, RatesLayout
from kznews.text.timezones import zone
from tests.extraction.article_pages import END, SENTENCE, TENGRI, UNKNOWN
from tests.growth import LINEAR, Shape, slowest_shapes
from tests.record.samples import article as article_item

NOW = datetime(2026, 11, 1, tzinfo=UTC)
EXCLUSIVE = "https://exclusive.kz/expertiza/daily/1/"

UNITS = (
    *("&lt;b&gt;", "&lt;b&gt;а&lt;/b&gt;"),
    *("<p", "<p a='", "<", "&amp;", "amp;", "&#0;", "\0", "<!--", "<? a", "</p>", "<br>", "а<br>"),
    *("<p>а</p>", "<p>«", "<p>- Да.</p><p>- Нет.</p>", f"<p>{SENTENCE}", "а\n", "<p>Реклама"),
    *("<p>12", "<p>©", "<p>Фото: а", "<img src=/a.jpg>", "<img src=/a.jpg><p>© а", "<script>"),
    *("<figure><img src=/a.jpg><figcaption>а</figure>", "<a>а</a>", "<p><a href=/a-b/>а б в</a>"),
    *("<table><tr><td>а<td>б</table>", "<div class=banner>а</div>", "<style>а", "<title>а"),
    *("<time>а</time>", "<p><time>1</time>", "<p>28 апреля 2025", "<span>28</span>", "<h1>а</h1>"),
    *("<h2>а б в</h2>", "<meta property=article:published_time content=2024-01-01T10:00>"),
    "<meta property=og:image content=/a.jpg>",
    *("<div class=author>а</div>", "<a rel=tag>а</a>", "<a href=/author/a>а</a>"),
    *("<div class=crumb><a>а</a></div>", "<a href=?page=2>2</a>", "<base href=/a/>"),
    *("<div itemprop=author itemscope><b itemprop=name>а</b></div>", "<p itemprop=name>а"),
    *("USD/KZT ", "<p>USD/KZT", "<p>USD/KZT 450", "<p>$1 €2 ", "<td>100 сум<td>3,5 "),
    *("Р° ", "РџСЂ", "\ufffd", "<p>сообщает Zakon.kz"),
    *("<div class='section__item item'><a class=item__title href=/a-b/>а</a></div>",),
    *("<a href=/kz/a-b/>Қазақша</a>", "<link hreflang=kk href=/kz/a-b/>"),
    *("<div><a href=/a-b/><img alt=а></a></div>", "<item><title>USD</title></item>"),
)
NESTING = ("<b>", "<h1>а", "<time>а", "<table><tr><td>а", "<div class=author>а", "<ul><li>а")
DEEPEST = 256
"""Levels of elements in a page that is read."""


def stated(body: str) -> str:
    said = json.dumps({"@type": "NewsArticle", "headline": "Мост", "articleBody": body})
    escaped = said.replace("</", r"<\/")
    return f'<script type="application/ld+json">{escaped}</script>'


WHOLE = f"{SENTENCE * 4}\n{SENTENCE * 3}{END}"


def article(html: str, url: str = UNKNOWN, induced: tuple[ArticleLayout, ...] = ()) -> None:
    extract_article(html.encode(), url, fetched_at=NOW, induced=induced)


def feed(xml: str) -> None:
    read_feed(xml.encode(), EXCLUSIVE, outlet=EXCLUSIVE_OUTLET, fetched_at=NOW)


INDUCED = ArticleLayout(
    name="induced", mark="h1.new", title="h1.new", body="div.new", drop=("div.side",)
)


def page(html: str) -> Page:
    return Page(html.encode(), EXCLUSIVE, fetched_at=NOW)


def place_of_article(shape: str) -> None:
    shown = Page(f"<h1>Мост</h1>{shape}<p>{WHOLE}</p>".encode(errors="replace"), UNKNOWN)
    withheld(shown, None)
    withheld(shown, article_item(body=f"{WHOLE}\n\n{shape}"))
    look = look_of(shown)
    assert is_alike(look, look)


def strips(html: str) -> None:
    read_tickers(page(html))
    read_rates_strip(page(html))


def rates_anywhere(html: str) -> None:
    layout = RatesLayout(rate="div, p, td", icons={"banner": "USD"}, kind="exchange office")
    outlet = replace(EXCLUSIVE_OUTLET, rates=(layout,))
    read_rates_strip(Page(html.encode(), EXCLUSIVE, outlet=outlet, fetched_at=NOW))


def read_json(body: bytes) -> object:
    assert is_json(body)
    layout = JsonListingLayout(name="json", card="[]", link="link", title="title")
    outlet = replace(EXCLUSIVE_OUTLET, listing_layouts=(layout,))
    return read_listing(JsonDocument(body, EXCLUSIVE, outlet=outlet, fetched_at=NOW))


def listing_in_json(html: str) -> None:
    layout = ListingLayout(name="json", html="list", card="div", link="a::attr(href)", title="a")
    outlet = replace(EXCLUSIVE_OUTLET, listing_layouts=(layout,))
    body = json.dumps({"list": html}).encode()
    read_listing(JsonDocument(body, EXCLUSIVE, outlet=outlet, fetched_at=NOW))


def probe(body: str) -> None:
    judge = Probe(EXCLUSIVE_OUTLET)
    for kind in ("feed", "sitemap", "listing", "article"):
        judge.meet(
            ProbedAnswer(
                url=EXCLUSIVE,
                kind=kind,
                status=200,
                headers=[],
                body=body.encode(errors="replace"),
                seen_at=NOW,
            )
        )
    list(judge.remarks())
    judge.findings()


def induce(shape: str) -> None:
    """Induce layouts from pages that each have their own text, and the shape besides."""
    induced = induce_articles(
        [
            Page(
                f"<h1>Мост {letter}</h1><div class=text><p>{letter}{SENTENCE}</p></div>"
                f"{shape}".encode(),
                f"{UNKNOWN}/{letter}",
                fetched_at=NOW,
            )
            for letter in "абвгдежзикл"[:FEWEST_PAGES]
        ]
    )
    for each in induced:
        list(draft_lines(each.layout, each.agreement))


def survey(shape: str) -> None:
    """Survey a site whose first page lists articles, and the shape besides."""
    site = Survey.of(UNKNOWN)
    cards = "".join(
        f"<div class=card><a href=/news/{number}-most-zakryli-na-remont>Мост {SENTENCE}</a></div>"
        for number in range(1234, 1244)
    )
    for number in range(2):
        html = f"<link rel=alternate type=application/rss+xml href=/rss>{cards}{shape}"
        site.meet_page(Page(html.encode(), f"{UNKNOWN}/{number}", fetched_at=NOW))
    site.meet_further(Page(f"{cards}{shape}".encode(), f"{UNKNOWN}/?page=2", fetched_at=NOW))
    site.outlet()


READERS: dict[str, Callable[[str], object]] = {
    "article, behind its title": lambda shape: article(f"{stated(WHOLE)}<h1>Мост</h1>{shape}"),
    "article, before its title": lambda shape: article(f"{stated(WHOLE)}{shape}<h1>Мост</h1>"),
    "article in microdata": lambda shape: article(
        f"{stated(WHOLE)}<div itemscope itemtype=http://schema.org/NewsArticle>"
        f"<h1>Мост</h1><p>{WHOLE}</p>{shape}"
    ),
    "article in JSON-LD, also printed": lambda shape: article(
        f"{stated(SENTENCE * 4 + shape)}<h1>Мост</h1><p>{SENTENCE * 4}</p>{shape}"
    ),
    "articles in JSON-LD": lambda shape: article(
        stated(WHOLE)
        + stated(WHOLE).replace('"headline', '"datePublished": "2024-01-01", "headline')
        * (len(shape) // 20)
        + "<h1>Мост</h1>"
    ),
    "article by a layout": lambda shape: article(
        f"<h1 class=section__title>Мост</h1><div class=entry-content><p>{SENTENCE}</p>{shape}",
        EXCLUSIVE,
    ),
    "article by another layout": lambda shape: article(
        f"<h1 class=head-single>Мост</h1><div class=date-time>{shape}</div>"
        f"<div class=content_main_text><p>{SENTENCE}</p>{shape}",
        TENGRI,
    ),
    "article by an induced layout": lambda shape: article(
        f"<h1 class=new>Мост</h1><div class=new><p>{SENTENCE}</p>{shape}<div class=side>{shape}",
        induced=(INDUCED,),
    ),
    "article, by the general extractor": lambda shape: article(
        f"<h1>Мост</h1><article><p>{WHOLE}</p><p>{WHOLE}</p></article>{shape[:20]}"
    ),
    "article or not": lambda shape: why_no_article(
        Page(f"<h1>Мост</h1>{shape}<p>{WHOLE}</p>".encode(errors="replace"), UNKNOWN)
    ),
    "what stands in an article's place": place_of_article,
    "listing": lambda shape: read_listing(page(f"{shape}<div class='section__item item'>{shape}")),
    "listing of HTML in JSON": listing_in_json,
    "old listing": lambda shape: read_listing(
        page(f"<div><h3>События дня</h3>{shape}<div>Страницы:{shape}")
    ),
    "feed": lambda shape: feed(
        f"<rss version='2.0'><channel><item><link>{EXCLUSIVE}a-b/</link><title>{shape}</title>"
        f"<description>{shape}</description></item></channel></rss>"
    ),
    "sitemap": lambda shape: read_sitemap(
        f"<urlset><url><loc>{EXCLUSIVE}a-b/</loc><title>{shape}</title></url>{shape}".encode(),
        EXCLUSIVE,
        outlet=EXCLUSIVE_OUTLET,
        fetched_at=NOW,
    ),
    "JSON": lambda shape: read_json(json.dumps([{"title": shape, "link": shape}]).encode()),
    "strips": lambda shape: strips(f"<div class=ticker>{shape}</div>{shape}"),
    "rates anywhere": rates_anywhere,
    "date of a card": lambda shape: card_moment(
        shape, zone=zone("Asia/Almaty"), fetched_at=NOW, is_newest=True
    ),
    "rates of the National Bank": lambda shape: read_national_bank(
        f"<rates><date>01.01.2024</date><item><title>{shape}</title></item></rates>".encode(),
        EXCLUSIVE,
        outlet="nationalbank",
        seen_at=NOW,
    ),
    "probe": lambda shape: probe(
        f"<h1 class=section__title>Мост</h1><div class=entry-content><p>{WHOLE}</p>{shape[:20]}"
    ),
    "induction": induce,
    "survey": survey,
    "charset": lambda shape: to_utf8(f"<title>Р°РѕР°</title>{shape}".encode()),
    "single-byte charset": lambda shape: to_utf8(shape.encode("cp1251", "replace") + b"\x98"),
}


OF_ANY_UNIT = ("articles in JSON-LD", "article, by the general extractor", "probe")
"""Readers that only the length matters to."""
OF_SOME_UNITS = {"induction": UNITS[::6], "survey": UNITS[::3]}
"""Readers that take several pages at once: of the units, some."""


def read(name: str, shape: str) -> None:
    with suppress(UnreadablePageError):
        READERS[name](shape)


@pytest.mark.parametrize("name", READERS)
def test_any_page_takes_linear_time(name: str) -> None:
    units = UNITS[:1] if name in OF_ANY_UNIT else OF_SOME_UNITS.get(name, UNITS)
    shapes = [Shape(unit=unit) for unit in units]
    assert slowest_shapes(lambda shape: read(name, shape), shapes, short=1000) == {}, (
        f"LINEAR is {LINEAR:g}"
    )


RSS = "<rss version='2.0'><channel><item>"
FEEDS = (
    Shape(unit="a", start=f"{RSS}<author>", end="</author></item></channel></rss>"),
    Shape(unit="\n", end=RSS),
    Shape(unit="\n", start="<!DOCTYPE rss [", end=f"]>{RSS}"),
    Shape(unit="\n<!ENTITY ", end=RSS),
    Shape(unit="a-", start="<?xml version='1.0' encoding='punycode'?>", end=RSS),
)


def test_any_feed_takes_linear_time() -> None:
    assert slowest_shapes(feed, FEEDS, short=2000) == {}, f"LINEAR is {LINEAR:g}"


@pytest.mark.parametrize("unit", NESTING)
def test_tags_that_are_never_closed_nest_no_deeper_than_is_read(unit: str) -> None:
    root = Page(f"{unit * 600}конец".encode(), UNKNOWN).root
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        assert depth <= DEEPEST
    assert "конец" in text_of(root)


def test_every_public_function_of_extraction_is_tried() -> None:
    called = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    sys.setprofile(note)
    try:
        for name in READERS:
            for unit in OF_SOME_UNITS.get(name, UNITS):
                read(name, unit)
    finally:
        sys.setprofile(None)
    missed = {
        f"{module.name}.{name}"
        for module in pkgutil.walk_packages(kznews.extraction.__path__, "kznews.extraction.")
        for name, member in vars(importlib.import_module(module.name)).items()
        if inspect.isfunction(member) and member.__module__ == module.name
        if not name.startswith("_") and member.__code__ not in called
    }
    assert missed == set()
