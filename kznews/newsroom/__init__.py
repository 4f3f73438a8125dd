"""A small, offline, misbehaving set of outlets for the demo, the tests and the benchmarks.

- `kznews.newsroom.server.Newsroom` serves them over HTTP on loopback.
- `kznews.newsroom.site.Site` is what they publish, and what a perfect reader would get of it. It
  changes on command: articles are published, pinned, edited, removed.
- `kznews.newsroom.misbehaviour` lists how a page can be made to fail.
- `kznews.newsroom.files.write_files` writes exclusive.kz as files for nginx.

`python -m kznews.newsroom --port 8000` serves them in the foreground. A page of `https://HOST/x` is
at `http://127.0.0.1:PORT/x` with `Host: HOST`:

- `exclusive.kz`, old layout: listing `/expertiza/daily/` (`?page=2` …), articles
  `/expertiza/daily/126245/` and `/expertiza/politika/…/`;
- `exclusive.kz`, present layout: listing `/category/kontekst-dnya/` (`page/2/` …), articles
  `/slug/`, copies of Russian ones at `/kz/slug/`, of all at `/slug/amp/`;
- `www.exclusive.kz`, `test.exclusive.kz`, `www.standard.kz`: copies of everything;
- `standard.kz`: listing `/ru/post/archive`, filled by a script from `/ru/post/archive.json`.
"""
