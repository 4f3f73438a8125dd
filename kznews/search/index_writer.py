"""Writes one generation of the index: documents, and with each commit how far it has come.

How far it has come is a document of the index itself: so it is committed with all others, or not at
all, wherever the process is killed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import tantivy
from tantivy import Document, Index, Query

from kznews.search import fields
from kznews.search.errors import telling_faults
from kznews.search.index_folder import Generation

_MEMORY = 128_000_000
"""Bytes of documents that are held before they are written to disk."""
_THREADS = 1
"""Threads that index: making terms, in Python, takes longer."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """How far a generation has come."""

    token: dict[str, Any] | None = None
    """The change stream's: all that changed before is in the index."""
    scanned: dict[str, str] = field(default_factory=dict)
    """While it is built: by collection, the last `_id` that was read; ids are read in order."""
    origin: dict[str, str] = field(default_factory=dict)
    """By collection, what MongoDB tells it by: another one of the same name has another."""
    complete: bool = False
    """All that was stored when it was begun has been read."""

    def to_json(self) -> str:
        """Write it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, written: str) -> Self:
        """Read what `to_json` wrote."""
        return cls(**json.loads(written))


class GenerationWriter:
    """The writer of one generation; one at a time has it (`IndexFolder.writing`)."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        with telling_faults(generation.path):
            self._index = Index(fields.schema(), str(generation.path))
            self._writer = self._index.writer(_MEMORY, _THREADS)
            # A writer that was killed in a commit leaves files of the names that are next.
            self._writer.garbage_collect_files()
            self.checkpoint = read_checkpoint(self._index)

    def replace(self, id_: str, document: Document | None) -> None:
        """Put a document in the place of what is there of its `_id`; None: remove that.

        Raises ValueError for an `_id` that is none of ours.
        """
        key, _ = fields.key_of(id_)
        with telling_faults(self.generation.path):
            # Not by term: tantivy takes a number for a signed one then, and finds nothing.
            there = Query.term_query(fields.schema(), fields.KEY, key)
            self._writer.delete_documents_by_query(there)
            if document is not None:
                self._writer.add_document(document)

    def add(self, document: Document) -> None:
        """Add a document of which nothing is there."""
        with telling_faults(self.generation.path):
            self._writer.add_document(document)

    def commit(self, checkpoint: Checkpoint) -> None:
        """Make all that was written since the last commit lasting, and visible to readers."""
        told = Document()
        told.add_text(fields.RECORD, fields.CHECKPOINT)
        told.add_text(fields.CHECKPOINT, checkpoint.to_json())
        with telling_faults(self.generation.path):
            self._writer.delete_documents_by_term(fields.RECORD, fields.CHECKPOINT)
            self._writer.add_document(told)
            self._writer.commit()
        self.checkpoint = checkpoint

    def count(self) -> int:
        """Tell how many documents were committed, the one that says how far it is aside."""
        with telling_faults(self.generation.path):
            self._index.reload()
            return int(self._index.searcher().num_docs) - 1

    def close(self, *, finish: bool) -> None:
        """Let go of the index; nothing may be written afterwards.

        With `finish`, wait until the files that are being merged are; else another does that.
        """
        with telling_faults(self.generation.path):
            if finish:
                self._writer.wait_merging_threads()
            del self._writer  # holds tantivy's own lock


def read_checkpoint(index: tantivy.Index) -> Checkpoint:
    """Read how far an index has come: a new one, nowhere."""
    index.reload()
    return checkpoint_of(index.searcher())


def checkpoint_of(searcher: tantivy.Searcher) -> Checkpoint:
    """Read how far an index had come when a searcher was opened."""
    asked = Query.term_query(fields.schema(), fields.RECORD, fields.CHECKPOINT, "basic")
    found = searcher.search(asked, limit=1).hits
    if not found:
        return Checkpoint()
    written = searcher.doc(found[0][1]).get_first(fields.CHECKPOINT)
    return Checkpoint.from_json(str(written))
