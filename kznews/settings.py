"""Every Scrapy setting of the project, each with its reason; all can be given with `-s`."""

from __future__ import annotations

import os
import sys
from typing import Any

from scrapy.settings import default_settings

from kznews.command_line import commands_module, spider_modules

BOT_NAME = "kznews"
SPIDER_MODULES = spider_modules(sys.argv)
COMMANDS_MODULE = commands_module(sys.argv)

# Who we are, with an address for an outlet's webmaster. robots.txt is read by this name too.
USER_AGENT = os.environ.get("KZNEWS_USER_AGENT", "kznews/0.1 (+https://github.com/kznews/kznews)")

# Good citizens: robots.txt, and half a second between two requests to a host, over all workers of
# the database (robots.txt may ask for more).
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 0.5
CONCURRENT_REQUESTS_PER_DOMAIN = 2

# A server that hangs, sends a film or sends half a page: an error with its URL, never a page.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True
# Hours of a crawl at half a second: an outlet that invents pages is left, and told, then. What is
# still queued is for the next crawl; one that is to read a whole archive gives 0.
CLOSESPIDER_PAGECOUNT = 20_000
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5
# News pages refresh themselves for their readers; we come again by our own clock.
METAREFRESH_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    # In place of Scrapy's own, which forgets robots.txt for requests that wait for it.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "kznews.transport.robots.SharedRobotsTxtMiddleware": 100,
    # Just before Scrapy's own redirects (600).
    "kznews.transport.redirects.RedirectGuardMiddleware": 610,
    # Before redirects are followed and bodies unpacked (590).
    "kznews.spiders.keeping.ServedHeadersMiddleware": 620,
    # Closest to the network: whatever is asked of a host waits for its turn there.
    "kznews.frontier.politeness.PolitenessMiddleware": 950,
}
SPIDER_MIDDLEWARES = {
    # Before Scrapy's own (50) that refuses what is no page: a 404 is kept, too.
    "kznews.spiders.keeping.KeepingMiddleware": 10,
    # Closest to the spider: it sees the answers that are read.
    "kznews.frontier.answers.AnswerMiddleware": 950,
}

# Scrapy makes as many tasks for each answer, whether it has items for them or not: 100 of them, its
# default, cost a page a millisecond or more. Most answers have one item; where a ticker or a strip
# has changed, its 25 go in turns.
CONCURRENT_ITEMS = 8

# News pages need no session, and a cookie can change what is served.
COOKIES_ENABLED = False

# Both open a port that runs Python.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Scrapy imports all that these two name, also what is turned off above or set to None below; remote
# control imports aiohttp, cookies import tldextract: a third of a second for each crawl's start.
EXTENSIONS_BASE = {
    name: order
    for name, order in default_settings.EXTENSIONS_BASE.items()
    if not name.startswith(("scrapy.extensions.remote_control.", "scrapy.extensions.telnet."))
}
DOWNLOADER_MIDDLEWARES_BASE = {
    name: order
    for name, order in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    if not name.startswith("scrapy.downloadermiddlewares.cookies.")
}

LOG_LEVEL = os.environ.get("KZNEWS_LOG_LEVEL", "INFO")
LOG_VERSIONS: list[str] = []

# What answers requests: the network, REPLAY (WARC files) or NEWSROOM (an address on loopback).
# CHROMIUM names a browser other than the system's or Playwright's.
REPLAY = None
NEWSROOM = None
CHROMIUM = None
# Networks of an intranet that a crawl may connect to, with commas between; all others that are not
# public are refused. None: what the environment variable of this name says.
ALLOWED_PRIVATE_NETWORKS = None
ADDONS = {
    "kznews.transport.addon.TransportAddon": 100,
    "kznews.mongo.addon.DatabaseAddon": 200,
    "kznews.archive.addon.ArchiveAddon": 250,
    "kznews.frontier.addon.FrontierAddon": 300,
}
DOWNLOAD_HANDLERS = {
    "http": "kznews.transport.handler.TransportHandler",
    "https": "kznews.transport.handler.TransportHandler",
    # News comes by HTTP; REPLAY and NEWSROOM could not answer for these.
    "file": None,
    "ftp": None,
    "s3": None,
}

