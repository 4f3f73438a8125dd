"""Writes kept pages as WACZ 1.1.1: a ZIP of a WARC file, its index and a list of pages.

The library `wacz` is not used: it needs `surt`, whose licence is the AGPL.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kznews.archive.warc_export import SOFTWARE, Written, warc_date

_WARC = "archive/pages.warc.gz"
_INDEX = "indexes/index.cdx.gz"
_PAGES = "pages/pages.jsonl"
# All files of a ZIP have a time; the same pages must give the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class WaczFile:
    """A WACZ that is made of a WARC file and of what was written to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._index: list[str] = []
        self._pages: list[str] = []
        self._last = ""

    def add(self, written: Written) -> None:
        """Take a record into the index, and a page of HTML into the list of pages."""
        page = written.page
        sent = {name.lower(): value for name, value in page.answer.headers}
        content_type = sent.get(b"content-type", b"").partition(b";")[0].strip().decode("latin-1")
        date = warc_date(written.seen_at)
        self._last = max(self._last, date)
        timestamp = "".join(filter(str.isdigit, date))[:14]
        entry = {
            "url": page.url,
            "mime": "warc/revisit" if written.is_revisit else content_type or "unk",
            "status": str(page.answer.status),
            "digest": written.digest,
            "length": str(written.length),
            "offset": str(written.offset),
            "filename": Path(_WARC).name,
        }
        self._index.append(f"{_key(page.url)} {timestamp} {_line(entry)}")
        if content_type == "text/html" and page.answer.status == 200 and not written.is_revisit:
            listed = {"id": page.id, "url": page.url, "ts": date, "title": page.url}
            self._pages.append(_line(listed))

    def finish(self, warc: Path) -> None:
        """Write the WACZ with `warc` in it."""
        head = _line({"format": "json-pages-1.0", "id": "pages", "title": "All pages"})
        index = "".join(f"{line}\n" for line in sorted(self._index))
        files = {
            _INDEX: gzip.compress(index.encode(), mtime=0),
            _PAGES: "".join(f"{line}\n" for line in (head, *self._pages)).encode(),
        }
        resources = [_resource(_WARC, *_digest_of(warc))]
        resources += [_resource(path, *_digest(data)) for path, data in files.items()]
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "software": SOFTWARE,
            # Of the newest page: the same pages give the same bytes.
            "created": self._last,
            "resources": resources,
        }
        files["datapackage.json"] = (_indented(package) + "\n").encode()
        whole, _ = _digest(files["datapackage.json"])
        digest = {"path": "datapackage.json", "hash": whole}
        files["datapackage-digest.json"] = (_indented(digest) + "\n").encode()
        # Stored as they are: replay reads parts of them where they lie.
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_STORED) as archive:
            with warc.open("rb") as source, archive.open(_entry(_WARC), "w") as target:
                shutil.copyfileobj(source, target)
            for path, data in files.items():
                archive.writestr(_entry(path), data)


def _entry(path: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(path, _ZIP_TIME)


def _resource(path: str, digest: str, size: int) -> dict[str, Any]:
    return {"name": Path(path).name, "path": path, "hash": digest, "bytes": size}


def _digest(data: bytes) -> tuple[str, int]:
    return f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)


def _digest_of(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}", path.stat().st_size


def _key(url: str) -> str:
    """Give the key that a replay finds a URL by: host backwards, path, query, in lower case."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    path = parts.path.rstrip("/") or "/"
    return f"{','.join(reversed(host.split('.')))}{port}){path}{query}".lower()


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
