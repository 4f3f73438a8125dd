from __future__ import annotations

import pytest
from scrapy.settings import Settings

from kznews.setting_names import UnknownSettingError, refuse_unknown_settings
from kznews.transport.addon import TransportAddon
from tests.project_settings import project_settings


def given(name: str) -> Settings:
    settings = project_settings()
    settings.set(name, "april.warc.gz", priority="cmdline")
    return settings


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("REPLY", "REPLAY"),
        ("replay", "REPLAY"),
        ("REPLAY ", "REPLAY"),
        ("WARC_REPLAY", "REPLAY"),
        ("NEWSROM", "NEWSROOM"),
        ("MONGO_URI", "MONGODB_URI"),
        ("DATA_DIR", "KZNEWS_DATA_DIR"),
        ("LOGLEVEL", "LOG_LEVEL"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_nearest(name: str, meant: str) -> None:
    with pytest.raises(UnknownSettingError, match=f"-s {name}: .* did you mean {meant}?"):
        TransportAddon().update_settings(given(name))


def test_a_name_that_is_near_to_none_is_refused() -> None:
    with pytest.raises(UnknownSettingError, match=r"-s XYZ: .* kznews\.settings lists ours"):
        refuse_unknown_settings(given("XYZ"))


@pytest.mark.parametrize(
    "name", ["LOG_FILE", "JOBDIR", "CLOSESPIDER_PAGECOUNT", "ALERTS", "MONITOR_DEAD_SHARE"]
)
def test_a_setting_of_scrapys_or_ours_is_not(name: str) -> None:
    refuse_unknown_settings(given(name))


def test_what_a_spider_or_an_addon_sets_is_its_own_affair() -> None:
    settings = project_settings()
    settings.set("MINE", 1, priority="spider")
    settings.set("MINE_TOO", 1, priority="addon")
    refuse_unknown_settings(settings)
