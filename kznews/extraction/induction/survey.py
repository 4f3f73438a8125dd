"""The survey of a site that nobody described: where its articles are listed, and how.

It asks for one page after another, and what it has learnt is of JSON's types: it travels with the
request, whichever worker reads the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import urljoin, urlsplit

from kznews.extraction.feed import read_feed
from kznews.extraction.induction.addresses import induce_article_url, may_be_article
from kznews.extraction.induction.found_listing import PAGE_FORMS, FoundListing, is_of_links
from kznews.extraction.induction.listings import InducedListing, induce_listing
from kznews.extraction.induction.site_links import feeds_on, headlines_on, names_on, sections_on
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page, UnreadablePageError
from kznews.extraction.sitemap import read_sitemap
from kznews.outlets import DEFAULT_TIME_ZONE
from kznews.outlets.addresses import is_article_url
from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.text.section_names import section_key

StepKind = Literal["page", "robots", "feed", "sitemap", "further"]

_USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/rss/")
_USUAL_SITEMAPS = ("/sitemap.xml", "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_index.xml")
_TRUSTED = 5
"""Weight of an example that a feed or a list's card leads to."""
_MOST_SECTIONS = 20
_MOST_FEEDS = 6
_MOST_SITEMAPS = 6
_MOST_EXAMPLES = 400
_MOST_OTHERS = 200
_MOST_MEMBERS = 2
_MOST_TRIALS = 16


class Step(NamedTuple):
    """A page that a survey asks for."""

    kind: StepKind
    url: str


