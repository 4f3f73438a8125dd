"""Sends alerts to e-mail, Telegram, webhooks, …: whatever Apprise has an address for.

An address holds its secrets (`mailtos://user:password@…`, `tgram://token/chat`), so none is ever
logged, nor what the libraries beneath say of it: an address is called by its number and its kind.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

if TYPE_CHECKING:
    from apprise import Apprise, NotifyBase

logger = logging.getLogger(__name__)

# They tell addresses, whole or in pieces.
_INDISCREET = ("apprise", "urllib3")


class Delivery:
    """Sends to each address of `addresses`; what is none is logged as an error and left out.

    Made for one alert: Apprise lets seconds pass before a second one to the same address.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._services: list[tuple[str, Apprise]] = []
        for number, address in enumerate(addresses, start=1):
            service = service_of(address)
            if service is None:
                logger.error(
                    "Address %d of ALERTS is none that Apprise knows; no alert is sent there",
                    number,
                )
                continue
            from apprise import Apprise  # noqa: PLC0415 - loaded by `service_of`

            name = f"address {number} of ALERTS ({urlsplit(address).scheme})"
            self._services.append((name, Apprise([service])))

    @property
    def has_addresses(self) -> bool:
        """Whether there is anybody to send to."""
        return bool(self._services)

    def send(self, title: str, body: str, *, is_bad: bool) -> bool:
        """Send to all, one after another; return whether all took it. Blocks for some seconds.

        What does not take it is logged as an error. Where there is no address, nobody took it.
        """
        taken = [_sent(name, service, title, body, is_bad) for name, service in self._services]
        return bool(taken) and all(taken)


def read_addresses(settings: BaseSettings) -> list[str]:
    """Read `ALERTS` (words, or a list) and the lines of the file `ALERTS_FILE`.

    A line that begins with # is a comment. Raises OSError for a file that cannot be read.
    """
    given = settings.get("ALERTS") or []
    addresses = given.split() if isinstance(given, str) else list(given)
    if file := settings.get("ALERTS_FILE"):
        lines = [line.strip() for line in Path(file).read_text("utf-8").splitlines()]
        addresses += [line for line in lines if line and not line.startswith("#")]
    return addresses


def service_of(address: str) -> NotifyBase | None:
    """Give what sends to an address; None for one that Apprise does not know.

    The libraries beneath are silent from then on.
    """
    # Here, since most crawls have no address, and Apprise takes half a second to load.
    from apprise import Apprise, NotifyBase  # noqa: PLC0415

    for name in _INDISCREET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    try:
        with warnings.catch_warnings():
            # With the first address it loads all that it has; some of that is old.
            warnings.simplefilter("ignore", DeprecationWarning)
            service = Apprise.instantiate(address)
    except Exception:  # noqa: BLE001 - of whatever kind, it may quote the address
        return None
    return service if isinstance(service, NotifyBase) else None


def _sent(name: str, service: Apprise, title: str, body: str, is_bad: bool) -> bool:
    from apprise import NotifyFormat, NotifyType  # noqa: PLC0415

    kind = NotifyType.FAILURE if is_bad else NotifyType.SUCCESS
    try:
        sent = service.notify(body, title, kind, body_format=NotifyFormat.TEXT)
    except Exception as error:  # noqa: BLE001 - a fault of one service must not stop the others
        logger.error("%s: the alert was not sent: %s", name, type(error).__name__)
        return False
    if not sent:
        logger.error("%s: the alert was not taken; `apprise -vv -b test ADDRESS` tells why", name)
    return bool(sent)
