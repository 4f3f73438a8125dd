"""Who is let in: tokens, names of the site, forms of other sites, too many requests."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from kznews.web.headers import POLICY
from kznews.web.options import Options
from kznews.web.request_rate import RequestRate
from kznews.web.site import create_app
from kznews.web.tokens import WrongTokens, read_tokens
from tests.web.conftest import Site

TOKEN, OTHER = "0123456789abcdef" * 3, "fedcba9876543210" * 3
BASE = "https://pages.example"


def client(site: Site, **options: object) -> TestClient:
    given = Options(tokens=read_tokens(f"anna:{TOKEN}, boris:{OTHER}", None), hosts=None)
    app = create_app(site.sources, replace(given, **options))  # type: ignore[arg-type]
    return TestClient(app, BASE, follow_redirects=False)


def basic(password: str) -> str:
    return f"Basic {base64.b64encode(f'anybody:{password}'.encode()).decode()}"


def test_without_a_token_nothing_is_read(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    pages = client(site)
    wrong = ["Bearer", f"Bearer {TOKEN[:-1]}", "Bearer \xff", basic("x"), "Basic %", "x"]
    for header in [None, *wrong]:
        headers = [(b"Authorization", header.encode("latin-1"))] if header else []
        answer = pages.get("/about.json", headers=headers)
        assert (answer.status_code, "counts" in answer.text) == (401, False), header
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Security-Policy"] == POLICY
    assert pages.get("/nowhere").status_code == 401
    for header in (f"Bearer {TOKEN}", basic(OTHER)):
        assert pages.get("/about.json", headers={"Authorization": header}).status_code == 200
    assert "for anna: 200" in caplog.text
    assert TOKEN not in caplog.text


def test_a_browser_gives_its_token_once(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    pages = client(site)
    wished = pages.get("/about?zone=UTC", headers={"Accept": "text/html"})
    login = wished.headers["Location"]
    login = wished.headers["Location"]
    assert (wished.status_code, login) == (303, "/login?next=%2Fabout%3Fzone%3DUTC")
    asked = pages.get(login).text
    assert 'type="password"' in asked
    assert 'href="/about?zone=UTC"' in asked
    assert pages.get("/static/style.css").status_code == 200

    origin = {"Origin": BASE}
    assert pages.post(login, data={"token": TOKEN}).status_code == 403
    foreign = pages.post(login, data={"token": TOKEN}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    wrong = pages.post(login, data={"token": "x"}, headers=origin)
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
    right = pages.post(login, data={"token": TOKEN}, headers=origin)
    assert (right.status_code, right.headers["Location"]) == (303, "/about?zone=UTC")
    cookie = right.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=strict", "Secure"} <= set(cookie.split("; "))
    assert TOKEN not in cookie
    assert "Вы вошли как anna." in pages.get("/about").text
    assert TOKEN not in caplog.text

    others = replace(Options(), tokens=read_tokens(f"anna:{OTHER}", None), hosts=None)
    former = dict(pages.cookies)
    pages.post("/login", data={"out": "1"}, headers=origin)
    assert pages.get("/about.json").status_code == 401
    changed = TestClient(create_app(site.sources, others), BASE, cookies=former)
    assert changed.get("/about.json").status_code == 401


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_a_login_leads_to_no_other_site(site: Site, next_: str) -> None:
    form = {"token": TOKEN}
    answer = client(site).post(
        "/login", params={"next": next_}, data=form, headers={"Origin": BASE}
    )
    assert answer.headers["Location"] == "/"


def test_logins_are_not_guessed_by_trying(site: Site) -> None:
    pages = client(site)
    codes = [
        pages.post("/login", data={"token": str(n)}, headers={"Origin": BASE}).status_code
        for n in range(11)
    ]
    assert codes == [403] * 10 + [429]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("[", 421),
        ("", 421),
    ],
)
def test_a_page_of_another_site_reads_nothing_by_a_name_of_its_own(
    site: Site, host: str, status: int
) -> None:
    assert site.client.get("/about", headers={"Host": host}).status_code == status


def test_who_asks_too_much_is_told_to_wait(site: Site) -> None:
    pages = client(site, at_once=3, per_second=0.001)
    anna, boris = ({"Authorization": f"Bearer {each}"} for each in (TOKEN, OTHER))
    codes = [pages.get("/about.json", headers=anna).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    told = pages.get("/about.json", headers=anna)
    assert int(told.headers["Retry-After"]) > 500
    assert pages.get("/static/style.css").status_code == 200
    assert pages.get("/about.json", headers=boris).status_code == 200


def test_an_allowance_grows_again() -> None:
    rate = RequestRate(2, 0.5)
    waits = [rate.wait_seconds("a", now) for now in (0, 0, 0, 1, 2, 2, 100, 100, 100)]
    assert waits == [0, 0, 2, 1, 0, 2, 0, 0, 2]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (f"anna:{TOKEN} anna:{OTHER}", "two tokens of anna"),
        ("anna:short", "fewer than 16 characters"),
        (TOKEN, "token 1 of WEB_TOKENS is not written as NAME:TOKEN"),
        (f"an na:{TOKEN}", "token 1 of"),
        (" , ", "WEB_TOKENS"),
    ],
)
def test_tokens_that_protect_nothing_are_refused(given: str, why: str) -> None:
    with pytest.raises(WrongTokens, match=why) as refused:
        read_tokens(given, None)
    assert TOKEN not in str(refused.value)
