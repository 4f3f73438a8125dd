"""time.kz: the newspaper «Время», in Russian. No spider.

Reported by several sources: listings `/news`, articles `/articles/<section>/YYYY/MM/DD/<slug>`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="timekz",
    title="Время",
    domains=("time.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru",),
    own_names=("Время",),
)
