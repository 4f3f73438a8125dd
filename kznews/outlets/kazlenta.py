"""kazlenta.kz: an aggregator of Kazakhstan's news, in Russian; in Kazakh at kaz. No spider.

Reported by several sources: it gathers and rewrites other outlets' articles. In 2023 it was made
with DLE (`#dle-content .shortstory`); lists of 2026 name a feed, `/feed/`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="kazlenta",
    title="Kazlenta.kz",
    editions=(
        Edition(host="kazlenta.kz", languages=("ru",)),
        Edition(host="kaz.kazlenta.kz", languages=("kk",)),
    ),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    is_aggregator=True,
    own_names=("Kazlenta.kz", "Казлента"),
)
