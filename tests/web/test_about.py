"""The page about the data: the example of how a page is tested."""

from __future__ import annotations

from tests.web.conftest import Site


def test_the_page_tells_what_is_held(site: Site) -> None:
    counts = site.client.get("/about.json").json()["counts"]
    assert counts["articles"] == 38
    page = site.client.get("/about", headers={"Accept-Language": "kk"})
    assert page.status_code == 200
    assert '<html lang="kk">' in page.text
    assert "Сақталған беттер" in page.text
    assert "articles,38\r\n" in site.client.get("/about.csv").text
