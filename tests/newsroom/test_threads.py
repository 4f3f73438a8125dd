"""The site changes while many threads change and read it."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from kznews.newsroom.article import Article
from kznews.newsroom.server import Newsroom
from tests.newsroom.client import ask, connect
from tests.newsroom.reading import LISTING, WORDPRESS, made, of, page_at


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def at_once(work: Callable[[], object], times: int) -> None:
    """Do `work` so many times in each of four threads."""
    start = threading.Barrier(4)

    def repeat() -> None:
        start.wait(10)
        for _ in range(times):
            work()

    threads = [threading.Thread(target=repeat) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("hasty_threads")
def test_each_article_is_published_once_by_many_threads() -> None:
    site = made(48)
    published: list[Article] = []
    at_once(lambda: published.extend(site.publish(1, WORDPRESS)), 12)

    assert len(published) == 48
    assert {article.url for article in published} == {a.url for a in of(made(), WORDPRESS)[:48]}


@pytest.mark.usefixtures("hasty_threads")
def test_no_edit_of_many_threads_is_lost() -> None:
    site = made(20)
    article = of(site, WORDPRESS)[0]
    at_once(lambda: site.edit(article), 5)

    edited = of(site, WORDPRESS)[0]
    assert len(edited.paragraphs) == len(article.paragraphs) + 20


def states(url: str) -> set[bytes]:
    """What may stand at `url` while twenty articles are published one by one."""
    site = made(20)
    found = {page_at(site, url).body}
    for _ in range(20):
        site.publish(1, WORDPRESS)
        found.add(page_at(site, url).body)
    return found


@pytest.mark.usefixtures("hasty_threads")
def test_readers_see_no_half_made_change(serving: Newsroom) -> None:
    urls = [LISTING, f"{LISTING}page/2/"]
    seen: dict[str, set[bytes]] = {url: set() for url in urls}
    done = threading.Event()

    def read(url: str) -> None:
        with contextlib.closing(connect(serving)) as connection:
            while not done.is_set():
                seen[url].add(ask(connection, url).body)
            seen[url].add(ask(connection, url).body)

    readers = [threading.Thread(target=read, args=(url,)) for url in urls]
    for reader in readers:
        reader.start()
    for _ in range(20):
        # So that both readers see many states.
        before = len(serving.requests)
        while any(reader.is_alive() for reader in readers):
            if len({request.target for request in serving.requests[before:]}) == len(urls):
                break
        serving.site.publish(1, WORDPRESS)
    done.set()
    for reader in readers:
        reader.join()

    for url in urls:
        assert seen[url] <= states(url)
        assert len(seen[url]) > 2