# What is to be fetched, is being fetched and was fetched: in MongoDB, shared by all workers.
SCHEDULER = "kznews.frontier.scheduler.FrontierScheduler"
# Seconds that a page is a worker's; renewed while it lives. One that died holds pages so long.
FRONTIER_LEASE = 30
# How many pages a worker holds at most, and half as many where others crawl the outlet, too:
# enough to keep it busy, few enough to share.
FRONTIER_CAPACITY = 64
# How many requests one page may lead to: as many as a sitemap may hold.
FRONTIER_PAGE_REQUESTS = 50_000
# After so many failures, minutes to hours apart, a page is given up until it is revived.
FRONTIER_ATTEMPTS = 5
# Seconds that a crawl waits for a host that asks for a pause; longer ones are for a later crawl.
HOST_PAUSE_MAX_WAIT = 60
# When a page that was read is due again. Without `changes`: from its first visit on, thrice as late
# whenever it is unchanged, twice as soon whenever it changed, between `least` and `most`. With
# them, by how often the spider's pages of that age were found changed: after `first` where that is
# the stated number a day, after half of it where it is four times the number; sooner where the page
# itself was changed before. An article is due by its age; after the last stage it is settled. A
# crawl visits what was due when it began, and always the first page of its listings.
#
# Of feeds, sitemaps and listings: their age is the time since they showed something new. Where 60
# articles come in a day, 97 in 100 come within 90 minutes of the one before: so long a beat of five
# minutes finds these pages due each time. After that they wait longer, as outlets do at night.
_ways = [
    {"younger": "90m", "first": "4m", "least": "4m", "most": "4m"},
    {"younger": "3h", "first": "9m", "least": "4m", "most": "9m"},
    {"younger": "1d", "first": "19m", "least": "4m", "most": "29m"},
    {"first": "29m", "least": "4m", "most": "1d"},
]
REVISIT: dict[str, list[dict[str, Any]]] = {
    "listing": _ways,
    "feed": _ways,
    # Of an index the newest, and the index itself.
    "sitemap": _ways,
    # Their later pages: new articles do not show there, only what was put in between. With each new
    # article all of them change, so that says nothing.
    "archive": [{"first": "3d", "least": "3d", "most": "30d"}],
    # Editors correct within hours, take down within days. The numbers are of an outlet that edits
    # one article in twelve (`python -m benchmarks.month`). Articles of such an
    # outlet are visited after 1.5 and 12 more hours, then after 4, 15 and 20 more days.
    "article": [
        {"younger": "1h", "changes": 0.7, "first": "1.5h", "least": "15m", "most": "8h"},
        {"younger": "6h", "changes": 0.1, "first": "12h", "least": "30m", "most": "2d"},
        {"younger": "1d", "changes": 0.007, "first": "4d", "least": "1h", "most": "6d"},
        {"younger": "7d", "changes": 0.0011, "first": "15d", "least": "2h", "most": "20d"},
        {"younger": "30d", "changes": 0.0002, "first": "20d", "least": "6h", "most": "20d"},
    ],
    # What was read and is not shown any more: after 6, 24 and 78 hours, so that three misses of a
    # day say that it is gone; then rarely, for a year after it was last read, to see it return.
    # An outlet's page for an address that does not exist: once a day, while articles look like it.
    "not_found": [{"first": "1d", "least": "1d", "most": "30d"}],
    "missing": [{"younger": "365d", "first": "6h", "least": "6h", "most": "30d"}],
}
# Whether feeds, sitemaps and listings wait until they are due by REVISIT, for crawls that a clock
# starts every few minutes: at night, and where nothing is published, most of these then ask for
# nothing. Else each crawl asks for all of them, since who starts it wants to know what is new.
START_WHEN_DUE = False
# Revisits in a day for each page that is watched (that is due again some time), on average over a
# spider's pages, by policy: over three times what most outlets need, to limit those that edit most.
# Where more is due, those wait that are the least overdue. Other policies have no budget.
REVISIT_BUDGET = {"article": 0.4}

# Every page that is read is kept as it was served, but for bodies of more bytes: no article or list
# of an outlet has so many.
ARCHIVE_MAXSIZE = 8 * 1024 * 1024
# Days that pages of a kind are kept after they were last seen; of kinds that are not named, for
# ever. A listing says nothing that its articles do not. What an article was read from stays.
ARCHIVE_KEEP = {"listing": 30, "feed": 30, "sitemap": 30, "not_found": 30}

# What a crawl prepares in its database before it begins; each room declares its own.
DATABASE_COLLECTIONS = (
    "kznews.record.schema.COLLECTIONS",
    "kznews.archive.schema.COLLECTIONS",
    "kznews.layouts.schema.COLLECTIONS",
    "kznews.monitoring.schema.COLLECTIONS",
    "kznews.frontier.schema.COLLECTIONS",
)

# Where a crawl stores; where these say nothing, environment variables of the same names, and where
# they say nothing either, the embedded server. The meanings: `kznews.mongo.connection.resolve`.
MONGODB_URI = None
MONGODB_URI_FILE = None
MONGODB_DATABASE = None
MONGODB_TIMEOUT = None
KZNEWS_DATA_DIR = None

# The folder in which indexes of `scrapy search` lie, one a database, on a local disk; None: what
# the environment variable of this name says, or else `search` beside the embedded server's data.
SEARCH_INDEX = None

# Who may read the pages of `scrapy serve`, besides this machine: NAME:TOKEN, one a user, or a file
# that holds them. They are secrets: give them in the environment or in the file, where `ps` does
# not show them. None: what environment variables of these names say.
WEB_TOKENS = None
WEB_TOKENS_FILE = None

