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

- `layout.toml`: which listing the layout plays, how addresses are made, which fields of an article
  its pages state, what else they show: see `kznews.newsroom.layout.Layout`.
- `article.html` gets `article` (`kznews.newsroom.article.Article`), `other` (an article to promote,
  or none), `is_empty` (then only what stands around the article), `has_broken_json_ld`.
- `listing.html` gets `frame.cards` (articles), `frame.page`, `frame.pages` and `is_empty`.
- Both get `outlet`, `layout` (`layout.page_url(2)`, `layout.rates`) and `frame` (`frame.today`,
  `frame.ticker`), the filters `path` (of an URL) and `news_article` (an article's JSON-LD: see
  `templates/json_ld.html`), and `months`, `weekdays`, `credit_words`. A missing name is an error.

`tests/newsroom/test_round_trip.py` then renders articles by these templates and reads them back by
the outlet's layout; it fails for a layout that has no templates.
"""
