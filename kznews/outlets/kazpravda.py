"""kazpravda.kz: «Казахстанская правда», in Russian, Kazakh (`/kk/`), English (`/en/`).

No spider. Reported by several sources: articles `/n/<slug>/`; layout `h1.article__title`,
`time.article__date`, `div.article__body`.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="kazpravda",
    title="Казахстанская правда",
    editions=(Edition(host="kazpravda.kz", languages=("ru", "kk", "en")),),
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    own_names=("Казахстанская правда", "Казправда"),
)
