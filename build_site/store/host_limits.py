"""What hosts take, and whether they take this site: `check --host`. The limits are data, in host_limits.toml."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from build_site.errors import ConfigProblem
from build_site.store.files import disk, read_text


class Host(Struct, frozen=True, forbid_unknown_fields=True):
    """A host's limits; 0 where it has none that is known. Sizes are in bytes."""

    name: str
    way_out: str
    site: int = 0
    """All files together."""
    file: int = 0
    """The largest file."""
    files: int = 0
    entries: int = 0
    """Files and folders."""
    folder: int = 0
    """Files in one folder."""
    header_rules: int = 0
    """Paths that `_headers` has rules for."""
    header_line: int = 0
    """Characters of a line of it."""
    redirects: int = 0
    """Lines of `_redirects`."""


class HostFault(Struct, frozen=True):
    """A limit that the site does not keep."""

    where: str
    """The host, or a path below the site."""
    limit: str
    """Its name in host_limits.toml."""
    found: int
    allowed: int
    what: str
    fix: str


class Sizes(Struct, frozen=True):
    """What a built site is like."""

    files: int
    folders: int
    size: int
    largest: tuple[int, str]
    """Bytes and path of the largest file."""
    fullest: tuple[int, str]
    """Files in the folder that has most, and its path."""


@lru_cache(maxsize=1)
def hosts() -> dict[str, Host]:
    """By the names that `--host` takes."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return msgspec.convert(table, dict[str, Host])


def find_host(name: str) -> Host:
    """Raises ConfigProblem where no host is called that."""
    found = hosts().get(name.strip().lower())
    if found is None:
        near = difflib.get_close_matches(name.lower(), hosts(), 1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise ConfigProblem(
            f"the limits of {name} are not known", where="--host", hint=f"{hint}There are: {', '.join(hosts())}."
        )
    return found


def check_host(host: Host, out: Path) -> Iterator[HostFault]:
    """The limits that the site in `out` does not keep, each with the figure and the way out."""
    sizes = measure(out)
    megabytes, allowed = f"{sizes.size / 1e6:,.0f} MB", f"{host.site / 1e6:,.0f} MB"
    large, file = sizes.largest
    full, folder = sizes.fullest
    headers, longest = _headers(read_text(out / "_headers") or "")
    redirects = sum(1 for line in (read_text(out / "_redirects") or "").splitlines() if _rule(line))
    split = "Take a file of your own out of site_src/static; publish data/ elsewhere where a month’s file is too large."
    few_rules = "Shorten site_src/static/_headers; the program’s own rules stand behind it."
    entries = sizes.files + sizes.folders
    measured = (
        ("site", sizes.size, host.name, f"the site has {megabytes}, more than the {allowed} that it takes", ""),
        ("files", sizes.files, host.name, f"the site has {sizes.files:,} files, more than the {host.files:,}", ""),
        ("entries", entries, host.name, f"the site has {entries:,} files and folders: more than {host.entries:,}", ""),
        ("file", large, file, f"{large:,} bytes are more than the {host.file:,} of a file", split),
        ("folder", full, folder or ".", f"{full:,} files in one folder are more than the {host.folder:,}", ""),
        ("header_rules", headers, "_headers", f"{headers} rules are more than the {host.header_rules}", few_rules),
        (
            "header_line",
            longest,
            "_headers",
            f"a line of {longest:,} characters: {host.header_line:,} count",
            few_rules,
        ),
        ("redirects", redirects, "_redirects", f"{redirects:,} rules are more than the {host.redirects:,}", ""),
    )
    for limit, found, where, what, fix in measured:
        allowed_here: int = getattr(host, limit)
        if allowed_here and found > allowed_here:
            told = what if where == host.name else f"{what} ({host.name})"
            yield HostFault(where, limit, found, allowed_here, told, fix or host.way_out)


def measure(out: Path) -> Sizes:
    """Count all that would be uploaded."""
    files = folders = size = 0
    largest, fullest = (0, ""), (0, "")
    todo = [str(out)]
    with disk(out):
        while todo:
            folder = todo.pop()
            here = 0
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders += 1
                        todo.append(entry.path)
                        continue
                    bytes_ = entry.stat(follow_symlinks=False).st_size
                    here, size = here + 1, size + bytes_
                    if bytes_ > largest[0]:
                        largest = (bytes_, entry.path)
            files += here
            if here > fullest[0]:
                fullest = (here, folder)
    return Sizes(files, folders, size, (largest[0], _below(out, largest[1])), (fullest[0], _below(out, fullest[1])))


def _below(out: Path, path: str) -> str:
    return Path(path).relative_to(out).as_posix() if path else ""


def _headers(text: str) -> tuple[int, int]:
    """(paths with rules, characters of the longest line) of a `_headers` file: paths start a line, headers do not."""
    lines = [line for line in text.splitlines() if _rule(line)]
    return sum(1 for line in lines if not line[0].isspace()), max(map(len, lines), default=0)


def _rule(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
