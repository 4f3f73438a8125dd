"""Threads for what a node must do in time, whatever its API is busy with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from twisted.internet import reactor as twisted_reactor
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThreadPool
from twisted.python.threadpool import ThreadPool

# Its interfaces have no types that mypy understands.
reactor: Any = twisted_reactor

_MOST_THREADS = 5


def in_own_thread(do: Callable[..., Any], *given: Any, **named: Any) -> Deferred[Any]:
    """Call `do` in a thread; fire with what it returns, or fail with what it raises.

    Twisted's own threads answer the API: while all of them wait for MongoDB or try an egg, leases
    must still be renewed.
    """
    return deferToThreadPool(reactor, _pool(), do, *given, **named)


@cache
def _pool() -> ThreadPool:
    pool = ThreadPool(1, _MOST_THREADS, "node")
    pool.start()
    reactor.addSystemEventTrigger("after", "shutdown", pool.stop)
    return pool
