"""The newsroom on the wire: an HTTP/1.1 server on loopback, in threads of this process.

    with Newsroom(Site({"exclusive/2022": 2, "exclusive/wordpress": 1})) as newsroom:
        newsroom.address  # "http://127.0.0.1:43211"
        newsroom.misbehave("/expertiza/daily/", Fail(500, times=2))
        newsroom.site.edit(article)  # see Site for what else can change for good
        ...  # crawl
        newsroom.requests  # what was asked for

It plays the host that a request names in its Host header, whatever the port there.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import socket
import sys
import threading
from functools import partial
from socketserver import TCPServer, ThreadingMixIn
from typing import Any, Self

from kznews.newsroom.answers import Answers, Request
from kznews.newsroom.handler import Handler
from kznews.newsroom.misbehaviour import Misbehaviour
from kznews.newsroom.site import Site

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


class PortTakenError(OSError):
    """The port that the newsroom should listen on is in use."""


class Newsroom:
    """Serves a site on loopback from entering the context until leaving it.

    `port` is 0 for a free one.

    Entering raises PortTakenError. All methods may be called from any thread, before or while the
    server runs.
    """

    def __init__(self, site: Site, *, port: int = 0) -> None:
        if not 0 <= port <= 65535:
            raise ValueError(f"A port is a number from 0 to 65535, not {port}")
        self.site = site
        self._answers = Answers(site)
        self._port = port
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Where it listens: `http://127.0.0.1:43211`. Raises RuntimeError outside the context."""
        if self._server is None:
            raise RuntimeError("The newsroom is not open: use it as a context manager")
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    @property
    def requests(self) -> tuple[Request, ...]:
        """What was asked for, in order of the answers: the last 100,000."""
        return self._answers.requests

    def misbehave(self, where: str, how: Misbehaviour) -> None:
        """Answer requests for `where` badly, as `how` says, instead of what was said before.

        `where` is a path with its query (`/expertiza/daily/?page=2`), for every host, or a URL, for
        its host alone; `*` in it stands for any characters. Where several fit, the last one said
        wins, until it has answered its `times`. Raises ValueError for another `where`.
        """
        self._answers.rules.add(where, how)

    def behave(self, where: str) -> None:
        """Undo what `misbehave` was told about exactly this `where`; else raises KeyError."""
        self._answers.rules.remove(where)

    def __enter__(self) -> Self:
        try:
            self._server = Server(self._answers, self._port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTakenError(
                f"Port {self._port} of {LOOPBACK} is taken: "
                "choose another for the newsroom, or 0 for any free one"
            ) from error
        # Polls so often only to notice soon that it should stop.
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="newsroom", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._answers.stopping.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.hang_up()
            self._server.server_close()
            self._thread.join()
        self._server = None


class Server(ThreadingMixIn, TCPServer):
    """Accepts connections, a thread each, and ends them all when closed.

    Not `http.server.HTTPServer`: that one asks the name service for its own name.
    """

    # On Windows the option would let two servers take the same port.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 128

    def __init__(self, answers: Answers, port: int) -> None:
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((LOOPBACK, port), partial(Handler, answers))

    def hang_up(self) -> None:
        """End the open connections, so that `server_close` need not wait for clients."""
        with self._lock:
            for connection in self._open:
                # It may have ended by itself.
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any
    ) -> None:
        """Answer a connection in a thread of its own."""
        assert isinstance(request, socket.socket)
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Forget a connection that ended."""
        assert isinstance(request, socket.socket)
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any
    ) -> None:
        """Log what went wrong with a connection."""
        if isinstance(sys.exception(), ConnectionError):
            logger.debug("The client at %s went away", client_address)
        else:
            logger.exception("A connection from %s failed", client_address)
