"""lada.kz, Aqtau: news in Russian and Kazakh. No page of it was read; no spider.

Only the city is known, by one source: its clock is Aqtau's. Its name is a car's and a woman's, too,
so that it is told from them by its host alone.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="lada",
    title="Лада",
    editions=(Edition(host="lada.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Aqtau",
)
