"""kt.kz: the news agency «Казахстан сегодня», in Russian, Kazakh and English. No spider.

Reported by several sources: listings `/rus/<section>/`, articles
`/rus/<section>/<slug>_<number>.html`; the number of views is printed behind the date.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="kt",
    title="Казахстан сегодня",
    editions=(Edition(host="kt.kz", languages=("ru", "kk", "en")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Kazakhstan Today", "Казахстан сегодня"),
)
