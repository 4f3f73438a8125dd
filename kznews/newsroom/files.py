"""The newsroom's exclusive.kz as files, for a server that is faster than Python.

The page at `/x/` or `/x` is the file `x/index.html`, the one at `/x/?page=2` is `x/index2.html`,
`/robots.txt` is itself. After `write_files(site, Path("/srv/exclusive"))`, a whole nginx.conf with
NGINX put in is:

    worker_processes 1;
    events { worker_connections 1024; }
    http {
        access_log off;
        server {
            listen 127.0.0.1:8001;
            root /srv/exclusive;
            types { text/html html; text/plain txt; }
            charset utf-8;
            location / { try_files $uri/index$arg_page.html $uri =404; }
        }
    }

It answers for every host: with the newsroom's bytes and content types, and an ETag and a
Last-Modified that nginx makes of a file's size and time. Where the newsroom redirects to a path
with a slash at its end, nginx answers at once with what is there.
"""

from __future__ import annotations

import os
from pathlib import Path

from kznews.newsroom.site import Site

HOST = "exclusive.kz"
NGINX = """\
types { text/html html; text/plain txt; }
charset utf-8;
location / { try_files $uri/index$arg_page.html $uri =404; }
"""
"""What a `server` block of nginx needs besides `listen` and `root`."""


def write_files(site: Site, folder: Path) -> int:
    """Write each page of exclusive.kz into `folder`, made if need be; return how many files.

    A file's time is its page's Last-Modified. Called again after the site changed, it brings the
    folder up to date: what did not change keeps its time, what is gone loses its file. A file is
    whole at any moment. Raises OSError where one cannot be written.
    """
    # A page with two addresses is one file.
    targets = {folder / _name(target): target for target in site.targets(HOST)}
    count = 0
    for path, target in targets.items():
        page = site.page(HOST, target)
        if page.last_modified is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_bytes(page.body)
        time = page.last_modified.timestamp()
        os.utime(new, (time, time))
        new.replace(path)
        count += 1
    return count


def _name(target: str) -> str:
    path, _, query = target.strip("/").partition("?")
    if Path(path).suffix:
        return path
    return f"{path.rstrip('/')}/index{query.removeprefix('page=')}.html"
