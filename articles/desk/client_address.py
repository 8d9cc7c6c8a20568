"""Whose request this is, by address: what counts as one client when logins and uploads are limited."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings

# One household or one machine has at least a network of this size, in bits.
_IPV6_CLIENT_BITS = 64


def client_address(remote: str, forwarded: str) -> str:
    """The address of the client, "" when it is not known.

    `remote` is who is connected; behind a proxy that is the proxy, which adds the client to the end of the header
    X-Forwarded-For (`forwarded`). What stands before the last entry, anybody can have sent.
    """
    last = forwarded.rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    return _parsed(last) or _parsed(remote)


def client_network(address: str) -> str:
    """What is limited as one client: an IPv4 address, or the network of an IPv6 address."""
    if ":" not in address:
        return address
    return str(IPv6Network((address, _IPV6_CLIENT_BITS), strict=False).network_address)


def _parsed(text: str) -> str:
    """An address in its one spelling, also from host:port, "" for anything else."""
    host = text.rpartition(":")[0] if text.count(":") == 1 or "]:" in text else text
    try:
        found = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return ""
    return str(found.ipv4_mapped or found) if isinstance(found, IPv6Address) else str(found)
