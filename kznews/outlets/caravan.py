"""caravan.kz: the newspaper «Караван», in Russian; in Kazakh at kaz. No spider.

Reported: WordPress, listings `/news/page/N/`, articles `/news/<slug>-<number>/` and `/gazeta/…`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="caravan",
    title="Караван",
    editions=(Edition(host="caravan.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Караван",),
)
