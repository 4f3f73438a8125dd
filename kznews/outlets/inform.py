"""inform.kz: Kazinform, the state's news agency, in Russian, Kazakh and English. No spider.

Its editions are sections (`/ru/`) and subdomains (kaz., ar. in Arabic script, cn. in Chinese).
Reported by several sources: listings `/ru/lenta/?page=N`, articles that end in
`-<6 to 8 hex digits>`, before 2024 in `_a<7 digits>`; its layout changes each year.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="inform",
    title="Kazinform",
    editions=(Edition(host="inform.kz", languages=("ru", "kk", "en")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=(
        "Kazinform",
        "Qazinform",
        "Казинформ",
        "Қазинформ",
        "ҚазАқпарат",
        "QazAqparat",
        "قازاقپارات",
    ),
)
