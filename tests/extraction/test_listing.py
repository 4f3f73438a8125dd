from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page

NOW = datetime(2025, 4, 28, 9, tzinfo=UTC)
LISTING = "https://exclusive.kz/expertiza/daily/"
CARD = (
    '<div><a href="/expertiza/daily/1/"><img src="/1.jpg" alt="Дорога"></a> '
    '<a href="/expertiza/daily/1/">Дорога</a></div>'
)


def listing(pager: str) -> Page:
    page = f"<div><h3>События дня</h3>{CARD}<div>{pager}</div></div>"
    return Page(page.encode(), LISTING, fetched_at=NOW)


def link(number: int) -> str:
    return f'<a href="?page={number}">{number}</a>'


@pytest.mark.parametrize(
    "pager",
    [
        f"Страницы:1 {link(2)} {link(3)} ... {link(16)}",
        f"Страницы:<b>1</b> {link(2)} ... {link(16)}",
        f"Страницы:{link(1)} {link(2)} {link(16)}",
        f"<b>Страницы:</b>{link(1)}{link(2)}<span>...</span>{link(16)}",
        f"Страницы:<ul><li><b>1</b><li>{link(2)}<li>{link(3)}</ul>",
    ],
)
def test_the_numbered_pager_in_any_markup(pager: str) -> None:
    page = listing(pager)
    listed = read_listing(page)
    assert [card.url for card in listed.cards] == ["https://exclusive.kz/expertiza/daily/1/"]
    assert listed.next_page == f"{LISTING}?page=2"
    assert page.notes == []


def test_the_page_in_the_middle_goes_forward() -> None:
    pager = f"<b>Страницы:</b>{link(1)}{link(2)}<span>3</span>{link(4)}"
    assert read_listing(listing(pager), 3).next_page == f"{LISTING}?page=4"


def test_the_last_page_has_no_next_one() -> None:
    page = listing(f"Страницы:{link(1)} {link(15)} <b>16</b>")
    assert read_listing(page, 16).next_page is None
    assert page.notes == []


def test_a_pager_whose_next_link_is_not_read_is_noted() -> None:
    page = listing(f"Страницы:<b>1</b> <span data-page=2>2</span> {link(16)}")
    assert read_listing(page).next_page is None
    assert page.notes == ["listing/pager_unread"]


def test_of_too_many_cards_the_first_are_read() -> None:
    cards = "".join(CARD.replace("/1/", f"/{number}/") for number in range(1000))
    page = Page(f"<div><h3>События дня</h3>{cards}</div>".encode(), LISTING, fetched_at=NOW)
    assert [card.url[-4:] for card in read_listing(page).cards][-2:] == ["198/", "199/"]
    assert page.notes == ["listing/too_many_cards"]


def test_a_day_above_the_cards_goes_before_their_times() -> None:
    cards = "".join(
        f"<li><h2>{day}</h2></li><li><a href='/novosti/{slug}'><img></a>"
        f"<div><a href='/novosti/{slug}'>Дорога<time class=article-time>{time}</time>"
        "</a></div></li>"
        for day, slug, time in (("Сегодня", "a", "13:30"), ("27 апреля", "b", "21:00"))
    )
    html = f"<div class=category-feed><ul>{cards}</ul></div>"
    page = Page(html.encode(), "https://informburo.kz/novosti?page=2", fetched_at=NOW)
    published = [card.published for card in read_listing(page, 2).cards]
    assert [(each.instant, each.precision) for each in published if each] == [
        (datetime(2025, 4, 28, 8, 30, tzinfo=UTC), "minute"),
        (datetime(2025, 4, 27, 16, 0, tzinfo=UTC), "minute"),
    ]
