from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.text.urls import canonical_url, without_edition_prefix


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Tengrinews.KZ:80", "https://tengrinews.kz/"),
        ("https://tengrinews.kz:443/a/#comments", "https://tengrinews.kz/a/"),
        (" https://tengrinews.kz/a\n", "https://tengrinews.kz/a"),
        ("https://www.nur.kz./a/", "https://www.nur.kz/a/"),
        ("http://a.kz:8080/x", "http://a.kz:8080/x"),
        ("http://127.0.0.1:6543/x", "http://127.0.0.1:6543/x"),
        ("http://127.0.0.1/x", "http://127.0.0.1/x"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        ("http://localhost/x", "http://localhost/x"),
        ("https://127.0.0.1/x", "https://127.0.0.1/x"),
        ("https://a.kz//b///c", "https://a.kz/b/c"),
        ("https://a.kz/b/", "https://a.kz/b/"),
        ("https://a.kz/b", "https://a.kz/b"),
        ("https://қазір.kz/", "https://xn--80ao1a6fwq.kz/"),
        ("https://a.kz/жаңа-күн", "https://a.kz/%D0%B6%D0%B0%D2%A3%D0%B0-%D0%BA%D2%AF%D0%BD"),
        (
            "https://a.kz/%d0%b6%D0%b0%d2%a3%D0%B0%2d%d0%ba%d2%af%d0%bd",
            "https://a.kz/%D0%B6%D0%B0%D2%A3%D0%B0-%D0%BA%D2%AF%D0%BD",
        ),
        ("https://a.kz/b%2fc", "https://a.kz/b%2Fc"),
        ("https://a.kz/100% да", "https://a.kz/100%25%20%D0%B4%D0%B0"),
        ("https://a.kz/x/?PAGEN_1=2&page=3", "https://a.kz/x/?PAGEN_1=2&page=3"),
        (
            "https://ng.kz/modules/news/article.php?storyid=7&module=news&utm_source=t",
            "https://ng.kz/modules/news/article.php?storyid=7&module=news",
        ),
        (
            "https://a.kz/x?utm_source=a&b=2&UTM_Medium=b&yclid=1&gclid=2&fbclid=3&a=1",
            "https://a.kz/x?b=2&a=1",
        ),
        ("https://a.kz/x?ysclid=1&_openstat=2&from=3&post_action=like&amp=1", "https://a.kz/x"),
        ("https://a.kz/x?&&a=1&", "https://a.kz/x?a=1"),
        ("https://a.kz/x?", "https://a.kz/x"),
        ("https://a.kz/?q=%d0%b0 б", "https://a.kz/?q=%D0%B0%20%D0%B1"),
        ("https://a.kz/?fromage=1&ampere=2", "https://a.kz/?fromage=1&ampere=2"),
        ("https://a.kz/b/amp", "https://a.kz/b"),
        ("https://a.kz/b/amp/", "https://a.kz/b/"),
        ("https://a.kz/amp/b/7-c.html", "https://a.kz/b/7-c.html"),
        ("https://a.kz/b/?amp", "https://a.kz/b/"),
        ("https://a.kz/amp", "https://a.kz/"),
        ("https://a.kz/amp/amp/b/amp/amp/", "https://a.kz/b/"),
        ("https://a.kz/b/amp/c", "https://a.kz/b/amp/c"),
        ("https://a.kz/b/vamp", "https://a.kz/b/vamp"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


def test_an_outlets_own_parameters_and_aliases() -> None:
    found = canonical_url(
        "http://TEST.exclusive.kz/expertiza/daily/118353?id=27234&post_action=like&page=2",
        drop_parameters=frozenset({"id"}),
        host_aliases={"test.exclusive.kz": "exclusive.kz"},
    )
    assert found == "https://exclusive.kz/expertiza/daily/118353?page=2"


@pytest.mark.parametrize(
    "url",
    [
        *("", "/a/b", "a.kz/b", "mailto:a@b.kz", "ftp://a.kz/", "javascript:void(0)", "http://"),
        *("https:///a", "http://@kzexclusive", "https://a.kz:port/", "https://a.kz:99999/"),
        f"https://{'ы.' * 200}kz/",
        *("http://[::1/", "https://user:word@a.kz/", "https://a..kz/", "tel:+77001234567"),
    ],
)
def test_other_urls_are_errors_that_name_them(url: str) -> None:
    with pytest.raises(ValueError, match="http") as raised:
        canonical_url(url)
    assert repr(url) in str(raised.value)


_PATHS = st.lists(
    st.sampled_from(
        ["a", "amp", "/", "//", "%", "%d0%b0", "%2F", "%25", "ж", " ", ".", "~", "#", "+"]
    )
).map("".join)
_QUERIES = st.lists(
    st.sampled_from(["a=1", "&", "amp=1", "utm_x=%", "б=%d0", "=", "page=2", "?", "amp;", " "])
).map("".join)


@given(_PATHS, _QUERIES, st.sampled_from(["http", "https"]), st.sampled_from(["a.kz", "b.kz:81"]))
def test_a_canonical_url_is_its_own(path: str, query: str, scheme: str, host: str) -> None:
    canonical = canonical_url(f"{scheme}://{host}/{path}?{query}")
    assert canonical_url(canonical) == canonical
    assert canonical.isascii()


@pytest.mark.parametrize(
    ("url", "prefix", "without"),
    [
        ("https://vlast.kz/kz/novosti/1-a.html", "kz", "https://vlast.kz/novosti/1-a.html"),
        ("https://a.kz/kz/?page=2", "kz", "https://a.kz/?page=2"),
        ("https://a.kz/kz", "kz", "https://a.kz/"),
        ("https://a.kz/kzt/b", "kz", None),
        ("https://a.kz/b/kz/", "kz", None),
        ("https://a.kz/", "kz", None),
    ],
)
def test_without_edition_prefix(url: str, prefix: str, without: str | None) -> None:
    assert without_edition_prefix(url, prefix) == without
