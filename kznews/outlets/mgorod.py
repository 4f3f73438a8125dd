"""mgorod.kz, Oral: the newspaper «Мой город», in Russian. No spider.

Reported by several sources: WordPress, slow, articles `/news/<slug>`, dates without markup.
"""

from __future__ import annotations

from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="mgorod",
    title="Мой город",
    editions=(Edition(host="mgorod.kz", languages=("ru",)),),
    owns_subdomains=True,
    time_zone="Asia/Oral",
    own_names=("Мой город",),
)
