"""The pages that benchmarks serve by nginx are the newsroom's."""

from __future__ import annotations

import contextlib
import os
import shutil
from http.client import HTTPConnection
from pathlib import Path

import pytest

from benchmarks.servers import own_nginx, write_pages
from kznews.newsroom.site import Site


@pytest.mark.skipif(
    shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None,
    reason="no nginx here: apt-get install nginx-light",
)
def test_nginx_answers_as_the_newsroom_does(tmp_path: Path) -> None:
    site = Site({"exclusive/2022": 2, "exclusive/wordpress": 2}, unpublished={"exclusive/2022": 5})
    root = tmp_path / "root"
    write_pages(site, "exclusive.kz", root)
    targets = [*site.targets("exclusive.kz"), "/", "/none/", "/expertiza/daily/?page=3"]
    assert "/expertiza/daily/?page=2" in targets
    statuses = set()
    with (
        own_nginx(root) as nginx,
        contextlib.closing(HTTPConnection(nginx.address.removeprefix("http://"))) as connection,
    ):
        for target in targets:
            expected = site.page("exclusive.kz", target)
            connection.request("GET", target, headers={"Host": "exclusive.kz"})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == expected.status, target
            statuses.add(answer.status)
            if answer.status == 200:
                assert (body, answer.headers["Content-Type"]) == (
                    expected.body,
                    expected.content_type,
                )
    assert statuses == {200, 404}
