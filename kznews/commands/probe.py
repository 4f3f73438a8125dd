"""`scrapy probe OUTLET`: an outlet's module beside its pages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pymongo
from scrapy import Request, signals
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from kznews.archive.reader import KeptPage, Reader, UnreadablePageError
from kznews.archive.schema import PAGES
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.demo_progress import PAGES as RECEIVED
from kznews.commands.output import say
from kznews.commands.probe_text import induced_lines, probe_lines
from kznews.extraction.probing import Probe, ProbedAnswer
from kznews.layouts.store import stored_layouts
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database
from kznews.monitoring.recording import RunRecorder
from kznews.monitoring.run_checks import RunChecks
from kznews.monitoring.summary import CrawlSummary
from kznews.outlets import all_outlets
from kznews.transport.newsroom import newsroom_database

_KINDS = ("feed", "sitemap", "listing", "article")
_MOST_ANSWERS = 2_000
"""The newest answers of a kind among which the pages are chosen."""
_MOST_OF_KIND = {"article": 30}
"""Pages of a kind that are looked at, where it is not the number for the others."""
_MOST_OF_OTHERS = 200
_PAGES_OF_LISTING = 2
"""Pages of each listing that a probe over the network reads."""
_MOST_ARTICLES = 15
"""Articles after which it asks for no more; those that are on their way still come."""
_MOST_SAVED = 3
"""Pages of a kind that `--templates` saves."""
_SUFFIXES = {"feed": "xml", "sitemap": "xml"}


class Command(DatabaseCommand, ScrapyCommand):
    """Tells which facts of an outlet's module its pages confirm, which they contradict.

    It reads a few pages by an ordinary crawl, which obeys robots.txt and keeps what comes in the
    archive and its articles in the record; then it looks at the newest pages that are kept. With
    `--archived` nothing is fetched. Ends with 1 where a fact is contradicted, with 2 and a line on
    stderr where no page is kept or there is no database.
    """

    requires_crawler_process = True
    summary = "Show which facts of an outlet's module its pages confirm"
    arguments = "OUTLET"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what says which pages, and where they are saved."""
        super().add_options(parser)
        parser.add_argument(
            "--archived", action="store_true", help="fetch nothing: look at kept pages alone"
        )
        parser.add_argument(
            "--templates", metavar="DIR", help="save some of the pages there, to make templates of"
        )

    def check(self, args: list[str], _: argparse.Namespace) -> None:
        """Raise UsageError for an outlet that there is not."""
        known = {each.name: each for each in all_outlets() if each.ways}
        if len(args) != 1:
            raise UsageError("name one outlet: `scrapy outlets` shows them")
        if args[0] not in known:
            raise UsageError(f"there is no outlet {args[0]!r}: there are {', '.join(known)}")
        self._outlet = known[args[0]]
        self._robots: dict[str, str] = {}

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Crawl, where asked to; then look at what is kept."""
        assert self.settings is not None  # set by Scrapy
        if self.settings.get("NEWSROOM") is not None:
            address = replace(address, database=newsroom_database(self.settings))
        if not opts.archived:
            self._crawl()
        probe, pages = Probe(self._outlet), 0
        saved: dict[str, int] = {}
        with open_sync_database(address) as database:
            for kept in self._kept_pages(database):
                pages += 1
                probe.meet(_answer(kept))
                if opts.templates and kept.answer.status == 200:
                    saved[kept.kind] = saved.get(kept.kind, 0) + 1
                    if saved[kept.kind] <= _MOST_SAVED:
                        try:
                            _save(kept, Path(opts.templates), saved[kept.kind])
                        except OSError as error:
                            return self.fail(f"cannot write {opts.templates}: {error.strerror}")
            induced = stored_layouts(database, self._outlet.name)
        if not pages:
            return self.fail(f"no page of {self._outlet.name} is kept")
        findings = probe.findings()
        evidence = f"{pages} pages, seen by {datetime.now(UTC):%Y-%m-%d}"
        remarks = [*self._robots.values(), *probe.remarks()]
        for line in probe_lines(self._outlet, findings, remarks, evidence):
            say(line)
        for line in induced_lines(self._outlet, induced):
            say(line)
        return 1 if any(each.verdict == "contradicted" for each in findings) else 0

    def _crawl(self) -> None:
        assert self.settings is not None and self.crawler_process is not None  # noqa: PT018
        ways = len(self._outlet.ways)
        most = ways * _PAGES_OF_LISTING + len(self._outlet.domains) + _MOST_ARTICLES
        self.settings.set("CLOSESPIDER_PAGECOUNT", most, priority="cmdline")
        # It is no run of the schedule: it ends early, and its report tells what is wrong.
        for told in (RunRecorder, RunChecks, CrawlSummary):
            self.settings.set_in_component_priority_dict("EXTENSIONS", told, None)
        crawler = self.crawler_process.create_crawler(self._outlet.name)
        crawler.signals.connect(self._note_robots, signals.robots_parsed)
        self.crawler_process.crawl(crawler, pages=str(_PAGES_OF_LISTING))
        self.crawler_process.start()
        try:
            came = crawler.stats.get_stats().get(RECEIVED)
        except RuntimeError:  # an error while the crawl was set up: it never began
            came = 0
        if not came:
            self.complain("no page came (-s LOG_ENABLED=1 shows why): these are kept ones")

    def _note_robots(self, robotparser: RobotParser, request: Request) -> None:
        assert self.settings is not None  # set by Scrapy
        host, agent = urlparse_cached(request).netloc, self.settings["USER_AGENT"]
        closed = [
            way.url
            for way in self._outlet.ways
            if f"//{host}/" in way.url and not robotparser.allowed(way.url, agent)
        ]
        delay = robotparser.crawl_delay(agent)
        self._robots[host] = (
            f"robots.txt of {host}: closes {', '.join(closed) or 'no way of discovery'}; "
            + (f"asks for {delay:g} s between two requests" if delay else "asks for no delay")
        )

    def _kept_pages(self, database: SyncDatabase) -> Iterator[KeptPage]:
        """Give the newest page of each address, of each kind; name those that are damaged."""
        reader = Reader(database)
        for kind in _KINDS:
            newest = database[PAGES.name].aggregate(
                [
                    {"$match": {"outlet": self._outlet.name, "kind": kind}},
                    {"$sort": {"last_seen_at": pymongo.DESCENDING}},
                    {"$limit": _MOST_ANSWERS},
                    {"$group": {
                        "_id": "$url",
                        "page": {"$first": "$_id"},
                        "at": {"$max": "$last_seen_at"},
                    }},
                    {"$sort": {"at": pymongo.DESCENDING, "_id": pymongo.ASCENDING}},
                    {"$limit": _MOST_OF_KIND.get(kind, _MOST_OF_OTHERS)},
                ]
            )  # fmt: skip
            for document in reader.select({"_id": {"$in": [each["page"] for each in newest]}}):
                try:
                    yield reader.read(document)
                except UnreadablePageError as error:
                    self.complain(str(error))


def _answer(kept: KeptPage) -> ProbedAnswer:
    return ProbedAnswer(
        url=kept.url,
        kind=kept.kind,
        status=kept.answer.status,
        headers=[
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in kept.answer.headers
        ],
        body=kept.answer.body,
        seen_at=kept.sightings[0],
    )


def _save(kept: KeptPage, folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    is_json = kept.answer.body.lstrip()[:1] in {b"{", b"["}
    suffix = "json" if is_json else _SUFFIXES.get(kept.kind, "html")
    file = folder / f"{kept.kind}-{number}.{suffix}"
    file.write_bytes(kept.answer.body)
    say(f"{file}: {kept.url}")
