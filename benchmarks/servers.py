"""The servers that a benchmark needs: a mongod and an nginx of its own, for its time only."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from pymongo import MongoClient

from kznews.mongo.embedded import embedded_mongod
from kznews.mongo.mongod import find_mongod
from kznews.newsroom.site import Site

_NGINX = """
daemon off;
worker_processes 1;
user {user};
pid nginx.pid;
error_log error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        types {{ text/html html; text/plain txt; }}
        charset utf-8;
        location / {{ try_files $uri/index$arg_page.html $uri =404; }}
    }}
}}
"""

_FILLING_CACHE = 3
"""GB; the embedded mongod has 0.5."""
_INDEX_MEMORY = 1_500
"""MB in which keys are sorted while indexes are built; 200 where nobody says."""


@dataclass(frozen=True)
class Server:
    """A process that serves."""

    address: str
    """A URI."""
    pid: int


@contextmanager
def own_mongod(data: Path | None = None) -> Iterator[Server]:
    """Run a mongod as the embedded one: a replica set of one with 0.5 GB of cache.

    Its data are in the folder `data`, and stay there; None: it is fresh, and leaves nothing. It
    deletes nothing for its age.
    """
    with kept_or_temporary(data) as folder, embedded_mongod(folder) as uri:
        keep_what_is_old(uri)
        yield Server(uri, int((folder / "db" / "mongod.lock").read_text("ascii")))


@contextmanager
def kept_or_temporary(data: Path | None) -> Iterator[Path]:
    """Give a mongod's folder: `data`, or where it is None one that is deleted afterwards."""
    if data is not None:
        yield data.absolute()
        return
    with TemporaryDirectory(prefix="kznews-benchmark-") as folder:
        yield Path(folder) / "mongod"


@contextmanager
def filling_mongod(data: Path) -> Iterator[str]:
    """Run a mongod that loads quickly what `own_mongod` of the same folder then has; give its URI.

    It is no replica set, so it writes no log of changes; and it has more memory.
    """
    (data / "db").mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="kznews-filling-") as sockets:
        socket_ = Path(sockets) / "mongod.sock"
        command = [str(find_mongod()), "--dbpath", str(data / "db"), "--bind_ip", str(socket_)]
        command += ["--logpath", str(data / "filling.log")]
        command += ["--wiredTigerCacheSizeGB", str(_FILLING_CACHE)]
        command += ["--setParameter", f"maxIndexBuildMemoryUsageMegabytes={_INDEX_MEMORY}"]
        command += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            uri = f"mongodb://{quote(str(socket_), safe='')}/"
            client: MongoClient[dict[str, Any]]
            with MongoClient(uri, directConnection=True) as client:
                client.admin.command("ping")  # waits until it is there
            keep_what_is_old(uri)
            yield uri
        finally:
            process.terminate()
            process.wait(300)


def keep_what_is_old(uri: str) -> None:
    """Let a mongod delete nothing for its age, until it is restarted.

    Scripted days are long past: once a minute it would delete what a collection of theirs keeps for
    a hundred days, in the midst of them.
    """
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        client.admin.command({"setParameter": 1, "ttlMonitorEnabled": False})


def write_pages(site: Site, host: str, folder: Path) -> None:
    """Write each page of the newsroom's `host` into `folder`, as a file for `own_nginx`.

    The page at `/x/` or `/x` is the file `x/index.html`, the one at `/x/?page=2` is
    `x/index2.html`, `/robots.txt` is itself.
    """
    for target in site.targets(host):
        page = site.page(host, target)
        if page.status == HTTPStatus.OK:
            path, _, query = target.strip("/").partition("?")
            if not Path(path).suffix:
                path = f"{path.rstrip('/')}/index{query.removeprefix('page=')}.html"
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(page.body)


@contextmanager
def own_nginx(root: Path) -> Iterator[Server]:
    """Serve what `write_pages` wrote into `root`; ends the benchmark where there is no nginx."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        sys.exit("This benchmark needs nginx: apt-get install nginx-light")
    with TemporaryDirectory(prefix="kznews-nginx-") as folder:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            # nginx takes a socket over, as from an older nginx: no port is free for others between.
            descriptor, port = listening.fileno(), listening.getsockname()[1]
            user = pwd.getpwuid(os.getuid()).pw_name
            configuration = _NGINX.format(user=user, port=port, root=root)
            Path(folder, "nginx.conf").write_text(configuration, "utf-8")
            process = subprocess.Popen(
                [program, "-p", folder, "-c", "nginx.conf", "-e", "error.log"],
                env={"NGINX": f"{descriptor};"},
                pass_fds=[descriptor],
            )
        try:
            yield Server(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()
            process.wait(10)
