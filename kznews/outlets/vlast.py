"""vlast.kz: «Власть», in Russian, Kazakh (`/kz/`) and English (`/english/`). No spider.

Reported by several sources: listings `/novosti/N`, articles `/<section>/<number>-<slug>.html`;
`/kz/` serves copies of Russian articles as well.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="vlast",
    title="Власть",
    domains=("vlast.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru", "kk", "en"),
    own_names=("Власть",),
)
