"""24.kz: the television channel «Хабар 24», in Russian (`/ru/`) and Kazakh (`/kz/`).

No spider. Reported: Joomla with K2, articles `/ru/news/<category>/item/<number>-<slug>`, no feed.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="khabar24",
    title="Хабар 24",
    editions=(Edition(host="24.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Хабар 24", "Khabar 24"),
)
