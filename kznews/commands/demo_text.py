"""What the demo prints of its crawls and of the database."""

from __future__ import annotations

import resource
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pymongo.database import Database
from scrapy.crawler import Crawler

from kznews.mongo.connection import Address
from kznews.mongo.embedded import default_data_dir
from kznews.outlets.discovery import Feed, Sitemap
from kznews.outlets.outlet import Outlet
from kznews.statistics import DISCOVERED, METHODS, PAGES_READ, PAGES_UNCHANGED, by_kind, in_words
from kznews.text.timezones import zone

Documents = Database[dict[str, Any]]

DATABASE = "kznews_demo_newsroom"
"""Name of the database that the demo stores in."""
MEGABYTE = 1024 * 1024
_LANGUAGES = {
    "ru": "Russian (ru)",
    "kk": "Kazakh (kk)",
    "en": "English (en)",
    "zh": "Chinese (zh)",
    None: "unknown",
}


def run_text(crawlers: Sequence[Crawler]) -> Iterator[str]:
    """Say what all crawls of this run stored."""
    counted: Counter[str] = Counter()
    for crawler in crawlers:
        counted.update(numbers(crawler))
    new = {name: stored(counted, name, "inserted") for name in ("articles", "tickers", "rates")}
    changed = stored(counted, "articles", "changed")
    if changed or any(new.values()):
        yield (
            f"\nThis run stored {new['articles']} new articles, {new['tickers']} headlines of the "
            f"ticker and {new['rates']} rates"
            + (f", and {changed} articles that had changed." if changed else ".")
        )
    else:
        unchanged = counted.get(PAGES_UNCHANGED, 0)
        yield (
            f"\nThis run found nothing new: {counted.get(PAGES_READ, 0) + unchanged} pages were "
            f"due, and {unchanged} of them are as they were (304 Not Modified)."
        )


def content_text(database: Documents) -> Iterator[str]:
    """Say how much the database holds."""
    yield "\nIn the database:"
    for name in ("articles", "tickers", "rates", "rejected"):
        grouped = database[name].aggregate(
            [
                {"$match": {"language": {"$exists": True}}},
                {"$sortByCount": "$language"},
            ]
        )
        languages = ", ".join(f"{each['count']} {_LANGUAGES[each['_id']]}" for each in grouped)
        yield f"  {name:<9}{database[name].count_documents({}):>5}   {languages}".rstrip()


def samples_text(database: Documents) -> Iterator[str]:
    """Show some of what the database holds."""
    yield "\nThe newest articles:"
    newest = {"published_at": {"$ne": None}}
    for article in (
        database["articles"].find(newest).sort({"published_at": -1, "title": 1}).limit(5)
    ):
        # A page that states a day means one in Kazakhstan.
        day = article["published_at"].astimezone(zone("Asia/Almaty")).date()
        yield f"  {day}  {article['language']}  {article['title']}"
    if undated := database["articles"].count_documents({"published_at": None}):
        yield f"  and {undated} articles without a date: their pages state none"
    yield "\nThe rates strip, as the pages print it (they do not say of which day it is):"
    for rate in database["rates"].find().sort("base", -1):
        yield f"  {rate['pair']}  {rate['value']!s:>7}   printed as {rate['raw_code']}"
    headlines = database["tickers"].count_documents({})
    yield f"\nThe ticker, the first 5 of its {headlines} headlines:"
    for ticker in database["tickers"].find().sort("position", 1).limit(5):
        yield f"  {ticker['position']:>2}  {ticker['language']}  {ticker['headline']}"


def next_text(address: Address) -> Iterator[str]:
    """Say which commands lead on."""
    asked = ("search", "судың language:kk")
    yield "\nLook further, for example at Kazakh articles about water (more: docs/search.md):"
    yield f"  {command(address, *asked, '-s', f'MONGODB_DATABASE={DATABASE}')}"
    yield "Open it in a browser, as pages (more: docs/pages.md):"
    yield f"  {command(address, 'serve', '-s', f'MONGODB_DATABASE={DATABASE}')}"
    yield "Remove what the demo stored:"
    yield f"  {command(address, 'demo', '--remove')}"


