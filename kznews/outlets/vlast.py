"""vlast.kz, Almaty: «Власть», in Russian, Kazakh (`/kz/`) and English (`/english/`).

Reported by several sources: the list `/novosti/` with pages `/novosti/N`, articles
`/<section>/<number>-<slug>.html`, their date and text (2024 to 2026); by one each the feed (August
2026), the cards (2023), the further pages of the English list and the list of Kazakh articles
(2026). `/kz/` serves copies of Russian articles as well. No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

_SCRAPERS = "three stored copies and scrapers of 2024 to 2026"

OUTLET = Outlet(
    name="vlast",
    title="Власть",
    editions=(
        Edition(host="vlast.kz", languages=("ru",)),
        Edition(host="vlast.kz", path="/kz/", languages=("kk",)),
        # A section of the main edition: a Russian text in it is no copy.
        Edition(host="vlast.kz", path="/vlast-qazaqsha/", languages=("kk", "ru")),
        Edition(host="vlast.kz", path="/english/", languages=("en",)),
    ),
    host_aliases={"www.vlast.kz": "vlast.kz"},
    time_zone="Asia/Almaty",
    feeds=(Feed(section="feed", url="https://vlast.kz/feed/", unverified=("url",)),),
    listings=(
        Listing(
            section="novosti",
            url="https://vlast.kz/novosti/",
            page_url="https://vlast.kz/novosti/{page}",
            evidence=_SCRAPERS,
        ),
        Listing(
            section="qazaqsha",
            url="https://vlast.kz/vlast-qazaqsha/",
            page_url="https://vlast.kz/vlast-qazaqsha/{page}/",
            unverified=("url", "page_url"),
        ),
        Listing(
            section="english",
            url="https://vlast.kz/english/",
            page_url="https://vlast.kz/english/{page}/",
            evidence="scrapers of 2026",
            unverified=("page_url",),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2024",
            card=".news-inline-item-body",
            link="a::attr(href)",
            title="a b, a",
            published="time::attr(datetime)",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2024",
            mark="div.default-item-in",
            title="h1",
            body="div.default-item-in",
            drop=("h1", "ul.meta"),
            published="ul.meta time.news-date",
            evidence=_SCRAPERS,
            unverified=("mark", "title", "drop"),
        ),
    ),
    article_url=re.compile(r"^/(?:(?:kz|english|vlast-qazaqsha)/)?(?:[a-z_-]+/)?\d+-[^/]+\.html$"),
    never_follow=re.compile(r"^/(?:kz/)?(?:tags?|search|avtory|author)(?:/|$)"),
    section_path=re.compile(
        r"^/(?:(?:kz|english|vlast-qazaqsha)/)?(?!(?:kz|english|vlast-qazaqsha)/)([a-z_-]+)/\d"
    ),
    own_names=("Власть", "Vlast", "Vlast.kz"),
    boilerplate=(r"Поддержите журналистику, которой доверяют\.?",),
)
