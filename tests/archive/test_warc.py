"""Pages as WARC and WACZ files, and back."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections import Counter
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kznews.archive.answers import Answer
from kznews.archive.keeper import Page, Sighting
from kznews.archive.reader import KeptPage
from kznews.archive.wacz import WaczFile
from kznews.archive.warc_export import WarcFile
from kznews.archive.warc_import import WarcReader
from kznews.transport.replay import Captures
from kznews.transport.warc import list_records, read_answer
from tests.archive.pages import HOUR, NOON, page

HEADERS = [
    (b"Content-Type", b"text/html; charset=utf-8"),
    (b"Set-Cookie", b"a=1"),
    (b"set-cookie", b"b=\xd0\x96"),
    (b"X-Orig-Content-Encoding", b"gzip"),
]
JSON = [(b"Content-Type", b"application/json")]


def kept(page: Page, *hours: float) -> KeptPage:
    seen = tuple(page.seen_at + each * HOUR for each in (0, *hours))
    return KeptPage(page.id, page.outlet, page.kind, page.url, seen, page.answer)


def pages() -> list[KeptPage]:
    """An article that is seen again, a redirect, a 404 without a body, JSON."""
    url = "https://a.kz/1"
    redirect = Answer(301, [(b"Location", b"/1"), (b"Content-Type", b"text/html")], b"<html>")
    return [
        kept(Page("a", "article", url, Answer(200, HEADERS, "Ұлт".encode()), NOON), 2, 5),
        kept(Page("a", "article", url, Answer(200, HEADERS, b"<html>2"), NOON + HOUR)),
        kept(Page("a", "article", "https://a.kz/old", redirect, NOON)),
        kept(Page("a", "article", "https://a.kz/gone?a=%D0", Answer(404, [], b""), NOON)),
        kept(Page("b", "listing", "https://b.kz/", Answer(200, JSON, b"{}"), NOON)),
    ]


def export(
    path: Path, given: list[KeptPage], since: datetime | None = None, until: datetime | None = None
) -> Path:
    with path.open("wb") as file:
        warc = WarcFile(file, NOON)
        for each in given:
            list(warc.write(each, since, until))
    return path


def nobody(url: str) -> tuple[str, str]:
    raise AssertionError(f"{url} states its outlet")


def foreign(url: str) -> tuple[str, str]:
    return "outlet", "page"


def test_what_is_exported_comes_back_with_all_that_it_had(tmp_path: Path) -> None:
    reader = WarcReader(nobody, 10**6)
    found = list(reader.read(export(tmp_path / "a.warc.gz", pages())))
    answers = [each for each in found if isinstance(each, Page)]
    assert answers == [
        Page(each.outlet, each.kind, each.url, each.answer, each.sightings[0]) for each in pages()
    ]
    first = pages()[0]
    assert [each for each in found if isinstance(each, Sighting)] == [
        Sighting(first.url, at, first.id) for at in first.sightings[1:]
    ]
    assert reader.skipped == {"warcinfo": 1}


def test_the_same_export_is_the_same_bytes(tmp_path: Path) -> None:
    one = export(tmp_path / "a.warc.gz", pages()).read_bytes()
    assert export(tmp_path / "b.warc.gz", pages()).read_bytes() == one


def test_other_programs_find_valid_records(tmp_path: Path) -> None:
    path = export(tmp_path / "a.warc.gz", pages())
    with path.open("rb") as file:
        kinds: Counter[str] = Counter()
        for record in ArchiveIterator(file, check_digests="raise"):
            assert record.rec_headers.protocol == "WARC/1.1"
            record.raw_stream.read()
            kinds[record.rec_type] += 1
    assert kinds == {"warcinfo": 1, "response": 5, "revisit": 2}
    assert len(list(list_records(path))) == 8
    assert b"software: kznews/" in gzip.decompress(path.read_bytes())


def test_a_replay_answers_with_what_was_seen_last(tmp_path: Path) -> None:
    captures = Captures([export(tmp_path / "a.warc.gz", pages())])
    found = captures.find("https://a.kz/1")
    assert found is not None
    # A revisit of the first, hours after the second came.
    assert found.captured_at == NOON + 5 * HOUR
    answer = read_answer(found, 0)
    assert answer.body == "Ұлт".encode()
    assert [value for name, value in answer.headers if name.lower() == "set-cookie"] == [
        "a=1",
        "b=Ж",
    ]
    gone, moved = captures.find("https://a.kz/gone?a=%D0"), captures.find("https://a.kz/old")
    assert gone is not None
    assert moved is not None
    assert (gone.status, moved.location) == (404, "/1")
    assert captures.skipped == {"warcinfo": 1}


def test_only_what_was_seen_in_the_time_is_exported(tmp_path: Path) -> None:
    first = pages()[0]
    path = export(tmp_path / "a.warc.gz", [first], NOON + HOUR, NOON + 5 * HOUR)
    [found] = WarcReader(nobody, 10**6).read(path)
    assert isinstance(found, Page)
    assert found.seen_at == NOON + 2 * HOUR


def foreign_warc(path: Path, *records: tuple[list[tuple[str, str]], bytes]) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for place, (headers, body) in enumerate(records):
            head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://a.kz/{place}",
                    "response",
                    payload=BytesIO(body),
                    length=len(body),
                    http_headers=head,
                    warc_headers_dict={"WARC-Date": "2024-04-08T12:00:00Z"},
                )
            )
    return path


HTML = ("Content-Type", "text/html")
BODY = b"<html>page</html>"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([HTML], BODY),
        ([HTML, ("Content-Encoding", "gzip")], gzip.compress(BODY)),
        ([HTML, ("Content-Encoding", "deflate")], zlib.compress(BODY)),
        ([HTML, ("Content-Encoding", "zstd")], zstandard.compress(BODY)),
        ([HTML, ("Transfer-Encoding", "chunked")], b"11\r\n" + BODY + b"\r\n0\r\n\r\n"),
    ],
    ids=["plain", "gzip", "deflate", "zstd", "chunked"],
)
def test_bodies_of_other_programs_are_unpacked(
    tmp_path: Path, headers: list[tuple[str, str]], body: bytes
) -> None:
    path = foreign_warc(tmp_path / "a.warc.gz", (headers, body))
    [found] = WarcReader(foreign, 10**6).read(path)
    assert isinstance(found, Page)
    assert (found.outlet, found.kind, found.answer.body) == ("outlet", "page", BODY)
    packing = [(b"X-Orig-" + name.encode(), value.encode()) for name, value in headers[1:]]
    assert list(found.answer.headers)[1:] == packing
    # And no less once it was exported.
    again = export(tmp_path / "b.warc.gz", [kept(found)])
    [back] = WarcReader(nobody, 10**6).read(again)
    assert back == found


def test_what_is_not_kept_is_counted(tmp_path: Path) -> None:
    path = foreign_warc(
        tmp_path / "a.warc.gz",
        ([("Content-Type", "image/png")], b"\x89PNG\r\n\x1a\n\x00"),
        ([HTML], b"<html>" + b"x" * 1000),
        ([HTML, ("Content-Encoding", "br")], b"\x0b\x02\x80<html>"),
    )
    reader = WarcReader(foreign, 1000)
    [found] = reader.read(path)
    assert reader.skipped == {"media": 1, "too_large": 1}
    # What cannot be unpacked is kept as it came.
    assert isinstance(found, Page)
    assert (b"Content-Encoding", b"br") in found.answer.headers


def test_an_import_and_an_export_lose_nothing_of_what_others_captured(tmp_path: Path) -> None:
    url = "https://a.kz/1"
    answers = {
        "200 OK": ([HTML, ("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-Empty", "")], BODY),
        "200 Fine": ([("Content-Type", "text/html; charset=windows-1251")], b"\xc5\xeb"),
        "301 Moved Permanently": ([("Location", "/2"), ("Vary", "a"), ("Vary", "b")], b""),
        "404 Not Found": ([HTML, ("Content-Encoding", "gzip")], gzip.compress(BODY)),
        "503 Service Unavailable": ([("Retry-After", "60")], b"later"),
    }
    path = tmp_path / "foreign.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for hour, (status, (headers, body)) in enumerate(answers.items()):
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=BytesIO(body),
                    length=len(body),
                    http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
                    warc_headers_dict={"WARC-Date": f"2024-04-08T12:00:0{hour}.5Z"},
                )
            )
    found = [each for each in WarcReader(foreign, 10**6).read(path) if isinstance(each, Page)]
    assert [each.answer.status for each in found] == [200, 200, 301, 404, 503]
    for each, (headers, body) in zip(found, answers.values(), strict=True):
        is_packed = ("Content-Encoding", "gzip") in headers
        assert each.answer.body == (gzip.decompress(body) if is_packed else body)
        given = [(name.encode(), value.encode()) for name, value in headers]
        if is_packed:
            given[1] = b"X-Orig-Content-Encoding", b"gzip"
        assert each.answer.headers == given
    exported = export(tmp_path / "a.warc.gz", [kept(each) for each in found])
    assert list(WarcReader(nobody, 10**6).read(exported)) == found


def test_a_revisit_whose_page_is_elsewhere_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        url = "https://a.kz/1"
        writer.write_record(
            writer.create_revisit_record(url, "sha1:A", url, "2024-04-08T12:00:00Z")
        )
    reader = WarcReader(foreign, 1000)
    assert list(reader.read(path)) == []
    assert reader.skipped == {"unknown_revisit": 1}


def test_a_wacz_holds_the_pages_and_an_index_that_finds_them(tmp_path: Path) -> None:
    def write(name: str) -> Path:
        wacz = WaczFile(tmp_path / name)
        with (tmp_path / "warc").open("wb") as file:
            warc = WarcFile(file, NOON)
            for each in pages():
                for written in warc.write(each):
                    wacz.add(written)
        wacz.finish(tmp_path / "warc")
        return tmp_path / name

    path = write("a.wacz")
    assert write("b.wacz").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert package["wacz_version"] == "1.1.1"
        names = {each["path"] for each in package["resources"]}
        assert names | {"datapackage.json", "datapackage-digest.json"} == set(archive.namelist())
        warc = archive.read("archive/pages.warc.gz")
        index = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
        listed = [json.loads(line) for line in archive.read("pages/pages.jsonl").splitlines()]
    assert index == sorted(index)
    assert len(index) == 7
    for line in index:
        entry = json.loads(line.split(" ", 2)[2])
        part = BytesIO(warc[int(entry["offset"]) :][: int(entry["length"])])
        record = next(iter(ArchiveIterator(part)))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert (record.rec_type == "revisit") == (entry["mime"] == "warc/revisit")
    assert index[0].startswith("kz,a)/1 20260401120000 {")
    assert [each.get("url") for each in listed] == [None, "https://a.kz/1", "https://a.kz/1"]


def test_a_page_of_its_own_kind_is_written_as_it_is(tmp_path: Path) -> None:
    article = replace(page(), outlet="inform", kind="feed")
    [found] = WarcReader(nobody, 10**6).read(export(tmp_path / "a.warc.gz", [kept(article)]))
    assert found == article
