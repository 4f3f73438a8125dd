"""What articles and all that belongs to them take on a disk, collection by collection.

Texts have 150 to 300 words, as frequent as in news (`search_texts`); one article in twenty was
edited. What a year takes is reckoned from these: documents and indexes grow in proportion.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database as SyncDatabase

from benchmarks import growth_stock, year_stock
from benchmarks.figures import table
from benchmarks.growing_record import AT_ONCE
from benchmarks.growth import USUAL_TURNS, fill_all, name_of
from benchmarks.growth_stock import Known
from benchmarks.servers import filling_mongod, kept_or_temporary
from kznews.mongo.values import Fields

_YEAR = 1_000_000
"""Articles of a year that the figures are reckoned for."""


def _told(uri: str, number: int) -> str:
    """Tell what each collection takes, after a checkpoint, and what a year's would."""
    client: MongoClient[dict[str, Any]]
    headings = ("", "documents", "bytes each", "on disk each", "indexes each")
    lines: list[Sequence[str]] = [(*headings, f"GB of {_YEAR:,} articles", "of it indexes")]
    disk = indexes = 0.0
    with MongoClient(uri) as client:
        client.admin.command("fsync")
        database: SyncDatabase[Fields] = client[name_of(number)]
        for name in sorted(database.list_collection_names()):
            size = database.command("collStats", name)
            year = _YEAR / number / 1e9
            disk += year * (size["storageSize"] + size["totalIndexSize"])
            indexes += year * size["totalIndexSize"]
            each = [
                size[what] / size["count"] for what in ("size", "storageSize", "totalIndexSize")
            ]
            lines.append(
                (
                    name,
                    f"{size['count']:,}",
                    *(f"{bytes_:,.0f}" for bytes_ in each),
                    f"{year * (size['storageSize'] + size['totalIndexSize']):.2f}",
                    f"{year * size['totalIndexSize']:.2f}",
                )
            )
    return f"{table(lines)}\nAll: {disk:.2f} GB, of it {indexes:.2f} GB of indexes."


def main() -> None:
    """Run as `python -m benchmarks.growth_year`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth_year", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="stored (%(default)s)")
    parser.add_argument(
        "--data",
        type=Path,
        help="folder of mongod's that is kept: `benchmarks.growth` measures in it, too",
    )
    options = parser.parse_args()
    number = options.articles
    with kept_or_temporary(options.data) as data, filling_mongod(data) as uri:
        stocks = growth_stock.STOCKS | year_stock.STOCKS
        fill_all(uri, (number,), Known.compose(AT_ONCE * USUAL_TURNS), stocks)
        print(_told(uri, number))


if __name__ == "__main__":
    main()
