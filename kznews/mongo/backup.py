"""A database written to files, and read back from them: documents, indexes and validators.

A backup is a folder with two files for each collection, in the form of `mongodump --gzip`:
`NAME.bson.gz` holds the documents, `NAME.metadata.json.gz` the options and the indexes.
"""

from __future__ import annotations

import gzip
import os
import shutil
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

import bson
import pymongo.collection
from bson import json_util
from bson.codec_options import CodecOptions
from bson.errors import InvalidBSON
from bson.raw_bson import RawBSONDocument
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError

from kznews.mongo.connection import SyncDatabase, patience

Tell = Callable[[str, int], None]
"""Takes the name of a collection that is through, and its number of documents."""

RawCollection = pymongo.collection.Collection[RawBSONDocument]

_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
_METADATA = ".metadata.json.gz"
_DOCUMENTS = ".bson.gz"
_IN_PROGRESS = "restore_in_progress"
"""The name of a collection that a database has while it is restored: which backup it is."""
_BATCH_BYTES = 4_000_000
_BATCH_DOCUMENTS = 1_000
_DUPLICATE_KEY = 11000


class BackupError(Exception):
    """The error that a backup cannot be written or restored; the message says what to do."""


def back_up(database: SyncDatabase, folder: Path, tell: Tell, *, first: Collection[str]) -> None:
    """Write all collections into a new folder, which is there when it is whole, and not before.

    Others may write meanwhile. The collections that are named in `first` are read before all
    others. Raises BackupError, OSError and pymongo.errors.PyMongoError.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    if folder.exists():
        raise BackupError(f"{folder} exists already: name a folder that does not")
    found = [each for each in database.list_collections() if not each["name"].startswith("system.")]
    if not found:
        raise BackupError(f"nothing is stored: there is no database {database.name!r}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        partial.mkdir(mode=0o700)
    except FileExistsError as error:
        raise BackupError(
            f"{partial} exists: a backup is being written, or was killed; in that case delete it"
        ) from error
    try:
        # No limit of the whole: each answer has its own. In a session no server that lags behind
        # the one before shows a later collection as it was earlier.
        with patience(), database.client.start_session() as session:
            for each in sorted(found, key=lambda one: (one["name"] not in first, one["name"])):
                tell(each["name"], _write(database, each, partial, session))
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def restore(database: SyncDatabase, folder: Path, tell: Tell) -> None:
    """Restore a backup into an empty database, whatever its validators say of the documents.

    What was killed may be repeated, and goes on. Raises BackupError, OSError and
    pymongo.errors.PyMongoError.
    """
    files = sorted(folder.glob(f"*{_METADATA}"))
    if not files or folder.suffix == ".partial":
        raise BackupError(f"{folder} holds no whole backup")
    there = set(database.list_collection_names())
    backup = {"_id": folder.resolve().name}
    if _IN_PROGRESS in there:
        begun = database[_IN_PROGRESS].find_one()
        if begun not in (None, backup):
            raise BackupError(
                f"the database {database.name!r} holds a part of the backup {begun['_id']!r}: "
                "restore that one, or drop the database first"
            )
    elif there:
        raise BackupError(
            f"the database {database.name!r} is not empty, it has {', '.join(sorted(there))}: "
            "restore into another one (-s MONGODB_DATABASE=NAME), or drop it first"
        )
    database[_IN_PROGRESS].replace_one({"_id": backup["_id"]}, {}, upsert=True)
    for metadata in files:
        documents = metadata.with_name(metadata.name.removesuffix(_METADATA) + _DOCUMENTS)
        with patience():  # as above
            tell(*_read(database, metadata, documents, there))
    database.drop_collection(_IN_PROGRESS)


def _write(
    database: SyncDatabase, found: Mapping[str, Any], folder: Path, session: ClientSession
) -> int:
    """Write one collection; return its number of documents."""
    name, is_view = found["name"], found["type"] == "view"
    described = {
        "options": found.get("options", {}),
        "indexes": [] if is_view else [*database[name].list_indexes()],
        "collectionName": name,
        "type": found["type"],
    }
    file_name = quote(name, safe="")
    with _new_file(folder / f"{file_name}{_METADATA}") as file:
        text = json_util.dumps(described, json_options=json_util.CANONICAL_JSON_OPTIONS)
        file.write(text.encode())
    written = 0
    if not is_view:
        with _new_file(folder / f"{file_name}{_DOCUMENTS}") as file:
            for document in _raw(database, name).find(session=session):
                file.write(document.raw)
                written += 1
    return written


def _read(
    database: SyncDatabase, metadata: Path, documents: Path, there: Collection[str]
) -> tuple[str, int]:
    """Restore one collection, unless that was done; return its name and number of documents."""
    with _no_damage(metadata):
        described = json_util.loads(gzip.decompress(metadata.read_bytes()).decode())
    name: str = described["collectionName"]
    if name not in there:
        database.command("create", name, **described["options"])
    # First of all: on many documents it would take longer than a server may take for an answer.
    if indexes := [each for each in described["indexes"] if each["name"] != "_id_"]:
        database.command("createIndexes", name, indexes=indexes)
    restored = 0
    if documents.exists():
        for batch in _batches(documents):
            _insert(database, name, batch)
            restored += len(batch)
    return name, restored


def _insert(database: SyncDatabase, name: str, batch: list[RawBSONDocument]) -> None:
    try:
        # A document is as it was, though it came before the validator of today.
        _raw(database, name).insert_many(batch, ordered=False, bypass_document_validation=True)
    except BulkWriteError as error:
        faults = [*error.details["writeErrors"], *error.details["writeConcernErrors"]]
        if not all(map(_was_restored_before, faults)):
            raise


def _raw(database: SyncDatabase, name: str) -> RawCollection:
    return cast("RawCollection", database.get_collection(name, codec_options=_RAW))


def _was_restored_before(fault: Mapping[str, Any]) -> bool:
    return fault["code"] == _DUPLICATE_KEY and [*fault.get("keyPattern", ())] == ["_id"]


def _batches(file: Path) -> Iterator[list[RawBSONDocument]]:
    batch: list[RawBSONDocument] = []
    size = 0
    with gzip.open(file) as opened:
        documents = bson.decode_file_iter(cast("BinaryIO", opened), _RAW)
        while True:
            with _no_damage(file):
                document = next(documents, None)
            if document is None:
                break
            batch.append(document)
            size += len(document.raw)
            if size >= _BATCH_BYTES or len(batch) == _BATCH_DOCUMENTS:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


@contextmanager
def _no_damage(file: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, InvalidBSON, ValueError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(f"{file} is damaged: {error}") from error


@contextmanager
def _new_file(path: Path) -> Iterator[gzip.GzipFile]:
    """Give a file that is on the disk when the block is left."""
    with path.open("xb") as held:
        with gzip.GzipFile(fileobj=held, mode="wb", compresslevel=6) as file:
            yield file
        held.flush()
        os.fsync(held.fileno())
