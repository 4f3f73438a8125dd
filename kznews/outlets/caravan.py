"""caravan.kz: the newspaper «Караван», in Russian; in Kazakh at kaz. No spider.

Reported: WordPress, listings `/news/page/N/`, articles `/news/<slug>-<number>/` and `/gazeta/…`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="caravan",
    title="Караван",
    domains=("caravan.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru", "kk"),
    own_names=("Караван",),
)
