"""24.kz: the television channel «Хабар 24», in Russian (`/ru/`) and Kazakh (`/kz/`).

No spider. Reported: Joomla with K2, articles `/ru/news/<category>/item/<number>-<slug>`, no feed.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="khabar24",
    title="Хабар 24",
    domains=("24.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru", "kk"),
    own_names=("Хабар 24", "Khabar 24"),
)
