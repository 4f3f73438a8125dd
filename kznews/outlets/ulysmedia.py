"""ulysmedia.kz: news and investigations in Russian; in Kazakh at qaz.

Sources of 2023 and 2026 agree on the cards of its listings; addresses of 2023 to 2026 of both
editions are known. How a list of news goes on is taken from its search (`&page=N`); that the Kazakh
edition has the same list is a guess. Its article is read without a layout.
"""

from __future__ import annotations

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import liter

OUTLET = Outlet(
    name="ulysmedia",
    title="Ulysmedia.kz",
    editions=(
        Edition(host="ulysmedia.kz", languages=("ru",)),
        Edition(host="qaz.ulysmedia.kz", languages=("kk",)),
    ),
    host_aliases={"www.ulysmedia.kz": "ulysmedia.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="news",
            url="https://ulysmedia.kz/news/",
            page_url="https://ulysmedia.kz/news/?page={page}",
            evidence="sources of 2023 and 2026",
            unverified=("page_url",),
        ),
        Listing(
            section="news-kk",
            url="https://qaz.ulysmedia.kz/news/",
            page_url="https://qaz.ulysmedia.kz/news/?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(liter.CATEGORY,),
    article_url=liter.NUMBERED,
    never_follow=liter.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Ulysmedia", "Ulysmedia.kz", "Ұлысмедиа"),
)
