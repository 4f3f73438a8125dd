"""What a spider makes of articles that it had read before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from kznews.frontier.scheduling import SCHEDULING, Scheduling
from kznews.frontier.visit import META, Visit
from kznews.items import ARTICLE_MISSED, ARTICLE_UNCHANGED, Article
from kznews.spiders.article_finder import Found
from tests.spiders.parsing import parse_article
from tests.spiders.test_news import TengriSpider, spider

URL = "https://tengrinews.kz/article/most-zakryili-2999/"
OTHER = "https://tengrinews.kz/article/most-zakryit-3000/"
TEXT = "Мост через реку закрыли на ремонт, сообщили в акимате города. " * 6
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


def html(text: str = TEXT, canonical: str = URL) -> str:
    return (
        f'<link rel="canonical" href="{canonical}"><h1 class="head-single">Мост закрыли</h1>'
        '<div class="date-time">05 апреля 2024 06:26</div>'
        f'<div class="content_main_text"><p>{text}</p></div>'
    )


class Outlet:
    """A spider that has read an article, and the signals that its next visits send."""

    def __init__(self) -> None:
        self.spider: TengriSpider = spider()
        self.told: list[tuple[str, dict[str, Any]]] = []
        signals = {"unchanged": ARTICLE_UNCHANGED, "missed": ARTICLE_MISSED}
        self._receivers = [self._receiver(name) for name in signals]
        for receiver, signal in zip(self._receivers, signals.values(), strict=True):
            self.spider.crawler.signals.connect(receiver, signal)
        self.memory: dict[str, Any] = {}
        self.visit = Visit("row")
        self.read(html())

    def read(
        self, text: str = "", *, url: str = URL, status: int = 200, **meta: Any
    ) -> list[Found]:
        """Visit the article once more."""
        self.visit = Visit(
            "row", memory=dict(self.memory), was_read=bool(self.memory), answered_at=NOON
        )
        scheduling = {SCHEDULING: Scheduling(policy="article")}
        request = Request(url, meta={META: self.visit, **scheduling, **meta})
        response = HtmlResponse(url, status, body=text.encode(), request=request)
        if status >= 400:
            failure = Failure(HttpError(response, "failed"))  # type: ignore[no-untyped-call]
            failure.request = request  # type: ignore[attr-defined]  # as Scrapy sets it
            return list(self.spider.failed(failure))
        found = parse_article(self.spider, response)
        if self.visit.error is None:
            self.memory = self.visit.memory
        return found

    def answers(self) -> dict[str, int]:
        stats = self.spider.crawler.stats.get_stats()
        prefix = "article/answer/"
        return {k.removeprefix(prefix): v for k, v in stats.items() if k.startswith(prefix) and v}

    def _receiver(self, name: str) -> Any:
        def receive(**what: Any) -> None:
            self.told.append((name, {k: v for k, v in what.items() if k in {"url", "reason"}}))

        return receive


def articles(found: list[Found]) -> list[tuple[str, list[str]]]:
    return [(each.url, each.aliases) for each in found if isinstance(each, Article)]


def requested(found: list[Found]) -> list[str]:
    return [each.url for each in found if isinstance(each, Request)]


def test_an_article_that_is_read_again_is_live() -> None:
    outlet = Outlet()
    assert articles(outlet.read(html())) == [(URL, [])]
    outlet.read(status=304)
    assert outlet.answers() == {"live": 2}
    assert outlet.told == [("unchanged", {"url": URL})]


@pytest.mark.parametrize(
    ("status", "kind", "blame", "is_missed"),
    [
        (404, "not found", "missing", True),
        (410, "gone", "missing", True),
        (403, "blocked", "missing", False),
        (500, "error", "page", False),
    ],
)
def test_a_refusal_is_a_miss_where_it_speaks_of_the_article(
    status: int, kind: str, blame: str, is_missed: bool
) -> None:
    outlet = Outlet()
    outlet.read(status=status)
    assert outlet.answers() == {kind: 1}
    assert outlet.visit.blame == blame
    assert outlet.told == ([("missed", {"url": URL, "reason": kind})] if is_missed else [])


def test_a_page_that_says_that_it_was_deleted_is_no_edit() -> None:
    outlet = Outlet()
    assert articles(outlet.read(html("Материал удалён по просьбе героя."))) == []
    assert outlet.told == [("missed", {"url": URL, "reason": "deleted"})]
    assert outlet.visit.blame == "missing"
    # One that is unclear is asked for again, and is no miss.
    found = outlet.read("<h1>Бет</h1>")
    assert [each for each in requested(found) if "/kznews-" in each]
    assert outlet.answers() == {"deleted": 1, "unclear": 1}
    assert (len(outlet.told), outlet.visit.blame) == (1, "missing")


def test_an_article_that_is_headed_like_an_error_is_one() -> None:
    outlet = Outlet()
    headed = html().replace("Мост закрыли", "Ничего не найдено")
    outlet.memory = {}
    outlet.read(headed)
    assert articles(outlet.read(headed)) == [(URL, [])]
    # Its beginning is for all, the rest for subscribers.
    locked = headed.replace("</p>", "</p><p>Продолжение доступно только подписчикам.</p>")
    assert articles(outlet.read(locked)) == []
    assert outlet.answers() == {"live": 1, "paywall": 1}
    assert outlet.told == []


@pytest.mark.parametrize(("status", "is_settled"), [(301, True), (302, False)])
def test_an_article_that_moves_is_read_at_its_new_address(status: int, is_settled: bool) -> None:
    outlet = Outlet()
    meta: dict[str, Any] = {"redirect_urls": [URL], "redirect_reasons": [status]}
    found = outlet.read(html(), url=OTHER, **meta)
    assert (articles(found), requested(found)) == ([(OTHER, [URL])], [OTHER])
    assert outlet.visit.settled is is_settled
    # Its former address leads there as before; if it leads nowhere, that is told of the new one.
    outlet.read(html(), url=OTHER, **meta)
    outlet.read(status=404)
    assert outlet.answers() == {"moved": 1, "live": 1, "not found": 1}
    assert outlet.told == [("missed", {"url": OTHER, "reason": "not found"})]


def test_an_address_that_leads_to_another_article_has_lost_its_own() -> None:
    outlet = Outlet()
    page = html("Совсем другой текст о другом. " * 10).replace("Мост закрыли", "Дождь")
    page = page.replace("05 апреля", "06 апреля")
    found = outlet.read(page, url=OTHER, redirect_urls=[URL], redirect_reasons=[301])
    assert (articles(found), requested(found)) == ([], [OTHER])
    assert outlet.told == [("missed", {"url": URL, "reason": "another article"})]


def test_a_new_canonical_address_counts_where_the_same_text_stands_there() -> None:
    outlet = Outlet()
    found = outlet.read(html(canonical=OTHER))
    assert (articles(found), requested(found)) == ([(URL, [])], [OTHER])
    memory, outlet.memory = outlet.memory, {}
    assert articles(outlet.read(html(canonical=OTHER), url=OTHER)) == [(OTHER, [URL])]
    another = html("Совсем другой текст о другом. " * 10).replace("Мост закрыли", "Дождь")
    another = another.replace("05 апреля", "06 апреля")
    outlet.memory = {}
    assert articles(outlet.read(another, url=OTHER)) == [(OTHER, [])]
    # It is asked for where it is new; a list is no article's address.
    outlet.memory = memory
    elsewhere = outlet.read(html(canonical="https://tengrinews.kz/"))
    assert (articles(elsewhere), requested(elsewhere)) == ([(URL, [])], [])
