"""Pages that somebody made to be slow: each a piece of HTML, XML or JSON again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from kznews.extraction.article import extract_article
from kznews.extraction.feed import read_feed
from kznews.extraction.json_document import JsonDocument
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.sitemap import read_sitemap
from kznews.extraction.ticker import read_tickers
from kznews.outlets.exclusive import OUTLET as EXCLUSIVE
from kznews.outlets.zakon import OUTLET as ZAKON

_NOW = datetime(2026, 11, 1, tzinfo=UTC)
UNKNOWN = "https://example.org/news/1234-most"
"""Address of a page of no outlet."""
_TENGRI = "https://tengrinews.kz/kazakhstan_news/most-otkryili-561234/"
_EXCLUSIVE = "https://exclusive.kz/expertiza/daily/1/"
_ZAKON = "https://www.zakon.kz/api/today-news/"
_SENTENCE = "В Алматы открыли новый мост через реку, сообщает Zakon.kz со ссылкой на акимат. "
_TEXT = f"<p>{_SENTENCE * 4}</p>"

# `{n}` is the piece's number.
PIECES = {
    "br": "<br>",
    "lines": "а<br>",
    "sentences and br": f"{_SENTENCE}<br>",
    "empty paragraphs": "<p></p>",
    "paragraphs of a letter": "<p>а</p>",
    "paragraphs of a sentence": f"<p>{_SENTENCE}</p>",
    "paragraphs of a class each": "<p class=c{n}>Мост закрыли на ремонт.</p>",
    "div of a letter": "<div>а</div>",
    "div of a sentence": f"<div>{_SENTENCE}</div>",
    "div of a class each": "<div class='c{n} d{n}'>слово слово слово</div>",
    "div never closed": "<div>а",
    "bold never closed": "<b>а",
    "table never closed": "<table><tr><td>а",
    "attributes": "<p a{n}=1 b{n}=2 c{n}=3>а",
    "attributes of one element": "<p ",
    "long values": "<p class='" + "слово " * 50 + "{n}'>а</p>",
    "links": "<a href=/news/{n}>Мост закрыли на ремонт</a> ",
    "links to lists": "<li><a href=/x{n}>один два три четыре</a></li>",
    "queries": "<a href='?page={n}'>{n}</a>",
    "authors": "<a rel=author href=/author/{n}>Айгуль Серикова</a>",
    "classes of authors": "<div class=author>Айгуль Серикова</div>",
    "tags": "<a rel=tag href=/tag/{n}>тег {n}</a>",
    "tables": "<table><tr><td>USD<td>450,5</table>",
    "rows": "<tr><td>USD</td><td>450,5</td></tr>",
    "time": "<time datetime=2024-01-01T10:00>1 января</time>",
    "time of a paragraph each": "<p><time>12:30</time>",
    "printed dates": "<p>28 апреля 2025, 12:30</p>",
    "dates": "<span class=date>28.04.2025 12:30</span> ",
    "amounts": "<p>Выделили 100 млн тенге и $5 млрд.</p>",
    "sources": "<p>Мост закрыли, сообщает агентство «Абв{n}» со ссылкой на Reuters.</p>",
    "quotations": "<blockquote>«Да», - сказал он.</blockquote>",
    "opened quotations": "<p>«",
    "dialogue": "<p>- Да.</p><p>- Нет.</p>",
    "credits": "<p>Фото: Айгуль Серикова</p>",
    "adverts": "<p>Реклама</p>",
    "headings": "<h2>Мост номер {n}</h2>",
    "headings and paragraphs": "<h2>Мост номер {n}</h2><p>Абзац один два.</p>",
    "titles": "<h1>Мост номер {n}</h1>",
    "articles": "<article><h2><a href=/n-{n}/>Мост номер {n}</a></h2><p>Его закрыли.</p></article>",
    "articles of a sentence": f"<article><h1>Мост номер {{n}}</h1><p>{_SENTENCE}</p></article>",
    "cards": "<div class=card><a href=/a-{n}/><img alt=а></a><p>Мост закрыли на ремонт.</p></div>",
    "sections": f"<section><p>{_SENTENCE}</p></section>",
    "lists": "<ul><li>один<li>два</ul>",
    "pictures": "<img src=/a{n}.jpg>",
    "pictures of two sizes": "<img srcset='/a{n}.jpg 1x, /b.jpg 2x' src=/a{n}.jpg>",
    "figures": "<figure><img src=/a{n}.jpg><figcaption>Фото: Абв</figcaption></figure>",
    "svg": "<svg><path d='M0 0'/></svg>",
    "template": "<template><p>а</p></template>",
    "CDATA": "<![CDATA[а]]>",
    "comments": "<!-- а -->",
    "instructions": "<? а ?>",
    "scripts": "<script>a = '<b>'</script>",
    "JSON-LD": '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"а{n}"}}'
    "</script>",
    "meta": "<meta property=article:published_time content=2024-01-01T10:00>",
    "pictures of meta": "<meta property=og:image content=/a{n}.jpg>",
    "microdata": "<div itemprop=author itemscope><b itemprop=name>а</b></div>",
    "forms": "<form><p>а<p>б<p>в</form>",
    "spans": "<span>слово</span> ",
    "bold": "<b>слово</b> слово ",
    "letters": "а",
    "words": "слово ",
    "sentences": _SENTENCE,
    "words of dates": "12 мая 2025 ",
    "words of amounts": "100 млн тенге ",
    "entities": "&amp;",
    "entities never ended": "&lt;b",
    "broken letters": "Р° ",
    "letters that are none": "\ufffd",
    "spaces": " ",
    "ends of lines": "а\n",
}

Read = Callable[[bytes], object]


def _article(url: str, source: bytes) -> None:
    extract_article(source, url, fetched_at=_NOW)


def _listing(source: bytes) -> None:
    page = Page(source, _EXCLUSIVE, fetched_at=_NOW)
    read_listing(page)
    read_tickers(page)
    read_rates_strip(page)


def _feed(source: bytes) -> None:
    read_feed(source, _EXCLUSIVE, outlet=EXCLUSIVE, fetched_at=_NOW)


def _sitemap(source: bytes) -> None:
    read_sitemap(source, _EXCLUSIVE, outlet=EXCLUSIVE, fetched_at=_NOW)


def _json(source: bytes) -> None:
    document = JsonDocument(source, _ZAKON, outlet=ZAKON, fetched_at=_NOW)
    read_listing(document)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around the pieces, and what reads the whole."""

    read: Read
    start: str
    end: str = ""
    is_page: bool = True
    """Whether what it reads is HTML."""
    has_layout: bool = True
    """Whether a layout names the text, which else is looked for in smaller pages alone."""


