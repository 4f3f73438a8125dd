"""standard.kz: sister of exclusive.kz; its archive's table is filled by a script.

Nothing here was seen on a real page: the archive's address, its table and the form of its dates are
reported by one source, article pages by none, so they are read by the general extractor.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="standard",
    title="Standard.kz",
    editions=(Edition(host="standard.kz", languages=("ru", "kk")),),
    host_aliases={"www.standard.kz": "standard.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="ru",
            url="https://standard.kz/ru/post/archive",
            wait_for="table.table-striped a[href]",
            unverified=("url", "wait_for"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="archive",
            card="//table[contains(@class, 'table-striped')]//tr[td]",
            link="a::attr(href)",
            title="a",
            published="td",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(),
    own_names=("Standard.kz",),
    article_url=re.compile(r"^/(?:ru|kz)/post/\d{4}_\d{2}_[\w-]+-\d+$"),
)
