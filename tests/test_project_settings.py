from __future__ import annotations

import os

from benchmarks.project_settings import project_settings


def test_the_environment_stays_as_it_is() -> None:
    before = dict(os.environ)
    assert project_settings()["BOT_NAME"] == "kznews"
    assert dict(os.environ) == before
