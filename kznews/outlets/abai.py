"""abai.kz, Almaty: the portal «Абай», in Kazakh, with copies in Arabic and Latin letters.

No page of it was read. Reported by several sources: articles `/post/<number>`; copies in Arabic
letters below `/index.php/tt/`, others in Latin ones, in a spelling of its own (`gh`, `ng`, a
Cyrillic ә left among them). That the Latin ones are below `/index.php/lt/` is our guess: so are
those of qazaqtimes.com, whose Arabic ones are below `/tt/` as well. No feed: its usual addresses
answered 404 in September 2026. Nothing is known of the markup.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import links

OUTLET = Outlet(
    name="abai",
    title="Абай",
    editions=(
        Edition(host="abai.kz", languages=("kk",)),
        Edition(
            host="abai.kz", path="/index.php/tt/", languages=("kk",), script="Arab", copies=True
        ),
        Edition(
            host="abai.kz", path="/index.php/lt/", languages=("kk",), script="Latn", copies=True
        ),
    ),
    host_aliases={"www.abai.kz": "abai.kz"},
    time_zone="Asia/Almaty",
    listings=(Listing(section="front-page", url="https://abai.kz/", unverified=("url",)),),
    listing_layouts=(links.listing("abai.kz", 'contains(@href, "/post/")'),),
    article_url=re.compile(r"^/(?:index\.php/[a-z]{2}/)?post/\d+/?$"),
    never_follow=re.compile(r"^/(?:index\.php/[a-z]{2}/)?(?:archive|search|tag|author)(?:[/?]|$)"),
    own_names=("Абай", "Abai.kz", "Абай порталы", "«Абай-ақпарат»"),
)