PAGES = {
    "no layout": Frame(
        read=partial(_article, UNKNOWN),
        start="<h1>Мост открыт в городе</h1>",
        end=_TEXT,
        has_layout=False,
    ),
    "no layout, in article": Frame(
        read=partial(_article, UNKNOWN),
        start=f"<h1>Мост открыт в городе</h1><article>{_TEXT}",
        end="</article>",
        has_layout=False,
    ),
    "layout": Frame(
        read=partial(_article, _TENGRI),
        start="<h1 class=head-single>Мост открыт</h1><div class=date-time>12 мая 2024, 10:00</div>"
        f"<div class=content_main_text>{_TEXT}",
        end="</div>",
    ),
    "listing": Frame(read=_listing, start="<div class='section__item item'>"),
}
"""Pages that each of PIECES is tried in."""

OTHERS = {
    "feed": (
        Frame(
            read=_feed, is_page=False, start="<rss version='2.0'><channel>", end="</channel></rss>"
        ),
        "<item><link>https://exclusive.kz/a-{n}/</link><title>Мост {n}</title></item>",
    ),
    "feed of one item": (
        Frame(
            read=_feed,
            is_page=False,
            start="<rss version='2.0'><channel><item>",
            end="</item></channel></rss>",
        ),
        "<title>Мост {n}</title><link>https://exclusive.kz/a-{n}/</link>",
    ),
    "feed of attributes": (
        Frame(
            read=_feed,
            is_page=False,
            start="<rss version='2.0'><channel><item ",
            end="></item></channel></rss>",
        ),
        "a{n}='1' ",
    ),
    "feed of one text": (
        Frame(
            read=_feed,
            is_page=False,
            start="<rss version='2.0'><channel><item><description>",
            end="</description></item></channel></rss>",
        ),
        "&lt;p&gt;слово ",
    ),
    "feed of references": (
        Frame(
            read=_feed,
            is_page=False,
            start="<rss version='2.0'><channel><item><title>",
            end="</title></item></channel></rss>",
        ),
        "&",
    ),
    "feed of lines": (
        Frame(
            read=_feed,
            is_page=False,
            start="<rss version='2.0'><channel><item><title>",
            end="</title></item></channel></rss>",
        ),
        "а\n",
    ),
    "feed of a long author": (
        Frame(
            read=_feed,
            is_page=False,
            start="<rss version='2.0'><channel><item><author>",
            end="</author></item></channel></rss>",
        ),
        "a",
    ),
    "feed behind white space": (
        Frame(
            read=_feed,
            is_page=False,
            start="",
            end="<rss version='2.0'/>",
        ),
        "\n",
    ),
    "feed behind entities": (
        Frame(
            read=_feed,
            is_page=False,
            start="<!DOCTYPE a [",
            end="]><rss version='2.0'/>",
        ),
        "\n<!ENTITY ",
    ),
    "sitemap": (
        Frame(read=_sitemap, is_page=False, start="<urlset>", end="</urlset>"),
        "<url><loc>https://exclusive.kz/a-{n}/</loc><lastmod>2024-05-06</lastmod></url>",
    ),
    "sitemap of sitemaps": (
        Frame(read=_sitemap, is_page=False, start="<sitemapindex>", end="</sitemapindex>"),
        "<sitemap><loc>https://exclusive.kz/a-{n}.xml</loc></sitemap>",
    ),
    "JSON": (
        Frame(read=_json, is_page=False, start='{{"data_list":[0', end="]}"),
        ',{{"page_title":"Мост {n}","alias":"{n}-most","published_date":"2024-05-06 10:00"}}',
    ),
    "nested JSON": (
        Frame(read=_json, is_page=False, start='{{"data_list":[0', end="]}"),
        ',[[{{"alias":[0]}}]]',
    ),
    "JSON-LD of one block": (
        Frame(
            read=partial(_article, UNKNOWN),
            start='<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"',
            end=f'"}}</script><h1>Мост открыт в городе</h1>{_TEXT}',
        ),
        "Мост {n} закрыли. ",
    ),
    "JSON-LD of many nodes": (
        Frame(
            read=partial(_article, UNKNOWN),
            start='<script type="application/ld+json">[0',
            end=f"]</script><h1>Мост открыт в городе</h1>{_TEXT}",
        ),
        ',{{"@type":"NewsArticle","headline":"Мост {n}","datePublished":"2024-05-06"}}',
    ),
}
"""What is no page, or has pieces that fit nowhere else."""


def build(frame: Frame, piece: str, number: int) -> bytes:
    """Give the page that holds so many of a piece."""
    shown = piece.replace("{{", "{").replace("}}", "}")
    pieces = (
        "".join(shown.replace("{n}", str(each)) for each in range(number))
        if "{n}" in piece
        else shown * number
    )
    return f"{frame.start.replace('{{', '{')}{pieces}{frame.end}".encode()
