"""tengrinews.kz, Almaty: news and long reads in Russian (Kazakh and English editions are apart).

Seen: `/article/` listings and articles of April 2024, one tag listing of January 2023. Not seen:
`/news/` listings (their cards are reported the same), articles in the layout of 2023.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout, RatesLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="tengrinews",
    title="Tengrinews.kz",
    editions=(Edition(host="tengrinews.kz", languages=("ru",)),),
    host_aliases={"www.tengrinews.kz": "tengrinews.kz", "test.tengrinews.kz": "tengrinews.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="article",
            url="https://tengrinews.kz/article/page/1/",
            evidence="captures of April 2024",
        ),
        Listing(section="news", url="https://tengrinews.kz/news/page/1/", unverified=("url",)),
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
            body="article.tn-news-text",
            published="h1.tn-content-title span.tn-hidden",
            tags=".tn-tag-list a",
            evidence="scrapers of up to 2023, for the mark",
            unverified=("title", "body", "published", "tags"),
        ),
    ),
    article_url=re.compile(r"^/[a-z_]+/[a-z0-9_-]+-\d{1,7}/?$"),
    never_follow=re.compile(r"^/(?:tag|search|author|page)/"),
    # Its pages call every section «Новости».
    section_path=re.compile(r"^/([a-z_]+)/"),
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
