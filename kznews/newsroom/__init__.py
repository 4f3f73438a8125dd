"""An offline, misbehaving copy of outlets for the demo, the tests and the benchmarks.

- `kznews.newsroom.server.Newsroom` serves them over HTTP on loopback.
- `kznews.newsroom.site.Site` is what they publish, and what a perfect reader would get of it. It
  changes on command: articles are published, pinned, edited, removed.
- `kznews.newsroom.misbehaviour` lists how a page can be made to fail.

`python -m kznews.newsroom --port 8000` serves all outlets in the foreground. A page of
`https://HOST/x` is at `http://127.0.0.1:PORT/x` with `Host: HOST`.

What an outlet is, its module in `kznews.outlets` says; how its pages look, Jinja2 templates do. The
sentences of its articles are data in `prose/`. To add a layout, write `templates/OUTLET/LAYOUT/`,
with the names that the outlet's module has:

- `layout.toml`: which listings the layout plays, how addresses are made, which fields of an article
  its pages state, what else they show: see `kznews.newsroom.layout.Layout`.
- `article.html` gets `article` (`kznews.newsroom.article.Article`), `other` (an article to promote,
  or none), `is_empty` (then only what stands around the article), `has_broken_json_ld`.
- `listing.html`, or `listing.json` where the outlet declares a JsonListingLayout without `script`,
  gets `frame.cards` (articles), `frame.page`, `frame.pages` and `is_empty`.
- All get `outlet`, `layout` (`layout.page_url(2)`, `layout.rates`, `layout.edition`,
  `layout.languages`) and `frame` (`frame.today`, `frame.ticker`); the filters `path` (of an URL),
  `news_article` (an article's JSON-LD: see `templates/json_ld.html`), `utc` (a moment there; else
  moments are in the edition's zone) and `unix` (seconds since 1970); and `months` (Russian),
  `months_of` (by language: `months_of.kk`), `weekdays`, `credit_words`. A missing name is an error.

A template that the folder lacks is taken from `templates/platforms/PLATFORM/` where `layout.toml`
names a `platform`. A layout has an edition for each of its listings: the address of the listing
tells the host, the path and the languages of its articles.

Feeds, sitemaps, archives by day and robots.txt need no template: they are served as the outlet
declares them. What it does not say (a Crawl-delay, the addresses of an index's sitemaps) stands in
`templates/OUTLET/discovery.toml`: see `kznews.newsroom.discovery.Facts`.

`tests/newsroom/test_round_trip.py` then renders articles by these templates and reads them back by
the outlet's layout; it fails for a layout that has no templates.
"""
