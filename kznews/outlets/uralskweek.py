"""uralskweek.kz, Oral: the newspaper «Уральская неделя», in Russian; WordPress.

Reported by several sources: slow, search at `/?s=`, pages of listings at `/page/N/`, no markup of
dates: an article's day is printed in its text and stands in its address. No page of it was read:
addresses and selectors are what WordPress itself and its own themes make, all of them unverified.
"""

from __future__ import annotations

import re

from kznews.outlets.outlet import ArticleLayout, Listing, ListingLayout, Outlet

OUTLET = Outlet(
    name="uralskweek",
    title="Уральская неделя",
    domains=("uralskweek.kz",),
    host_aliases={"www.uralskweek.kz": "uralskweek.kz"},
    time_zone="Asia/Oral",
    languages=("ru",),
    listings=(Listing(section="news", url="https://uralskweek.kz/", unverified=("url",)),),
    listing_layouts=(
        ListingLayout(
            name="wordpress",
            card="article.post",
            link=".entry-title a::attr(href)",
            title=".entry-title",
            published=".entry-date",
            next_page="a.next.page-numbers::attr(href)",
            unverified=("card", "link", "title", "published", "next_page"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="wordpress",
            mark="body.single-post",
            title="h1.entry-title",
            body="div.entry-content",
            published=".entry-date",
            section="a[rel='category tag']",
            tags="a[rel='tag']",
            unverified=("mark", "title", "body", "published", "section", "tags"),
        ),
    ),
    article_url=re.compile(r"^/\d{4}/\d{2}/(?:\d{2}/)?[^/]+/?$"),
    never_follow=re.compile(r"[?&](?:s|p|replytocom)=|^/(?:tag|author|wp-[a-z]+)/|/feed/?$"),
    trailing_slash=True,
    own_names=("Уральская неделя",),
)
