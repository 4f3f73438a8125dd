"""egemen.kz: «Егемен Қазақстан», in Kazakh; in Russian at ru., in Arabic script at ar.

No spider. Reported by several sources: listings `/last-news?page=N`, articles
`/article/<number>-<slug>`, a feed at `/rss`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="egemen",
    title="Егемен Қазақстан",
    editions=(Edition(host="egemen.kz", languages=("kk", "ru")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Егемен Қазақстан", "Egemen Qazaqstan", "ەگەمەن قازاقستان"),
)
