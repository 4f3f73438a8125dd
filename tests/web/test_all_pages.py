"""What holds for every page, whoever wrote it: as it is described, safe, and never a fault."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import etree

from kznews.record.documents import ticker_id
from kznews.web.headers import POLICY
from kznews.web.openapi import MEDIA_TYPES_OF_ALL
from kznews.web.page import Page, Parameter
from kznews.web.site import all_pages
from tests.web.conftest import Site
from tests.web.record import HOSTILE, KEPT_PAGE, NOW, STORY, id_of

ARTICLES = [{"id": id_of(1)}, {"id": id_of(5)}, {"id": id_of(8)}]
KEPT_PAGES = [{"id": id_of(1), "page": KEPT_PAGE}]
THERE: dict[str, list[dict[str, str]]] = {
    "article": ARTICLES,
    "versions": ARTICLES,
    "kept": KEPT_PAGES,
    "served": KEPT_PAGES,
    "story": [{"id": STORY}],
    "ticker": [{"id": ticker_id("exclusive", None, "Пожар в Алматы")}],
    "watch": [{"name": "fires"}],
    "outlet": [{"name": "exclusive"}, {"name": "zakon"}],
}
"""What is there, by the page's name: the parameters of its path."""
OF_ANOTHER = {"served"}
"""The pages that are no page of ours: tests of their own hold what they may do."""
GIVEN: dict[str, list[str]] = {
    "q": ["Алматы", "инфляция", "script"],
    "source": ["exclusive", "nationalbank"],
    "outlet": ["exclusive", "zakon"],
    "language": ["ru"],
    "currency": ["USD"],
    "day": [f"{NOW:%Y-%m-%d}"],
    "at": [f"{NOW:%Y-%m-%dT%H:%M:%SZ}"],
    "since": ["7d"],
    "until": [f"{NOW:%Y-%m-%d}"],
}
"""Values that make sense, by the parameter's name."""
PAGES = all_pages()
EVERY = [(page, format_) for page in PAGES.values() for format_ in ("html", *page.formats)]


def paths(page: Page, format_: str) -> Iterator[str]:
    """The addresses of a page's format at which there is something."""
    for parameters in THERE.get(page.name, []) if page.of_path else [{}]:
        yield page.path_of(format_).format(**parameters)


def sensible(page: Page) -> dict[str, str]:
    return {each.name: GIVEN[each.name][0] for each in page.of_query if each.name in GIVEN}


@pytest.mark.parametrize(("page", "format_"), EVERY, ids=[f"{p.name}.{f}" for p, f in EVERY])
def test_a_page_answers_as_it_is_described(site: Site, page: Page, format_: str) -> None:
    for path in paths(page, format_):
        for query in ({}, sensible(page)):
            answer = site.client.get(path, params=query)
            assert answer.status_code in {200, 400} if not query else 200, (path, query)
            if answer.status_code == 200:
                assert answer.headers["Content-Type"] == MEDIA_TYPES_OF_ALL[format_]
                if page.name not in OF_ANOTHER:
                    check_readable(answer, format_)


def check_readable(answer: Response, format_: str) -> None:
    match format_:
        case "json":
            json.loads(answer.text)
        case "csv":
            rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
            assert len({len(row) for row in rows}) == 1
            assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
        case "atom":
            entries = etree.fromstring(answer.content).findall(f"{_ATOM}entry")
            ids = [each.findtext(f"{_ATOM}id") for each in entries]
            assert len(set(ids)) == len(ids)
        case "html":
            harmless(answer.text)


_ATOM = "{http://www.w3.org/2005/Atom}"


