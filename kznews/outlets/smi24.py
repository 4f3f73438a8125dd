"""smi24.kz: an aggregator of Kazakhstan's news, in Russian and Kazakh. No spider.

Reported by several sources: it gathers other outlets' articles.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="smi24",
    title="Smi24.kz",
    editions=(Edition(host="smi24.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    is_aggregator=True,
    own_names=("Smi24.kz", "СМИ24"),
)
