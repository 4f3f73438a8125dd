"""Articles that were read before: whether they are still shown, and where."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from kznews.extraction.page import Page
from kznews.frontier.door import Visit, visit_of
from kznews.items import ARTICLE_MISSED, ARTICLE_UNCHANGED, Article
from kznews.outlets import Outlet
from kznews.outlets.addresses import canonical, is_article_url
from kznews.spiders.article_answers import MISSES, AnswerKind, kind_of_refusal, kind_of_words
from kznews.spiders.failures import failure_of
from kznews.spiders.not_found_pages import DoubtfulPage, NotFoundPages
from kznews.spiders.recording import KEPT_PAGE, fetch_time
from kznews.statistics import ANSWERS

if TYPE_CHECKING:
    from kznews.extraction.look import Look
    from kznews.text.gist import Gist

_GIST, _ADDRESS, _CANONICAL = "gist", "address", "canonical"
"""Keys of the memory of an article's visit: the gist of what was read, the address that the article
has where that is another, the canonical address that its page stated."""
_PERMANENT = frozenset({301, 308})


class Removals:
    """What the visits of one crawl say of articles that had been read before.

    Each is counted by its kind, `article/answer/KIND`; the store is told of each miss.
    """

    def __init__(self, crawler: Crawler, outlet: Outlet, not_found_pages: NotFoundPages) -> None:
        self._crawler = crawler
        self._outlet = outlet
        self._not_found_pages = not_found_pages
        self._leaving: dict[str, tuple[str, Gist]] = {}
        """Articles whose pages state a new address, by that: their own, and their gists."""

    def note_unchanged(self, response: Response) -> None:
        """Note that the server said that an article's page is as it was (304)."""
        visit = visit_of(response)
        self._count(visit, "live")
        url = visit.memory.get(_ADDRESS, response.url)
        self._tell(visit, ARTICLE_UNCHANGED, url=url, seen_at=fetch_time(response))

    def note_failure(self, failure: Failure, request: Request) -> None:
        """Note that the request for an article gave no page."""
        visit = visit_of(request)
        if not visit.was_read:
            return
        why = failure_of(failure)
        if why.kind == "not_in_replay" or (why.blame == "for_good" and not why.outlet_answered):
            return  # nobody was asked
        if not isinstance(failure.value, HttpError):
            self._count(visit, "error")
            return
        response = failure.value.response
        kind = kind_of_refusal(response)
        if kind == "error" or visit.blame == "nobody":
            self._count(visit, kind)
            return
        self.note_not_shown(response, _origin(response), kind, why.reason)

    def note_not_shown(
        self, response: Response, origin: str, kind: AnswerKind, reason: str
    ) -> None:
        """Note that an article which was read before is not shown at `origin`, its address."""
        visit = visit_of(response)
        if not visit.was_read:
            return
        visit.fail(reason, "missing")
        self._count(visit, kind)
        if kind in MISSES:
            page = response.meta.get(KEPT_PAGE)
            at = fetch_time(response)
            self._tell_miss(visit, self._address(visit, origin), kind, at, response.status, page)

    def kind_of_page(
        self, page: Page, article: Article | None, response: Response
    ) -> AnswerKind | None:
        """Tell what a page says in the place of an article; None where it is the article.

        `unclear` where it is none and nothing says why.
        """
        from kznews.extraction.look import look_of  # noqa: PLC0415 - few pages need it
        from kznews.extraction.withheld import withheld  # noqa: PLC0415

        if kind := kind_of_words(withheld(page, article)):
            return kind
        if self._not_found_pages.has_looks and self._not_found_pages.is_like(
            page.host, look_of(page)
        ):
            return "not-found page"
        if article is None:
            return "unclear"
        is_doubtful = self._is_doubtful(article, visit_of(response))
        return "unclear" if is_doubtful and not self._not_found_pages.is_known(page.host) else None

    def ask_for_not_found_page(self, page: Page, response: Response) -> Iterator[Request]:
        """Give the request for the not-found page of the host of a page that is unclear."""
        from kznews.extraction.look import look_of  # noqa: PLC0415 - few pages need it

        visit = visit_of(response)
        yield from self._not_found_pages.ask(
            DoubtfulPage(
                url=self._address(visit, _origin(response)),
                look=look_of(page),
                seen_at=fetch_time(response),
                status=response.status,
                page=response.meta.get(KEPT_PAGE),
            )
        )

    def meet_not_found_page(self, response: Response, look: Look | None) -> None:
        """Take in a not-found page: the unclear pages that look like it were such, too."""
        visit = visit_of(response)
        for each in self._not_found_pages.meet(response, look):
            self._crawler.stats.inc_value(f"{ANSWERS}unclear", -1)
            self._crawler.stats.inc_value(f"{ANSWERS}not-found page")
            self._tell_miss(visit, each.url, "not-found page", each.seen_at, each.status, each.page)

    def follow(self, response: Response, page: Page, article: Article) -> AnswerKind:
        """Tell whether an article is read where it stood: `live`, `moved` or `another article`.

        One that moved gets its new address, and the former one as an alias.
        """
        from kznews.text.gist import is_same_article  # noqa: PLC0415 - with articles

        visit = visit_of(response)
        origin = _origin(response)
        asked = canonical(origin, self._outlet, article.language)
        here = canonical(response.url, self._outlet, article.language)
        former = visit.memory.get(_ADDRESS, asked)
        gist = _gist(article)
        is_elsewhere = visit.was_read and here != former
        if is_elsewhere:
            former_gist = visit.memory.get(_GIST)
            if former_gist is not None and not is_same_article(former_gist, gist):
                return "another article"
            statuses = response.meta.get("redirect_reasons", [])
            visit.settled = bool(statuses) and _PERMANENT.issuperset(statuses)
            article.aliases.append(former)
        was_stated = visit.memory.get(_CANONICAL)
        stated = self._stated_address(page, article)
        visit.memory = {_GIST: gist, _CANONICAL: stated}
        if visit.was_read and was_stated not in {None, stated} and stated != here:
            self._leaving[stated] = here, gist
        left, its_gist = self._leaving.get(here, (here, gist))
        if left != here and is_same_article(its_gist, gist):
            article.aliases.append(left)
        if here != asked:
            visit.memory[_ADDRESS] = here
        return "moved" if is_elsewhere else "live"

    def new_address(self, response: Response) -> str | None:
        """Give the canonical address that a page states now and did not before, once it is read.

        An outlet may state a wrong one: it counts only where the same text stands there.
        """
        stated = visit_of(response).memory.get(_CANONICAL)
        return str(stated) if stated in self._leaving else None

    def count(self, response: Response, kind: AnswerKind) -> None:
        """Count a visit to an article that was read before."""
        self._count(visit_of(response), kind)

    def _is_doubtful(self, article: Article, visit: Visit) -> bool:
        """Tell whether what reads as an article may be a notice in the place of the former one.

        It is short, no layout knows it, and it has nothing in common with what stood there.
        """
        from kznews.text.gist import is_same_article  # noqa: PLC0415 - with articles
        from kznews.text.notices import LONGEST_NOTICE  # noqa: PLC0415 - with articles

        former = visit.memory.get(_GIST)
        return (
            former is not None
            and article.extraction.method == "general"
            and len(article.body) <= LONGEST_NOTICE
            and not is_same_article(former, _gist(article))
        )

    def _stated_address(self, page: Page, article: Article) -> str:
        """Give the canonical address that a page states, if an article has it; else its own."""
        for link in page.links:
            if link.tag == "link" and "canonical" in (link.get("rel") or "").lower().split():
                url = page.absolute(link.get("href") or "")
                if url is not None and is_article_url(url, self._outlet):
                    return canonical(url, self._outlet, article.language)
        return canonical(page.url, self._outlet, article.language)

    def _address(self, visit: Visit, origin: str) -> str:
        address = visit.memory.get(_ADDRESS)
        return str(address) if address else canonical(origin, self._outlet)

    def _tell_miss(
        self,
        visit: Visit,
        url: str,
        kind: AnswerKind,
        seen_at: datetime,
        status: int,
        page: str | None,
    ) -> None:
        reason = MISSES[kind]
        miss = {"url": url, "seen_at": seen_at, "reason": reason, "status": status, "page": page}
        self._tell(visit, ARTICLE_MISSED, **miss)

    def _tell(self, visit: Visit, signal: object, **what: Any) -> None:
        """Tell the store; the row waits until it has noted it."""
        for _, noting in self._crawler.signals.send_catch_log(signal, **what):
            if isinstance(noting, asyncio.Future):
                visit.writes.append(noting)

    def _count(self, visit: Visit, kind: AnswerKind) -> None:
        if visit.was_read:
            self._crawler.stats.inc_value(f"{ANSWERS}{kind}")


def _gist(article: Article) -> Gist:
    from kznews.text.gist import gist_of  # noqa: PLC0415 - with articles

    return gist_of(article.title, article.body, article.published_at)


def _origin(response: Response) -> str:
    """Give the address that was asked for first."""
    return str(response.meta.get("redirect_urls", [response.url])[0])