def harmless(page: str) -> None:
    """Nothing that an outlet wrote is a part of the page's markup or order."""
    assert HOSTILE not in page
    assert '<script>alert("x")' not in page
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page)
    assert not re.search(r"<style|javascript:", page)
    assert page.count("<h1") == 1
    levels = [int(each) for each in re.findall(r"<h([1-6])", page)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_browser_loads_nothing_of_elsewhere(site: Site, page: Page) -> None:
    for path in paths(page, "html") if page.name not in OF_ANOTHER else ():
        answer = site.client.get(path, params=sensible(page))
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        loaded = re.findall(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=\"([^\"]+)", answer.text)
        assert loaded
        assert all(each.startswith("/") and not each.startswith("//") for each in loaded), loaded


def test_the_description_names_each_address(site: Site) -> None:
    told = site.client.get("/openapi.json").json()
    assert set(told["paths"]) == {page.path_of(format_) for page, format_ in EVERY}
    operations = [each["get"]["operationId"] for each in told["paths"].values()]
    assert len(set(operations)) == len(operations)
    for path, described in told["paths"].items():
        in_path = {each["name"] for each in described["parameters"] if each["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path)), path
        assert all(each["description"] != each["name"] for each in described["parameters"]), path


def wrong(parameter: Parameter) -> str | None:
    return {
        "number": "x",
        "choice": "no such choice",
        "moment": "some day",
        "day": "27.11.26",
        "flag": "yes",
        "text": "я" * ((parameter.most or 2_000) + 1),
    }[parameter.kind]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_what_is_wrong_is_told_with_its_place(site: Site, page: Page) -> None:
    path = next(paths(page, "html"), None)
    if path is None:
        pytest.skip("its address names what tests of its own store")
    for parameter in page.of_query:
        answer = site.client.get(path, params={parameter.name: wrong(parameter), "ui": "en"})
        if parameter.name != "ui":
            assert answer.status_code == 400, parameter
            assert f'<code dir="auto">{parameter.name}</code>' in answer.text
    unknown = site.client.get(path, params={"no_such": "1"})
    assert unknown.status_code == 400
    assert "no_such" in unknown.text


_TEXT = some.text(max_size=60) | some.sampled_from(
    [
        "(" * 300, '"' * 99, "a" * 2500, "outlet:" * 50, "\x00", "\u202e\u2066", "a OR " * 120,
        "-", "*", "\\", "title:(", "after:9999-99-99", "2026-11-27T25:00", "99999999999999d", "-1",
        "9" * 400, "0", "1", "ru", HOSTILE, "Asia/Almaty", "../../etc/passwd", "%", "{}", "[$ne]",
    ]
)  # fmt: skip
_ENCODED = some.text("0123456789abcdefABCDEF%&=?;+./ :-_\xff", max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_whatever_is_asked_nothing_fails(site: Site, data: some.DataObject) -> None:
    page, format_ = data.draw(some.sampled_from(EVERY))
    path = page.path_of(format_)
    for name in page.of_path:
        known = [each[name] for each in THERE.get(page.name, [])]
        value = data.draw(some.sampled_from(known or ["x"]) | _TEXT)
        path = path.replace(f"{{{name}}}", quoted(value) or "x")
    query = [
        (each.name, value)
        for each in data.draw(some.lists(some.sampled_from(page.of_query), max_size=4))
        for value in data.draw(some.lists(values_of(each), min_size=1, max_size=each.many))
    ]
    written = "&".join(f"{name}={quoted(value)}" for name, value in query)
    if data.draw(some.integers(0, 9)) == 0:
        written += f"&{data.draw(_ENCODED)}"
    headers = {"Accept-Language": data.draw(some.text("kruen-;q=.,* 0123456789", max_size=40))}
    answer = site.client.get(f"{path}?{quote_rest(written)}", headers=headers)
    assert answer.status_code in {200, 400, 404}, (path, written, answer.text[-400:])


def values_of(parameter: Parameter) -> some.SearchStrategy[str]:
    """Values that make sense and such that do not, half and half."""
    sensible_ones = {
        "number": ["1", "2", "30"],
        "choice": list(parameter.choices),
        "moment": ["7d", f"{NOW:%Y-%m-%d}", "2026-11-27T09:00:00Z", "1900-01-01", "2199-12-31"],
        "day": [f"{NOW:%Y-%m-%d}", "1900-01-01", "2199-12-31"],
        "flag": ["0", "1"],
        "text": ["Asia/Almaty"] if parameter.name == "zone" else ["Алматы", "exclusive"],
    }[parameter.kind]
    return some.sampled_from(GIVEN.get(parameter.name, []) + sensible_ones) | _TEXT


def quoted(value: str) -> str:
    return "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))


def quote_rest(text: str) -> str:
    """Only what no client could send as it is."""
    return re.sub(r"[^\x21-\x7e]|#", lambda sign: quoted(sign[0]), text)


def test_what_is_nowhere_is_told_in_its_format(site: Site) -> None:
    page = site.client.get("/no{such}/%D0%B0?ui=kk&zone=UTC")
    assert page.status_code == 404
    assert "Бұл мекенжайда бет жоқ" in page.text
    assert "/no%7Bsuch%7D/%D0%B0?" in page.text
    harmless(page.text)
    assert site.client.get("/nosuch.json").json()["error"]["status"] == 404
    assert (
        site.client.post("/about", headers={"Origin": "http://127.0.0.1:8000"}).status_code == 405
    )


def test_a_file_of_a_page_is_kept_by_browsers(site: Site) -> None:
    sheet = re.search(r'href="(/static/style[^"]+)"', site.client.get("/about").text)
    assert sheet
    answer = site.client.get(sheet[1])
    assert answer.headers["Cache-Control"].endswith("immutable")
    assert "no-cache" in site.client.get("/about").headers["Cache-Control"]
    assert site.client.get("/static/../site.py").status_code == 404
    assert site.client.get("/static/%2e%2e/site.py").status_code == 404


def test_signs_that_no_text_has_are_told(site: Site) -> None:
    for written in ("next=%00", "next=%ff", "ui=en&next=%ED%A0%80"):
        answer = site.client.get(f"/login?{written}", headers={"Accept-Language": "en"})
        assert answer.status_code == 400
        assert "The request holds signs that no text has." in answer.text
