"""The pages of saved searches: what was found, and a form that saves one."""

from __future__ import annotations

from dataclasses import replace

from scrapy.settings import Settings
from starlette.testclient import TestClient

from kznews.record.schema import ARTICLES
from kznews.watches.finding import Finder
from kznews.watches.registry import MESSAGES
from kznews.web.options import Options
from kznews.web.site import create_app
from kznews.web.texts import wording
from tests.watches.conftest import stored
from tests.web.conftest import Site

FORM = {
    "name": "өрт",
    "question": "өрттің",
    "every": "1d",
    "addresses": "json://a:s3cret@localhost",
}


def test_a_search_is_saved_by_a_form_and_shows_what_it_found(site: Site) -> None:
    headers = {"Origin": "http://127.0.0.1:8000"}
    assert site.client.post("/watches", data=FORM).status_code == 403
    saved = site.client.post(
        "/watches?ui=en&zone=UTC", data=FORM, headers=headers, follow_redirects=False
    )
    assert saved.status_code == 303
    database = site.sources.database
    added = database["watches"].find_one({"_id": "өрт"})
    assert added is not None
    assert (added["every"], added["language"], added["zone"]) == ("1d", "en", "UTC")

    database[ARTICLES.name].insert_one(stored(900, title="Өрт <b>сөндірілді</b>"))
    Finder(database, "tests", settle=0).catch_up()
    # The tests' pages are of an earlier day.
    database["watch_findings"].update_many({}, [{"$set": {"stored_at": site.sources.now()}}])
    told = site.client.get("/watches/өрт.json").json()
    assert [each["kind"] for each in told["found"]] == ["new"]
    assert told["found_last_day"] == 1
    assert "Өрт &lt;b&gt;сөндірілді&lt;/b&gt;" in site.client.get("/watches/өрт?ui=en").text
    assert "Өрт" in site.client.get("/watches/өрт.atom").text
    for path in ("/watches", "/watches.json", "/watches/өрт", "/watches/өрт.json"):
        answer = site.client.get(path)
        assert "s3cret" not in answer.text
        assert "1 json" in answer.text

    for ui, given, said in (
        ("ru", {}, "Подписка «өрт» уже есть"),
        ("kk", {"name": "a b"}, "60 таңбаға дейін"),
        ("en", {"addresses": "json://localhost\nnone://s3cret"}, "does not know address 2."),
        ("ru", {"addresses": "mailto://h/?from=a@b.org&to=s3cret@b.org,d@b.org"}, "получателей"),
        ("kk", {"question": "(өрт"}, "Жақша жабылмаған"),
        ("ru", {"every": "2h"}, "Можно одно из: 0, 1h, 1d."),
    ):
        wrong = site.client.post(f"/watches?ui={ui}", data=FORM | given, headers=headers)
        assert wrong.status_code == 400
        assert said in wrong.text
        assert "s3cret" not in wrong.text
    assert site.client.post("/watches", data={}, headers=headers).status_code == 400


def test_every_refusal_of_the_form_has_its_wording() -> None:
    begin = "watches.wrong_"
    said = {each.removeprefix(begin) for each in wording() if each.startswith(begin)}
    assert said == set(MESSAGES)


def test_where_others_read_the_form_needs_a_setting(site: Site) -> None:
    headers = {"Origin": "http://testserver"}
    for allowed, status in ((False, 400), (True, 303)):
        sources = replace(site.sources, settings=Settings({"WATCH_FORM": allowed}))
        client = TestClient(create_app(sources, Options(hosts=None)))
        assert ('method="post"' in client.get("/watches").text) is allowed
        form = FORM | {"name": "other"}
        answer = client.post("/watches", data=form, headers=headers, follow_redirects=False)
        assert answer.status_code == status
