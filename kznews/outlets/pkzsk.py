"""pkzsk.info, Petropavl: news of North Kazakhstan, in Russian; WordPress with a theme of its own.

No page of it was read. Articles `/<slug>/`: addresses of 2026, and of a scraper. The list
`/category/news/`, its cards (`.vl-post-wrapper`) and the class of the text: two scrapers, by two
authors. Its feed answered a program in September 2026, with fifty articles for `posts_per_page=50`.
The rest is what WordPress itself makes.
"""

from __future__ import annotations

from dataclasses import replace

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

OUTLET = Outlet(
    name="pkzsk",
    title="Pkzsk.info",
    editions=(Edition(host="pkzsk.info", languages=("ru",)),),
    host_aliases={"www.pkzsk.info": "pkzsk.info"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed",
            url="https://pkzsk.info/feed/?posts_per_page=50",
            evidence="its answers of September 2026, read by one program",
        ),
    ),
    sitemaps=(wordpress.sitemap("https://pkzsk.info/"),),
    listings=(
        Listing(
            section="news",
            url="https://pkzsk.info/category/news/",
            evidence="two scrapers, by two authors",
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="wordpress",
            card=".vl-post-wrapper",
            link="h2 a::attr(href)",
            title="h2",
            next_page="a.next.page-numbers::attr(href)",
            unverified=("card", "link", "title", "next_page"),
        ),
    ),
    article_layouts=(
        replace(
            wordpress.ARTICLE,
            evidence="two sources, for the body",
            unverified=tuple(name for name in wordpress.ARTICLE.unverified if name != "body"),
        ),
    ),
    article_url=wordpress.ARTICLE_URL,
    never_follow=wordpress.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Pkzsk.info",),
)
