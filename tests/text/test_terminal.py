from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kznews.text.terminal import one_line, printable, write_bytes, write_distance, write_duration

NOW = datetime(2026, 4, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (4096, "4.1 kB"),
        (340_000, "340 kB"),
        (-14e6, "-14 MB"),
        (1.23e9, "1.2 GB"),
        (2.5e15, "2500 TB"),
    ],
)
def test_an_amount_of_bytes(number: float, words: str) -> None:
    assert write_bytes(number) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (119.9, "119 s"), (120, "2 min"), (7200, "2 h"), (172800, "2 days")],
)
def test_a_length_of_time(seconds: float, words: str) -> None:
    assert write_duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "now"),
        (0.9, "now"),
        (-1, "1 s ago"),
        (119.9, "in 119 s"),
        (120, "in 2 min"),
        (-3600, "60 min ago"),
        (7199, "in 119 min"),
        (7200, "in 2 h"),
        (-172799, "47 h ago"),
        (172800, "in 2 days"),
        (-86400 * 400, "400 days ago"),
    ],
)
def test_a_distance_is_in_the_unit_that_tells_most(seconds: float, written: str) -> None:
    assert write_distance(NOW + timedelta(seconds=seconds), NOW) == written


def test_an_error_is_one_short_line_that_no_terminal_obeys() -> None:
    assert one_line("KeyError: 'title'\n  in \x1b[31mour code\r") == (
        "KeyError: 'title' in \ufffd[31mour code"
    )
    assert one_line("ү" * 201) == "ү" * 199 + "…"
    assert one_line("ү" * 200) == "ү" * 200


def test_a_url_is_whole() -> None:
    url = f"https://exclusive.kz/{'x' * 500}"
    assert printable(f"{url}\x1b") == f"{url}\ufffd"
