"""vlast.kz: «Власть», in Russian, Kazakh (`/kz/`) and English (`/english/`). No spider.

Reported by several sources: listings `/novosti/N`, articles `/<section>/<number>-<slug>.html`;
`/kz/` serves copies of Russian articles as well.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="vlast",
    title="Власть",
    editions=(Edition(host="vlast.kz", languages=("ru", "kk", "en")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Власть",),
)
