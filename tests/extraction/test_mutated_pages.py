"""A page that is cut, doubled, nested or odd is read, or refused with a reason; nothing else."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.extraction.article import read_article
from kznews.extraction.page import Page, UnreadablePageError
from tests.extraction.article_pages import SENTENCE, TENGRI, UNKNOWN, news_article, stated, tengri

PAGES = Path(__file__).parent.parent / "pages"
CASES = sorted(PAGES.glob("*/article/page.html"))
PLACES = 1000
"""Places of a page at which a mutation may happen."""

TAG = re.compile("<")
ATTRIBUTE = re.compile(r'(?<==")[^"]*(?=")')
JSON_VALUE = re.compile(r'(?<=": )(?:"(?:[^"\\]|\\.)*"|[\[{])')
TEXT = re.compile(r"(?<=>)[^<]+(?=<)")

DATES = (
    *("0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31", "9999-12-31T23:59:59-05:00", "0"),
    *("2024-02-30", "2024-01-01T25:61", "2024-01-01T00:00:00+25:00", "99999999999999999999", "²"),
)
ADDRESSES = ("http://[", "//[", "http://a:x/", "javascript:", "data:,", "http://a@b/", "%zz", "#")
SIGNS = ("", "\ufffd" * 400, "\u202e", "\x85", "&#0;", "&#xD800;", "ß" * 500, "\0", "{", "<b>", "-")
ODD_JSON = (
    *("null", "1e300", "[]", "{}", "[[1]]", '{"name": {"name": []}}', '{"url": {"url": 1}}'),
    *(r'"\ud800"', r'"<p>\ud800</p>"', '""', '"http://["', *(f'"{date}"' for date in DATES)),
)
PIECES = (
    *("<!-- а -->", "<?php а ?>", "<![CDATA[ а ]]>", "<!DOCTYPE а>", "<h1><!-- а --></h1>", "<h1>"),
    *("<template>", "<svg><title>а", "<math>", "<o:p>а</o:p>", "<base href='http://['>"),
    *("</body>", "</html>", "<frameset>", "<plaintext>", "<textarea>", "<title>", "<script>"),
    *("<time datetime>", "<time datetime='0001-01-01T00:00:00Z'>1</time>", "<img src='http://['>"),
    *("<a href='http://['>а б в</a>", "<table><tr><td>", "<p =''>", "<div \1='2'>", "<p", "<"),
    "<div itemscope itemtype='http://schema.org/Article'>",
    "<script type='application/ld+json'>[[[[",
)
AROUND = ("div", "table", "a", "p", "h1", "time", "figure", "ul", "tr", "td", "nav", "title")


class Mutation(NamedTuple):
    """One change of a page: its kind, its place in thousandths, how much, and what is put in."""

    kind: str
    place: int
    length: int
    what: str

    def of(self, html: str) -> str:
        """Give the page with the change."""
        start = len(html) * self.place // PLACES
        end = start + self.length
        match self.kind:
            case "cut":
                return html[:start] + html[end:]
            case "double":
                return html[:end] + html[start:end] * 3 + html[end:]
            case "nest":
                tags = [match.start() for match in TAG.finditer(html)] or [0]
                start = tags[len(tags) * self.place // PLACES]
                end = next((tag for tag in tags if tag >= start + self.length), len(html))
                depth = 1 + self.length % 40
                opened, closed = f"<{self.what}>" * depth, f"</{self.what}>" * depth
                return html[:start] + opened + html[start:end] + closed + html[end:]
            case "piece":
                start = html.find("<", start)
                return html[:start] + self.what + html[start:]
            case "attribute":
                return self._with_another(html, ATTRIBUTE)
            case "metadata":
                return self._with_another(html, JSON_VALUE)
            case _:
                return self._with_another(html, TEXT)

    def _with_another(self, html: str, value: re.Pattern[str]) -> str:
        values = list(value.finditer(html))
        if not values:
            return html
        chosen = values[len(values) * self.place // PLACES]
        return html[: chosen.start()] + self.what + html[chosen.end() :]


def mutations(*kinds: str, what: tuple[str, ...] = ("",)) -> st.SearchStrategy[Mutation]:
    return st.builds(
        Mutation,
        st.sampled_from(kinds),
        st.integers(0, PLACES - 1),
        st.sampled_from((1, 5, 30, 200, 2000)),
        st.sampled_from(what),
    )


ANY_MUTATION = (
    mutations("cut", "double")
    | mutations("nest", what=AROUND)
    | mutations("piece", what=PIECES)
    | mutations("attribute", what=(*DATES, *ADDRESSES, *SIGNS))
    | mutations("metadata", what=ODD_JSON)
    | mutations("text", what=(*DATES, *SIGNS))
)


@cache
def template(case: Path) -> tuple[str, str, datetime]:
    facts = json.loads((case.parent / "expected.json").read_text())
    return (
        case.read_text(errors="replace"),
        facts["url"],
        datetime.fromisoformat(facts["fetched_at"]),
    )


def read(html: str, url: str, fetched_at: datetime) -> None:
    """Read the page as an article; what is refused is told with a reason."""
    body = html.encode(errors="surrogatepass")
    try:
        article = read_article(Page(body, url, fetched_at=fetched_at))
    except UnreadablePageError:
        return
    assert article.title
    assert article.body


@given(
    case=st.sampled_from(CASES),
    is_known=st.booleans(),
    changes=st.lists(ANY_MUTATION, min_size=1, max_size=5),
)
def test_a_mutated_page_is_read_or_refused(
    case: Path, is_known: bool, changes: list[Mutation]
) -> None:
    html, url, fetched_at = template(case)
    for change in changes:
        html = change.of(html)
    read(html, url if is_known else UNKNOWN, fetched_at)


@pytest.mark.parametrize("piece", ["<!-- реклама -->", "<?php реклама ?>", "<![CDATA[ реклама ]]>"])
@pytest.mark.parametrize("url", [UNKNOWN, TENGRI])
def test_comments_and_instructions_cost_nothing(piece: str, url: str) -> None:
    text = f"{SENTENCE}{piece}{SENTENCE * 4}"
    page = tengri(body=f"{piece}<p>{text}</p>{piece}").decode()
    page = page.replace("<h1", f"{piece}<h1").replace("Часы", f"Ча{piece}сы")
    article = read_article(Page(page.encode(), url))
    assert article.title == "Часы"
    assert article.body == (SENTENCE * 5).strip()


@pytest.mark.parametrize("date", [each for each in DATES if "-" in each])
@pytest.mark.parametrize("url", [UNKNOWN, TENGRI])
def test_a_date_that_programs_say_for_none_costs_no_article(date: str, url: str) -> None:
    head = stated(date) + news_article(datePublished=date, dateModified=date).decode()
    page = tengri(head=head.partition("<h1>")[0], body=f"<p>{SENTENCE * 5}</p>")
    article = read_article(Page(page, url))
    assert article.published_at is None
    assert article.modified_at is None


def test_what_a_stated_text_holds_beside_text_costs_nothing() -> None:
    body = f"<p>{SENTENCE}<!-- реклама -->{SENTENCE * 4}\ud800</p>"
    said = json.dumps({"@type": "NewsArticle", "headline": "Мост", "articleBody": body})
    page = f'<script type="application/ld+json">{said}</script><h1>Мост</h1>'
    article = read_article(Page(page.encode(), UNKNOWN))
    assert article.body == (SENTENCE * 5).strip()
    assert article.extraction.method == "structured"
