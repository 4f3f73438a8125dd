"""Builds the index of a database, and keeps it up to date. Whoever is killed here loses nothing.

Until it is built, the change stream's token of before and the last `_id` that was read stand in the
index; afterwards the token alone. Where MongoDB no longer knows what changed since, and where the
index is of other rules, another is built beside it and takes its place.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pymongo.errors import ConnectionFailure

from kznews.mongo.connection import SyncDatabase, patience
from kznews.mongo.driver_errors import brief_reason
from kznews.search import fields
from kznews.search.changes import Changes, ChangesLost, changes_since, now, until_when
from kznews.search.documents import READ
from kznews.search.index_folder import IndexFolder
from kznews.search.index_writer import GenerationWriter
from kznews.search.stored import AT_ONCE, Stored

logger = logging.getLogger(__name__)

_AFTER_ALL = "g"
"""What comes after all ids, which are hexadecimal."""
_COMMIT_SECONDS = 30.0
"""Seconds between two commits of an index that is built: so much is done again after a kill."""
_REMEMBER_SECONDS = 600.0
"""Seconds after which the token is kept although nothing changed: it must not grow too old."""
_RETRY_SECONDS = 5.0
"""Seconds between two attempts to reach a MongoDB that is away."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the building of an index is."""

    done: int
    """Documents that this process has read."""
    left: int
    """Documents that are still to be read, about."""


