"""A mail server and a web server on loopback that fail as they are told."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


class Mailbox:
    """What the mail server took; `answers` are its next ones, afterwards it takes all."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.address = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            answer = self.answers.pop(0)
            if not answer.startswith("cut"):
                return answer
        else:
            answer = "250 2.0.0 OK"
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        if answer == "cut":  # it took the mail, and its answer never arrives
            assert server.transport is not None
            server.transport.close()
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(each["Message-ID"]) for each in self.mails]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    port = free_port()
    # It tells what it gets, in this very process.
    logging.getLogger("mail.log").addFilter(lambda _: False)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    secret = "from=kznews@example.org&to=s3cret.reader@example.org"
    mailbox.address = f"mailto://127.0.0.1:{port}/?{secret}"
    try:
        yield mailbox
    finally:
        controller.stop()


class Hook:
    """What the webhook took; `answers` are what it does next."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.answers: list[Callable[[], int]] = []
        self.address = ""


@contextmanager
def webhook() -> Iterator[Hook]:
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.keys.append(self.headers["Idempotency-Key"])
            status = hook.answers.pop(0)() if hook.answers else 200
            if status < 300:
                hook.posts.append(json.loads(body))
            if status == CUT:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        hook.address = f"json://me:pa55word@127.0.0.1:{server.server_address[1]}/s3cret"
        try:
            yield hook
        finally:
            server.shutdown()


CUT = 299
"""The answer of a webhook that takes a message, and says nothing."""


def refuse() -> int:
    return 500


def cut() -> int:
    return CUT


def hang() -> int:
    time.sleep(1)
    return 500
