from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has none
import pytest

from kznews.transport.replay import Captures
from kznews.transport.replay_files import ReplayError, replay_files
from kznews.transport.warc import read_answer
from tests.transport.crawls import HTML, Crawl, Site, Warc, crawl, page

URL = "https://exclusive.kz/a/"
LATER = "2024-04-09T12:00:00Z"


def body_of(archive: Captures, url: str) -> bytes:
    record = archive.find(url)
    assert record is not None
    return read_answer(record, 0).body


@pytest.fixture
def warc(tmp_path: Path) -> Warc:
    return Warc(tmp_path / "a.warc.gz")


class TestFiles:
    def test_names_may_be_a_text_a_list_or_globs(self, tmp_path: Path) -> None:
        paths = [tmp_path / f"{letter}.warc.gz" for letter in "abc"]
        for path in paths:
            path.touch()
        for given in (
            f"{paths[0]},{paths[1]} ,{paths[2]}",
            os.pathsep.join(map(str, paths)),
            list(map(str, paths)),
            str(tmp_path / "*.warc.gz"),
            f"{paths[0]},{tmp_path}/?.warc.gz",
        ):
            assert replay_files({"REPLAY": given}) == paths  # type: ignore[arg-type]  # has get

    def test_not_set_is_no_replay(self) -> None:
        assert replay_files({}) == []  # type: ignore[arg-type]  # has get
        assert replay_files({"REPLAY": None}) == []  # type: ignore[arg-type]  # has get

    @pytest.mark.parametrize("given", ["", " ", ",", ", :", []])
    def test_set_and_naming_nothing_is_refused(self, given: object) -> None:
        with pytest.raises(ReplayError, match="REPLAY names no file"):
            replay_files({"REPLAY": given})  # type: ignore[arg-type]  # has get

    @pytest.mark.parametrize("name", ["absent.warc.gz", "absent*.gz"])
    def test_a_name_that_leads_nowhere_is_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ReplayError, match=r"there is no file .*absent"):
            replay_files({"REPLAY": str(tmp_path / name)})  # type: ignore[arg-type]  # has get

    def test_a_directory_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ReplayError, match="is a directory"):
            replay_files({"REPLAY": str(tmp_path)})  # type: ignore[arg-type]  # has get


