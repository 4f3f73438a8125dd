"""uralskweek.kz, Oral: the newspaper «Уральская неделя», in Russian. No spider.

Reported by several sources: WordPress, slow, dates without markup.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="uralskweek",
    title="Уральская неделя",
    domains=("uralskweek.kz",),
    owns_subdomains=True,
    time_zone="Asia/Oral",
    languages=("ru",),
    own_names=("Уральская неделя",),
)
