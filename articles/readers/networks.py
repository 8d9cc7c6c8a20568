"""Which network addresses count as public. Pure: nothing here opens a socket."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

# IANA IPv4 Special-Purpose Address Registry, multicast, and one address that cloud hosts answer on.
# `ipaddress.is_global` is not enough: it calls multicast and the 6to4 relays global.
_CLOSED_IPV4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's metadata and agent address lies in public space
    )
)  # fmt: skip
# Only 2000::/3 is handed out as global unicast; v4-mapped, v4-compatible, unique-local, link-local, site-local,
# multicast and segment-routing addresses all lie outside it.
_GLOBAL_UNICAST_IPV6 = IPv6Network("2000::/3")
_CLOSED_IPV6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address of the sender's choice
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True if anybody on the internet could reach this address, and it hides no other one inside."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _CLOSED_IPV4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return (
        address.scope_id is None
        and address in _GLOBAL_UNICAST_IPV6
        and not any(address in block for block in _CLOSED_IPV6)
    )
