"""digitalbusiness.kz, Almaty: business and technology, in Russian; WordPress.

No page of it was read. Articles `/<day>/<slug>/`: addresses of 2022 to 2026. Its feed is in use by
several sources of 2026. The rest is what WordPress itself and its own themes make.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

OUTLET = Outlet(
    name="digitalbusiness",
    title="Digital Business",
    editions=(Edition(host="digitalbusiness.kz", languages=("ru",)),),
    host_aliases={"www.digitalbusiness.kz": "digitalbusiness.kz"},
    time_zone="Asia/Almaty",
    feeds=(wordpress.feed("https://digitalbusiness.kz/", "several sources of 2026"),),
    sitemaps=(wordpress.sitemap("https://digitalbusiness.kz/"),),
    listings=(Listing(section="news", url="https://digitalbusiness.kz/", unverified=("url",)),),
    listing_layouts=(wordpress.LISTING,),
    article_layouts=(wordpress.ARTICLE,),
    article_url=re.compile(r"^/\d{4}-\d{2}-\d{2}/[^/]+/?$"),
    never_follow=wordpress.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Digital Business", "DigitalBusiness.kz"),
)
