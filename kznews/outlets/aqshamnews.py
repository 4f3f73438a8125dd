"""aqshamnews.kz, Almaty: «Алматы ақшамы», in Kazakh, with copies in Latin and Arabic letters.

No page of it was read. Reported by several sources: articles `/article/<slug>` and, in addresses of
2021 to 2026, `/kz/article/<slug>.html`; copies below `/latyn/` in the spelling of 2018 (á, ǵ, ń)
and below `/tote/` in Arabic letters. Nothing is known of the markup.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import links

OUTLET = Outlet(
    name="aqshamnews",
    title="Алматы ақшамы",
    editions=(
        Edition(host="aqshamnews.kz", languages=("kk",)),
        Edition(
            host="aqshamnews.kz", path="/latyn/", languages=("kk",), script="Latn", copies=True
        ),
        Edition(host="aqshamnews.kz", path="/tote/", languages=("kk",), script="Arab", copies=True),
    ),
    host_aliases={"www.aqshamnews.kz": "aqshamnews.kz"},
    time_zone="Asia/Almaty",
    listings=(Listing(section="front-page", url="https://aqshamnews.kz/", unverified=("url",)),),
    listing_layouts=(links.listing("aqshamnews.kz", 'contains(@href, "/article/")'),),
    article_url=re.compile(r"^/(?:(?:kz|latyn|tote)/)?article/[^/]+/?$"),
    never_follow=re.compile(r"^/(?:(?:kz|latyn|tote)/)?(?:search|tag|author|profile)(?:[/?]|$)"),
    own_names=("Алматы ақшамы", "Aqshamnews.kz", "«Алматы ақшамы» газеті"),
)
