"""What is induced of lists of which nothing is known: cards, titles, dates, pagers, addresses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kznews.extraction.induction.addresses import induce_article_url, may_be_article
from kznews.extraction.induction.listings import induce_listing
from kznews.extraction.induction.survey import Survey
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.outlets.addresses import is_article_url
from kznews.transport.warc import list_records, read_answer

SITE = "https://example-gazeta.kz"
FETCHED = datetime(2024, 4, 8, 12, tzinfo=UTC)


def page(html: str, url: str = f"{SITE}/news/") -> Page:
    outlet = Survey.of(SITE).provisional
    return Page(f"<html>{html}</html>".encode(), url, outlet=outlet, fetched_at=FETCHED)


def cards(card: Callable[[int], str], count: int = 8) -> str:
    return "".join(map(card, range(1, count + 1)))


def address(number: int) -> str:
    return f"/news/most-zakryli-na-god-{1000 + number}/"


def title(number: int) -> str:
    return f"В городе номер {number} закрыли мост"


def div(number: int) -> str:
    return (
        f"<div class='item n{number}'><a href='{address(number)}'><img src=a.jpg></a>"
        f"<div class=meta><span class=date>{number:02} апреля 2024 09:21</span></div>"
        f"<h3><a href='{address(number)}'>{title(number)}</a></h3>"
        "<p class=text>Движение откроют в понедельник, до тех пор едут в объезд.</p></div>"
    )


def whole_link(number: int) -> str:
    return (
        f"<li class=row><a href='{address(number)}'>{title(number)} <small>12:3{number}</small>"
        "</a></li>"
    )


def nameless(number: int) -> str:
    return f"<li><a href='{address(number)}'>{title(number)}</a></li>"


ROW = "<section>{}</section>"
ASIDE = f"<aside><a href='/news/staryj-most-snesli-999/'>{title(99)}</a></aside>"
PAGER = "<div class=pages><b>1</b> <a href='?page=2'>2</a> <a href='?page=3'>3</a></div>"


@pytest.mark.parametrize(
    ("html", "published"),
    [
        (f"<div class=list>{cards(div)}</div>", True),
        (f"<ul class=news>{cards(whole_link)}</ul>", False),
        (f"<ul class=news>{cards(nameless)}</ul>", False),
        # Nothing has a class: the links stand for cards.
        (f"<div>{cards(nameless, 5)}</div><p>{cards(nameless)}</p>", False),
        # Two cards a row, one in the last.
        (
            f"<div class=rows>{ROW.format(div(1) + div(2))}{ROW.format(div(3) + div(4))}"
            + ROW.format(div(5)),
            True,
        ),
    ],
)
def test_an_induced_layout_reads_the_cards(html: str, published: bool) -> None:
    shown = page(f"<nav><a href=/about/>О нас</a></nav>{html}{ASIDE}{PAGER}")
    found = induce_listing(shown, may_be_article)
    assert found is not None
    assert shown.outlet is not None
    outlet = replace(
        shown.outlet,
        listing_layouts=(found.layout,),
        article_url=induce_article_url(found.urls),
    )
    read = read_listing(Page(shown.source, shown.url, outlet=outlet, fetched_at=FETCHED))
    numbers = range(1, len(read.cards) + 1)
    assert len(read.cards) >= 5
    assert [each.url for each in read.cards] == [SITE + address(number) for number in numbers]
    assert [each.title for each in read.cards] == list(map(title, numbers))
    assert all((each.published is not None) == published for each in read.cards)
    assert read.next_page == f"{SITE}/news/?page=2"


@pytest.mark.parametrize(
    ("pager", "target"),
    [
        ("<a rel=next href=/news/page/2/>»</a>", "/news/page/2/"),
        ("<ul><li class=next><a href=/news/page/2/>»</a></li></ul>", "/news/page/2/"),
        ("<a class=nextpostslink href=/news/page/2/>→</a>", "/news/page/2/"),
        ("<a href=/news/page/2/>Келесі</a>", "/news/page/2/"),
        ("<a href=/news/page/2/>Показать ещё</a>", "/news/page/2/"),
        ("<div id=pager><a href=/news/page/2/>2</a></div>", "/news/page/2/"),
        ("<a href='https://other.example/'>Далее</a>", None),
        (f"<a href={address(1)}>Далее</a>", None),
    ],
)
def test_the_next_page_is_found(pager: str, target: str | None) -> None:
    shown = page(f"<div class=list>{cards(div)}</div>{pager}")
    found = induce_listing(shown, may_be_article)
    assert found is not None
    assert shown.outlet is not None
    outlet = replace(
        shown.outlet, listing_layouts=(found.layout,), article_url=induce_article_url(found.urls)
    )
    read = read_listing(Page(shown.source, shown.url, outlet=outlet, fetched_at=FETCHED))
    assert read.next_page == (target and SITE + target)


def test_a_page_with_few_articles_is_no_list() -> None:
    assert induce_listing(page(cards(div, 3)), may_be_article) is None


@pytest.mark.parametrize(
    ("examples", "others", "fits", "fits_not"),
    [
        (
            ["/news/123456-most", "/news/123457-reka-i-most"],
            [],
            ["/news/99999-a", "/news/123456-most/"],
            ["/news/", "/most/123456-a", "/news/12-a"],
        ),
        (
            ["/ru/news/mir/most-zakryli", "/ru/news/sport/match-otmenili", "/kz/news/alem/kopir-1"],
            [],
            ["/ru/news/kultura/muzej-otkryli"],
            ["/ru/news/kultura", "/ru/o-nas"],
        ),
        (
            ["/2024/03/05/most-zakryli/", "/2024/03/06/reka-vyshla/"],
            [],
            ["/2023/12/31/most-1/"],
            ["/2023/12/31/", "/2023/12/"],
        ),
        # Lists and menus have such names, too.
        (
            ["/most-zakryli-1", "/reka-vyshla-2"],
            [f"{SITE}/last-news", f"{SITE}/our-team/"],
            ["/muzej-otkryli-3"],
            ["/last-news", "/last-news/", "/our-team"],
        ),
        (
            ["/politika/most-zakryli.html", "/mir/reka-vyshla.html"],
            [f"{SITE}/info/our-team.html"],
            ["/mir/muzej-otkryli.html"],
            ["/info/our-team.html", "/mir/muzej-otkryli"],
        ),
    ],
)
def test_the_form_of_addresses(
    examples: list[str], others: list[str], fits: list[str], fits_not: list[str]
) -> None:
    pattern = induce_article_url([SITE + path for path in examples], others)
    assert pattern is not None
    assert [path for path in [*examples, *fits] if not pattern.search(path)] == []
    assert [path for path in fits_not if pattern.search(path)] == []


def test_one_address_makes_no_form() -> None:
    assert induce_article_url([f"{SITE}/news/most-1", f"{SITE}/a/b/c/d-2"]) is None


@pytest.mark.parametrize(
    ("warc", "target", "dated"),
    [
        ("tengrinews-2024-04", "https://tengrinews.kz/article/page/1", True),
        ("informburo-2023-03-listings", "https://informburo.kz/novosti?page=14", False),
    ],
)
def test_captured_lists_are_read_as_by_the_modules(
    captures: Path, warc: str, target: str, dated: bool
) -> None:
    [record] = [each for each in list_records(captures / f"{warc}.warc.gz") if each.url == target]
    body = read_answer(record, 0).body
    known = read_listing(Page(body, target, fetched_at=record.captured_at))
    shown = Page(body, target, outlet=Survey.of(target).provisional, fetched_at=record.captured_at)
    found = induce_listing(shown, may_be_article)
    assert found is not None
    assert shown.outlet is not None
    pattern = induce_article_url(found.urls)
    outlet = replace(shown.outlet, listing_layouts=(found.layout,), article_url=pattern)
    read = read_listing(Page(body, target, outlet=outlet, fetched_at=record.captured_at))
    assert [(each.url, each.title) for each in read.cards] == [
        (each.url, each.title) for each in known.cards
    ]
    if dated:
        assert [each.published for each in read.cards] == [each.published for each in known.cards]


def test_cards_of_later_pages_add_forms_of_addresses() -> None:
    survey = Survey.of(SITE)
    survey.meet_page(page(f"<div class=list>{cards(div)}</div>"))
    outlet = survey.outlet()
    assert outlet is not None
    opinion = f"{SITE}/mneniya/pochemu-most-vazhen/"
    further = f"<div class=list>{cards(div, 6)}{div(7).replace(address(7), opinion)}</div>"
    assert not is_article_url(opinion, outlet)
    grown = survey.grown(outlet, page(further), 2)
    assert is_article_url(opinion, grown)
    assert is_article_url(SITE + address(1), grown)
    assert not is_article_url(f"{SITE}/o-nas/komanda-nasha/", grown)
    # What travels with a request is all that was learnt.
    again = Survey.load(json.loads(json.dumps(survey.dump()))).outlet()
    assert again is not None
    assert is_article_url(opinion, again)


def test_a_page_whose_cards_lead_elsewhere_adds_nothing() -> None:
    survey = Survey.of(SITE)
    survey.meet_page(page(f"<div class=list>{cards(div)}</div>"))
    outlet = survey.outlet()
    assert outlet is not None
    shop = f"<div class=list>{cards(div)}</div>".replace("/news/most", "/shop/most")
    assert survey.grown(outlet, page(shop), 2) is outlet
