"""Downloads of large files: resumed where they broke off, compared with their checksum, given up only in silence."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from build_site.engines.http import USER_AGENT
from build_site.errors import EngineProblem
from build_site.store.files import disk

SILENCE = 30.0
"""Seconds without a byte after which a download is given up. There is no limit for the whole: lines are slow."""
TRIES = 3
"""Connections for one file in one run, as long as each brings something."""
_CHUNK = 1 << 13
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
OTHERWISE = "Ask whoever runs the server, or name another: --model-index URL, --model-files URL."
AGAIN = "Run the command again: it goes on from there."


def fetch_json(url: str, most: int, silence: float = SILENCE) -> Any:
    """The JSON at an address, of at most so many bytes. Raises EngineProblem."""
    body = bytearray()
    with _connected(url, {}, silence) as response:
        for chunk in _chunks(response, url):
            body += chunk
            if len(body) > most:
                raise EngineProblem(f"the answer has more than {most:,} bytes", where=url, hint=OTHERWISE)
    try:
        return json.loads(body)
    except ValueError:
        hint = "Is the address right? A page to sign in to a network looks like this too."
        raise EngineProblem("the answer is not JSON", where=url, hint=hint) from None


def download(
    url: str, part: Path, size: int, sha256: str, *, advance: Callable[[int], None], silence: float = SILENCE
) -> int:
    """Brings `part`, which may hold the beginning from an earlier run, to the whole file. Returns the bytes that were
    downloaded in this run.

    `advance` is told the bytes that are there. Raises EngineProblem: where the connection fails, `part` stays for the
    next run; where the checksum is wrong, it is removed. Raises StoreProblem where the disk refuses.
    """
    got = 0
    for number in range(1, TRIES + 1):
        brought, problem = _connect(url, part, size, advance, silence)
        got += brought
        if problem is None:
            break
        if number == TRIES or (not brought and part.exists()):
            raise problem
        time.sleep(0.2 * number)
    with disk(part), part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        forget(part)
        hint = "What was downloaded of it is removed. Run the command again; if it happens again, the list is wrong."
        raise EngineProblem(f"the file is not what the list says: its sha256 is {found}", where=url, hint=hint)
    return got


def forget(part: Path) -> None:
    """Removes a part and what is known of it."""
    part.unlink(missing_ok=True)
    _tag(part).unlink(missing_ok=True)


def _tag(part: Path) -> Path:
    """Beside the part: the server's ETag, by which it knows the file that the part is of."""
    return part.with_name(part.name + ".etag")


def _connect(
    url: str, part: Path, size: int, advance: Callable[[int], None], silence: float
) -> tuple[int, EngineProblem | None]:
    """One connection: (bytes that it brought, why the file is not whole). Raises EngineProblem where another connection
    would not help."""
    have = part.stat().st_size if part.exists() else 0
    if have > size:
        forget(part)
        have = 0
    advance(have)
    if have == size:
        return 0, None
    with _connected(url, _range(part, have), silence) as response:
        resumed = response.status_code == 206
        if response.status_code == 416 or (resumed and not _continues(response, have, size)):
            forget(part)
            return 0, EngineProblem("the file has changed on the server", where=url, hint=AGAIN)
        start = there = have if resumed else 0
        what = ""
        with disk(part), part.open("ab" if resumed else "wb", buffering=0) as file:
            if tag := response.headers.get("ETag", ""):
                _tag(part).write_text(tag, "utf-8")
            try:
                for chunk in _chunks(response, url):
                    file.write(chunk)
                    there += len(chunk)
                    if there > size:
                        break
                    advance(there)
            except EngineProblem as problem:
                what = problem.what
    if there > size:
        forget(part)
        raise EngineProblem(f"the file has more than the {size:,} bytes that the list says", where=url, hint=OTHERWISE)
    if there < size:
        what = f"{what or 'the file ended'} after {there:,} of {size:,} bytes"
        return there - start, EngineProblem(what, where=url, hint=AGAIN)
    return there - start, None


def _continues(response: Any, have: int, size: int) -> bool:
    match = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    return match is not None and (int(match[1]), int(match[3])) == (have, size)


def _range(part: Path, have: int) -> dict[str, str]:
    if not have:
        return {}
    headers = {"Range": f"bytes={have}-"}
    tag = _tag(part).read_text("utf-8") if _tag(part).is_file() else ""
    # Weak tags promise nothing about bytes, and may not be asked by.
    if tag and tag.isascii() and tag.isprintable() and not tag.startswith("W/"):
        headers["If-Range"] = tag
    return headers


@contextmanager
def _connected(url: str, headers: dict[str, str], silence: float) -> Iterator[Any]:
    import requests

    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
    try:
        with (
            requests.Session() as session,
            session.get(url, headers=headers, timeout=(10.0, silence), stream=True) as response,
        ):
            if response.status_code not in (200, 206, 416):
                retry = response.status_code == 429 or response.status_code >= 500
                hint = "Try again later." if retry else "Is the address right?"
                raise EngineProblem(f"the server answered with HTTP {response.status_code}", where=url, hint=hint)
            yield response
    except requests.exceptions.Timeout:
        what = f"the server said nothing for {silence:g} seconds"
        raise EngineProblem(what, where=url, hint=AGAIN) from None
    except requests.exceptions.RequestException as fault:
        hint = "Is this machine connected to the network?"
        raise EngineProblem(f"the server cannot be reached ({type(fault).__name__})", where=url, hint=hint) from None


def _chunks(response: Any, url: str) -> Iterator[bytes]:
    """The bytes as they were sent. Raises EngineProblem where they stop before the end."""
    import urllib3

    try:
        yield from response.raw.stream(_CHUNK, decode_content=False)
    except urllib3.exceptions.ReadTimeoutError:
        raise EngineProblem("the server fell silent", where=url) from None
    except (urllib3.exceptions.HTTPError, OSError):
        raise EngineProblem("the connection broke off", where=url) from None
