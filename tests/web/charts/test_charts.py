"""Charts: what they draw, and that no numbers, moments or texts break them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from kznews.web.charts.bars import MOST_BARS, Bar, bars
from kznews.web.charts.intervals import Time, TimeRow, intervals
from kznews.web.charts.labels import labels_of
from kznews.web.charts.lines import Line, Point, Span, lines
from kznews.web.charts.scales import number_scale, time_scale
from kznews.web.charts.sparkline import sparkline

ALMATY = ZoneInfo("Asia/Almaty")
LABELS = labels_of("ru", ALMATY)
DAY = timedelta(days=1)
START = datetime(2026, 5, 4, 19, tzinfo=UTC)
"""Midnight of 5 May in Almaty."""


def parsed(markup: Markup) -> etree._Element:
    """Read a chart as XML, which forgives nothing, and check what holds for each."""
    root = etree.fromstring(f"<all>{markup}</all>")
    for each in root.iter():
        assert "style" not in each.attrib
        assert not [name for name in each.attrib if str(name).startswith("on")]
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "d"):
            value = str(each.get(name, ""))
            assert "nan" not in value
            assert "inf" not in value
            if value.endswith("%"):
                assert 0 <= float(value[:-1]) <= 100
            elif name in ("width", "height") and value:
                assert float(value) >= 0
    ids = root.xpath("//@id")
    assert isinstance(ids, list)
    assert len(ids) == len(set(ids))
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return [str(each.xpath("string()")) for each in found if isinstance(each, etree._Element)]


def attributes(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return list(map(str, found))


def test_bars_stand_side_by_side_from_zero_and_lead_to_pages() -> None:
    counts = [Bar("5 мая", 4, href="/search?q=a&b=c"), Bar("6 мая", None), Bar("7 мая", 2)]
    root = parsed(bars("days", "Статьи", "по дням", counts, LABELS))
    [high, low] = [
        (float(height), x)
        for height, x in zip(
            attributes(root, "//rect[@class='bar']/@height"),
            attributes(root, "//rect[@class='bar']/@x"),
            strict=True,
        )
    ]
    assert high[0] == 2 * low[0]
    assert (high[1], low[1]) == ("2.5%", "69.167%")
    assert attributes(root, "//a/@href") == ["/search?q=a&b=c"]
    assert "5 мая: 4" in texts(root, "//a/title")
    # What is within an image cannot be reached by the keyboard.
    assert attributes(root, "/all/svg/@role") == ["group"]
    assert texts(root, "/all/svg/title") == ["Статьи"]
    assert texts(root, "/all/svg/desc") == ["по дням"]
    assert attributes(root, "/all/svg/@aria-labelledby") == attributes(root, "/all/svg/title/@id")


def test_more_bars_than_can_be_seen_are_added_up() -> None:
    root = parsed(bars("n", "t", "d", [Bar(f"{n}", 1) for n in range(10_000)], LABELS))
    drawn = texts(root, "//g/title")
    assert len(drawn) <= MOST_BARS
    assert drawn[0] == "0 – 27: 28"


def test_a_line_has_gaps_where_nothing_is_known() -> None:
    points = [Point(START + n * DAY, float(n)) for n in (0, 1, 2, 8, 9)]
    points += [Point(START + 10 * DAY, None), Point(START + 11 * DAY, math.nan)]
    points.append(Point(START + 12 * DAY, 5.0))
    root = parsed(
        lines(
            "rates",
            "t",
            "d",
            [Line("USD", points, longest_pause=3 * DAY)],
            LABELS,
            spans=[Span(START, START + DAY, "устарело")],
        )
    )
    [path] = attributes(root, "//path/@d")
    assert path.count("M") == 3
    assert len(texts(root, "//circle/..")) == 6
    assert "устарело" in texts(root, "//g/title")
    assert attributes(root, "/all/svg/@role") == ["img"]
    assert texts(root, "//ul/li") == ["USD"]


def test_a_number_that_holds_until_the_next_is_a_step() -> None:
    points = [Point(START, 1.0), Point(START + DAY, 2.0)]
    [path] = attributes(
        parsed(lines("n", "t", "d", [Line("USD", points, stays=True)], LABELS)), "//path/@d"
    )
    (_, y1), (x2, y2), (x3, y3) = (each.split() for each in path[1:].split("L"))
    assert (x2, y2) == (x3, y1)
    assert y3 != y1


def test_of_many_points_the_extremes_stay() -> None:
    points = [Point(START + n * DAY / 100, 1.0) for n in range(10_000)]
    points[5_555] = Point(points[5_555].at, 100.0)
    markup = lines("n", "t", "d", [Line("a", points)], LABELS)
    [path] = attributes(parsed(markup), "//path/@d")
    assert " 0L" in path
    assert len(markup) < 25_000


def test_intervals_are_rows_with_what_is_certain_and_what_is_possible() -> None:
    rows = [
        TimeRow(
            "Заголовок",
            [Time(START + DAY / 4, START + DAY / 2, "с 6 до 12", until=START + DAY * 3 / 4)],
            href="/tickers/1",
            language="ru",
        ),
        TimeRow("Другой", [Time(START - 9 * DAY, START - 8 * DAY, "раньше")], href="javascript:x"),
    ]
    root = parsed(intervals("Лента", rows, LABELS, between=(START, START + DAY), mark=START))
    [certain] = [dict(each.attrib) for each in root.iter("rect") if each.get("class") == "certain"]
    [possible] = attributes(root, "//rect[@class='possible']/@x")
    assert (certain["x"], certain["width"], possible) == ("25%", "25%", "50%")
    assert attributes(root, "//li/svg/@aria-label") == ["с 6 до 12", "раньше"]
    assert attributes(root, "//a/@href") == ["/tickers/1"]
    assert len(attributes(root, "//line[@class='mark']/@x1")) == 2
    hours = texts(root, "//div/svg[1]/text")
    assert hours[:3] == ["00:00", "06:00", "12:00"]


def test_a_small_line_is_drawn_of_what_is_known() -> None:
    [path] = attributes(parsed(sparkline([1, 2, None, 3], "за неделю")), "//path/@d")
    assert path.count("M") == 2


@pytest.mark.parametrize(
    ("span", "first"),
    [
        (timedelta(hours=3), ["00:00", "01:00", "02:00", "03:00"]),
        (timedelta(days=2), ["5 мая", "12:00", "6 мая", "12:00"]),
        (timedelta(days=3), ["5 мая", "6 мая", "7 мая", "8 мая"]),
        (timedelta(days=40), ["11 мая", "18 мая", "25 мая"]),
        (timedelta(days=300), ["июль 2026", "сент. 2026", "нояб. 2026"]),
        (timedelta(days=3000), ["2028", "2030", "2032"]),
    ],
)
def test_moments_beside_an_axis_are_round_in_the_zone(span: timedelta, first: list[str]) -> None:
    ticks = time_scale([START, START + span], ALMATY).ticks()
    assert [LABELS.moment(at, unit) for at, unit in ticks][: len(first)] == first


def test_midnights_stay_midnights_when_the_zone_changes_its_time() -> None:
    # Almaty went from UTC+6 to UTC+5 on 1 March 2024.
    begun = datetime(2024, 2, 28, 18, tzinfo=UTC)
    ticks = time_scale([begun, begun + 5 * DAY], ALMATY).ticks()
    assert {at.astimezone(ALMATY).hour for at, _ in ticks} == {0}


def test_numbers_beside_an_axis_are_round() -> None:
    assert number_scale([481.3, 527.9]).ticks == (480, 500, 520, 540)
    assert number_scale([3], from_zero=True, whole=True).ticks == (0, 1, 2, 3)
    assert number_scale([]).ticks == (0, 0.25, 0.5, 0.75, 1)


NUMBERS = st.one_of(st.none(), st.floats(), st.integers(-(10**30), 10**30))
TEXTS = st.one_of(
    st.text(max_size=20), st.sampled_from(["<script>", "\x00\x1b", "\u202e", "\ud800"])
)
ADDRESSES = st.one_of(st.none(), TEXTS, st.sampled_from(["javascript:alert(1)", "//evil.kz", "/a"]))
MOMENTS = st.one_of(
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC)),  # noqa: DTZ001
)
DRAWN: list[Callable[[st.DataObject], Markup]] = [
    lambda data: bars(
        data.draw(TEXTS),
        data.draw(TEXTS),
        data.draw(TEXTS),
        data.draw(st.lists(st.builds(Bar, TEXTS, NUMBERS, ADDRESSES), max_size=8)),
        LABELS,
    ),
    lambda data: lines(
        data.draw(TEXTS),
        data.draw(TEXTS),
        data.draw(TEXTS),
        data.draw(
            st.lists(
                st.builds(
                    Line,
                    TEXTS,
                    st.lists(st.builds(Point, MOMENTS, NUMBERS, st.none(), ADDRESSES), max_size=5),
                    st.one_of(st.none(), st.timedeltas()),
                    st.booleans(),
                ),
                max_size=3,
            )
        ),
        LABELS,
        spans=data.draw(st.lists(st.builds(Span, MOMENTS, MOMENTS, TEXTS), max_size=2)),
        between=data.draw(st.one_of(st.none(), st.tuples(MOMENTS, MOMENTS))),
    ),
    lambda data: intervals(
        data.draw(TEXTS),
        data.draw(
            st.lists(
                st.builds(
                    TimeRow,
                    TEXTS,
                    st.lists(
                        st.builds(Time, MOMENTS, MOMENTS, TEXTS, st.one_of(st.none(), MOMENTS)),
                        max_size=3,
                    ),
                    ADDRESSES,
                    st.one_of(st.none(), TEXTS),
                    TEXTS,
                ),
                max_size=3,
            )
        ),
        LABELS,
        between=data.draw(st.one_of(st.none(), st.tuples(MOMENTS, MOMENTS))),
        mark=data.draw(st.one_of(st.none(), MOMENTS)),
    ),
    lambda data: sparkline(data.draw(st.lists(NUMBERS, max_size=9)), data.draw(TEXTS)),
]


@pytest.mark.parametrize("draw", DRAWN, ids=["bars", "lines", "intervals", "sparkline"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_hostile_breaks_a_chart(
    draw: Callable[[st.DataObject], Markup], data: st.DataObject
) -> None:
    root = parsed(draw(data))
    assert not list(root.iter("script"))
    for each in attributes(root, "//@href"):
        assert (
            each == ""
            or each.startswith(("http://", "https://", "?", "#"))
            or (each.startswith("/") and not each.startswith("//"))
        )
