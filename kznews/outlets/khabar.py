"""khabar.kz: the television channel «Хабар», in Russian (`/ru/`) and Kazakh (`/kk/`).

No spider. Reported: Joomla with K2, as its sister 24.kz.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="khabar",
    title="Хабар",
    editions=(Edition(host="khabar.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Хабар",),
)
