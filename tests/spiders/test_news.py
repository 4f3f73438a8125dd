"""What a spider does with a page; the pages themselves are `tests/extraction`'s."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from kznews.frontier.scheduling import SCHEDULING, Scheduling
from kznews.frontier.visit import META, Visit
from kznews.items import Article, Rejection
from kznews.outlets.tengrinews import OUTLET
from kznews.spiders.article_finder import Found
from kznews.spiders.news import NewsSpider
from kznews.spiders.unknown_sections import UnknownSections
from kznews.spiders.walk.rule import Walk
from kznews.transport.address_guard import PrivateAddressError
from tests.spiders.parsing import parse_article

PAGE = "https://tengrinews.kz/article/chinyat-chasyi-2999/"
LISTING = "https://tengrinews.kz/article/page/{}/"
HTML = (
    '<h1 class="head-single">Часы</h1><div class="date-time">05 апреля 2024 06:26</div>'
    '<div class="content_main_text"><p>Текст.</p></div>'
)


class TengriSpider(NewsSpider):
    name = "tengrinews"
    outlet = OUTLET


def spider(**arguments: str) -> TengriSpider:
    return TengriSpider.from_crawler(get_crawler(TengriSpider), **arguments)


def response(html: str = HTML, url: str = PAGE, *, status: int = 200, **meta: Any) -> HtmlResponse:
    request = Request(url, meta=meta)
    return HtmlResponse(url, status, body=html.encode(), request=request)


def listing(*dates: str) -> str:
    """The first of two pages, with a card a date; `2024-04-05`, or nothing where it has none."""
    cards = "".join(
        '<div class="content_main_item"><span class="content_main_item_title">'
        f'<a href="/article/chasyi-{number}/">{number}</a></span><time>{date}</time></div>'
        for number, date in enumerate(dates, start=1)
    )
    pager = '<li class="active">1</li><li><a href="/article/page/2/">2</a></li>'
    return f'{cards}<ul class="pagination">{pager}</ul>'


def walk(page: int = 1, *, pages: int = 9, since: str | None = None) -> Walk:
    catches_up = since is None and pages == 9
    return Walk(section="article", page=page, last_page=pages, since=since, catches_up=catches_up)


def walked(response: HtmlResponse, at: Walk) -> list[Found]:
    """What a spider without arguments finds on a listing's page: the walk has its own."""

    async def read() -> list[Found]:
        return [found async for found in spider().parse_listing(response, **asdict(at))]

    return asyncio.run(read())


def followed(dates: list[str], at: Walk) -> list[str]:
    """The addresses that are followed from a listing's page."""
    found = walked(response(listing(*dates), LISTING.format(at.page)), at)
    return [each.url for each in found if isinstance(each, Request)]


def test_an_article_and_its_aliases() -> None:
    asked = PAGE + "amp/"
    found = parse_article(spider(), response(redirect_urls=[asked]))
    [article] = [item for item in found if isinstance(item, Article)]
    assert (article.title, article.aliases) == ("Часы", [asked])


def test_a_fault_of_ours_keeps_the_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr("kznews.extraction.article.read_article", fail)
    tengri = spider()
    [rejection] = parse_article(tengri, response())
    assert isinstance(rejection, Rejection)
    assert (rejection.url, rejection.reason) == (PAGE, "KeyError: 'a fault'")
    assert tengri.crawler.stats.get_value("article/broken") == 1
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("status", "was_read", "lost"),
    [(404, False, 1), (404, True, None), (500, False, 1), (500, True, 1)],
)
def test_an_article_that_fails_is_lost_unless_it_was_taken_down(
    status: int, was_read: bool, lost: int | None
) -> None:
    tengri = spider()
    for policy in ("article", "listing"):
        failed = response(status=status)
        failed.meta[META] = Visit("row", was_read=was_read)
        failed.meta[SCHEDULING] = Scheduling(policy=policy)
        failure = Failure(HttpError(failed, "failed"))  # type: ignore[no-untyped-call]
        failure.request = failed.request  # type: ignore[attr-defined]  # as Scrapy sets it
        assert len(list(tengri.failed(failure))) == 1
    assert tengri.crawler.stats.get_value("article/lost") == lost


