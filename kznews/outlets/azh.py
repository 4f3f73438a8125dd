"""azh.kz, Atyrau: the newspaper «Ак Жайык», in Russian and Kazakh. No spider.

Reported by several sources: listings `/ru/news/<category>?page=N`, articles
`/ru/news/view/<number>`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="azh",
    title="Ак Жайык",
    editions=(Edition(host="azh.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Atyrau",
    own_names=("Ак Жайык", "Ақ Жайық"),
)
