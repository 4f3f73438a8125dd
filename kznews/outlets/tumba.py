"""tumba.kz, Aqtau: news in Russian and Kazakh. No page of it was read; no spider.

Only the city is known, by one source: its clock is Aqtau's.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="tumba",
    title="Tumba.kz",
    editions=(Edition(host="tumba.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Aqtau",
)
