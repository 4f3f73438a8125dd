"""sputnik.kz (was sputniknews.kz): Sputnik, in Kazakh; in Russian at ru.

Reported by several sources: addresses `/<YYYYMMDD>/<slug>-<number>.html`, the cards of `/news/`, a
feed and sitemaps that go far back; its search is behind a captcha. Not known: the markup of
articles, that its clock is Almaty's. No page was read.
"""

from __future__ import annotations

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import sputnik

_RUSSIAN, _KAZAKH = "https://ru.sputnik.kz/", "https://sputnik.kz/"

OUTLET = Outlet(
    name="sputnik",
    title="Sputnik Казахстан",
    editions=(
        Edition(host="ru.sputnik.kz", languages=("ru",)),
        Edition(host="sputnik.kz", languages=("kk",)),
    ),
    host_aliases={
        "ru.sputniknews.kz": "ru.sputnik.kz",
        "sputniknews.kz": "sputnik.kz",
        "www.sputnik.kz": "sputnik.kz",
    },
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    feeds=(sputnik.feed("feed", _RUSSIAN), sputnik.feed("feed-kk", _KAZAKH)),
    sitemaps=(sputnik.sitemap("sitemap", _RUSSIAN), sputnik.sitemap("sitemap-kk", _KAZAKH)),
    listings=(
        Listing(
            section="news",
            url=f"{_RUSSIAN}news/",
            evidence="a scraper of 2023; the same list of its Kyrgyz site of 2024",
        ),
        Listing(section="news-kk", url=f"{_KAZAKH}news/", unverified=("url",)),
    ),
    listing_layouts=(sputnik.LISTING,),
    article_layouts=(sputnik.ARTICLE,),
    article_url=sputnik.ARTICLE_URL,
    never_follow=sputnik.NEVER_FOLLOW,
    own_names=("Sputnik", "Спутник", "Sputnik Казахстан", "Sputnik Қазақстан"),
)
