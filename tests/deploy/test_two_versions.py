"""Two versions of the egg on one database: whichever comes after the other, nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, setrlimit
from zipfile import ZipFile

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.errors import UNAVAILABLE
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.nodes.eggs import Eggs

OLDER, NEWER = "1-older", "2-newer"
_FIELD = "    modified_at: datetime | None = None\n"
_NEWER_FIELD = '    byline: Annotated[str | None, CONTENT] = "of the newer"\n'


def newer(egg: bytes) -> bytes:
    """The egg of a version whose articles have a field more."""
    held = BytesIO()
    with ZipFile(BytesIO(egg)) as built, ZipFile(held, "w") as archive:
        for name in built.namelist():
            content = built.read(name)
            if name == "kznews/items.py":
                text = content.decode()
                assert text.count(_FIELD) == 1
                content = text.replace(_FIELD, _FIELD + _NEWER_FIELD).encode()
            if name != "kznews/items.pyc":
                archive.writestr(name, content)
    return held.getvalue()


@dataclass(frozen=True)
class Ended:
    exit_code: int
    output: str


Run = Callable[..., Ended]


@pytest.fixture
def run(egg: Path, environment: dict[str, str], mongodb_uri: str, database: SyncDatabase) -> Run:
    """Runs a command of one of the versions, as a job of a node does."""
    eggs = Eggs(database)
    older = egg.read_bytes()
    for version, content in ((OLDER, older), (NEWER, newer(older))):
        eggs.put("kznews", version, content)
        eggs.activate("kznews", version, spiders=["exclusive"])

    def command(version: str, *words: str, largest_file: int = RLIM_INFINITY) -> Ended:
        where = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
        done = subprocess.run(
            [sys.executable, "-m", "kznews.nodes.runner", *words],
            cwd=egg.parent,
            preexec_fn=lambda: setrlimit(RLIMIT_FSIZE, (largest_file, largest_file)),
            env=environment | where | {"SCRAPYD_EGG_VERSION": version},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        return Ended(done.returncode, done.stdout)

    return command


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    site = Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, unpublished={"exclusive/2022": 9})
    with Newsroom(site) as newsroom:
        yield newsroom


def test_older_and_newer_lose_nothing_in_any_order(
    run: Run, newsroom: Newsroom, database: SyncDatabase
) -> None:
    site = newsroom.site

    def crawl(version: str) -> Ended:
        done = run(
            version, "crawl", "exclusive",
            "-s", f"NEWSROOM={newsroom.address}", "-s", "DOWNLOAD_DELAY=0",
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        return done

    def assert_all_is_stored() -> None:
        assert [each["reason"] for each in database["rejected"].find()] == []
        urls = {each.url for each in site.articles if each.outlet == "exclusive"}
        assert {each["url"] for each in database["articles"].find()} == urls
        assert database["frontier"].count_documents({"state": {"$ne": "done"}}) == 0

    # Each begins after the other, with new articles, and with one that the other stored and that
    # was edited since.
    written_by: dict[str, str] = {}
    for version in (OLDER, NEWER, OLDER):
        edited = site.articles[0]
        if written_by:
            site.edit(edited)
            site.publish(1)
            database["frontier"].delete_many({})  # all is due again
        crawl(version)
        assert_all_is_stored()
        written_by |= {each.url: version for each in site.articles if each.url not in written_by}
    articles = list(database["articles"].find())
    with_it = {each["url"] for each in articles if each.get("byline") == "of the newer"}
    assert with_it != set(written_by)
    assert {url for url, version in written_by.items() if version == NEWER} <= with_it
    of_former = {"revisions.former.byline": "of the newer"}
    assert database["articles"].count_documents(of_former) > 0

    # Both at once, and then the older one's documents are brought forward.
    site.publish(3)
    with ThreadPoolExecutor() as both:
        list(both.map(crawl, (OLDER, NEWER)))
    assert_all_is_stored()
    migrated = run(NEWER, "migrate")
    assert migrated.exit_code == 0, migrated.output
    assert "articles: all documents are as this version writes them, and must be\n" in (
        migrated.output
    )
    assert database["articles"].count_documents({"byline": {"$exists": False}}) == 0


def test_a_node_without_space_for_the_egg_says_so(run: Run) -> None:
    done = run(OLDER, "list", largest_file=1000)
    assert done.exit_code == UNAVAILABLE, "another node may have space"
    assert done.output == (
        "kznews: the egg cannot be written to a temporary file: File too large: free space for "
        "temporary files, or set TMPDIR to a folder that can be written\n"
    )
