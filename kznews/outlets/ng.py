"""ng.kz, Qostanai: the newspaper «Наша газета», in Russian; XOOPS.

No page of it was read. Reported by several sources: articles
`/modules/news/article.php?storyid=<number>`, so that the parameter is what names an article; dates
as «24 февраля 2022, 16:09 | Общество». The feed stands in one list, and nobody says that it
answered. Nothing is known of the markup.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import links

OUTLET = Outlet(
    name="ng",
    title="Наша газета",
    editions=(Edition(host="ng.kz", languages=("ru",)),),
    host_aliases={"www.ng.kz": "ng.kz"},
    time_zone="Asia/Qostanay",
    feeds=(
        Feed(
            section="feed",
            url="https://ng.kz/modules/newspaper/cache/newspaper.xml",
            unverified=("url",),
        ),
    ),
    listings=(Listing(section="news", url="https://ng.kz/modules/news/", unverified=("url",)),),
    listing_layouts=(links.listing("ng.kz", 'contains(@href, "article.php?storyid=")'),),
    article_url=re.compile(r"^/modules/news/article\.php$"),
    # Comments, copies for printing and forms are addresses of an article with other parameters.
    never_follow=re.compile(r"[?&]com_[a-z]+=|/(?:print|submit|ratenews|makepdf|search)\.php"),
    own_names=("Наша газета", "«НГ»", "ng.kz"),
)
