"""qaznews24.info: satire in Russian. All its news are invented.

Seen: a copy of the whole site, made in February 2024 with Publii, a generator of static sites: 93
articles of 2023, ten pages of their list, feed and sitemap. All are read by what stands here. Feed
and sitemap state the times that the pages print as those of +05:00, which was not Almaty's then.
Whether it still comes out is not known.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

_COPY = "a copy of the site of February 2024"

OUTLET = Outlet(
    name="qaznews24",
    title="QazNews24",
    editions=(Edition(host="qaznews24.info", languages=("ru",)),),
    host_aliases={"www.qaznews24.info": "qaznews24.info"},
    time_zone="Asia/Aqtobe",
    is_satire=True,
    feeds=(Feed(section="feed", url="https://qaznews24.info/feed.xml", evidence=_COPY),),
    sitemaps=(
        Sitemap(section="sitemap", url="https://qaznews24.info/sitemap.xml", evidence=_COPY),
    ),
    listings=(
        Listing(
            section="all",
            url="https://qaznews24.info/authors/redakciya-qaznews24/",
            evidence=_COPY,
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2024",
            card="article.c-card",
            link=".c-card__title a::attr(href)",
            title=".c-card__title",
            published="time::attr(datetime)",
            next_page="link[rel=next]::attr(href)",
            evidence=_COPY,
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2024",
            mark="article.post div.post__entry",
            title=".post__header h1",
            body="div.post__entry",
            published=".post__header time::attr(datetime)",
            section=".post__header a.u-tag",
            images=".post__featured-image img",
            evidence=_COPY,
        ),
    ),
    article_url=re.compile(
        r"^/(?!(?:ads|authors|media|o-proekte|page|search|send|support|tags)/)[^/]+/$"
    ),
    never_follow=re.compile(r"^/(?:media|assets|search|tags|send|support)"),
    trailing_slash=True,
    own_names=("QazNews24", "Qaznews24", "Редакция QazNews24"),
)