def test_a_host_at_a_private_address_is_a_failure_of_a_name_of_its_own() -> None:
    tengri = spider()
    failed = response()
    failed.meta[META] = visit = Visit("row")
    failure = Failure(PrivateAddressError("tengrinews.kz", ["10.0.0.1"]))  # type: ignore[no-untyped-call]
    failure.request = failed.request  # type: ignore[attr-defined]  # as Scrapy sets it
    assert list(tengri.failed(failure)) == []
    assert tengri.crawler.stats.get_value("failures/private_address") == 1
    # It is tried again, until its attempts are used up.
    assert visit.blame == "page"
    assert "tengrinews.kz is at 10.0.0.1, which is no public address" in str(visit.error)


def test_listings_and_articles_are_counted_by_what_they_show() -> None:
    tengri = spider()

    async def read(page: HtmlResponse, at: Walk) -> None:
        async for _ in tengri.parse_listing(page, **asdict(at)):
            pass

    for page, at in (
        (response(listing("2 апреля 2024"), LISTING.format(1)), walk()),
        (response(listing(), LISTING.format(1)), walk()),
        (response(listing(), LISTING.format(2)), walk(2)),
        (response(url=LISTING.format(1), status=304), walk()),
    ):
        asyncio.run(read(page, at))
    parse_article(tengri, response(status=304))
    parse_article(tengri, response("<p>Бос бет.</p>"))
    parse_article(tengri, response(url="https://tengrinews.kz/"))
    counted = tengri.crawler.stats.get_value
    assert (counted("listing/shown"), counted("listing/shows_nothing")) == (2, 1)
    assert (counted("article/unchanged"), counted("article/lost")) == (1, 2)


def article(html: str, **card_date: Any) -> tuple[Article, str | None]:
    """The article that is read from a page, and the digest that its next visit compares."""
    page = response(html)
    page.meta[META] = visit = Visit("row")
    found = parse_article(spider(), page, **card_date)
    [read] = [item for item in found if isinstance(item, Article)]
    return read, visit.digest


CARD_DATE = {
    "published_at": "2024-04-01T19:00:00+00:00",
    "published_precision": "day",
    "published_raw": "Пн, 2 апреля, 2024",
    "published_zone": "Asia/Almaty",
    "published_doubts": ["weekday"],
}
UNDATED = HTML.replace("05 апреля 2024 06:26", "")


def test_the_date_of_the_card_fills_in_where_the_page_states_none() -> None:
    filled, _ = article(UNDATED, **CARD_DATE)
    assert {name: getattr(filled, name) for name in CARD_DATE} == CARD_DATE | {
        "published_at": datetime(2024, 4, 1, 19, tzinfo=UTC)
    }
    own, _ = article(HTML, **CARD_DATE)
    assert f"{own.published_at:%m-%d}" == "04-05"
    assert own.published_doubts == []


def test_the_date_of_a_card_comes_back_from_the_requests_arguments() -> None:
    dated = response(listing("2 апреля 2024"), LISTING.format(1))
    [request, _] = [each for each in walked(dated, walk()) if isinstance(each, Request)]
    filled, _ = article(UNDATED, **json.loads(json.dumps(request.cb_kwargs)))
    assert filled.published_at == datetime(2024, 4, 1, 19, tzinfo=UTC)
    assert filled.published_raw == "2 апреля 2024"


def test_another_card_is_no_change_of_the_page() -> None:
    _, digest = article(UNDATED)
    assert article(UNDATED, **CARD_DATE)[1] == digest
    # Read two hours after it was published: the zone of a distance from now is not known.
    relative = CARD_DATE | {"published_raw": "2 часа назад", "published_zone": None}
    assert article(UNDATED, **relative)[1] == digest
    assert article(HTML)[1] != digest


def test_another_picture_is_a_change_of_the_page() -> None:
    pictures = [f'<meta property="og:image" content="https://tengrinews.kz/{n}.jpg">' for n in "12"]
    first, second = (article(picture + HTML) for picture in pictures)
    assert first[0].images != second[0].images
    assert first[0].body == second[0].body
    assert first[1] != second[1]


def test_an_article_that_was_fetched_is_stored_whatever_since_says() -> None:
    found = parse_article(spider(since="2024-04-06"), response())
    assert [item.title for item in found if isinstance(item, Article)] == ["Часы"]


