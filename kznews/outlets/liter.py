"""liter.kz: the newspaper «Литер», in Russian and Kazakh. No spider.

Reported by several sources: search `/search/?search_text=…`, articles `/<slug>-<Unix time>/`, no
feed.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="liter",
    title="Литер",
    editions=(Edition(host="liter.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Литер",),
)
