"""Names of settings that the command line gives: with a misspelt REPLAY a replay would be live."""

from __future__ import annotations

import os
from difflib import get_close_matches
from importlib import import_module

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings
from scrapy.utils.project import ENVVAR


class UnknownSettingError(Exception):
    """An error of the command line: it sets what is no setting; the message names it."""


def refuse_unknown_settings(settings: BaseSettings) -> None:
    """Raise UnknownSettingError where `-s` names what neither Scrapy nor the project has."""
    project = import_module(os.environ.get(ENVVAR, "kznews.settings"))
    known = {name for name in (*dir(default_settings), *dir(project)) if name.isupper()}
    for name in settings:
        if settings.getpriority(name) != SETTINGS_PRIORITIES["cmdline"] or name in known:
            continue
        nearest = get_close_matches(str(name).upper(), sorted(known), 1)
        advice = f"did you mean {nearest[0]}?" if nearest else f"{project.__name__} lists ours"
        raise UnknownSettingError(f"-s {name}: there is no setting of this name: {advice}")
