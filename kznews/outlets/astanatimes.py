"""astanatimes.com, Astana: «The Astana Times», in English; WordPress.

No page of it was read. Its feed answered two projects in September 2026: ten articles, renewed
within half a day. Articles `/<year>/<month>/<slug>/`: addresses of 2017 to 2026. The rest is what
WordPress itself and its own themes make.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

OUTLET = Outlet(
    name="astanatimes",
    title="The Astana Times",
    editions=(Edition(host="astanatimes.com", languages=("en",)),),
    host_aliases={"www.astanatimes.com": "astanatimes.com"},
    time_zone="Asia/Almaty",
    feeds=(wordpress.feed("https://astanatimes.com/", "its answers of September 2026"),),
    sitemaps=(wordpress.sitemap("https://astanatimes.com/"),),
    listings=(Listing(section="news", url="https://astanatimes.com/", unverified=("url",)),),
    listing_layouts=(wordpress.LISTING,),
    article_layouts=(wordpress.ARTICLE,),
    article_url=re.compile(r"^/\d{4}/\d{2}/[^/]+/?$"),
    never_follow=wordpress.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("The Astana Times", "Astana Times"),
)
