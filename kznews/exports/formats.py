"""Which format a file has, by the end of its name, and what writes it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kznews.exports.writer import TableWriter

_WRITERS = {
    ".xlsx": ("kznews.exports.xlsx", "XlsxWriter"),
    ".csv": ("kznews.exports.delimited", "CsvWriter"),
    ".jsonl": ("kznews.exports.jsonl", "JsonLinesWriter"),
    ".parquet": ("kznews.exports.parquet", "ParquetWriter"),
}
FORMATS = tuple(_WRITERS)
"""The ends of names that are known."""


class FormatError(Exception):
    """A file whose format is not known, or whose library is missing."""


def writer_of(path: Path) -> type[TableWriter]:
    """Give what writes the file's format; its library is imported now. Raises FormatError."""
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        ending = f"ends with {suffix}" if suffix else "has no ending"
        raise FormatError(
            f"{path.name} {ending}, which is no format that is known: there are "
            f"{', '.join(FORMATS)}"
        )
    module, name = _WRITERS[suffix]
    try:
        found: type[TableWriter] = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        raise FormatError(
            f"{suffix} needs the library {error.name}, which is not installed: "
            f"pip install 'kznews[parquet]'"
            if error.name == "pyarrow"
            else f"{suffix} needs {error.name}, which is not installed"
        ) from error
    return found
