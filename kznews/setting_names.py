"""Names of settings that the command line gives: with a misspelt REPLAY a replay would be live."""

from __future__ import annotations

import os
from difflib import get_close_matches
from importlib import import_module

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings
from scrapy.utils.project import ENVVAR


class MisspeltSettingError(Exception):
    """An error of the command line: it sets what is nearly a setting; the message names both."""


def refuse_misspelt_settings(settings: BaseSettings) -> None:
    """Raise MisspeltSettingError where `-s` names nearly what Scrapy or the project has.

    A name that is near to none is of whoever reads it: a spider of the user's own, an extension.
    """
    project = import_module(os.environ.get(ENVVAR, "kznews.settings"))
    known = {name for name in (*dir(default_settings), *dir(project)) if name.isupper()}
    for name in settings:
        if settings.getpriority(name) != SETTINGS_PRIORITIES["cmdline"] or name in known:
            continue
        for nearest in get_close_matches(str(name).upper(), sorted(known), 1):
            raise MisspeltSettingError(
                f"-s {name}: there is no setting of this name: did you mean {nearest}? "
                f"(One of your own that is so near is to be set in {project.__name__}, too.)"
            )
