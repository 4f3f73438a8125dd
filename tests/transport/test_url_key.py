from __future__ import annotations

import pytest

from kznews.transport.url_key import url_key

PAGE = "https://exclusive.kz/expertiza/алматы/?b=2&a=1"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://exclusive.kz/expertiza/алматы/?b=2&a=1",
        "https://www.exclusive.kz/expertiza/алматы/?b=2&a=1",
        "https://EXCLUSIVE.kz/expertiza/алматы/?b=2&a=1",
        "https://exclusive.kz:443/expertiza/алматы/?b=2&a=1",
        "http://exclusive.kz:80/expertiza/алматы/?b=2&a=1",
        "https://exclusive.kz/expertiza/алматы?b=2&a=1",
        "https://exclusive.kz/expertiza/алматы/?a=1&b=2",
        "https://exclusive.kz/expertiza/алматы/?b=2&a=1#comments",
        "https://exclusive.kz/expertiza/%D0%B0%D0%BB%D0%BC%D0%B0%D1%82%D1%8B/?b=2&a=1",
        "https://exclusive.kz/%65xpertiza/%d0%b0%d0%bb%d0%bc%d0%b0%d1%82%d1%8b/?%62=2&a=1",
    ],
)
def test_a_page_has_one_key_however_it_is_spelt(spelling: str) -> None:
    assert url_key(spelling) == url_key(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://test.exclusive.kz/expertiza/алматы/?b=2&a=1",
        "https://exclusive.kz:8080/expertiza/алматы/?b=2&a=1",
        "https://exclusive.kz/expertiza/астана/?b=2&a=1",
        "https://exclusive.kz/expertiza/алматы/",
        "https://exclusive.kz/expertiza/алматы/?b=1&a=2",
        "https://exclusive.kz/expertiza/алматы/?b=2&a=1&c=",
    ],
)
def test_other_pages_have_other_keys(other: str) -> None:
    assert url_key(other) != url_key(PAGE)


def test_a_home_page_has_one_key() -> None:
    assert url_key("https://exclusive.kz") == url_key("http://www.exclusive.kz/?")


def test_a_space_in_a_query_is_a_plus_or_an_escape() -> None:
    assert url_key("https://a.kz/?s=a+b") == url_key("https://a.kz/?s=a%20b")


def test_escapes_of_another_encoding_keep_apart() -> None:
    assert url_key("https://a.kz/?s=%E0") != url_key("https://a.kz/?s=%E1")


def test_a_host_in_cyrillic_is_its_punycode() -> None:
    assert url_key("https://қаз.kz/") == url_key("https://xn--80ao21a.kz/")
