"""kaztag.kz: the news agency KazTAG, in Russian. No spider.

Reported by several sources: Bitrix, listings `?PAGEN_1=N`; Cloudflare guards its articles.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="kaztag",
    title="КазТАГ",
    editions=(Edition(host="kaztag.kz", languages=("ru",)),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("КазТАГ", "ҚазТАГ"),
)
