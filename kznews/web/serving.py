"""The server of the pages: uvicorn, which ends politely and leaves the process to its caller."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

_ENDING_SECONDS = 5
"""Seconds that answers have to end once a signal came."""
_MOST_AT_ONCE = 200
"""Connections and requests at once, beyond which the server answers 503."""
_BACKLOG = 128
_NEXT_PORTS = 10
"""Ports that are tried where the usual one is taken."""


class PortTaken(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """The error that no port could be had; it says what to do."""


class _Server(uvicorn.Server):
    """Ends at SIGINT and SIGTERM, and does not raise them again: the caller closes what is open."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle the signals while it runs."""
        former = {
            each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for each, handler in former.items():
                signal.signal(each, handler)


def listen(host: str, port: int | None, usual: int) -> socket.socket:
    """Open a socket: at `port`, or where that is None at the first free one from `usual` on.

    Raises PortTaken.
    """
    last: OSError | None = None
    for number in [port] if port is not None else range(usual, usual + _NEXT_PORTS):
        try:
            return _socket(host, number)
        except OSError as error:
            last = error
    assert last is not None
    tried = f"port {port}" if port is not None else f"ports {usual} to {usual + _NEXT_PORTS - 1}"
    raise PortTaken(
        f"{host}, {tried}: {last.strerror or last}. Give another with --port NUMBER (0: any that "
        "is free)"
    )


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(_BACKLOG)
    except (OSError, OverflowError):
        opened.close()
        raise
    return opened


def address_of(opened: socket.socket) -> str:
    """Give the address that a browser on this machine opens."""
    host, port = opened.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - it is read here
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve(app: ASGIApp, opened: socket.socket, *, behind_proxy: bool) -> None:
    """Answer requests until SIGINT or SIGTERM; a second signal does not wait for answers."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # ours says who asked, and no query
        server_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=behind_proxy,
        # Nobody but the proxy reaches the port then: it says who asked.
        forwarded_allow_ips="*" if behind_proxy else None,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=_ENDING_SECONDS,
    )
    with suppress(KeyboardInterrupt):
        _Server(config).run(sockets=[opened])
