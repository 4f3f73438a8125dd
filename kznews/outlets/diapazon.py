"""diapazon.kz, Aqtobe: the newspaper «Диапазон», in Russian. No spider.

Reported by several sources: neither feed nor sitemap; listings
`/article/more-list?category=0&count=30&offset=N&viewType=main`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="diapazon",
    title="Диапазон",
    editions=(Edition(host="diapazon.kz", languages=("ru",)),),
    owns_subdomains=True,
    time_zone="Asia/Aqtobe",
    own_names=("Диапазон",),
)
