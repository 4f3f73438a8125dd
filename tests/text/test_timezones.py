from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kznews.text.timezones import zone


@pytest.mark.parametrize(
    ("name", "instant", "hours"),
    [
        ("Asia/Almaty", datetime(2024, 2, 29, 17, 59, tzinfo=UTC), 6),
        ("Asia/Almaty", datetime(2024, 2, 29, 18, 0, tzinfo=UTC), 5),
        ("Asia/Qostanay", datetime(2024, 2, 29, 17, 59, tzinfo=UTC), 6),
        ("Asia/Qostanay", datetime(2024, 2, 29, 18, 0, tzinfo=UTC), 5),
        ("Asia/Qyzylorda", datetime(2018, 12, 20, 17, 59, tzinfo=UTC), 6),
        ("Asia/Qyzylorda", datetime(2018, 12, 20, 18, 0, tzinfo=UTC), 5),
        ("Asia/Atyrau", datetime(2010, 7, 1, tzinfo=UTC), 5),
    ],
)
def test_kazakhstans_changes(name: str, instant: datetime, hours: int) -> None:
    offset = instant.astimezone(zone(name)).utcoffset()
    assert offset is not None
    assert offset.total_seconds() == hours * 3600


@pytest.mark.parametrize("city", ["Aqtobe", "Aqtau", "Atyrau", "Oral"])
@pytest.mark.parametrize("year", [2005, 2018, 2019, 2024, 2026])
def test_the_west_has_kept_its_time(city: str, year: int) -> None:
    for month in (1, 3, 7, 12):
        offset = datetime(year, month, 1, tzinfo=zone(f"Asia/{city}")).utcoffset()
        assert offset == timedelta(hours=5)


def test_is_read_once() -> None:
    assert zone("Asia/Almaty") is zone("Asia/Almaty")
    assert zone("UTC").key == "UTC"


@pytest.mark.parametrize("name", ["Asia/Astana", "", "../../etc/passwd", "Asia", "Asia/", "/Asia"])
def test_unknown_names_are_errors_that_name_them(name: str) -> None:
    with pytest.raises(ValueError, match="time zone") as raised:
        zone(name)
    assert repr(name) in str(raised.value)
