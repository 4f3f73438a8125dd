"""Radio Azattyq (RFE/RL): news in Kazakh (www.) and Russian (rus.); Pangea.

Its first page leads to azattyqasia.org since 2026, and Kazakhstan blocks its addresses. Reported by
several sources of 2024 to 2026: the Russian list `/z/360`, its cards, the article pages. Feeds have
the form `/api/<key>`; no key is confirmed. The Kazakh list `/z/330` is of two older scrapers. Not
known: that its clock is Almaty's. No page was read.
"""

from __future__ import annotations

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import pangea

OUTLET = Outlet(
    name="azattyq",
    title="Азаттық",
    editions=(
        Edition(host="www.azattyq.org", languages=("kk",)),
        Edition(host="rus.azattyq.org", languages=("ru",)),
        Edition(host="www.azattyqasia.org", languages=("ru", "kk", "en")),
    ),
    host_aliases={
        "azattyq.org": "www.azattyq.org",
        "azattyqasia.org": "www.azattyqasia.org",
    },
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    listings=(
        Listing(section="news", url="https://www.azattyq.org/z/330", unverified=("url",)),
        Listing(
            section="news-ru",
            url="https://rus.azattyq.org/z/360",
            evidence="scrapers of 2024 to 2026",
        ),
    ),
    listing_layouts=(pangea.LISTING,),
    article_layouts=(pangea.ARTICLE,),
    article_url=pangea.ARTICLE_URL,
    never_follow=pangea.NEVER_FOLLOW,
    own_names=("Азаттык", "Азаттық", "Azattyq", "Azattyk", "Радио Азаттык", "Азаттық радиосы"),
)
