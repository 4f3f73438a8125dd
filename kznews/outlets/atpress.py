"""atpress.kz, Atyrau: news in Russian. No page of it was read; no spider.

Reported by one source: Joomla, listings go on with `?start=12`, `24`, ….
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="atpress",
    title="Atpress.kz",
    editions=(Edition(host="atpress.kz", languages=("ru",)),),
    owns_subdomains=True,
    time_zone="Asia/Atyrau",
)
