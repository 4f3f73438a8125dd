"""atpress.kz, Atyrau: news in Russian. No page of it was read; no spider.

Reported by one source: Joomla, listings go on with `?start=12`, `24`, ….
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="atpress",
    title="Atpress.kz",
    domains=("atpress.kz",),
    owns_subdomains=True,
    time_zone="Asia/Atyrau",
    languages=("ru",),
)
