"""A page that tries each way that a browser has to reach another address, and who listens there."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")


def hostile_page(targets: list[str]) -> str:
    """A page that tries each way to reach `targets`, origins; `#done` is there afterwards."""
    script = f"const TARGETS = {targets!r};\n{_SCRIPT}"
    return f"<!doctype html><html><head><title>т</title></head><body><script>{script}</script>"


@dataclass
class Listener:
    """A server of any protocol on a loopback port, which notes what it hears."""

    address: str
    heard: list[bytes] = field(default_factory=list)
    """The first bytes of each TCP connection and of each UDP packet."""


@contextmanager
def listen() -> Iterator[Listener]:
    """Listen on a port of 127.0.0.1, for TCP and UDP."""
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        selectors.DefaultSelector() as selector,
    ):
        udp.bind(tcp.getsockname())
        listener = Listener(f"127.0.0.1:{tcp.getsockname()[1]}")
        over = threading.Event()
        for each in (tcp, udp):
            each.setblocking(False)
            selector.register(each, selectors.EVENT_READ)

        def hear() -> None:
            while not over.is_set():
                for key, _ in selector.select(0.05):
                    if key.fileobj is udp:
                        listener.heard.append(b"UDP " + udp.recv(100))
                        continue
                    connection, _ = tcp.accept()
                    with connection:
                        connection.settimeout(0.2)
                        try:
                            listener.heard.append(b"TCP " + connection.recv(100))
                        except OSError:
                            listener.heard.append(b"TCP")

        thread = threading.Thread(target=hear)
        thread.start()
        try:
            yield listener
        finally:
            over.set()
            thread.join()
