"""informburo.kz, Almaty: «ИнформБюро», news in Russian and some in Kazakh, in one list.

Seen: 87 pages of the list «Новости» and 237 articles, 13 of them Kazakh (`/kaz/newskaz/`), all of
5 March 2023; articles as the browser showed them. Reported: sitemaps by one scraper, the feed at
`/rss` answers 403. Not seen: lists and articles of other sections, any page since.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout, RatesLayout
from kznews.outlets.outlet import Edition, Outlet

_CAPTURES = "captures of March 2023"

OUTLET = Outlet(
    name="informburo",
    title="Informburo.kz",
    editions=(
        # The list of the main edition holds Kazakh articles, too.
        Edition(host="informburo.kz", languages=("ru", "kk")),
        # Kazakh; named so, a Russian text in it is no copy of one of the main edition.
        Edition(host="informburo.kz", path="/kaz/", languages=("kk", "ru")),
    ),
    host_aliases={"www.informburo.kz": "informburo.kz"},
    time_zone="Asia/Almaty",
    sitemaps=(
        Sitemap(
            section="news-sitemap",
            url="https://informburo.kz/sitemap-news.xml",
            unverified=("url",),
        ),
        Sitemap(
            section="sitemap",
            url="https://informburo.kz/sitemap.xml",
            members=r"/sitemaps/articles/\d+\.xml$",
            unverified=("url", "members"),
        ),
    ),
    listings=(Listing(section="novosti", url="https://informburo.kz/novosti", evidence=_CAPTURES),),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card="//div[contains(@class, 'category-feed')]//li[.//time]",
            link="a::attr(href)",
            title="./div/a/text()",
            day_heading="./preceding-sibling::li[h2][1]/h2",
            published="time.article-time",
            next_page="//ul[contains(@class, 'uk-pagination')]//a[span[@uk-pagination-next]]/@href",
            evidence=_CAPTURES,
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2023",
            mark="article.article-content",
            # An endless page holds further articles below the first.
            title="h1",
            lead="h3.article-excerpt",
            # It may stand in itself.
            body="(//article)[1]//div[@class='article'][not(ancestor::div[@class='article'])]",
            drop=("blockquote.twitter-tweet", "div.twitter-tweet", "iframe"),
            published=".article-meta small",
            tags="(//ul[@class='article-tags'])[1]//a",
            images="figure.article-main-img img",
            image_credit="figure.article-main-img figcaption",
            evidence=_CAPTURES,
        ),
    ),
    article_url=re.compile(
        r"^/(?:(?:novosti|stati|interview|cards|istorii|special|sport|fotoreportazh)/[^/]+"
        r"|kaz/(?:newskaz|tusyndirme|elaynasy)/[^/]+|(?:mneniya|pikir)/[^/]+/[^/]+)$"
    ),
    never_follow=re.compile(r"^/(?:tags|mark|avtory|page|amp|new-search|arrilot)(?:/|$)"),
    kinds={
        "interview": "interview",
        "mneniya": "opinion",
        "pikir": "opinion",
        "fotoreportazh": "photo",
        "special": "advert",
    },
    rates=(RatesLayout(currency_pairs=True, evidence=_CAPTURES),),
    own_names=("Informburo.kz", "informburo.kz", "ИнформБюро", "Инфобюро"),
    boilerplate=(
        r"Оқи отырыңыз:.*",
        r"Вам может быть интересно:?",
        r"Все новости о .{3,80} читайте здесь\.?",
    ),
)
