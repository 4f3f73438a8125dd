"""Which addresses a crawl may connect to: the public ones, and private networks that it is allowed.

A page, a redirect, robots.txt or a DNS answer may name any address, that of this machine or of a
cloud's metadata service, too. So a host is judged by what its name resolves to, whatever its
spelling, and the connection goes to the very address that was judged.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from scrapy.exceptions import IgnoreRequest
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet import defer
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

Network = IPv4Network | IPv6Network

_SETTING = "ALLOWED_PRIVATE_NETWORKS"
# All IPv6 addresses of the internet.
_GLOBAL_UNICAST = ip_network("2000::/3")
# IPv6 addresses whose last 32 bits are an IPv4 address that a gateway, or the system, connects to.
_EMBEDDING = (
    ip_network("::/96"),
    ip_network("::ffff:0:0/96"),
    ip_network("::ffff:0:0:0/96"),
    ip_network("64:ff9b::/96"),
)


class PrivateAddressError(IgnoreRequest):
    """An error of a host that has no public address: it is not connected to."""

    def __init__(self, host: str, addresses: Sequence[str]) -> None:
        super().__init__(
            f"{host} is at {', '.join(addresses)}, which is no public address, and not in a "
            f"network that {_SETTING} names"
        )


class NetworkSettingError(Exception):
    """An error of ALLOWED_PRIVATE_NETWORKS, which holds something that is no network."""


def allowed_networks(settings: BaseSettings) -> list[Network]:
    """Read ALLOWED_PRIVATE_NETWORKS: networks or addresses, a list or one text with commas.

    It is a setting or, where it is not set, an environment variable. Raises NetworkSettingError.
    """
    given = settings.get(_SETTING)
    if given is None:
        given = os.environ.get(_SETTING, "")
    names = given.split(",") if isinstance(given, str) else given
    try:
        return [ip_network(name.strip()) for name in names if name.strip()]
    except ValueError as error:
        raise NetworkSettingError(
            f"{_SETTING} must be networks like 10.1.0.0/16 with commas between them: {error}"
        ) from error


class AddressGuard:
    """The one judge of which addresses a crawl connects to; all that leaves for the network asks.

    Counts refusals in `transport/private_address`.
    """

    def __init__(self, allowed: Sequence[Network], stats: StatsCollector) -> None:
        self._allowed = allowed
        self._stats = stats

    def resolve(self, host: str) -> Deferred[list[str]]:
        """Give the addresses of `host`, a name or an address, that may be connected to.

        Fails with PrivateAddressError where it has others only, with DNSLookupError for none.
        """
        with suppress(ValueError):  # the resolver takes a name or an address of IPv4
            return defer.execute(self._permitted, [str(ip_address(host))], host)

        from twisted.internet import reactor  # noqa: PLC0415 - installed when it is imported

        found = _Addresses()
        reactor.nameResolver.resolveHostName(found, host)
        return found.all.addCallback(self._permitted, host)

    async def judge(self, host: str) -> None:
        """Raise PrivateAddressError where `host` has other addresses only; pass one with none.

        For what somebody else resolves and connects to.
        """
        with suppress(DNSLookupError):
            await maybe_deferred_to_future(self.resolve(host))

    def _permitted(self, addresses: list[str], host: str) -> list[str]:
        permitted = [address for address in addresses if self.permits(address)]
        if not permitted and addresses:
            self._stats.inc_value("transport/private_address")
            raise PrivateAddressError(host, addresses)
        if not permitted:
            raise DNSLookupError(f"{host} has no address")
        return permitted

    def permits(self, address: str) -> bool:
        """Tell whether an IP address may be connected to."""
        parsed = _embedded(ip_address(address))
        if any(parsed in network for network in self._allowed):
            return True
        if parsed.is_multicast or not parsed.is_global:
            return False
        return parsed.version == 4 or parsed in _GLOBAL_UNICAST


def _embedded(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Give the IPv4 address that an IPv6 address stands for, else the address itself."""
    if address.version == 4:
        return address
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _EMBEDDING) and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


@implementer(IResolutionReceiver)
class _Addresses:
    """The addresses that one look-up finds."""

    def __init__(self) -> None:
        self.all: Deferred[list[str]] = defer.Deferred()
        self._found: list[str] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's
        """Begin; nobody cancels a look-up."""

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 - Twisted's
        """Take an address; a look-up for TCP gives those of IP alone."""
        self._found.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's
        """Hand out all."""
        self.all.callback(self._found)
