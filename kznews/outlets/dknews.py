"""dknews.kz, Almaty: the newspaper «Деловой Казахстан», in Russian and Kazakh.

No page of it was read. Reported by several sources: the list `/ru/all`, articles
`/ru/<section>/<number>-<slug>`, and a count of views right behind the title. The list's classes are
those of one scraper of 2023; that the Kazakh edition is built as the Russian one is our guess.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="dknews",
    title="Деловой Казахстан",
    editions=(
        Edition(host="dknews.kz", path="/ru/", languages=("ru",)),
        Edition(host="dknews.kz", path="/kz/", languages=("kk",)),
    ),
    host_aliases={"www.dknews.kz": "dknews.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="ru",
            url="https://dknews.kz/ru/all",
            evidence="two sources, one of them a scraper of 2023",
        ),
        Listing(section="kk", url="https://dknews.kz/kz/all", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card="a.item",
            link="./@href",
            title="span",
            published="time",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_url=re.compile(r"^/(?:ru|kz)/[^/]+/\d+-[^/]+/?$"),
    never_follow=re.compile(r"^/(?:ru|kz)/(?:gsearch|tags?|author)(?:[/?]|$)"),
    section_path=re.compile(r"^/(?:ru|kz)/([^/]+)/"),
    own_names=("Деловой Казахстан", "ДКНьюс", "DKNews.kz", "DKnews"),
)
