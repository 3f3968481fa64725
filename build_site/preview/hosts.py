"""By which names a preview may be asked for. A page elsewhere that has its own name point to this machine (DNS
rebinding) would read it otherwise."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ALL = ("", "0.0.0.0", "::")


def is_open(host: str) -> bool:
    """Whether others on the network can reach a server that listens on it."""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host.lower() != "localhost"


class Hosts:
    """`host`: what the server listens on."""

    def __init__(self, host: str) -> None:
        self._names = {*LOOPBACK, host.lower().strip("[]")}
        self._any_number = host in ALL

    def known(self, asked: str) -> bool:
        """Of a Host header: `localhost:8000`, `[::1]`. A number is nobody's name, so it cannot be made to point
        elsewhere: where all of the machine's are listened on, each will do."""
        name = _name(asked)
        if name in self._names:
            return True
        try:
            return self._any_number and bool(ip_address(name))
        except ValueError:
            return False

    def same(self, origin: str, asked: str) -> bool:
        """Whether a page at that origin is one of the preview's own."""
        scheme, _, rest = origin.lower().partition("://")
        return scheme in ("http", "https") and rest == asked.lower() and self.known(asked)


def _name(asked: str) -> str:
    """Without the port; empty where it is none."""
    if any(char in asked for char in "/@?#\\ ,"):
        return ""
    try:
        parts = urlsplit(f"//{asked}")
        _ = parts.port
        return (parts.hostname or "").lower()
    except ValueError:
        return ""


def address(host: str, port: int) -> str:
    """Of the preview's first page."""
    name = "localhost" if host in ALL else host
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
