"""jasqazaq.kz, Almaty: the newspaper «Жас қазақ», in Kazakh; WordPress.

No page of it was read. Its feed answered in September 2026; its articles' pages had neither an
`article` element nor microdata then. The front page's list is known from a scraper of 2023. The
rest, the form of its articles' addresses too, is what WordPress makes.
"""

from __future__ import annotations

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

OUTLET = Outlet(
    name="jasqazaq",
    title="Жас қазақ",
    editions=(Edition(host="jasqazaq.kz", languages=("kk",)),),
    host_aliases={"www.jasqazaq.kz": "jasqazaq.kz"},
    time_zone="Asia/Almaty",
    feeds=(wordpress.feed("https://jasqazaq.kz/", "its answer of September 2026"),),
    sitemaps=(wordpress.sitemap("https://jasqazaq.kz/"),),
    listings=(Listing(section="news", url="https://jasqazaq.kz/", unverified=("url",)),),
    listing_layouts=(
        ListingLayout(
            name="wordpress",
            card=".baron__scroller > .items > .item",
            link="a::attr(href)",
            title=".item__title",
            published=".datetime",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(wordpress.ARTICLE,),
    article_url=wordpress.ARTICLE_URL,
    never_follow=wordpress.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Жас қазақ", "Jasqazaq.kz"),
)
