"""The arguments of the spider of sites that nobody described."""

from __future__ import annotations

from pathlib import Path

import pytest

from kznews.spiders.arguments import ArgumentError
from kznews.spiders.discover import DiscoverSpider


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "say which site: url=https://example.kz"),
        ({"url": "ftp://example.kz"}, "url='ftp://example.kz' is no address"),
        ({"url": "https://"}, "url='https://' is no address"),
        ({"url": "example"}, "url='example' names no site"),
        (
            {"url": "https://tengrinews.kz/news/"},
            r"is of Tengrinews\S*, which has a spider: scrapy crawl tengrinews",
        ),
        ({"url": "example.kz", "sections": "news"}, "no argument|names"),
        ({"url": "example.kz", "page": "1"}, "there is no argument 'page'"),
        ({"url": "example.kz", "draft": "my-site.txt"}, "is no name of a module"),
        ({"url": "example.kz", "draft": "no-folder/site.py"}, "there is no folder no-folder"),
    ],
)
def test_wrong_arguments_are_refused(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        DiscoverSpider(**arguments)


def test_a_draft_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "site.py").touch()
    with pytest.raises(ArgumentError, match="the file is there"):
        DiscoverSpider(url="example.kz", draft=str(tmp_path / "site.py"))


def test_the_host_names_the_outlet() -> None:
    spider = DiscoverSpider(url="www.Example.kz", pages="2")
    assert (spider.url, spider.name) == ("https://www.example.kz/", "example.kz")
    assert (spider.outlet.name, spider.pages) == ("example.kz", 2)
    assert "example.kz" in spider.allowed_domains
