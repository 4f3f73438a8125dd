"""time.kz: the newspaper «Время», in Russian. No spider.

Reported by several sources: listings `/news`, articles `/articles/<section>/YYYY/MM/DD/<slug>`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="timekz",
    title="Время",
    editions=(Edition(host="time.kz", languages=("ru",)),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Время",),
)
