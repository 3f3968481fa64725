"""Which machines an engine may speak to: those of its own service, and on the public network unless an editor has named
the address."""

from __future__ import annotations

import ipaddress
import socket
from functools import cache
from typing import Any

from build_site.errors import EngineProblem

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public network, whatever form it has: IPv4 within IPv6 counts as itself."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64 or int(address) >> 32 == 0:
            within = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if within is not None:
            address = within
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refuse(address: str) -> None:
    if not is_public(address):
        raise EngineProblem(
            "the service’s name leads to a private address",
            where="network",
            hint="Nothing was sent. Is the name server right? An address of your own is named in site.toml.",
        )


def public_session() -> Any:
    """A `requests.Session` that reaches public addresses alone."""
    import requests

    session = requests.Session()
    session.mount("http://", _adapter()())
    session.mount("https://", _adapter()())
    return session


@cache
def _adapter() -> Any:
    """Made where the first engine asks: the libraries take longer than a build that asks none."""
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    class Public:
        """Of a connection: nothing is sent to an address that is not public."""

        def _new_conn(self: Any) -> socket.socket:
            for *_, where in socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM):
                _refuse(str(where[0]))
            made: socket.socket = super()._new_conn()  # type: ignore[misc]
            try:
                # The name may have been another machine's when it was asked for again.
                _refuse(str(made.getpeername()[0]))
            except EngineProblem:
                made.close()
                raise
            return made

    class OverHTTP(Public, HTTPConnection):
        pass

    class OverHTTPS(Public, HTTPSConnection):
        pass

    class PoolOverHTTP(HTTPConnectionPool):
        ConnectionCls = OverHTTP

    class PoolOverHTTPS(HTTPSConnectionPool):
        ConnectionCls = OverHTTPS

    class Adapter(HTTPAdapter):
        """Only for connections of its own: a proxy that the environment names is its owner's choice."""

        def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
            super().init_poolmanager(*arguments, **options)
            self.poolmanager.pool_classes_by_scheme = {"http": PoolOverHTTP, "https": PoolOverHTTPS}

    return Adapter
