"""inform.kz: Kazinform, the state's news agency, in Russian, Kazakh, English and Chinese.

The Kazakh edition has a copy in Arabic script at ar.; one in Latin letters (qz.) is gone. Reported
by several sources: the list `lenta` with 24 cards a page, whose design changes each year (2023,
2025, 2026), the article pages of 2024 to 2026, addresses that end in 6 to 8 hex digits (up to 2023
in `_a` and 7 digits). The Kazakh feed was read in September 2026. No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="inform",
    title="Kazinform",
    editions=(
        Edition(host="www.inform.kz", languages=("ru",)),
        Edition(host="kaz.inform.kz", languages=("kk",)),
        Edition(host="en.inform.kz", languages=("en",)),
        Edition(host="cn.inform.kz", languages=("zh",)),
        Edition(host="ar.inform.kz", languages=("kk",), script="Arab", copies=True),
    ),
    host_aliases={"inform.kz": "www.inform.kz"},
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed-kk",
            url="https://kaz.inform.kz/rss/kz.xml",
            evidence="a measurement of September 2026: 200 items",
        ),
    ),
    listings=(
        Listing(
            section="lenta",
            url="https://www.inform.kz/ru/lenta/",
            page_url="https://www.inform.kz/ru/lenta/?page={page}",
            day_url="https://www.inform.kz/ru/lenta/?start_date=%Y-%m-%d&end_date=%Y-%m-%d",
            evidence="scrapers of 2024 to 2026",
            unverified=("day_url",),
        ),
        Listing(
            section="lenta-kk",
            url="https://kaz.inform.kz/lenta/",
            page_url="https://kaz.inform.kz/lenta/?page={page}",
            evidence="a scraper of 2026",
            unverified=("page_url",),
        ),
        Listing(
            section="lenta-en",
            url="https://en.inform.kz/lenta/",
            page_url="https://en.inform.kz/lenta/?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2026",
            card="a.news-card",
            link="./@href",
            title=".card-title",
            published="time.meta-date",
            evidence="a scraper of August 2026",
        ),
        ListingLayout(
            name="2025",
            card=".allNewsCard",
            link="a::attr(href)",
            title=".allNewsCard_title",
            published=".allNewsCard_time",
            evidence="three scrapers of 2024 and 2025",
        ),
        ListingLayout(
            name="2023",
            card="article.anounce-news",
            link="a.anounce-news__link::attr(href)",
            title="a.anounce-news__link",
            published="span",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2026",
            mark="//div[contains(@class, 'article__content')]"
            "[not(//div[contains(@class, 'article__body-text')])]",
            title="h1",
            lead="div.article__description",
            body="div.article__content",
            drop=("div.article__tags",),
            published=".article__time",
            tags=".article__tags a",
            evidence="a scraper of August 2026, for the body",
            unverified=("mark", "title", "lead", "drop", "published", "tags"),
        ),
        ArticleLayout(
            name="2025",
            mark="div.article__body-text",
            title="h1.article__title",
            lead="div.article__description",
            body="div.article__body-text",
            published="div.article__time",
            tags="div.article__tags a",
            evidence="three scrapers of 2024 and 2025",
        ),
    ),
    article_url=re.compile(
        r"^/(?:(?:ru|kz|en|news)/)?[a-z0-9-]+-[0-9a-f]{6,8}/?$"
        r"|_a\d{6,7}/?$|^/(?:rus|kaz|eng)/article/\d+/?$"
    ),
    never_follow=re.compile(r"^/(?:[a-z]{2}/)?(?:tag|search|search_results|author)(?:/|$)"),
    own_names=(
        "Kazinform",
        "Qazinform",
        "Казинформ",
        "Қазинформ",
        "ҚазАқпарат",
        "QazAqparat",
        "قازاقپارات",
    ),
    boilerplate=(r"При размещении материалов .{5,200}гиперссылка обязательна\.?",),
)
