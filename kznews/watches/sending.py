"""Sends one message to one address, so that what is sent again can be known as the same.

Apprise knows the addresses. E-mail is written here, since a message that is sent again must have
the same Message-ID: mail servers and programs show one of two. A webhook gets the header
`Idempotency-Key`. Telegram and others know nothing like it.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import uuid
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from typing import TYPE_CHECKING, Any, Literal

from kznews.monitoring.delivery import service_of

if TYPE_CHECKING:
    from apprise import NotifyBase

ADDRESS_EXAMPLES = (
    "mailtos://user:password@host?to=you@example.org, tgram://token/chat, jsons://host/path"
)
"""Addresses as they are written, for people."""
SECONDS = 15.0
"""Seconds within which a server must answer each step."""
_DOMAIN = "kznews.invalid"
"""The right half of a Message-ID: of no host, since any may send it."""
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
"""The second code of a mail server's answer, which says more than the first."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message to one address."""

    id: str
    """The same however often it is sent."""
    title: str
    text: str
    html: str
    follows: str | None = None
    """The id of the first message on the same story."""


def new_id() -> str:
    """Give an id to a message that is sent once."""
    return uuid.uuid4().hex


class NotTaken(Exception):  # noqa: N818 - reads as what happened
    """The error that an address did not take a message; says why, without any secret."""


def check_address(address: str) -> Literal["address", "recipients"] | None:
    """Name what is wrong with an address: it is none, or of several; None: nothing is.

    Each recipient must be an address of its own: one may refuse what another took.
    """
    service = service_of(address)
    if service is None:
        return "address"
    recipients = _recipients(service) if _is_mail(service) else None
    if (len(service) if recipients is None else len(recipients)) > 1:
        return "recipients"
    return None


def send(address: str, message: Message) -> None:
    """Send a message, and return once the address has taken it. Raises NotTaken. Blocks."""
    service = service_of(address)
    if service is None:
        raise NotTaken("it is no address that Apprise knows")
    if _is_mail(service):
        _mail(service, message)
    else:
        _notify(service, message)


def _is_mail(service: NotifyBase) -> bool:
    # By its name: the module that it is in is another in each version of Apprise.
    return type(service).__name__ == "NotifyEmail"


def _recipients(service: Any) -> list[str]:
    return [address for _, address in service.targets] + [*service.cc, *service.bcc]


def _mail(service: Any, message: Message) -> None:
    """Send by SMTP, as Apprise read the address."""
    mail = EmailMessage()
    mail["Subject"] = message.title
    name, sender = service.from_addr
    mail["From"] = formataddr((str(name or "kznews"), sender))
    [recipient] = _recipients(service)
    mail["To"] = recipient
    mail["Message-ID"] = f"<{message.id}@{_DOMAIN}>"
    if message.follows is not None:
        mail["In-Reply-To"] = mail["References"] = f"<{message.follows}@{_DOMAIN}>"
    mail["Date"] = formatdate(localtime=False)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    try:
        with closing(_connected(service)) as server:
            server.send_message(mail, sender, [recipient])
            # It has taken the message: nothing that it says of leaving is waited for.
            with suppress(OSError, smtplib.SMTPException):
                server.putcmd("quit")
    except smtplib.SMTPRecipientsRefused as error:
        [(code, said)] = error.recipients.values()
        raise NotTaken(_reason(code, said)) from None
    except smtplib.SMTPResponseException as error:
        raise NotTaken(_reason(error.smtp_code, error.smtp_error)) from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotTaken(f"the mail server cannot be talked to: {type(error).__name__}") from None


def _connected(service: Any) -> smtplib.SMTP:
    mode = getattr(service.secure_mode, "value", service.secure_mode)
    context = ssl.create_default_context()
    if not service.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    server: smtplib.SMTP
    if mode == "ssl":
        server = smtplib.SMTP_SSL(service.smtp_host, service.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(service.smtp_host, service.port, timeout=SECONDS)
    try:
        if mode == "starttls":
            server.starttls(context=context)
        if service.user and service.password:
            server.login(service.user, service.password)
    except BaseException:
        server.close()
        raise
    return server


def _reason(code: int, said: bytes | str) -> str:
    """Say why a mail server refused: its codes alone, since what it says may quote the address."""
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    detail = _ENHANCED.match(told)
    kind = "for ever" if code >= 500 else "for now"
    return f"the mail server refused it {kind}: {code}{f' {detail[0]}' if detail else ''}"


def _notify(service: Any, message: Message) -> None:
    # Loaded by now.
    from apprise import Apprise, NotifyFormat, NotifyType, OverflowMode  # noqa: PLC0415

    if isinstance(getattr(service, "headers", None), dict):
        service.headers["Idempotency-Key"] = message.id
    service.overflow_mode = OverflowMode.TRUNCATE  # several parts could be taken in part
    service.socket_connect_timeout = service.socket_read_timeout = SECONDS
    try:
        taken = Apprise([service]).notify(
            message.text, message.title, NotifyType.INFO, body_format=NotifyFormat.TEXT
        )
    except Exception as error:  # noqa: BLE001 - whatever it says may quote the address
        raise NotTaken(f"sending failed: {type(error).__name__}") from None
    if not taken:
        raise NotTaken("it was not taken; `apprise -vv -b test ADDRESS` tells why")
