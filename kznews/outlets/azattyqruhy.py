"""azattyq-ruhy.kz: «Азаттық рухы», news in Kazakh; in Russian at rus. It is not Radio Azattyq.

Addresses of 2025 of the Russian edition are known (`/news/101356-…`), its list of news is named by
one source of 2026, the front page's list by one of 2023. The Kazakh edition is taken to be built
alike. Its article is read without a layout.
"""

from __future__ import annotations

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import liter

OUTLET = Outlet(
    name="azattyqruhy",
    title="Азаттық рухы",
    editions=(
        Edition(host="azattyq-ruhy.kz", languages=("kk",)),
        Edition(host="rus.azattyq-ruhy.kz", languages=("ru",)),
    ),
    host_aliases={"www.azattyq-ruhy.kz": "azattyq-ruhy.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(section="news", url="https://azattyq-ruhy.kz/", unverified=("url",)),
        Listing(section="news-ru", url="https://rus.azattyq-ruhy.kz/", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card=".last_news__list--item",
            link="a::attr(href)",
            title="a",
            published=".last_news__date",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_url=liter.NUMBERED,
    never_follow=liter.NEVER_FOLLOW,
    own_names=("Азаттық рухы", "Азаттык рухы", "Azattyq Rýhy", "Azattyq-ruhy.kz"),
)
