from __future__ import annotations

import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kznews.transport.replay_files import ReplayError
from kznews.transport.warc import BodyTooLargeError, list_records, read_answer
from tests.transport.crawls import HTML, Warc

URL = "https://exclusive.kz/a/"
TEXT = "Қазақстан жаңалықтары ".encode() * 2000


def chunked(body: bytes) -> bytes:
    middle = len(body) // 2
    parts = [body[:middle], body[middle:], b""]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


@pytest.mark.parametrize("packed", [True, False])
def test_records_are_listed_and_read_by_their_place(tmp_path: Path, packed: bool) -> None:
    warc = Warc(tmp_path / "a.warc", packed)
    for number in range(5):
        warc.add(f"{URL}{number}", TEXT + str(number).encode())
    records = list(list_records(warc.path))
    assert [record.url for record in records] == [f"{URL}{number}" for number in range(5)]
    for number, record in reversed(list(enumerate(records))):
        answer = read_answer(record, 0)
        assert (answer.status, answer.body) == (200, TEXT + str(number).encode())
        assert answer.headers == [("Content-Type", "text/html; charset=UTF-8")]


@pytest.mark.parametrize(
    ("encoding", "stored"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("gzip", TEXT),  # an archiver that unpacked the body and kept the header
    ],
)
@pytest.mark.parametrize("transfer", [None, "chunked", "Chunked"])
def test_a_body_comes_out_unpacked(
    tmp_path: Path, encoding: str, stored: bytes, transfer: str | None
) -> None:
    headers: tuple[tuple[str, str], ...] = (*HTML, ("Content-Encoding", encoding))
    headers = (*headers, ("Content-Length", "1"))
    if transfer:
        headers = (*headers, ("Transfer-Encoding", transfer))
        stored = chunked(stored)
    warc = Warc(tmp_path / "a.warc.gz").add(URL, stored, headers=headers)
    answer = read_answer(next(list_records(warc.path)), 0)
    assert answer.body == TEXT
    assert answer.headers == list(HTML)


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_what_warcio_cannot_unpack_is_left_to_scrapy(tmp_path: Path, encoding: str) -> None:
    headers = (*HTML, ("Content-Encoding", encoding))
    warc = Warc(tmp_path / "a.warc.gz").add(
        URL, chunked(b"packed"), headers=(*headers, ("Transfer-Encoding", "chunked"))
    )
    answer = read_answer(next(list_records(warc.path)), 0)
    assert (answer.headers, answer.body) == (list(headers), b"packed")


def test_a_resource_is_an_answer_without_http(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz").add(URL, b"text", kind="resource")
    record = next(list_records(warc.path))
    answer = read_answer(record, 0)
    assert record.type == "resource"
    assert (answer.status, answer.headers, answer.body) == (
        200,
        [("Content-Type", "text/plain")],
        b"text",
    )


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2024-04-08T12:00:00Z", datetime(2024, 4, 8, 12, tzinfo=UTC)),
        ("2024-04-08T12:00:00.5Z", datetime(2024, 4, 8, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2024-04-08", datetime(2024, 4, 8, tzinfo=UTC)),
    ],
)
def test_a_capture_has_its_moment(tmp_path: Path, date: str, moment: datetime) -> None:
    warc = Warc(tmp_path / "a.warc.gz").add(URL, date=date)
    captured_at = next(list_records(warc.path)).captured_at
    assert captured_at == moment
    assert captured_at.tzinfo is UTC


def test_a_body_over_the_limit_is_refused(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz").add(URL, TEXT)
    record = next(list_records(warc.path))
    assert read_answer(record, len(TEXT)).body == TEXT
    with pytest.raises(BodyTooLargeError):
        read_answer(record, len(TEXT) - 1)


def test_listing_keeps_no_bodies(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz").add(URL, bytes(60_000_000))
    tracemalloc.start()
    assert len(list(list_records(warc.path))) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_file_that_changed_since_is_an_error(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz").add(URL, TEXT).add(f"{URL}2", TEXT)
    last = list(list_records(warc.path))[-1]
    warc.path.write_bytes(warc.path.read_bytes()[: last.offset])
    with pytest.raises(ReplayError, match=rf"a\.warc\.gz, record at byte {last.offset}"):
        read_answer(last, 0)
    warc.path.unlink()
    with pytest.raises(ReplayError, match=r"a\.warc\.gz, record at byte"):
        read_answer(last, 0)


def refuse(path: Path) -> str:
    with pytest.raises(ReplayError) as caught:
        list(list_records(path))
    assert str(path) in str(caught.value)
    return str(caught.value)


def three_records(path: Path, *, packed: bool = True) -> tuple[bytes, list[int]]:
    warc = Warc(path, packed)
    for number in range(3):
        # Not compressible: damage anywhere in it is damage to the content.
        body = b"".join(zlib.crc32(b"%d %d" % (number, n)).to_bytes(4) for n in range(500))
        warc.add(f"{URL}{number}", body)
    return path.read_bytes(), [record.offset for record in list_records(path)]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refuse(tmp_path / "a.warc.gz")


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04", b"\x28\xb5\x2f\xfd"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    assert "is no WARC file" in refuse(path)


def test_something_else_in_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"<html>no archive</html>"))
    assert "no WARC record at byte 0" in refuse(path)


def test_a_cut_off_file_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    whole, offsets = three_records(path)
    for length in (offsets[2] + 1, offsets[2] + 5, offsets[2] + 500, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert f"begins at byte {offsets[2]}" in refuse(path)


def test_a_damaged_record_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    whole, offsets = three_records(path)
    for place in (offsets[1], offsets[1] + 60, (offsets[1] + offsets[2]) // 2, offsets[2] - 6):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        assert f"at byte {offsets[1]}" in refuse(path)


def test_dirt_after_the_last_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    whole, _ = three_records(path)
    path.write_bytes(whole + b"dirt")
    assert f"at byte {len(whole)}" in refuse(path)


def test_a_cut_off_plain_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    whole, offsets = three_records(path, packed=False)
    for length in (offsets[2] + 20, len(whole) - 5):
        path.write_bytes(whole[:length])
        assert f"at byte {offsets[2]}" in refuse(path)


def test_a_plain_record_with_a_wrong_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    whole, offsets = three_records(path, packed=False)
    start = whole.index(b"Content-Length: ", offsets[1])
    path.write_bytes(whole[:start] + b"Content-Length: 1000" + whole[whole.index(b"\r", start) :])
    assert f"the record at byte {offsets[1]} does not end where it says" in refuse(path)


def test_one_gzip_member_for_all_records_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    whole, _ = three_records(path, packed=False)
    path.write_bytes(gzip.compress(whole))
    assert "warcio recompress" in refuse(path)


@pytest.mark.parametrize("wrong", ["WARC-Date: yesterday", "Content-Length: many"])
def test_a_header_that_says_nothing_is_refused(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "a.warc"
    whole, offsets = three_records(path, packed=False)
    name = wrong.partition(":")[0].encode()
    start = whole.index(name, offsets[1])
    end = whole.index(b"\r\n", start)
    path.write_bytes(whole[:start] + wrong.encode() + whole[end:])
    assert f"at byte {offsets[1]}" in refuse(path)


def test_an_answer_without_a_status_is_refused(tmp_path: Path) -> None:
    path = Warc(tmp_path / "a.warc.gz").add(URL, status="what OK").path
    assert "at byte 0" in refuse(path)
