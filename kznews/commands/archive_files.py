"""Kept pages into files, and pages of files into the archive."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from kznews.archive.keeper import Keeper, Outcome, Page, Sighting
from kznews.archive.reader import KeptPage, Reader, UnreadablePageError
from kznews.archive.schema import COLLECTIONS
from kznews.archive.wacz import WaczFile
from kznews.archive.warc_export import WarcFile
from kznews.archive.warc_import import WarcReader
from kznews.mongo.connection import Address, open_database
from kznews.mongo.preparation import prepare
from kznews.mongo.values import Fields
from kznews.outlets import outlet_of
from kznews.outlets.addresses import is_article_url
from kznews.statistics import in_words
from kznews.transport.warc import list_records

_AT_ONCE = 64
"""Pages of a file that are on their way at once, at most."""


class ExportError(Exception):
    """An error of an export; the message says why there is no file."""


def export_pages(
    reader: Reader, question: Fields, path: Path, since: datetime | None, until: datetime | None
) -> tuple[int, list[str]]:
    """Write the pages that match, in one step; return how many records, and what is unreadable.

    Raises ExportError where nothing matches, and where the file cannot be written.
    """
    faults: list[str] = []
    pages = _readable(reader, question, faults)
    first = next(pages, None)
    if first is None:
        raise ExportError(faults[0] if faults else "no kept page matches")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            whole = Path(folder) / "pages"
            written = _write(whole, first, pages, path, since, until)
            # Like a file that is simply written.
            whole.chmod(0o644)
            whole.replace(path)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror}") from error
    return written, faults


def _readable(reader: Reader, question: Fields, faults: list[str]) -> Iterator[KeptPage]:
    for document in reader.select(question):
        try:
            yield reader.read(document)
        except UnreadablePageError as error:
            faults.append(str(error))


def _write(
    whole: Path,
    first: KeptPage,
    others: Iterator[KeptPage],
    path: Path,
    since: datetime | None,
    until: datetime | None,
) -> int:
    wacz = WaczFile(whole) if path.name.endswith(".wacz") else None
    warc = whole.with_name("warc") if wacz is not None else whole
    number = 0
    with warc.open("wb") as file:
        target = WarcFile(file, first.sightings[0])
        for page in (first, *others):
            for written in target.write(page, since, until):
                number += 1
                if wacz is not None:
                    wacz.add(written)
    if wacz is not None:
        wacz.finish(warc)
    return number


async def import_files(address: Address, paths: list[Path], most_bytes: int) -> list[str]:
    """Keep what WARC files hold; return what came of each, in words.

    Raises ReplayError for the first that is missing, damaged or no WARC file: each is read to its
    end before anything of it is kept.
    """
    lines = []
    async with open_database(address) as database:
        await prepare(database, COLLECTIONS)
        reader = WarcReader(_owner, most_bytes)
        async with Keeper(database, lambda *_: None) as keeper:
            for path in paths:
                for _ in list_records(path):  # whole, or it raises
                    pass
                outcomes: Counter[Outcome] = Counter()
                found = reader.read(path)
                while part := list(islice(found, _AT_ONCE)):
                    outcomes.update(await asyncio.gather(*(_keep(keeper, each) for each in part)))
                counts = {name: outcomes[name] for name in ("kept", "seen_again", "refused")}
                skipped = dict(sorted(reader.skipped.items()))
                reader.skipped.clear()
                told = in_words({name: n for name, n in (counts | skipped).items() if n})
                lines.append(f"{path}: {told or 'no records'}")
    return lines


def _keep(keeper: Keeper, found: Page | Sighting) -> asyncio.Future[Outcome]:
    return keeper.keep(found) if isinstance(found, Page) else keeper.sight(found)


def _owner(url: str) -> tuple[str, str]:
    """Tell the outlet and the kind of a page that another program captured."""
    outlet = outlet_of(url)
    if outlet is None:
        return urlsplit(url).hostname or "unknown", "page"
    if is_article_url(url, outlet):
        return outlet.name, "article"
    paths = {urlsplit(each.url).path.rstrip("/") for each in outlet.listings}
    return outlet.name, "listing" if urlsplit(url).path.rstrip("/") in paths else "page"
