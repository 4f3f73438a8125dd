"""exclusive.kz, Almaty: analysis and news in Russian and Kazakh, mixed in every list.

Two sites in one. The old one (to about June 2022) is known from the text of one page only: the
order of its parts, its 17-card list «События дня», its pager and its article addresses are seen;
every class name below is unverified. The present one is WordPress: its category listing, cards and
article body are seen (2025–2026); its metadata, feeds and any ticker or strip are not.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout, RatesLayout, TickerLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="exclusive",
    title="Exclusive.kz",
    editions=(
        Edition(host="exclusive.kz", languages=("ru", "kk")),
        Edition(host="exclusive.kz", path="/kz/", languages=("kk",)),
    ),
    host_aliases={"www.exclusive.kz": "exclusive.kz", "test.exclusive.kz": "exclusive.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="kontekst-dnya",
            url="https://exclusive.kz/category/kontekst-dnya/",
            evidence="two scrapers of 2025 and 2026",
        ),
        # «События дня»: seen as a block on an article's page; no address of its own was seen.
        Listing(
            section="sobytiya-dnya",
            url="https://exclusive.kz/expertiza/daily/",
            unverified=("url",),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="wordpress",
            card="div.section__item.item",
            link="./descendant::*[contains(@class, 'item__title')]//a/@href",
            title=".item__title",
            published=".item__time",
            next_page="a.next.page-numbers::attr(href)",
            evidence="two scrapers of 2025 and 2026",
        ),
        ListingLayout(
            name="2022",
            card='//*[normalize-space()="События дня"]/following-sibling::*[a/img[@alt]]',
            link="./a/@href",
            title="./a[not(img)] | ./a/img/@alt",
            pager='//*[starts-with(normalize-space(), "Страницы:")]',
            unverified=("card", "link", "title", "pager"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="wordpress",
            mark="div.entry-content",
            title="h1.section__title",
            body="div.entry-content",
            evidence="two scrapers of 2025 and 2026",
        ),
        ArticleLayout(
            name="2022",
            mark="div.article-text",
            title="div.article h1",
            lead="p.article-lead",
            body="div.article-text",
            authors="div.article-author",
            unverified=("mark", "title", "lead", "body", "authors"),
        ),
    ),
    article_url=re.compile(
        r"^/(?:kz/)?"
        r"(?:expertiza/[a-z-]+/\d+/?$"
        r"|(?!(?:category|tag|author|page|feed|wp-[a-z]+)/)[a-z0-9]+(?:-[a-z0-9]+)+/?$)"
    ),
    # `?id=…&post_action=like` casts a vote.
    never_follow=re.compile(
        r"post_action=|[?&](?:id|s|q)=|^/(?:tags?|search|author|feed|wp-[a-z]+)(?:/|$)|/feed/?$"
    ),
    drop_parameters=frozenset({"id"}),
    section_path=re.compile(r"^/expertiza/([a-z-]+)/"),
    trailing_slash=True,
    ticker=TickerLayout(headline="div.ticker > *", unverified=("headline",)),
    rates=(
        RatesLayout(currency_pairs=True, evidence="the text of one page, stored in April 2025"),
    ),
    # Articles of the layout of 2022 print no date.
    always_has=("title", "body"),
    own_names=("Exclusive.kz", "Exclusive", "exclusive.kz"),
)
