"""kazpravda.kz: «Казахстанская правда», in Russian, Kazakh (`/kk/`), English (`/en/`).

No spider. Reported by several sources: articles `/n/<slug>/`; layout `h1.article__title`,
`time.article__date`, `div.article__body`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Outlet

OUTLET = Outlet(
    name="kazpravda",
    title="Казахстанская правда",
    domains=("kazpravda.kz",),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    languages=("ru", "kk", "en"),
    own_names=("Казахстанская правда", "Казправда"),
)
