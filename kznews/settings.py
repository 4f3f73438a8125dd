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
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5
# News pages refresh themselves for their readers; we come again by our own clock.
METAREFRESH_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    # In place of Scrapy's own, which forgets robots.txt for requests that wait for it.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "kznews.transport.robots.PatientRobotsTxtMiddleware": 100,
    # Just before Scrapy's own redirects (600).
    "kznews.transport.redirects.RedirectLoopMiddleware": 610,
}

# News pages need no session, and a cookie can change what is served.
COOKIES_ENABLED = False

# Both open a port that runs Python.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = os.environ.get("KZNEWS_LOG_LEVEL", "INFO")
LOG_VERSIONS: list[str] = []

# What answers requests: the network, REPLAY (WARC files) or NEWSROOM (an address on loopback).
# CHROMIUM names a browser other than the system's or Playwright's.
ADDONS = {"kznews.transport.addon.TransportAddon": 100}
DOWNLOAD_HANDLERS = {
    "http": "kznews.transport.handler.TransportHandler",
    "https": "kznews.transport.handler.TransportHandler",
    # News comes by HTTP; REPLAY and NEWSROOM could not answer for these.
    "file": None,
    "ftp": None,
    "s3": None,
}

# In the order in which an item passes them. Where they store: MONGODB_URI (the embedded server
# where not given) and MONGODB_DATABASE, as settings or in the environment.
ITEM_PIPELINES = {
    "kznews.pipelines.normalize.NormalizePipeline": 100,
    "kznews.pipelines.validate.ValidatePipeline": 200,
    "kznews.pipelines.deduplicate.DeduplicatePipeline": 300,
    "kznews.pipelines.store.StorePipeline": 400,
}
EXTENSIONS = {"kznews.summary.CrawlSummary": 900}
