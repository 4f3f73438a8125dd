"""uralskweek.kz, Oral: the newspaper «Уральская неделя», in Russian; WordPress.

Reported by several sources: slow, search at `/?s=`, pages of listings at `/page/N/`, pictures below
`/wp-content/uploads/`, no markup of dates: an article's day is printed in its text and stands in
its address. No page of it was read: addresses and selectors are what WordPress itself and its own
themes make, all of them unverified.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

OUTLET = Outlet(
    name="uralskweek",
    title="Уральская неделя",
    editions=(Edition(host="uralskweek.kz", languages=("ru",)),),
    host_aliases={"www.uralskweek.kz": "uralskweek.kz"},
    time_zone="Asia/Oral",
    feeds=(wordpress.feed("https://uralskweek.kz/"),),
    sitemaps=(wordpress.sitemap("https://uralskweek.kz/"),),
    listings=(Listing(section="news", url="https://uralskweek.kz/", unverified=("url",)),),
    listing_layouts=(wordpress.LISTING,),
    article_layouts=(wordpress.ARTICLE,),
    article_url=re.compile(r"^/\d{4}/\d{2}/(?:\d{2}/)?[^/]+/?$"),
    never_follow=wordpress.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Уральская неделя",),
)
