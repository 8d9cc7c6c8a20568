"""The client of a request, by IP address, for the limits on logins and uploads."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings

# A household or a single computer has at least a network of this size, in bits.
_IPV6_CLIENT_BITS = 64


def client_address(remote: str, forwarded: str) -> str:
    """The address of the client, "" if unknown.

    `remote` is the peer of the connection. Behind a proxy, that is the proxy, which appends the client to the header
    X-Forwarded-For (`forwarded`). Earlier entries of that header can be forged.
    """
    last = forwarded.rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    return _parsed(last) or _parsed(remote)


def client_network(address: str) -> str:
    """The unit that limits apply to: an IPv4 address, or the network of an IPv6 address."""
    if ":" not in address:
        return address
    return str(IPv6Network((address, _IPV6_CLIENT_BITS), strict=False).network_address)


def _parsed(text: str) -> str:
    """The normalized address, also from host:port; "" for anything else."""
    host = text.rpartition(":")[0] if text.count(":") == 1 or "]:" in text else text
    try:
        found = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return ""
    return str(found.ipv4_mapped or found) if isinstance(found, IPv6Address) else str(found)
