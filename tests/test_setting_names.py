from __future__ import annotations

import pytest
from scrapy.settings import Settings

from benchmarks.project_settings import project_settings
from kznews.setting_names import MisspeltSettingError, refuse_misspelt_settings
from kznews.transport.addon import TransportAddon


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
    with pytest.raises(MisspeltSettingError, match=f"-s {name}: .* did you mean {meant}?"):
        TransportAddon().update_settings(given(name))


@pytest.mark.parametrize(
    "name",
    [
        *("LOG_FILE", "JOBDIR", "CLOSESPIDER_PAGECOUNT", "ALERTS", "MONITOR_DEAD_SHARE"),
        # Of a spider of the user's own.
        "SCRAPEOPS_API_KEY",
    ],
)
def test_a_setting_of_scrapys_ours_or_the_users_is_not(name: str) -> None:
    refuse_misspelt_settings(given(name))


def test_what_a_spider_or_an_addon_sets_is_its_own_affair() -> None:
    settings = project_settings()
    settings.set("MINE", 1, priority="spider")
    settings.set("MINE_TOO", 1, priority="addon")
    refuse_misspelt_settings(settings)
