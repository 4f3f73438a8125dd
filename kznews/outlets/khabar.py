"""khabar.kz: the television channel «Хабар», in Russian (`/ru/`) and Kazakh (`/kk/`).

No spider. Reported: Joomla with K2, as its sister 24.kz.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="khabar",
    title="Хабар",
    domains=("khabar.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru", "kk"),
    own_names=("Хабар",),
)
