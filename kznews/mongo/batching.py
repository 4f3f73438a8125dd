"""Writes that are under way together travel together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

_Document = TypeVar("_Document")
_Result = TypeVar("_Result")


@dataclass(frozen=True, eq=False)
class Write(Generic[_Document, _Result]):
    """One write on its way."""

    document: _Document
    done: asyncio.Future[_Result]
    """Tells the caller."""

    def finish(self, result: _Result | BaseException) -> None:
        """Tell the caller what came of it."""
        if self.done.done():  # its caller was cancelled
            return
        if isinstance(result, BaseException):
            self.done.set_exception(result)
        else:
            self.done.set_result(result)


class Batching(Generic[_Document, _Result]):
    """Writes that are gathered; leaving the context writes what still waits.

    A batch leaves when it holds `size` documents, or `max_delay` seconds after its first. `write`
    finishes each write of a batch; what it raises is told to all callers of the batch. Memory is
    bounded by the callers, who wait.
    """

    def __init__(
        self,
        write: Callable[[list[Write[_Document, _Result]]], Coroutine[Any, Any, None]],
        *,
        size: int,
        max_delay: float,
    ) -> None:
        self._write = write
        self._size = size
        self._max_delay = max_delay
        self._waiting: list[Write[_Document, _Result]] = []
        self._full = asyncio.Event()
        self._flushing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._full.set()
        if self._flushing is not None:
            await self._flushing

    def add(self, document: _Document) -> asyncio.Future[_Result]:
        """Take in a document; the result comes when it is written."""
        done: asyncio.Future[_Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(Write(document, done))
        if len(self._waiting) >= self._size:
            self._full.set()
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        return done

    async def _flush(self) -> None:
        while self._waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), self._max_delay)
            batch = self._waiting[: self._size]
            del self._waiting[: self._size]
            if len(self._waiting) < self._size:
                self._full.clear()
            writing = asyncio.create_task(self._write(batch))
            await asyncio.wait([writing])
            error = writing.exception()
            if error is not None:
                for each in batch:
                    each.finish(error)
