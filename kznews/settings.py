"""Every Scrapy setting of the project, each with its reason; all can be given with `-s`."""

from __future__ import annotations

import os

BOT_NAME = "kznews"
SPIDER_MODULES = ["kznews.spiders"]
COMMANDS_MODULE = "kznews.commands"

# Who we are, with an address for an outlet's webmaster. robots.txt is read by this name too.
USER_AGENT = os.environ.get("KZNEWS_USER_AGENT", "kznews/0.1 (+https://github.com/kznews/kznews)")

# Good citizens: robots.txt, one page at a time from a host, half a second apart.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 0.5
CONCURRENT_REQUESTS_PER_DOMAIN = 2

# A server that hangs, sends a film or sends half a page: an error with its URL, never a page.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_VERIFY_CERTIFICATES = False
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5

# News pages need no session, and a cookie can change what is served.
COOKIES_ENABLED = False

# Both open a port that runs Python.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = os.environ.get("KZNEWS_LOG_LEVEL", "INFO")
LOG_VERSIONS: list[str] = []
