from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.nodes.schedule import Tick, current_tick

SECONDS = st.integers(0, 4 * 10**9)
MOMENTS = SECONDS.map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
INTERVALS = st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds))


@given(st.text(min_size=1), INTERVALS, MOMENTS)
def test_a_tick_is_the_same_from_its_moment_to_the_next(
    spider: str, every: timedelta, now: datetime
) -> None:
    tick = current_tick(spider, every, now)
    assert tick.at <= now < tick.at + every
    assert current_tick(spider, every, tick.at) == tick
    before_the_next = tick.at + every - timedelta(microseconds=1)
    assert current_tick(spider, every, before_the_next) == tick
    assert current_tick(spider, every, tick.at + every) == Tick(spider, tick.at + every)


def test_a_jobs_id_names_spider_and_moment() -> None:
    at = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
    assert Tick("exclusive", at).job == "exclusive-20261122T172000Z"


def test_spiders_do_not_all_begin_at_once() -> None:
    now = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
    begin = {current_tick(f"outlet{n}", timedelta(minutes=10), now).at for n in range(60)}
    assert len(begin) > 50


@pytest.mark.parametrize("every", [timedelta(0), timedelta(seconds=-5), timedelta(seconds=1.5)])
def test_an_impossible_interval_is_refused_by_name(every: timedelta) -> None:
    with pytest.raises(ValueError, match="exclusive: crawl_every is"):
        current_tick("exclusive", every, datetime(2026, 11, 22, tzinfo=UTC))
