"""ktk.kz: the television channel КТК, in Russian and Kazakh.

Its TLS chain is incomplete (measured in September 2026): a crawl fails until the site sends the
certificate between, for certificates are always verified here. The list grows by a POST request for
what is older than a day, which a crawl does not send: it reads the first page. That page is one
source's of 2023; that an address ends with its day and a number is reported, the exact form is not.
The page of an article is shown by no source: it is read without a layout.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="ktk",
    title="КТК",
    editions=(
        Edition(host="www.ktk.kz", path="/ru/", languages=("ru",)),
        Edition(host="www.ktk.kz", path="/kz/", languages=("kk",)),
    ),
    host_aliases={"ktk.kz": "www.ktk.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(section="news", url="https://www.ktk.kz/ru/newsfeed", unverified=("url",)),
        Listing(section="news-kk", url="https://www.ktk.kz/kz/newsfeed", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card=".row.newsfeed > article",
            link="a::attr(href)",
            title="h3",
            day_heading="./preceding::h2[1]",
            published=".list-newsfeed__date",
            unverified=("card", "link", "title", "day_heading", "published"),
        ),
    ),
    article_url=re.compile(r"^/(?:ru|kz)/(?:[\w-]+/)+\d{4}/\d{1,2}/\d{1,2}/\d+/?$"),
    never_follow=re.compile(r"^/(?:ru|kz)/Search/", re.IGNORECASE),
    own_names=("КТК", "KTK", "телеканал КТК"),
)
