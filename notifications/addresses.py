"""Where a webhook may lead: out of the house. An address of the house would let a setting read what only we can reach.

The name is resolved once, every address behind it is checked, and the connection goes to the checked address: a name
that resolves differently a moment later gains nothing.
"""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
# Prefixes that carry an IPv4 address inside (RFC 6052): a translator at our gate would lead it home again.
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
Address = IPv4Address | IPv6Address


class Unreachable(Exception):
    """This address is not called. `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """An address that was resolved and checked. `host` is its name, `ip` where the connection goes."""

    scheme: str
    host: str
    ip: str
    port: int
    path: str

    @property
    def pinned_url(self) -> str:
        ip = f"[{self.ip}]" if ":" in self.ip else self.ip
        return f"{self.scheme}://{ip}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def check_url(url: str) -> SplitResult:
    """What can be said of a URL without asking a name server. Raises Unreachable."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise Unreachable(_("This is no address that can be called.")) from error
    if parts.scheme not in PORTS:
        raise Unreachable(_("Only http and https addresses are called."))
    if not host:
        raise Unreachable(_("The address names no host."))
    if parts.username or parts.password:
        raise Unreachable(_("Leave name and password out of the address: each message is signed instead."))
    if (literal := _literal(host)) is not None:
        refuse_inside(literal)
    elif host == "localhost" or host.endswith(".localhost"):
        _refuse_unless_allowed(host)
    return parts


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def refuse_inside(address: Address) -> None:
    """Raises Unreachable for anything but a public address."""
    if not is_public(address):
        _refuse_unless_allowed(str(address))


def _refuse_unless_allowed(host: str) -> None:
    if not settings.ITSM_WEBHOOK_ALLOW_PRIVATE:
        raise Unreachable(
            _("%(host)s is inside the house: only public addresses are called.") % {"host": host}
        )


def is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        if any(address in prefix for prefix in TRANSLATED):
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


async def resolve(url: str) -> Target:
    """Raises Unreachable where the URL leads into the house, OSError where its name is not known."""
    parts = check_url(url)
    host = (
        (parts.hostname or "").encode("idna").decode()
        if _literal(parts.hostname or "") is None
        else parts.hostname
    )
    port = parts.port or PORTS[parts.scheme]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(sockaddr[0]).partition("%")[0]) for *_rest, sockaddr in found]
    for address in addresses:
        refuse_inside(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme=parts.scheme, host=str(host), ip=str(addresses[0]), port=port, path=path)
