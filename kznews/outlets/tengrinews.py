"""tengrinews.kz, Almaty: news and long reads in Russian, Kazakh (kaz.) and English (en.).

Seen: `/article/` listings and articles of April 2024, a list of a tag of January 2023, `/news/` of
October 2024 as a browser shows it. Reported by several sources: the feed (2026), `/news/` of both
the Russian and the Kazakh edition with their pages, lists by day, articles of up to 2023. By one:
the sitemaps. The English edition is assumed to be alike.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout, RatesLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="tengrinews",
    title="Tengrinews.kz",
    editions=(
        Edition(host="tengrinews.kz", languages=("ru",)),
        Edition(host="kaz.tengrinews.kz", languages=("kk",)),
        Edition(host="en.tengrinews.kz", languages=("en",)),
    ),
    host_aliases={"www.tengrinews.kz": "tengrinews.kz", "test.tengrinews.kz": "tengrinews.kz"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed",
            url="https://tengrinews.kz/news.rss",
            evidence="two measurements of September 2026: 102 items",
        ),
        Feed(section="feed-kk", url="https://kaz.tengrinews.kz/news.rss", unverified=("url",)),
    ),
    sitemaps=(
        Sitemap(
            section="sitemap",
            url="https://tengrinews.kz/sitemap-index.xml",
            members="sitemap-news",
            unverified=("url", "members"),
        ),
        Sitemap(
            section="sitemap-kk",
            url="https://kaz.tengrinews.kz/kk-sitemap-index.xml",
            members="sitemap-news",
            unverified=("url", "members"),
        ),
        Sitemap(
            section="sitemap-en",
            url="https://en.tengrinews.kz/en-sitemap-index.xml",
            members="sitemap-news",
            unverified=("url", "members"),
        ),
    ),
    listings=(
        Listing(
            section="article",
            url="https://tengrinews.kz/article/page/1/",
            evidence="captures of April 2024",
        ),
        Listing(
            section="news",
            url="https://tengrinews.kz/news/page/1/",
            day_url="https://tengrinews.kz/news/%Y/%m/%d/",
            evidence="scrapers of 2022 to 2026",
        ),
        Listing(
            section="news-kk",
            url="https://kaz.tengrinews.kz/news/page/1/",
            day_url="https://kaz.tengrinews.kz/news/%Y/%m/%d/",
            evidence="two scrapers of 2025 and 2026",
            unverified=("day_url",),
        ),
        Listing(
            section="news-en", url="https://en.tengrinews.kz/news/page/1/", unverified=("url",)
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2024",
            card="div.content_main_item",
            link="./span[contains(@class, 'content_main_item_title')]/a/@href",
            title=".content_main_item_title",
            published="time, .content_main_item_meta > span:first-child",
            next_page="ul.pagination li.active + li > a::attr(href)",
            evidence="captures of April 2024",
        ),
        ListingLayout(
            name="2023",
            card="div.tn-news-author-list-item",
            link="a.tn-link::attr(href)",
            title=".tn-news-author-list-title",
            published="time",
            next_page="ul.tn-pagination li.tn-active + li > a::attr(href)",
            evidence="a capture of January 2023",
        ),
        ListingLayout(
            name="2022",
            card="div.tn-article-item, div.tn-tape-item",
            link="a.tn-tape-title::attr(href), a.tn-link::attr(href), a::attr(href)",
            title="a.tn-tape-title, .tn-article-title, a span",
            published="time",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2024",
            mark="h1.head-single",
            title="h1.head-single",
            # `<h2><p>…</p></h2>`: parsers put the p beside the h2 or inside it.
            lead='//h2[contains(@class, "content_main_desc")][normalize-space()]'
            '| //h2[contains(@class, "content_main_desc")][not(normalize-space())]'
            "/following-sibling::p[1]",
            body="div.content_main_text",
            drop=(
                "div.content_main_text_tags",
                "div.content_main_text_source",
                "div.tn-pr",
                "blockquote.instagram-media",
                "blockquote.tiktok-embed",
                "tn-comments-new-component",
            ),
            advert="div.tn-pr",
            published="div.date-time",
            authors='//span[contains(@class, "content_main_meta_author_item_name")]'
            "/descendant::text()[normalize-space()][1]",
            tags="div.content_main_text_tags a",
            images="picture.content_main_thumb_img img",
            image_credit="span.content_main_thumb_alt",
            evidence="captures of April 2024",
        ),
        ArticleLayout(
            name="2023",
            mark="h1.tn-content-title",
            title="//h1[contains(@class, 'tn-content-title')]/text()",
            body=".tn-news-text",
            published=".tn-data-list time, time[class*='tn-visible'], h1 span.tn-hidden",
            tags=".tn-tag-list a",
            evidence="eight scrapers of 2019 to 2023",
            unverified=("tags",),
        ),
    ),
    article_url=re.compile(r"^/[a-z_]+/[a-z0-9_-]+-\d{1,7}/?$"),
    never_follow=re.compile(r"^/(?:tag|search|author|page)/"),
    # Its pages call every section «Новости».
    section_path=re.compile(r"^/([a-z_]+)/"),
    kinds={"conference": "interview", "opinion": "opinion"},
    trailing_slash=True,
    rates=(
        RatesLayout(
            rate="span.tn-course, ul.tn-course-list > li > span",
            icons={"tn-icon-dollar": "USD", "tn-icon-euro": "EUR", "tn-icon-ruble": "RUB"},
            evidence="captures of January 2023 and April 2024",
        ),
    ),
    own_names=("Tengrinews.kz", "Tengrinews"),
    boilerplate=(
        r"Наши новости теперь в WhatsApp!.*",
        r"Другие статьи спецпроекта .{1,80} по ссылке\.?",
    ),
)
