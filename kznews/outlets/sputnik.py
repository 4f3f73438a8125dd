"""sputnik.kz (was sputniknews.kz): Sputnik, in Kazakh; in Russian at ru. No spider.

Reported by several sources: articles `/<YYYYMMDD>/<slug>-<number>.html`, a feed at
`/export/rss2/archive/index.xml`. Unverified: that its clock is Almaty's.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="sputnik",
    title="Sputnik Казахстан",
    editions=(
        Edition(host="sputnik.kz", languages=("kk", "ru")),
        Edition(host="sputniknews.kz", languages=("kk", "ru")),
    ),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Sputnik", "Спутник"),
)
