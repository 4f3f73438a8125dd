"""liter.kz: the newspaper «Литер», in Russian and Kazakh. No spider.

Reported by several sources: search `/search/?search_text=…`, articles `/<slug>-<Unix time>/`, no
feed.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="liter",
    title="Литер",
    domains=("liter.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru", "kk"),
    own_names=("Литер",),
)
