"""mgorod.kz, Oral: the newspaper «Мой город», in Russian. No spider.

Reported by several sources: WordPress, slow, articles `/news/<slug>`, dates without markup.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="mgorod",
    title="Мой город",
    domains=("mgorod.kz",),
    owns_subdomains=True,
    time_zone="Asia/Oral",
    languages=("ru",),
    own_names=("Мой город",),
)
