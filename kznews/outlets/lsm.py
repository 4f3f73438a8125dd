"""lsm.kz, Almaty: LS, news of business and finance in Russian.

Reported by several sources of 2026: the sections with their pages `/<section>/!N`, the cards, the
article's title, text and day («19 сентября 2026 года»); the moment stands in a meta tag of a name
of its own. By one, a feed at `/rss`. Scrapers used a browser; articles answer without. No page was
read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

_SCRAPERS = "scrapers and a measurement of 2026"
_SECTIONS = (
    *("analytics", "banks", "exchange", "property", "appointments", "taxes", "projects"),
    *("freedom", "markets", "company", "auto", "infographics", "archive"),
)

OUTLET = Outlet(
    name="lsm",
    title="LS",
    editions=(Edition(host="lsm.kz", languages=("ru",)),),
    host_aliases={"www.lsm.kz": "lsm.kz"},
    time_zone="Asia/Almaty",
    feeds=(Feed(section="feed", url="https://lsm.kz/rss", unverified=("url",)),),
    listings=tuple(
        Listing(
            section=section,
            url=f"https://lsm.kz/{section}",
            page_url=f"https://lsm.kz/{section}/!{{page}}",
            evidence=_SCRAPERS,
        )
        for section in ("archive", "company", "markets")
    ),
    listing_layouts=(
        ListingLayout(
            name="2026",
            card="#mainInnerRightGrid a[href^='/']",
            link="./@href",
            title=".innerGridElemTxt",
            published=".innerGridElemDate",
            evidence=_SCRAPERS,
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2026",
            mark="#mainArticleLeftTextFulltext",
            title="#mainArticleLeftTextTopRightHead",
            body="#mainArticleLeftTextFulltext",
            published="#mainArticleLeftTextTopRightStatDate",
            evidence=_SCRAPERS,
            unverified=("mark",),
        ),
    ),
    article_url=re.compile(
        rf"^/(?!(?:{'|'.join(_SECTIONS)}|search|tags?|rss)(?:/|$))[a-z0-9]+(?:[-_][a-z0-9]+)+/?$"
    ),
    never_follow=re.compile(r"^/(?:search|tags?|processing|rss)(?:/|$|\?)"),
    own_names=("LS", "lsm.kz", "LSM.kz"),
)
