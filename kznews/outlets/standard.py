"""standard.kz: sister of exclusive.kz, in Russian and Kazakh; its archives are filled by a script.

No page of it was read. The archives' addresses, their table, the form of its dates and the classes
of an article's page are those of two scrapers by one author, of 2025; the title's is our guess.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

_ROWS = "table.table-striped a[href]"

OUTLET = Outlet(
    name="standard",
    title="Standard.kz",
    editions=(
        Edition(host="standard.kz", path="/ru/", languages=("ru",)),
        Edition(host="standard.kz", path="/kz/", languages=("kk",)),
    ),
    host_aliases={"www.standard.kz": "standard.kz"},
    time_zone="Asia/Almaty",
    listings=tuple(
        Listing(
            section=section,
            url=f"https://standard.kz/{path}/post/archive",
            wait_for=_ROWS,
            unverified=("url", "wait_for"),
        )
        for section, path in (("ru", "ru"), ("kk", "kz"))
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
    article_layouts=(
        ArticleLayout(
            name="archive",
            mark="div.entry__article",
            title="h1",
            body="div.entry__article",
            images="div.entry__img-holder img",
            image_credit="div.entry__img-holder span",
            unverified=("mark", "title", "body", "images", "image_credit"),
        ),
    ),
    own_names=("Standard.kz",),
    article_url=re.compile(r"^/(?:ru|kz)/post/\d{4}_\d{2}_[\w-]+-\d+$"),
)
