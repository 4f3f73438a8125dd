"""sputnik.kz (was sputniknews.kz): Sputnik, in Kazakh; in Russian at ru. No spider.

Reported by several sources: articles `/<YYYYMMDD>/<slug>-<number>.html`, a feed at
`/export/rss2/archive/index.xml`. Unverified: that its clock is Almaty's.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="sputnik",
    title="Sputnik Казахстан",
    domains=("sputnik.kz", "sputniknews.kz"),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("kk", "ru"),
    own_names=("Sputnik", "Спутник"),
)