# In the order in which an item passes them.
ITEM_PIPELINES = {
    "kznews.pipelines.convert.ConvertPipeline": 100,
    "kznews.pipelines.normalize.NormalizePipeline": 200,
    "kznews.pipelines.boilerplate.BoilerplatePipeline": 300,
    "kznews.pipelines.validate.ValidatePipeline": 400,
    "kznews.pipelines.deduplicate.DeduplicatePipeline": 500,
    "kznews.pipelines.store.StorePipeline": 600,
}
# `-O FILE`: Scrapy's own exporters lose the time zone, write one kind of items in CSV, and lose all
# items in the format marshal.
FEED_EXPORTERS = {
    "json": "kznews.exporters.JsonExporter",
    "jsonlines": "kznews.exporters.JsonLinesExporter",
    "jsonl": "kznews.exporters.JsonLinesExporter",
    "jl": "kznews.exporters.JsonLinesExporter",
    "csv": "kznews.exporters.CsvExporter",
    "xml": "kznews.exporters.XmlExporter",
    "pickle": "kznews.exporters.PickleExporter",
    "marshal": "kznews.exporters.MarshalExporter",
}
# Letters as they are, not as `\u049b`.
FEED_EXPORT_ENCODING = "utf-8"
EXTENSIONS = {
    # In place of Scrapy's own, which ends with 0 where a file could not be written.
    "scrapy.extensions.feedexport.FeedExporter": None,
    "kznews.feeds.Feeds": 0,
    # In place of Scrapy's own, which counts what all crawls of the process log.
    "scrapy.extensions.logcount.LogCount": None,
    "kznews.monitoring.log_count.OwnLogCount": 0,
    "kznews.layouts.extension.InducedLayouts": 500,
    "kznews.monitoring.log_format.HarmlessLog": 600,
    "kznews.monitoring.recording.RunRecorder": 700,
    "kznews.monitoring.run_checks.RunChecks": 800,
    "kznews.monitoring.summary.CrawlSummary": 900,
}

# Whether `scrapy crawl` ends with 1 where a page was not as the outlet's facts let expect: for who
# tries an outlet's module.
STRICT = False

# What `scrapy run` does: how many crawls at once, of which most wait for hosts; and minutes after
# which a crawl is stopped that has not ended: what it has not read is for the next one.
RUN_CRAWLS = 16
RUN_DEADLINE = 60

# Where alerts go, besides the log: addresses as Apprise reads them, with blanks between, or one a
# line of a file. They hold secrets: give them in the environment, where `ps` does not show them.
ALERTS = os.environ.get("KZNEWS_ALERTS", "")
ALERTS_FILE = os.environ.get("KZNEWS_ALERTS_FILE")

# The address at which others reach the pages of `scrapy serve`, as https://news.example.org, for
# links in messages of saved searches. None: they link to the outlets.
WATCH_PAGES = os.environ.get("KZNEWS_WATCH_PAGES")

# Whether who reads the pages of `scrapy serve` may save searches there, where others than this
# machine reach them: an address of a search makes this machine connect to what it names.
WATCH_FORM = False

# Limits beyond which something is wrong: red in `scrapy status`, and an alert at the end of a run.
# Intervals (`crawl_every`) after which a success is late: one may fail, one may be skipped.
MONITOR_LATE_INTERVALS = 3
# Multiple of the longest pause of five weeks, with its nights and holidays, that silence may last.
MONITOR_QUIET_FACTOR = 1.5
# Share of the usual articles of the same weekday that a day must have: holidays are quiet.
MONITOR_ARTICLES_SHARE = 0.33
# Number of requests, items or articles of fewer than which a share proves nothing.
MONITOR_SHARE_MINIMUM = 10
# Share of requests that may fail: an outlet's bad hour. More is an outage or a block.
MONITOR_FAILED_SHARE = 0.2
# Share of items that may break their contract: single odd pages. More is a fault of extraction.
MONITOR_REJECTED_SHARE = 0.1
# Share of articles that no layout may read: pages of an odd design. More is a redesign.
MONITOR_FALLBACK_SHARE = 0.2
# Share of articles that may be in a language that the outlet's edition has not: a speech, a misread
# short text. More is a new edition, or a listing that leads to another outlet.
MONITOR_LANGUAGE_SHARE = 0.1
# Share of requests that may be given up: articles taken down. More is a change of addresses.
MONITOR_DEAD_SHARE = 0.05
# Days that the free space of the database's disk must last: enough to find another disk.
MONITOR_DISK_DAYS = 14
# Hours for which an address of a saved search may take nothing: mail servers are away for some.
MONITOR_WATCH_HOURS = 1
# Number of ticks skipped in a row that is wrong: one long crawl does that; more never end in time.
MONITOR_SKIPPED_TICKS = 3
