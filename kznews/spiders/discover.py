"""A site that nobody described: `scrapy crawl discover -a url=https://example.kz`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.asyncgen import as_async_generator
from twisted.python.failure import Failure

from kznews.extraction.json_document import is_json
from kznews.extraction.page import UnreadablePageError
from kznews.frontier.door import SCHEDULING, Scheduling, known, remember, visit_of
from kznews.outlets import outlet_of
from kznews.outlets.drafting import draft_module
from kznews.spiders.arguments import ArgumentError
from kznews.spiders.article_finder import Found
from kznews.spiders.article_sample import ArticleSample
from kznews.spiders.news import NewsSpider
from kznews.spiders.recording import fetch_time
from kznews.spiders.walk.rule import Walk
from kznews.text.urls import canonical_url

if TYPE_CHECKING:
    from kznews.extraction.induction.survey import Step, Survey

logger = logging.getLogger(__name__)

_SURVEY = "survey"
"""Variant of the survey's rows, and the key of what it leaves at the first page's."""
_NOT_THERE = [400, 401, 403, 404, 405, 406, 410, 415, 451, 500, 501]
"""Statuses that answer whether something stands at an address; the others may pass."""


class DiscoverSpider(NewsSpider):
    """Feeds, sitemaps and lists of a site that nobody described.

    It first surveys the site, one page after another: robots.txt, feeds, sitemaps, the lists that
    its pages link to, how their cards and pagers look. What it finds are an outlet's facts, of the
    name of the host; the crawl goes by them as any outlet's, and so do later crawls.

    Arguments: `url=ADDRESS` (any page of the site, best its first), `draft=MODULE.py` (the file
    that the outlet's module is written to), `since` and `pages` as every spider of an outlet.
    Raises ArgumentError for any other, and for a site that has a spider.
    """

    name = "discover"

    def __init__(self, name: str | None = None, /, **arguments: str) -> None:
        own: dict[str, str] = {
            each: arguments.pop(each) for each in ("url", "draft") if each in arguments
        }
        self.url = _read_url(own)
        self.draft = _read_draft(own["draft"]) if "draft" in own else None
        self.survey = _survey_of(self.url)
        self.outlet = self.survey.provisional
        self._is_surveyed = False
        self._sample = ArticleSample()
        try:
            super().__init__(name or self.outlet.name, **arguments)
        except ArgumentError as error:
            raise ArgumentError(f"{error} (url and draft are of this spider)") from error

    async def start(self) -> AsyncIterator[Request]:
        """Give the first page of the survey, or, of a site that was surveyed, what it found."""
        if await self._learn():
            async for request in super().start():
                yield request
        else:
            yield self._first_request()

    async def parse_survey(
        self, response: Response, kind: str, survey: dict[str, Any]
    ) -> AsyncIterator[Found]:
        """Read a page of the survey, and go on to the next."""
        found = _load_survey(survey)
        with self._kept(response, _SURVEY) as lost:
            if response.status == 200:
                self._count(f"survey/{kind}")
                self._meet(found, kind, response)
            elif kind == "robots":
                found.meet_no_robots()
            visit_of(response).memory.pop(_SURVEY, None)
        for rejection in lost:
            self._count("survey/unread")
            logger.info("%s", rejection.reason)
            visit_of(response).error = None
        async for request in self._go_on(found):
            yield request

    async def survey_failed(self, failure: Failure) -> AsyncIterator[Found]:
        """Go on with the survey behind a page that did not answer; at the first, it ends."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        survey = _load_survey(request.cb_kwargs["survey"])
        for rejection in self.failed(failure):
            yield rejection
        if request.cb_kwargs["kind"] == "robots":
            survey.meet_no_robots()
        if request.url != self.url:
            async for following in self._go_on(survey):
                yield following

    async def parse_feed(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """Read a feed as any outlet's."""
        await self._learn()
        async for found in super().parse_feed(response, **walk):
            yield found

    async def parse_sitemap(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """Read a sitemap as any outlet's."""
        await self._learn()
        async for found in super().parse_sitemap(response, **walk):
            yield found

    async def parse_listing(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """Read a listing as any outlet's; its cards may show addresses of a form not yet known."""
        await self._learn()
        await self._grow(response, Walk(**walk).page)
        async for found in super().parse_listing(response, **walk):
            yield found

    async def parse_article(self, response: Response, **card_date: Any) -> AsyncIterator[Found]:
        """Read an article as any outlet's, once what the survey found is known."""
        await self._learn()
        if self.draft is not None:
            self._sample.add(response)
        async for found in as_async_generator(super().parse_article(response, **card_date)):
            yield found

    def closed(self, reason: str) -> None:
        """Write the draft of the module, and tell what every crawl tells."""
        super().closed(reason)
        if self.draft is None:
            return
        if not self._is_surveyed:
            logger.error(
                "%s: nothing was found that a module could say, so none is written", self.url
            )
            return
        layouts = self.induced or self._sample.layouts(self._page)
        named = replace(self.outlet, name=self.draft.stem, article_layouts=layouts)
        self.draft.write_text(draft_module(named), encoding="utf-8")
        logger.info("%s: the draft of its module is in %s", self.url, self.draft)

    def _meet(self, survey: Survey, kind: str, response: Response) -> None:
        moment = fetch_time(response)
        match kind:
            case "robots":
                survey.meet_robots(response.body.decode("utf-8", "replace"))
            case "feed":
                survey.meet_feed(response.body, response.url, moment)
            case "sitemap":
                survey.meet_sitemap(response.body, response.url, moment)
            case _ if not is_json(response.body):
                page = self._page(response)
                survey.meet_page(page) if kind == "page" else survey.meet_further(page)

    async def _go_on(self, survey: Survey) -> AsyncIterator[Request]:
        step = survey.next()
        if step is not None:
            yield self._step_request(step, survey)
            return
        if survey.outlet() is None:
            self._count("survey/nothing")
            logger.error(
                "%s: no feed, sitemap or list of articles was found. Give the address of a page "
                "that lists articles (-a url=)",
                self.url,
            )
            return
        await remember(self.crawler, [self._first_request()], {_SURVEY: survey.dump()})
        self._take(survey)
        outlet = self.outlet
        logger.info(
            "%s: found %d feeds, %d sitemaps and %d lists; articles are at %s",
            self.url,
            len(outlet.feeds),
            len(outlet.sitemaps),
            len(outlet.listings),
            outlet.article_url.pattern if outlet.article_url else "no address",
        )
        async for request in super().start():
            yield request

    async def _learn(self) -> bool:
        """Take over what a survey found, in this crawl or a former one; False where none has."""
        if not self._is_surveyed:
            [first] = await known(self.crawler, [self._first_request()])
            found = first.memory.get(_SURVEY) if first else None
            if found is not None:
                self._take(_load_survey(found))
        return self._is_surveyed

    async def _grow(self, response: Response, number: int) -> None:
        if response.status != 200 or is_json(response.body) or not response.body.strip():
            return
        try:
            page = self._page(response)
        except UnreadablePageError:  # the reading that follows tells it
            return
        grown = self.survey.grown(self.outlet, page, number)
        if grown.article_url != self.outlet.article_url:
            self.outlet = grown
            self._count("survey/grown")
            await remember(self.crawler, [self._first_request()], {_SURVEY: self.survey.dump()})

    def _take(self, survey: Survey) -> None:
        outlet = survey.outlet()
        if outlet is None:
            return
        self.outlet, self.survey, self._is_surveyed = outlet, survey, True
        self.sections = [way.section for way in outlet.ways]

    def _first_request(self) -> Request:
        survey = _survey_of(self.url)
        step = survey.next()
        assert step is not None  # that page
        return self._step_request(step, survey)

    def _step_request(self, step: Step, survey: Survey) -> Request:
        return Request(
            step.url,
            callback=self.parse_survey,
            errback=self.survey_failed,
            cb_kwargs={"kind": step.kind, "survey": survey.dump()},
            meta={
                SCHEDULING: Scheduling(
                    variant=f"{_SURVEY}-{step.kind}", unconditional=True, again=True
                ),
                "handle_httpstatus_list": _NOT_THERE,
            },
            priority=5,
        )


def _survey_of(url: str) -> Survey:
    """Begin the survey of a page's site."""
    # Only here and below: each process that looks for a spider imports this module.
    from kznews.extraction.induction.survey import Survey  # noqa: PLC0415

    return Survey.of(url)


def _load_survey(dumped: dict[str, Any]) -> Survey:
    """Go on with a survey that was dumped."""
    from kznews.extraction.induction.survey import Survey  # noqa: PLC0415

    return Survey.load(dumped)


def _read_url(arguments: dict[str, str]) -> str:
    if "url" not in arguments:
        raise ArgumentError("say which site: url=https://example.kz")
    given = arguments["url"].strip()
    try:
        url = canonical_url(given if "://" in given else f"https://{given}")
    except ValueError as error:
        raise ArgumentError(
            f"url={given!r} is no address: give one like https://example.kz"
        ) from error
    host = urlsplit(url).hostname or ""
    if "." not in host:
        raise ArgumentError(f"url={given!r} names no site: give an address like https://example.kz")
    outlet = outlet_of(url)
    if outlet is not None and outlet.ways:
        raise ArgumentError(
            f"url={given!r} is of {outlet.title}, which has a spider: scrapy crawl {outlet.name}"
        )
    return url


def _read_draft(given: str) -> Path:
    path = Path(given)
    if path.suffix != ".py" or not path.stem.isidentifier():
        raise ArgumentError(f"draft={given!r} is no name of a module: give one like example.py")
    if not path.parent.is_dir():
        raise ArgumentError(f"draft={given!r}: there is no folder {path.parent}")
    if path.exists():
        raise ArgumentError(f"draft={given!r}: the file is there: name another, or remove it")
    return path