def test_cards_older_than_the_walk_goes_back_are_not_followed() -> None:
    dates = ["06 апреля 2024 00:10", "05 апреля 2024 23:50", "", "05 апреля 2024 00:10"]
    pages = [f"https://tengrinews.kz/article/chasyi-{number}/" for number in (1, 2, 3, 4)]
    newer = [pages[0], pages[2]]
    assert followed(dates, walk(since="2024-04-06")) == [*newer, LISTING.format(2)]
    assert followed(dates, walk(since="2024-04-05")) == [*pages, LISTING.format(2)]
    # A page of old cards only is a listing's end.
    assert followed([dates[1], dates[3]], walk(since="2024-04-06")) == []


def test_a_walk_goes_on_as_it_was_begun_to_its_last_page() -> None:
    begun = walk(pages=2)
    found = walked(response(listing(""), LISTING.format(1)), begun)
    assert isinstance(found[-1], Request)
    onwards = Walk(**found[-1].cb_kwargs)
    assert (found[-1].url, replace(onwards, shown=None)) == (LISTING.format(2), begun.next())
    assert begun.next() == walk(2, pages=2)
    assert followed([""], begun.next()) == ["https://tengrinews.kz/article/chasyi-1/"]


def test_a_page_as_it_was_is_counted_and_read_no_more() -> None:
    tengri = spider()
    assert parse_article(tengri, response("", status=304)) == []
    assert tengri.crawler.stats.get_value("pages/unchanged") == 1
    assert tengri.crawler.stats.get_value("pages/read") is None


@pytest.mark.parametrize(("at", "next_page"), [(walk(), [LISTING.format(2)]), (walk(pages=2), [])])
def test_behind_a_listing_as_it_was_only_a_walk_that_catches_up_goes_on(
    at: Walk, next_page: list[str]
) -> None:
    visit = Visit("row", memory={"next": LISTING.format(2), "gap": False})
    found = walked(response("", LISTING.format(1), status=304, **{META: visit}), at)
    assert [each.url for each in found if isinstance(each, Request)] == next_page


def test_a_redirect_to_no_article_is_rejected_under_the_first_address() -> None:
    home = response(url="https://tengrinews.kz/", redirect_urls=[PAGE])
    [rejection] = parse_article(spider(), home)
    assert isinstance(rejection, Rejection)
    assert rejection.url == PAGE


@pytest.mark.parametrize(("pages", "is_told"), [(19, False), (20, True)])
def test_what_the_outlet_should_print_and_no_page_did_is_told(
    caplog: pytest.LogCaptureFixture, pages: int, is_told: bool
) -> None:
    tengri = spider()
    for _ in range(pages):
        parse_article(tengri, response())
    tengri.closed("finished")
    assert (
        "tengrinews: no page of this crawl showed the outlet's rates strip" in caplog.text
    ) == is_told


@pytest.mark.parametrize(("memory", "told"), [({"next": "/article/page/10/"}, True), ({}, False)])
def test_a_pager_on_which_all_is_new_again_is_told(
    caplog: pytest.LogCaptureFixture, memory: dict[str, Any], told: bool
) -> None:
    last = response(listing(""), LISTING.format(9))
    last.meta[META] = Visit(row="", memory=memory)
    found = walked(last, walk(page=9))
    assert [each.url for each in found if isinstance(each, Request)] == [
        "https://tengrinews.kz/article/chasyi-1/"
    ]
    assert ("page 9 of article is no farther back" in caplog.text) == told


def test_too_many_articles_for_one_page_are_told(caplog: pytest.LogCaptureFixture) -> None:
    found = followed(["05.04.2024"] * 1000, walk())
    assert len(found) == 201
    assert "too many articles for one page" in caplog.text


def test_sections_of_no_known_topic_are_told_once_a_crawl(caplog: pytest.LogCaptureFixture) -> None:
    tengri = spider()
    for section in ("stepnoj_dozor", "crime", "stepnoj_dozor", "dozornyj"):
        parse_article(tengri, response(url=PAGE.replace("/article/", f"/{section}/")))
    tengri.closed("finished")
    assert tengri.crawler.stats.get_value("extraction/section/unknown") == 3
    [told] = [each for each in caplog.messages if "topic" in each]
    assert "tengrinews: no topic is known of these sections" in told
    assert "«stepnoj_dozor» (2), «dozornyj» (1)" in told


def test_no_more_unknown_sections_are_told_than_can_be_read() -> None:
    sections = UnknownSections()
    for number in range(1500):
        sections.add(f"{number}")
    assert str(sections).endswith("«19» (1) and 980 more")
