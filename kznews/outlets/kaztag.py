"""kaztag.kz: the news agency KazTAG, in Russian. No spider.

Reported by several sources: Bitrix, listings `?PAGEN_1=N`; Cloudflare guards its articles.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="kaztag",
    title="КазТАГ",
    domains=("kaztag.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru",),
    own_names=("КазТАГ", "ҚазТАГ"),
)