def command(address: Address, *words: str) -> str:
    """Write a command that finds this store, started as this one was."""
    # `python -m scrapy` leaves the path of a module, which cannot be run.
    module = Path(sys.argv[0]).name == "__main__.py"
    command = [*([sys.executable, "-m", "scrapy"] if module else [sys.argv[0]]), *words]
    if address.uri is None:
        if address.data_dir != default_data_dir(None):
            command += ["-s", f"KZNEWS_DATA_DIR={address.data_dir.parent}"]
    elif "@" not in address.uri:  # a password stays where it was given
        command += ["-s", f"MONGODB_URI={address.uri}"]
    return shlex.join(command)


def outlets_text(crawlers: Sequence[Crawler], database: Documents) -> Iterator[str]:
    """Give the table of the outlets that were crawled: a row each, and one of them all."""
    languages: dict[str, Counter[str]] = {crawler.spidercls.name: Counter() for crawler in crawlers}
    for each in database["articles"].aggregate(
        [{"$group": {"_id": {"outlet": "$outlet", "language": "$language"}, "n": {"$sum": 1}}}]
    ):
        if each["_id"]["outlet"] in languages:
            code = each["_id"]["language"] or "unknown"
            languages[each["_id"]["outlet"]][code] = each["n"]
    found = {crawler.spidercls.name: _found(crawler) for crawler in crawlers}
    methods = {crawler.spidercls.name: Counter(_methods(crawler)) for crawler in crawlers}
    rows = [("outlet", "articles", "languages", "found by", "read by", "seconds")]
    for crawler in crawlers:
        name = crawler.spidercls.name
        seconds = str(round(_seconds(crawler)))
        rows.append((name, *_cells(languages[name], found[name], methods[name]), seconds))
    totals = (sum(each.values(), Counter[str]()) for each in (languages, found, methods))
    rows.append(
        (f"{len(crawlers)} outlets", *_cells(*totals), str(round(max(map(_seconds, crawlers)))))
    )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield "\nBy outlet:"
    for row in rows:
        yield "  " + "  ".join(f"{cell:<{n}}" for cell, n in zip(row, widths, strict=True)).rstrip()
    yield (
        f"\nThis process, with all spiders and the newsroom, took {_peak_megabytes()} MB of memory "
        "at most."
    )


def _cells(
    languages: Counter[str], found: Counter[str], methods: Counter[str]
) -> tuple[str, str, str, str]:
    """Write the row's cells but the first and the last."""
    commonest = dict(languages.most_common())
    return str(languages.total()), in_words(commonest), in_words(found), in_words(methods)


def _found(crawler: Crawler) -> Counter[str]:
    """Count new articles by the kind of way that showed them first."""
    outlet: Outlet = crawler.spidercls.outlet  # type: ignore[attr-defined]
    kinds = {
        way.section: {Feed: "feed", Sitemap: "sitemap"}.get(type(way), "listing")
        for way in outlet.ways
    }
    found: Counter[str] = Counter()
    for section, count in by_kind(numbers(crawler), DISCOVERED).items():
        found[kinds[section]] += count
    return found


def _methods(crawler: Crawler) -> dict[str, int]:
    return by_kind(numbers(crawler), METHODS)


def _seconds(crawler: Crawler) -> float:
    stats = crawler.stats.get_stats() if crawler.stats is not None else {}
    return float(stats.get("elapsed_time_seconds") or 0)


def _peak_megabytes() -> int:
    """Give the most memory that this process has had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (MEGABYTE if sys.platform == "darwin" else MEGABYTE // 1024)


def numbers(crawler: Crawler) -> dict[str, int]:
    """Give the statistics of a crawl that are numbers; none where it was never set up."""
    stats = crawler.stats.get_stats() if crawler.stats is not None else {}
    return {key: value for key, value in stats.items() if isinstance(value, int)}


def stored(stats: Mapping[str, int], collection: str, outcome: str = "") -> int:
    """Count the items of a collection that were stored, of an outcome or of all."""
    prefix = f"items/stored/{collection}/{outcome}"
    return sum(count for key, count in stats.items() if key.startswith(prefix))
