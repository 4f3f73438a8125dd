"""Radio Azattyq (RFE/RL): news in Kazakh (www.) and Russian (rus.). No spider.

Reported by several sources: listings `/z/<number>?p=N`, articles `/a/<slug>/<number>.html`. Its
first page leads to azattyqasia.org since 2026. Unverified: that its clock is Almaty's.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="azattyq",
    title="Азаттық",
    editions=(
        Edition(host="azattyq.org", languages=("kk", "ru")),
        Edition(host="azattyqasia.org", languages=("kk", "ru")),
    ),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Азаттык", "Азаттық", "Azattyq", "Azattyk"),
)
