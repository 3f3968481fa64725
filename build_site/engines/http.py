"""HTTP with timeouts, a deadline, a size limit and a User-Agent; also the `requests` of deep-translator's modules.

deep-translator calls `requests.get(url, params=…)` with none of them, and puts texts and API keys into addresses.
"""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from build_site import __version__
from build_site.errors import EngineProblem

USER_AGENT = f"build_site/{__version__}"
_BREAK = re.compile(rb"<br ?/?>", re.IGNORECASE)
_CHUNK = 8_192
LARGEST = 100_000
"""Bytes of an answer that are read."""


class Client:
    """Stands for the `requests` module inside one deep-translator module. Safe to share between threads."""

    def __init__(self) -> None:
        self._local = threading.local()

    def limit(self, who: str, seconds: float, *, named: bool) -> None:
        """Calls of this thread belong to the engine `who` and end within so many seconds from now. `named`: an editor
        has named the address, which may be one of this machine or of its network; any other must be public."""
        self._local.who, self._local.named = who, named
        self._local.end = time.monotonic() + seconds

    def get(self, url: str, params: Any = None, proxies: Any = None) -> Any:
        response = self._send("GET", url, params=params, proxies=proxies)
        # deep-translator takes the tags out of a result and glues what they part.
        response._content = _BREAK.sub(b" ", response.content)
        return response

    def post(self, url: str, params: Any = None, proxies: Any = None) -> Any:
        # In the body, since addresses end up in logs.
        return self._send("POST", url, data=params, proxies=proxies)

    def post_json(self, url: str, body: Any, key: str) -> Any:
        """The response to a JSON body, with a bearer key where there is one."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # `auth` does nothing, and keeps requests from putting a password of ~/.netrc in the key's place.
        return self._send("POST", url, json=body, headers=headers, auth=lambda request: request)

    def _send(self, method: str, url: str, *, headers: dict[str, str] | None = None, **options: Any) -> Any:
        import requests
        import urllib3

        from build_site.engines.reach import public_session

        who, end = self._local.who, self._local.end
        left = max(end - time.monotonic(), 0.01)
        headers = {"User-Agent": USER_AGENT, **(headers or {})}
        if _is_here(url):
            options["proxies"] = {"http": None, "https": None, "all": None}
        try:
            # A session per call: an answer that was cut off never spoils the next call's connection.
            with requests.Session() if self._local.named else public_session() as session:
                timeout = (min(left, 10.0), left)
                # No redirect is followed: text and key would go where nobody has sent them.
                options["allow_redirects"] = False
                with session.request(method, url, headers=headers, timeout=timeout, stream=True, **options) as response:
                    response._content = self._body(response, who, end)
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError):
            raise EngineProblem(f"{who} did not answer in time", where=who, retry=True) from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as fault:
            # Its text would repeat the address, with the sentence and perhaps a key in it.
            kind = type(fault).__name__
            broken = (
                requests.ConnectionError,
                requests.exceptions.ChunkedEncodingError,
                urllib3.exceptions.ProtocolError,
            )
            retry = isinstance(fault, broken)
            raise EngineProblem(f"{who} cannot be reached ({kind})", where=who, retry=retry) from None
        status = response.status_code
        if not 200 <= status < 300:
            retry = status == 429 or status >= 500
            after = seconds_of(response.headers.get("Retry-After", "")) if retry else 0.0
            what, hint = f"{who} answered with HTTP {status}", _HINTS.get(status, _ELSEWHERE if status < 400 else "")
            raise EngineProblem(what, where=who, hint=hint, retry=retry, after=after)
        if "charset" not in response.headers.get("Content-Type", "").lower():
            response.encoding = "utf-8"
        return response

    @staticmethod
    def _body(response: Any, who: str, end: float) -> bytes:
        body = bytearray()
        # What has come, as it comes: any other read would wait for a dripping server, or take a byte at a time.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > LARGEST:
                raise EngineProblem(f"{who} sent more than {LARGEST:,} bytes", where=who)
            if time.monotonic() > end:
                raise EngineProblem(f"{who} did not finish its answer in time", where=who, retry=True)
        return bytes(body)


def _is_here(url: str) -> bool:
    """Whether the server is on this machine: no proxy can reach it there, and none shall see what it is asked."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def seconds_of(retry_after: str) -> float:
    """What a Retry-After header asks for: seconds, or a date; 0 where it says nothing that can be understood."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0)


_ELSEWHERE = "It wants to be asked elsewhere, which is not followed: it may be tired of us, or want another address."
_HINTS = {
    401: "Is the API key right?",
    403: "Is the API key right, and is this address allowed to use the service?",
    429: "Too many requests: wait, or list another engine in site.toml.",
}
