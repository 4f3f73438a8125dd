"""Pages are written once, with what they need, and come back as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from kznews.archive.keeper import Sighting
from kznews.archive.reader import KeptPage, Reader, UnreadablePageError
from kznews.commands.archive_files import ExportError, export_pages
from tests.archive.pages import HOUR, NOON, Archive, page

Documents = Database[dict[str, Any]]


@pytest.fixture
def archive(mongodb_uri: str, database: Documents) -> Archive:
    return Archive(mongodb_uri, database.name)


def kept(database: Documents) -> list[KeptPage]:
    reader = Reader(database)
    return [reader.read(each) for each in reader.select({})]


def test_pages_come_back_as_they_were(archive: Archive, database: Documents) -> None:
    pages = [page(number, hours=number) for number in range(5)]
    assert archive.keep(*pages) == ["kept"] * 5
    found = kept(database)
    assert [(each.url, each.answer, each.sightings) for each in found] == [
        (each.url, each.answer, (each.seen_at,)) for each in pages
    ]
    assert {(each.outlet, each.kind) for each in found} == {("exclusive", "article")}
    [dictionary] = database["dictionaries"].find()
    assert database["pages"].count_documents({"dictionary": dictionary["_id"]}) == 4
    # Another crawl goes on with it.
    archive.keep(page(5, hours=5))
    assert archive.counted["dictionaries"] == 1
    assert database["pages"].count_documents({"dictionary": dictionary["_id"]}) == 5
    served = sum(len(each.answer.body) for each in pages) + len(page(5).answer.body)
    assert archive.counted["bytes"] == served
    assert archive.counted["bytes_kept"] < served / 3


def test_the_same_again_is_a_sighting(archive: Archive, database: Documents) -> None:
    first, again, at_once = (page(hours=hours) for hours in (1, 3, 1))
    assert archive.keep(first, at_once) == ["kept", "seen_again"]
    assert archive.keep(again) == ["seen_again"]
    assert archive.keep(Sighting(first.url, NOON + 5 * HOUR)) == ["seen_again"]
    # An import brings what was seen before.
    assert archive.keep(page(hours=0)) == ["seen_again"]
    assert archive.keep(Sighting("https://a.kz/unknown", NOON)) == ["refused"]
    [found] = kept(database)
    assert found.sightings == tuple(NOON + hours * HOUR for hours in (0, 1, 3, 5))
    archive.keep(page(body="edited", hours=4))
    assert len(kept(database)) == 2


def test_sightings_are_limited_and_the_last_stays(archive: Archive, database: Documents) -> None:
    archive.keep(*(page(hours=hours) for hours in range(120)))
    [found] = kept(database)
    assert len(found.sightings) == 101
    assert found.sightings[-1] == NOON + 119 * HOUR


def test_what_stood_at_an_address_at_a_moment(archive: Archive, database: Documents) -> None:
    archive.keep(page(body="old", hours=0))
    archive.keep(page(body="new", hours=2))
    archive.keep(page(body="old", hours=4))
    reader = Reader(database)

    def body_at(hours: float | None) -> str | None:
        at = None if hours is None else NOON + hours * HOUR
        found = reader.find("https://a.kz/1", at)
        return reader.read(found).answer.body.decode()[-17:-11].strip("<p>") if found else None

    assert [body_at(hours) for hours in (-1, 0, 1, 2, 3, 4, None)] == [
        *(None, "old", "old", "new", "new", "old", "old")
    ]


def test_damaged_pages_are_left_out_of_an_export(
    archive: Archive, database: Documents, tmp_path: Path
) -> None:
    archive.keep(*(page(number, hours=number) for number in range(4)))
    id_ = page(2).id
    database["pages"].update_one({"_id": id_}, {"$set": {"data": b"damaged"}})
    path = tmp_path / "pages.wacz"
    written, [fault] = export_pages(Reader(database), {}, path, None, None)
    assert written == 3
    assert fault.startswith(f"the page {id_} (https://a.kz/2) is damaged: ")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    database["pages"].delete_many({"_id": {"$ne": id_}})
    with pytest.raises(ExportError, match="is damaged"):
        export_pages(Reader(database), {}, path, None, None)
    with pytest.raises(ExportError, match="no kept page matches"):
        export_pages(Reader(database), {"kind": "film"}, path, None, None)


def test_damage_is_named(archive: Archive, database: Documents) -> None:
    archive.keep(*(page(number, hours=number) for number in range(4)))
    pages, reader = database["pages"], Reader(database)
    alone, damaged, other, whole = reader.select({})
    broken = bytearray(damaged["data"])
    broken[-1] ^= 1
    with pytest.raises(UnreadablePageError, match=rf"{damaged['_id']} .*a.kz/1.* is damaged"):
        reader.read(damaged | {"data": bytes(broken)})
    with pytest.raises(UnreadablePageError, match="it is not what was kept"):
        reader.read(alone | {"url": other["url"]})
    database["dictionaries"].delete_many({})
    assert reader.read(whole).url == "https://a.kz/3"
    with pytest.raises(UnreadablePageError, match=rf"dictionary {whole['dictionary']} is missing"):
        Reader(database).read(whole)
    # A crawl that has it in memory brings it back; one that has not begins another.
    assert archive.keep(page(9, hours=9)) == ["kept"]
    assert pages.count_documents({}) == 5


def test_a_damaged_dictionary_is_mended_by_the_page_that_it_was(
    archive: Archive, database: Documents, caplog: pytest.LogCaptureFixture
) -> None:
    archive.keep(*(page(number, hours=number) for number in range(4)))
    database["dictionaries"].update_many({}, {"$set": {"data": b"damaged"}})
    assert archive.keep(page(5, hours=5)) == ["kept"]
    assert "is damaged, and serves as no dictionary" in caplog.text
    assert len(kept(database)) == 5


def test_a_dictionary_that_nobody_can_mend_is_no_end(archive: Archive, database: Documents) -> None:
    archive.keep(*(page(number, hours=number) for number in range(4)))
    database["pages"].delete_many({"dictionary": None})
    database["dictionaries"].update_many({}, {"$set": {"data": b"damaged"}})
    assert archive.keep(page(5, hours=5), page(6, hours=6)) == ["kept", "kept"]
    reader = Reader(database)
    assert [reader.read(each).url for each in reader.select({"url": {"$gte": "https://a.kz/5"}})]