class Upkeep:
    """The upkeep of one database's index, by the one process that writes it.

    Methods raise IndexUnusable and NoChangesTold, and pymongo's errors where not said otherwise.
    """

    def __init__(
        self,
        database: SyncDatabase,
        folder: IndexFolder,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._stored = Stored(database)
        self._folder = folder
        self._on_progress = on_progress
        self._writer: GenerationWriter | None = None

    def close(self, *, finish: bool = True) -> None:
        """End; what was not committed is done again next time.

        With `finish`, files that are being merged are merged first, which may take a minute.
        """
        if self._writer is not None:
            self._writer.close(finish=finish)
            self._writer = None

    def rebuild(self) -> None:
        """Begin a new generation; `catch_up` builds it. Raises IndexUnusable alone."""
        self._open_new("it was asked for")

    def catch_up(self, until: float = float("inf")) -> bool:
        """Bring the index up to date; False where the moment `until` came before that.

        `until` is a moment of the monotonic clock. What was done by then is kept.
        """
        self._folder.remove_others()
        writer = self._writer or self._open()
        with patience():  # a server that has much to do answers late
            while True:
                try:
                    if not self._is_caught_up(writer, until):
                        return False
                except ChangesLost as lost:
                    writer = self._open_new(str(lost))
                    continue
                break
        if self._folder.generation("current") != writer.generation:
            self._folder.swap(writer.generation)
            logger.info("The index in %s is complete and up to date", writer.generation.path)
        return True

    def _is_caught_up(self, writer: GenerationWriter, until: float) -> bool:
        """Bring one generation up to date; False where `until` came before. Raises ChangesLost."""
        self._compare_collections(writer)
        if not writer.checkpoint.complete and not self._build(writer, until):
            return False
        wanted = now(self._database)
        with changes_since(self._database, writer.checkpoint.token) as feed:
            while until_when(feed.token) < wanted:
                self._apply(writer, feed.next(AT_ONCE))
                if time.monotonic() > until:
                    return False
            self._remember(writer, feed.token)
        return True

    def count(self) -> int:
        """Tell how many articles and headlines the index has; 0 before it was opened."""
        return 0 if self._writer is None else self._writer.count()

    def follow(self, is_ended: Callable[[], bool] = lambda: False) -> None:
        """Keep the index up to date until told to end; waits for a MongoDB that is away."""
        is_away = False
        while not is_ended():
            try:
                self.catch_up()
                assert self._writer is not None  # opened by catch_up
                if is_away:
                    logger.warning("MongoDB answers again: the index is up to date")
                    is_away = False
                with changes_since(self._database, self._writer.checkpoint.token) as feed:
                    while not is_ended():
                        with patience():  # anew each time: it goes on for months
                            self._apply(self._writer, feed.next(AT_ONCE))
                            self._remember(self._writer, feed.token)
            except ChangesLost as lost:
                self._open_new(str(lost))
            except ConnectionFailure as error:
                if not is_away:
                    logger.error(
                        "MongoDB does not answer: %s. The index is as it was, and follows as soon "
                        "as it answers again",
                        brief_reason(error),
                    )
                is_away = True
                time.sleep(_RETRY_SECONDS)

    def _compare_collections(self, writer: GenerationWriter) -> None:
        """Note which collections the index is made of. Raises ChangesLost for others than before.

        A token may go on in a database that was dropped and restored: with what was not there.
        """
        origin, known = self._stored.origin(), writer.checkpoint.origin
        if any(known[name] != origin.get(name) for name in known):
            raise ChangesLost("the database has other collections of the same names than before")
        if origin != known:
            writer.commit(replace(writer.checkpoint, origin=origin))

    def _open(self) -> GenerationWriter:
        """Open the generation that is to be the current one: begun, or complete."""
        for role in ("building", "current"):
            generation = self._folder.generation(role)
            if generation is not None and generation.version == fields.version():
                self._writer = GenerationWriter(generation)
                return self._writer
        current = self._folder.generation("current")
        return self._open_new("there is none" if current is None else "its rules are others now")

    def _open_new(self, why: str) -> GenerationWriter:
        self.close()
        generation = self._folder.begin(fields.version())
        logger.info("The index is built anew in %s: %s", generation.path, why)
        self._writer = GenerationWriter(generation)
        return self._writer

    def _build(self, writer: GenerationWriter, until: float) -> bool:
        """Read all that is stored; False where `until` came before that."""
        if writer.checkpoint.token is None:
            with changes_since(self._database, None) as feed:
                writer.commit(replace(writer.checkpoint, token=feed.token))
        count = self._stored.count()
        done, committed = 0, time.monotonic()
        for name in READ:
            after = writer.checkpoint.scanned.get(name, "")
            for last, read, made in self._stored.all_after(name, after):
                for _, document in made:
                    writer.add(document)
                done += read
                self._on_progress(Progress(done=done, left=max(count - done, 0)))
                is_over = time.monotonic() > until
                if is_over or time.monotonic() > committed + _COMMIT_SECONDS:
                    scanned = writer.checkpoint.scanned | {name: last}
                    writer.commit(replace(writer.checkpoint, scanned=scanned))
                    committed = time.monotonic()
                if is_over:
                    return False
            scanned = writer.checkpoint.scanned | {name: _AFTER_ALL}
            writer.commit(replace(writer.checkpoint, scanned=scanned))
        writer.commit(replace(writer.checkpoint, complete=True))
        return True

    def _apply(self, writer: GenerationWriter, changes: Changes) -> None:
        """Bring what changed into the index, and commit."""
        for name, ids in changes.ids.items():
            self._replace(writer, name, ids)
        if any(changes.ids.values()):
            writer.commit(replace(writer.checkpoint, token=changes.token))

    def _remember(self, writer: GenerationWriter, token: dict[str, Any]) -> None:
        """Keep a token although nothing changed before it, where the last one kept grows old."""
        assert writer.checkpoint.token is not None  # since it was begun
        if until_when(writer.checkpoint.token).time + _REMEMBER_SECONDS < until_when(token).time:
            writer.commit(replace(writer.checkpoint, token=token))

    def _replace(self, writer: GenerationWriter, name: str, ids: Sequence[str]) -> None:
        changed = [id_ for id_ in ids if fields.is_id(id_)]
        changed += self._stored.that_depend_on(name, changed)
        made = dict(self._stored.of_ids(name, changed))
        for id_ in changed:
            writer.replace(id_, made.get(id_))