@dataclass
class Survey:
    """What is found of a site so far, and what is still to be asked for."""

    start: str
    """Address that the survey began at."""
    host: str
    """Host of the site, where its pages answer."""
    title: str | None = None
    """Name of the site, as it says itself."""
    hosts: list[str] = field(default_factory=list)
    """Other hosts that lead to it."""
    waiting: list[list[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    sitemaps: dict[str, list[str]] = field(default_factory=dict)
    """Sitemaps that show articles, with those of their members that do."""
    listings: list[FoundListing] = field(default_factory=list)
    examples: dict[str, int] = field(default_factory=dict)
    """Addresses that may be articles', with how much speaks for it."""
    others: list[str] = field(default_factory=list)
    """Addresses that are no articles'."""
    page_form: str | None = None
    """Form of the addresses of further pages, where a trial found it."""
    trials: int = 0

    @classmethod
    def of(cls, url: str) -> Self:
        """Begin the survey of the site of a page."""
        survey = cls(start=url, host=(urlsplit(url).hostname or "").lower())
        root = urljoin(url, "/")
        for step in (Step("page", url), Step("page", root), Step("robots", f"{root}robots.txt")):
            survey._ask(step)
        return survey

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Take up a survey that `dump` gave."""
        return cls(**{**data, "listings": [FoundListing(**each) for each in data["listings"]]})

    def dump(self) -> dict[str, Any]:
        """Give the survey, of JSON's types."""
        return asdict(self)

    def next(self) -> Step | None:
        """Take the next page to ask for; None: the survey has ended."""
        while self.waiting:
            kind, url = self.waiting.pop(0)
            return Step(kind, url)  # type: ignore[arg-type]  # as `_ask` put it
        trial = self._next_trial()
        if trial is not None:
            self.asked.append(trial.url)
        return trial

    def meet_page(self, page: Page) -> None:
        """Read a page: the site's first, or a section's."""
        page.outlet = self.provisional
        self.title = self.title or page.structured.site_name
        for url in feeds_on(page):
            self._ask(Step("feed", url))
        for url, words in headlines_on(page):
            if may_be_article(url):
                self._add_example(url, 1 + (words > 5))
        for url in names_on(page):
            if url not in self.others and len(self.others) < _MOST_OTHERS:
                self.others.append(url)
        sections = sections_on(page)
        for url in sorted(sections, key=_rank_of_section):
            if sum(kind == "page" for kind, _ in self._all_steps()) < _MOST_SECTIONS:
                self._ask(Step("page", url))
        found = induce_listing(page, self._may_be_article)
        if found is not None:
            self._add_listing(page.url, found)

    def meet_robots(self, text: str) -> None:
        """Read robots.txt: the sitemaps that it names."""
        stated = re.findall(r"^\s*sitemap\s*:\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
        self._ask_usual(stated)

    def meet_no_robots(self) -> None:
        """Go on without robots.txt: to the usual addresses."""
        self._ask_usual([])

    def meet_feed(self, body: bytes, url: str, fetched_at: datetime) -> None:
        """Read what may be a feed."""
        try:
            found = read_feed(body, url, outlet=self.provisional, fetched_at=fetched_at)
        except UnreadablePageError:
            return
        urls = [card.url for card in found.cards if may_be_article(card.url)]
        if urls and url not in self.feeds:
            self.feeds.append(url)
        for each in urls:
            self._add_example(each, _TRUSTED)

    def meet_sitemap(self, body: bytes, url: str, fetched_at: datetime) -> None:
        """Read what may be a sitemap, or an index."""
        try:
            found = read_sitemap(body, url, outlet=self.provisional, fetched_at=fetched_at)
        except UnreadablePageError:
            return
        index = next((own for own, members in self.sitemaps.items() if url in members), None)
        members = [each.url for each in found.members if urlsplit(each.url).hostname in self._hosts]
        if members and index is None:
            own = [
                each for each in members if re.search("news|post|article|material|20\\d\\d", each)
            ]
            self.sitemaps[url] = [*dict.fromkeys([*own, *members])][:_MOST_MEMBERS]
            for each in self.sitemaps[url]:
                self._ask(Step("sitemap", each))
            return
        urls = [card.url for card in found.articles.cards if may_be_article(card.url)]
        slugs = [each for each in urls if len(urlsplit(each).path) > 15]
        if not slugs and index is not None:
            self.sitemaps[index].remove(url)
        elif slugs and index is None:
            self.sitemaps.setdefault(url, [])
        for each in slugs[:60]:
            self._add_example(each, 1)

    def meet_further(self, page: Page) -> None:
        """Read what may be the second page of a listing that has no link to it."""
        listing, form = self._tried(page.url)
        if listing is None or form is None:
            return
        page.outlet = self.provisional
        found = induce_listing(page, self._may_be_article)
        new = set(found.urls) - set(listing.urls) if found else set()
        if found is not None and len(new) * 2 >= len(found.urls):
            # A site may lead to the address with a slash.
            self.page_form = f"{form}/" if page.url.endswith("/") else form
            for each in found.urls:
                self._add_example(each, 1)

    def meet_cards(self, urls: Iterable[str]) -> None:
        """Learn addresses that the cards of a listing lead to, whatever their form."""
        for url in urls:
            if self._may_be_article(url):
                self.examples[url] = _TRUSTED

    def outlet(self, name: str | None = None) -> Outlet | None:
        """Give what was found, as an outlet's facts; None where no article was found."""
        lists = [each.url for each in self.listings]
        articles = self._articles()
        trusted = [url for url in articles if self.examples[url] >= _TRUSTED]
        pattern = induce_article_url(articles, [*lists, *self.others], trusted)
        if pattern is None:
            return None
        kept = self._kept_listings(pattern)
        layouts: dict[ListingLayout, None] = {}
        for listing in kept:
            layouts.setdefault(listing.listing_layout)
        # What stands for any link goes last.
        ordered = sorted(layouts, key=is_of_links)
        names: Counter[str] = Counter()
        named = [replace(each, name=_numbered(each.name, names)) for each in ordered]
        sections: Counter[str] = Counter()
        return Outlet(
            name=name or self.host.removeprefix("www."),
            title=self.title or self.host.removeprefix("www."),
            editions=(Edition(host=self.host, languages=("ru", "kk", "en")),),
            host_aliases={host: self.host for host in self._hosts if host != self.host},
            time_zone=DEFAULT_TIME_ZONE,
            feeds=tuple(
                Feed(section=_section(url, sections, "feed"), url=url) for url in self.feeds
            ),
            sitemaps=tuple(
                Sitemap(
                    section=_section(url, sections, "sitemap"),
                    url=url,
                    members=_members_pattern(members),
                )
                for url, members in self.sitemaps.items()
            ),
            listings=tuple(
                Listing(
                    section=_section(each.url, sections, "home"),
                    url=each.url,
                    page_url=self._page_url(each),
                )
                for each in kept
            ),
            listing_layouts=tuple(named),
            article_url=pattern,
            never_follow=re.compile(r"[?&](?:s|q|replytocom)=|/feed/?$"),
            always_has=("title", "body"),
        )

    @property
    def _hosts(self) -> list[str]:
        bare = self.host.removeprefix("www.")
        return [self.host, *({bare, f"www.{bare}"} - {self.host}), *self.hosts]

    @property
    def provisional(self) -> Outlet:
        """The site as an outlet of which nothing is known: any address may be an article's."""
        return Outlet(
            name=self.host.removeprefix("www."),
            title=self.host,
            editions=(Edition(host=self.host, languages=("ru", "kk", "en")),),
            host_aliases={host: self.host for host in self._hosts if host != self.host},
            time_zone=DEFAULT_TIME_ZONE,
            article_url=re.compile("."),
        )

    def _may_be_article(self, url: str) -> bool:
        return may_be_article(url) and url not in self.others

    def _ask(self, step: Step) -> None:
        host = urlsplit(step.url).hostname
        known = [url.rstrip("/") for url in self.asked]
        if host in self._hosts and step.url.rstrip("/") not in known:
            self.asked.append(step.url)
            self.waiting.append([*step])

    def _all_steps(self) -> Iterable[tuple[str, str]]:
        return [(kind, url) for kind, url in self.waiting] + [
            ("page", url) for url in self.asked if not url.endswith((".xml", ".txt"))
        ]

    def _ask_usual(self, stated: Iterable[str]) -> None:
        root = f"https://{self.host}"
        sitemaps = [*stated] or [f"{root}{path}" for path in _USUAL_SITEMAPS]
        for url in sitemaps[:_MOST_SITEMAPS]:
            self._ask(Step("sitemap", url))
        if not self.feeds and not any(kind == "feed" for kind, _ in self.waiting):
            for path in _USUAL_FEEDS[:_MOST_FEEDS]:
                self._ask(Step("feed", f"{root}{path}"))

    def _add_example(self, url: str, weight: int) -> None:
        if url in self.examples or len(self.examples) < _MOST_EXAMPLES:
            self.examples[url] = self.examples.get(url, 0) + weight

    def _add_listing(self, url: str, found: InducedListing) -> None:
        known = {each.url.rstrip("/") for each in self.listings}
        shown = [set(each.urls) for each in self.listings]
        if url.rstrip("/") not in known and set(found.urls) not in shown:
            self.listings.append(FoundListing.of(url, found))
        if not is_of_links(found.layout):
            self.meet_cards(found.urls)

    def grown(self, outlet: Outlet, page: Page, number: int) -> Outlet:
        """Give the outlet's facts with what the cards of a listing's page add to them.

        A list holds articles of sections that none of its first cards is of.
        """
        layouts = tuple(
            each
            for each in outlet.listing_layouts
            if isinstance(each, ListingLayout) and not is_of_links(each)
        )
        page.outlet = replace(self.provisional, listing_layouts=layouts)
        urls = [card.url for card in read_listing(page, number).cards]
        new = [url for url in urls if not is_article_url(url, outlet)]
        if not new or len(new) * 2 > len(urls):
            return outlet
        self.meet_cards(new)
        found = self.outlet(outlet.name)
        return replace(outlet, article_url=found.article_url) if found else outlet

    def _articles(self) -> list[str]:
        listed = {url for each in self.listings for url in each.urls}
        return [
            url
            for url, weight in self.examples.items()
            if (weight > 1 or url in listed) and url not in self.others
        ]

    def _kept_listings(self, pattern: re.Pattern[str]) -> list[FoundListing]:
        """Give the listings that show articles, without a home page that shows only theirs."""
        kept = []
        for listing in self.listings:
            articles = [url for url in listing.urls if pattern.search(urlsplit(url).path)]
            if len(articles) >= 2 and len(articles) * 2 >= len(listing.urls):
                kept.append(listing)
        others = {url for each in kept if not each.is_home for url in each.urls}
        return [
            each
            for each in kept
            if not each.is_home
            or len(kept) == 1
            or len(set(each.urls) - others) * 10 > len(each.urls)
        ]

    def _next_trial(self) -> Step | None:
        if self.page_form is not None:
            return None
        for listing in self.listings[:3]:
            if (
                listing.has_pager
                or len(listing.urls) < 5
                or (listing.is_home and len(self.listings) > 1)
            ):
                continue
            for form in PAGE_FORMS:
                url = listing.second_page(form)
                if url not in self.asked and self.trials < _MOST_TRIALS:
                    self.trials += 1
                    return Step("further", url)
        return None

    def _tried(self, url: str) -> tuple[FoundListing | None, str | None]:
        for listing in self.listings:
            for form in PAGE_FORMS:
                if listing.second_page(form) == url.rstrip("/"):
                    return listing, form
        return None, None

    def _page_url(self, listing: FoundListing) -> str | None:
        if self.page_form is None or listing.has_pager or listing.is_home:
            return None
        return listing.page_url(self.page_form)


def _rank_of_section(url: str) -> tuple[bool, int]:
    path = urlsplit(url).path.rstrip("/")
    last = section_key(path.rpartition("/")[2])
    news = re.search("news|novost|lenta|жаналык|janal|last|all", last.lower())
    return not news, path.count("/")


def _numbered(name: str, taken: Counter[str]) -> str:
    taken[name] += 1
    return name if taken[name] == 1 else f"{name} {taken[name]}"


def _section(url: str, taken: Counter[str], otherwise: str) -> str:
    path = urlsplit(url).path
    name = re.sub(r"[^a-z0-9]+", "-", path.lower().removesuffix(".xml")).strip("-") or otherwise
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def _members_pattern(members: Iterable[str]) -> str | None:
    """Give what is common to the addresses of an index's sitemaps of articles."""
    paths = [re.sub(r"\d+", "\0", urlsplit(each).path) for each in members]
    forms = [re.escape(path).replace("\0", r"\d+") for path in dict.fromkeys(paths)]
    return "|".join(f"{form}$" for form in forms) or None