class TestCaptures:
    def test_the_newest_capture_answers(self, warc: Warc) -> None:
        warc.add(URL, b"new", date=LATER).add(URL, b"old")
        assert body_of(Captures([warc.path]), URL) == b"new"

    def test_of_equally_new_ones_the_last_answers(self, warc: Warc, tmp_path: Path) -> None:
        warc.add(URL, b"first").add(URL, b"second")
        other = Warc(tmp_path / "b.warc").add("http://www.exclusive.kz/a#x", b"third")
        assert body_of(Captures([warc.path]), URL) == b"second"
        assert body_of(Captures([warc.path, other.path]), URL) == b"third"
        assert body_of(Captures([other.path, warc.path]), URL) == b"second"

    def test_other_records_are_skipped_and_counted(self, warc: Warc) -> None:
        warc.add(URL, b"text", kind="resource")
        warc.add(URL, kind="revisit", date=LATER).add(URL, kind="metadata", date=LATER)
        warc.add("dns:exclusive.kz", b"1.2.3.4", date=LATER)
        archive = Captures([warc.path])
        assert archive.skipped == {"revisit": 1, "metadata": 1, "response": 1}
        assert (archive.number, len(archive)) == (1, 1)
        assert body_of(archive, URL) == b"text"

    def test_files_without_a_page_are_refused(self, warc: Warc) -> None:
        warc.add("dns:exclusive.kz", b"1.2.3.4")
        with pytest.raises(ReplayError, match=r"REPLAY: no page is captured in .*a\.warc\.gz"):
            Captures([warc.path])

    def test_a_redirect_to_another_spelling_of_the_page_does_not_answer(self, warc: Warc) -> None:
        warc.add(URL, b"page")
        for url, location in (
            ("http://exclusive.kz/a/", "https://exclusive.kz/a/"),
            ("https://exclusive.kz/a", "/a/"),
            ("https://www.exclusive.kz/a/", URL),
        ):
            headers = (("Location", location),)
            warc.add(url, b"", status="301 Moved", headers=headers, date=LATER)
        archive = Captures([warc.path])
        assert archive.skipped == {"self-redirect": 3}
        assert body_of(archive, URL) == b"page"

    def test_a_redirect_elsewhere_or_nowhere_answers(self, warc: Warc) -> None:
        for number, location in enumerate(("/b/", "http://[")):
            headers = (("Location", location),)
            warc.add(f"{URL}{number}", b"", status="302 Found", headers=headers)
        assert len(Captures([warc.path])) == 2

    def test_a_url_that_is_none_is_refused(self, warc: Warc) -> None:
        warc.add("http://exclusive.kz:port/")
        with pytest.raises(ReplayError, match=r"a\.warc\.gz, record at byte 0"):
            Captures([warc.path])


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """One crawl that asks for all that the tests below look at."""
    folder = tmp_path_factory.mktemp("replay")
    warc = Warc(folder / "a.warc.gz")
    warc.add(URL, "<p>Қазақ</p>".encode(), date="2024-04-08T17:00:00+05:00")
    packed = (*HTML, ("Content-Encoding", "br"))
    warc.add(f"{URL}brotli", brotli.compress(b"<p>packed</p>"), headers=packed)
    warc.add(f"{URL}moved", b"", status="301 Moved", headers=(("Location", "/a/"),))
    warc.add(f"{URL}broken", b"error", status="503 Service Unavailable")
    warc.add(f"{URL}big", b"x" * 3000)
    warc.add("https://orda.kz/robots.txt", b"User-agent: *\nDisallow: /closed", headers=())
    warc.add("https://orda.kz/closed")
    warc.add("https://orda.kz/feed", b"<rss/>", headers=(("Content-Type", "text/xml"),))
    two_cookies = (*HTML, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    warc.add("https://orda.kz/cookies", headers=two_cookies)
    return crawl(
        folder,
        [
            "http://www.exclusive.kz/a",
            f"{URL}brotli",
            f"{URL}moved",
            f"{URL}broken",
            f"{URL}big",
            f"{URL}absent",
            {"url": f"{URL}?browser", "meta": {"browser": {"wait_for": "p"}}},
            {"url": URL, "method": "POST"},
            "https://orda.kz/closed",
            "https://orda.kz/feed",
            "https://orda.kz/cookies",
        ],
        f"REPLAY={warc.path}",
        "DOWNLOAD_MAXSIZE=2000",
    )


class TestCrawl:
    def test_it_ends_well_and_warns_of_nothing(self, replayed: Crawl) -> None:
        assert replayed.exit_code == 0, replayed.log
        assert replayed.stats["finish_reason"] == "finished"
        assert "Warning" not in replayed.log

    def test_nothing_is_contacted(self, replayed: Crawl) -> None:
        assert replayed.connected == []

    def test_a_capture_answers_with_its_moment(self, replayed: Crawl) -> None:
        outcome = replayed.outcomes["http://www.exclusive.kz/a"]
        assert (outcome["status"], outcome["class"]) == (200, "HtmlResponse")
        assert outcome["text"] == "<p>Қазақ</p>"
        assert outcome["url"] == "http://www.exclusive.kz/a"
        assert outcome["flags"] == ["replay"]
        moment = datetime.fromisoformat(outcome["headers"]["Warc-Date"])
        assert moment == datetime(2024, 4, 8, 12, tzinfo=UTC)

    def test_brotli_is_unpacked(self, replayed: Crawl) -> None:
        assert replayed.outcomes[f"{URL}brotli"]["text"] == "<p>packed</p>"
        assert replayed.outcomes[f"{URL}brotli"]["class"] == "HtmlResponse"

    def test_redirects_are_followed(self, replayed: Crawl) -> None:
        assert replayed.outcomes[f"{URL}moved"]["url"] == URL
        assert replayed.outcomes[f"{URL}moved"]["text"] == "<p>Қазақ</p>"

    def test_an_error_as_captured_is_not_asked_for_again(self, replayed: Crawl) -> None:
        assert replayed.outcomes[f"{URL}broken"]["status"] == 503
        assert "retry/count" not in replayed.stats

    def test_a_body_over_the_size_limit_is_an_error(self, replayed: Crawl) -> None:
        outcome = replayed.outcomes[f"{URL}big"]
        assert outcome["error"] == "DownloadCancelledError"
        assert f"{URL}big is larger than download max size (2000)" in outcome["message"]

    def test_what_is_not_there_is_a_counted_404(self, replayed: Crawl) -> None:
        outcome = replayed.outcomes[f"{URL}absent"]
        assert (outcome["error"], outcome["status"]) == ("HttpError", 404)
        assert outcome["flags"] == ["replay"]
        # It, the POST, and the browser's page, which no browser is started for.
        assert replayed.stats["replay/missing"] == 3
        assert not replayed.playwright_imported

    def test_a_captured_robots_txt_is_obeyed_and_an_absent_one_allows(
        self, replayed: Crawl
    ) -> None:
        assert replayed.outcomes["https://orda.kz/closed"]["error"] == "IgnoreRequest"
        assert replayed.outcomes["https://orda.kz/feed"]["class"] == "XmlResponse"
        assert replayed.stats["replay/robots_missing"] == 2  # exclusive.kz and www.exclusive.kz

    def test_a_repeated_header_is_kept(self, replayed: Crawl) -> None:
        assert replayed.outcomes["https://orda.kz/cookies"]["headers"]["Set-Cookie"] == "a=1; b=2"

    def test_politeness_is_off(self, replayed: Crawl) -> None:
        assert replayed.settings == {
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "RETRY_ENABLED": False,
        }

    def test_it_counts_what_it_found(self, replayed: Crawl) -> None:
        assert replayed.stats["replay/captures"] == 9
        assert replayed.stats["replay/urls"] == 9
        # The page, twice; brotli, moved, broken, robots.txt, feed, cookies.
        assert replayed.stats["replay/found"] == 8


@pytest.mark.parametrize("damage", ["unnamed", "absent", "cut off", "other settings"])
def test_a_wrong_setting_ends_the_crawl_before_it_begins(
    tmp_path: Path, site: Site, damage: str
) -> None:
    site.replies["/page"] = page("<p>live</p>")
    warc = Warc(tmp_path / "a.warc.gz").add(URL).add(f"{URL}2")
    options = [f"REPLAY={warc.path}"]
    if damage == "unnamed":
        options = ["REPLAY="]
        message = "REPLAY names no file"
    elif damage == "absent":
        warc.path.unlink()
        message = f"REPLAY: there is no file {warc.path}"
    elif damage == "cut off":
        warc.path.write_bytes(warc.path.read_bytes()[:-20])
        message = f"{warc.path} is cut off: its last record begins at byte"
    else:
        options.append(f"NEWSROOM={site.url}")
        message = "give either REPLAY or NEWSROOM"
    ended = crawl(tmp_path, [f"{site.url}/page"], *options)
    assert ended.exit_code == 1
    assert "Traceback" not in ended.log
    (line,) = [line for line in ended.log.splitlines() if "CRITICAL" in line]
    assert message in line
    assert site.asked == []
    assert ended.connected == []


class TestRealCaptures:
    def test_every_captured_page_answers(self, captures: Path, tmp_path: Path) -> None:
        names = ("nationalbank", "tengrinews-2023-01", "tengrinews-2024-04")
        archive = Captures([captures / f"{name}.warc.gz" for name in names])
        assert archive.number == 120
        assert archive.skipped == {}
        urls = [
            "https://tengrinews.kz/article/page/1",
            "https://tengrinews.kz/article/page/5/",
            "http://www.tengrinews.kz",
            "https://tengrinews.kz/tag/%D0%B0%D0%BB%D0%BC%D0%B0%D1%82%D1%8B/",
            "http://nationalbank.kz/rss/rates_all.xml",
            "https://nationalbank.kz/rss/get_rates.cfm?fdate=01.04.2026",
        ]
        replayed = crawl(tmp_path, list(urls), f"REPLAY={captures}/*.warc.gz")
        assert replayed.exit_code == 0, replayed.log
        assert [replayed.outcomes[url]["status"] for url in urls] == [200] * len(urls)
        assert "</html>" in replayed.outcomes[urls[0]]["text"]
        assert replayed.outcomes[urls[5]]["class"] == "XmlResponse"
        assert replayed.connected == []
