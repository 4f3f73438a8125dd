"""newtimes.kz: news in Russian.

Its feed was found usable in September 2026, and brings 60 items. Addresses are known of 2022
(`/obshchestvo/141581-…`). Two sources, of 2022 and 2026, name the list of news; its markup is that
of the first. Its article is read without a layout.
"""

from __future__ import annotations

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import liter

OUTLET = Outlet(
    name="newtimes",
    title="NewTimes.kz",
    editions=(Edition(host="newtimes.kz", languages=("ru",)),),
    host_aliases={"www.newtimes.kz": "newtimes.kz"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed",
            url="https://newtimes.kz/rss/",
            evidence="usable on 19 and 24 September 2026",
        ),
    ),
    sitemaps=(
        Sitemap(
            section="sitemap",
            url="https://newtimes.kz/sitemap.xml",
            members=r"sitemap\.news",
            unverified=("url", "members"),
        ),
    ),
    listings=(
        Listing(
            section="news",
            url="https://newtimes.kz/novosti",
            evidence="a scraper of 2022, a list of 2026",
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2022",
            card="a.new-card",
            link="./@href",
            title=".new-card-text",
            published=".new-card-data",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_url=liter.NUMBERED,
    never_follow=liter.NEVER_FOLLOW,
    own_names=("NewTimes.kz", "NewTimes"),
)
