"""A real nginx serves the files as the newsroom serves the site."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kznews.newsroom import files
from kznews.newsroom.files import NGINX, write_files
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.newsroom.client import Answer, ask, connect
from tests.newsroom.reading import EXCLUSIVE, OLD, OLD_LISTING, WORDPRESS, made

CONFIGURATION = """
daemon off;
user {user};
worker_processes 1;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        {recipe}
    }}
}}
"""

Serve = Callable[[Path], contextlib.AbstractContextManager[HTTPConnection]]


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Serve a folder by nginx, and connect to it."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("no nginx here: apt-get install nginx-light")

    @contextlib.contextmanager
    def served(root: Path) -> Iterator[HTTPConnection]:
        folder = tmp_path / "nginx"
        folder.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            # nginx takes a socket over, as from an older nginx: no port is free for others between.
            descriptor, port = listening.fileno(), listening.getsockname()[1]
            (folder / "nginx.conf").write_text(
                CONFIGURATION.format(
                    user=pwd.getpwuid(os.getuid()).pw_name, port=port, root=root, recipe=NGINX
                )
            )
            nginx = subprocess.Popen(
                [program, "-p", folder, "-c", "nginx.conf", "-e", "error.log"],
                env={"NGINX": f"{descriptor};"},
                pass_fds=[descriptor],
            )
        try:
            with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
                yield connection
        finally:
            nginx.terminate()
            nginx.wait(10)

    return served


@pytest.fixture
def site() -> Site:
    return made(20)


def same(one: Answer, other: Answer) -> bool:
    of_one, of_other = (
        (answer.status, answer.headers["Content-Type"], answer.body) for answer in (one, other)
    )
    return of_one == of_other


def test_nginx_answers_as_the_newsroom_does(site: Site, tmp_path: Path, serve: Serve) -> None:
    count = write_files(site, tmp_path / "root")
    targets = set(site.targets("exclusive.kz"))
    articles = [article for article in site.articles if article.outlet == "exclusive"]

    assert targets >= {urlsplit(article.url).path for article in articles}
    assert targets >= {"/robots.txt", "/expertiza/daily/", "/expertiza/daily/?page=3"}
    assert {"/category/kontekst-dnya/", "/category/kontekst-dnya/page/3/"} <= targets
    targets |= {f"{urlsplit(site.articles[0].url).path}?utm_source=popular&utm_medium=block"}
    found = set()
    with (
        serve(tmp_path / "root") as nginx,
        Newsroom(site) as newsroom,
        contextlib.closing(connect(newsroom)) as connection,
    ):
        for target in sorted(targets):
            answer = ask(nginx, f"{EXCLUSIVE}{target}")
            expected = ask(connection, f"{EXCLUSIVE}{target}")
            if expected.status == 404:
                assert answer.status == 404, target
                continue
            assert same(answer, expected), target
            assert answer.headers["Last-Modified"] == expected.headers["Last-Modified"]
            found.add(target)

    old = {urlsplit(article.url).path for article in articles if article.layout == OLD}
    assert {path.rstrip("/") for path in old} <= found
    # Both forms of an old address are one file.
    assert count == len({target.rstrip("/") for target in found if "utm_source" not in target})


def test_the_recipe_that_is_shown_is_the_one_that_is_tested() -> None:
    assert files.__doc__
    assert all(line in files.__doc__ for line in NGINX.splitlines())


def test_nginx_has_nothing_beyond(site: Site, tmp_path: Path, serve: Serve) -> None:
    write_files(site, tmp_path / "root")
    with serve(tmp_path / "root") as nginx:
        for target in ("/", "/expertiza/", "/expertiza/daily/?page=3", "/none/", "/none"):
            assert ask(nginx, f"{EXCLUSIVE}{target}").status == 404, target


def test_nginx_answers_304_until_a_page_changes(site: Site, tmp_path: Path, serve: Serve) -> None:
    root = tmp_path / "root"
    listing = f"{EXCLUSIVE}/category/kontekst-dnya/"
    write_files(site, root)
    article = next(a.url for a in site.articles if a.layout == WORDPRESS)
    with serve(root) as nginx:
        known = {url: ask(nginx, url).headers["ETag"] for url in (listing, article, OLD_LISTING)}

        def statuses() -> list[int]:
            return [
                ask(nginx, url, headers={"If-None-Match": etag}).status
                for url, etag in known.items()
            ]

        assert statuses() == [304, 304, 304]
        write_files(site, root)
        assert statuses() == [304, 304, 304]
        site.publish(20, WORDPRESS)
        write_files(site, root)
        assert statuses() == [200, 304, 304]
        assert ask(nginx, f"{listing}page/3/").status == 200


def test_files_of_pages_that_are_gone_are_deleted(site: Site, tmp_path: Path) -> None:
    before = write_files(site, tmp_path)
    russian = next(a for a in site.articles if a.layout == WORDPRESS and a.language == "ru")
    place = tmp_path / urlsplit(russian.url).path.strip("/")
    assert (place / "index.html").exists()
    site.remove(russian)

    # With its AMP copy and its copy at /kz/.
    assert write_files(site, tmp_path) == before - 3
    assert not (place / "index.html").exists()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == before - 3
