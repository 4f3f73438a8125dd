"""el.kz, Astana: the portal «El.kz», in Kazakh, and in Russian below /ru/.

No page of it was read. Articles `/<slug>_<number>/` and `/ru/<slug>_<number>/`: addresses of 2023
to 2026. Reported by several sources: a date with the count of views right behind it, «16 Қараша
2018, 16:49 7886». No feed: its usual addresses answered 404 in September 2026. Nothing is known of
the markup.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import links

OUTLET = Outlet(
    name="el",
    title="El.kz",
    editions=(
        Edition(host="el.kz", languages=("kk",)),
        Edition(host="el.kz", path="/ru/", languages=("ru",)),
    ),
    host_aliases={"www.el.kz": "el.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(section="kk", url="https://el.kz/", unverified=("url",)),
        Listing(section="ru", url="https://el.kz/ru/", unverified=("url",)),
    ),
    listing_layouts=(
        # What follows the first underscore is a number.
        links.listing(
            "el.kz",
            'contains(@href, "_") and translate(substring-after(@href, "_"), "0123456789/", "")=""',
        ),
    ),
    article_url=re.compile(r"^/(?:ru/)?[^/]+_\d+/?$"),
    never_follow=re.compile(r"^/(?:ru/)?(?:search|tag|author)(?:[/?]|$)"),
    trailing_slash=True,
    own_names=("El.kz", "«El.kz» порталы"),
)
