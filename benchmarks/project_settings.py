"""The project's settings, read without a trace.

Scrapy's get_project_settings() sets an environment variable that crawls in processes of their own
would inherit: they would be other crawls, depending on which tests ran before.
"""

from __future__ import annotations

from scrapy.settings import Settings


def project_settings() -> Settings:
    settings = Settings()
    settings.setmodule("kznews.settings")
    return settings
