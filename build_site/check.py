"""`check`: every link, image and style of the built site leads somewhere, from a disk or below any address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path, PurePath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from build_site.config import Settings
from build_site.errors import StoreProblem
from build_site.store.files import disk
from build_site.store.host_limits import HostFault
from build_site.store.termbase_check import TermFault

_ADDRESSES = {"href", "src", "poster", "data", "action", "cite"}
_CSS_URL = re.compile(r"url\(\s?['\"]?([^'\")]{1,500})")
_ELSEWHERE = ("http", "https", "mailto", "tel", "data")


AGAIN = (
    "Build the site again (python -m build_site), and copy it again. If that does not mend it, it comes from"
    " site_src/pages, site_src/static or a template."
)


class Problem(Struct, frozen=True):
    where: str
    """Path below the built site, with `:line`."""
    what: str
    fix: str = AGAIN


class Doubt(Struct, frozen=True):
    """A translation of the memory that is wrong, or a part of the memory that cannot be used."""

    where: str
    """file:line of the PO entry."""
    id: str
    """Of the check; `memory` where the file itself is damaged, `waive` where a waiver names no check."""
    severity: str
    what: str
    fix: str


class Checked(Struct, frozen=True):
    pages: int
    links: int
    problems: tuple[Problem, ...]
    memory: tuple[Doubt, ...] = ()
    glossary: tuple[TermFault, ...] = ()
    host: tuple[HostFault, ...] = ()
    """Limits of a host that the site does not keep."""
    notices: tuple[str, ...] = ()
    """What the site goes without, as a setting has it: no fault."""
    files: int = 0
    """That have been compared with the manifest."""
    sentences: int = 0
    """That have been compared with seeds and memory."""


class Tags(HTMLParser):
    """Reads any page: of `<![` without more, which somebody may have written into a copy, Python's own despairs."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        return self.parse_bogus_comment(i)


class _Page(Tags):
    """The ids and links of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.twice: list[tuple[str, int]] = []
        self.links: list[tuple[str, int, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        given = dict(attrs)
        absolute = tag == "link" and given.get("rel") in ("canonical", "alternate")
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                if value in self.ids:
                    self.twice.append((value, line))
                self.ids.add(value)
            elif name in _ADDRESSES and not absolute:
                self.links.append((value.strip(), line, tag == "a"))


def goes_without(settings: Settings) -> Iterator[str]:
    """What a published site lacks for want of a setting."""
    if not settings.site.base_url:
        yield (
            "base_url is empty in site_src/site.toml: the site has no feeds, no sitemap, and no canonical or language"
            " links. Set it to the address at which the site will stand."
        )


def speaks_english(borrowed: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Which languages of the interface lack words of their own; `borrowed` has their strings' names by language."""
    for lang, keys in sorted(borrowed.items()):
        if keys:
            yield (
                f"{len(keys)} words and sentences of the interface in {lang} are English, and marked as such, for want"
                f" of its own: {', '.join(sorted(keys)[:3])} … Write them under [ui] in site_src/language/{lang}.toml."
            )


def check_site(out: Path, progress: Callable[[str, int, int], None] = lambda *_: None) -> Checked:
    """Follow every link inside the built site. Raises StoreProblem where there is none."""
    if not (out / "index.html").is_file():
        raise StoreProblem("there is no built site", where=str(out), hint="Run python -m build_site first.")
    pages: dict[Path, _Page] = {}
    problems: list[Problem] = []
    out = out.resolve()
    _kind.cache_clear()
    with disk(out):
        for path in _plain(out, "*.html"):
            page = pages[path] = _Page()
            page.feed(path.read_text("utf-8", errors="replace"))
            name = path.relative_to(out).as_posix()
            problems += [Problem(f"{name}:{line}", f"the id {each} stands twice") for each, line in page.twice]
            progress("Reading pages", len(pages), 0)
        ids = {path.as_posix(): page.ids for path, page in pages.items()}
        count = 0
        for number, (path, page) in enumerate(pages.items()):
            progress("Following links of pages", number, len(pages))
            for address, line, is_link in page.links:
                count += 1
                if what := _fault(out, path, address, is_link, ids):
                    problems.append(Problem(f"{path.relative_to(out).as_posix()}:{line}", what))
        for path in _plain(out, "*.css"):
            text = path.read_text("utf-8", errors="replace")
            for match in _CSS_URL.finditer(text):
                count += 1
                if what := _fault(out, path, match[1], False, ids):
                    line = text.count("\n", 0, match.start()) + 1
                    problems.append(Problem(f"{path.relative_to(out).as_posix()}:{line}", what))
    return Checked(len(pages), count, tuple(problems))


def _plain(out: Path, pattern: str) -> list[Path]:
    """The files of a kind. Anybody may have made a copy: a link may lead out of it, and a pipe never end."""
    return sorted(path for path in out.rglob(pattern) if path.is_file() and not path.is_symlink())


def _fault(out: Path, page: Path, address: str, is_link: bool, ids: dict[str, set[str]]) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"{address} is no address"
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in _ELSEWHERE else f"{address} is no address a page may have"
    path = parts.path
    if path.startswith("/"):
        # Hosts show this page at any depth; a site that does not know its address counts on standing at the root.
        if page != out / "404.html":
            return f"{address} starts at the server’s root: it breaks below a sub-path and from a disk"
        path = path.lstrip("/")
    # Strings, not paths: a site of ten thousand articles has millions of links.
    target = leads_to(page, unquote(path))
    if not target.startswith(f"{out.as_posix()}/"):
        return f"{address} leads out of the site"
    kind = _kind(target)
    if kind == "folder":
        return f"{address} is a folder: name its index.html" if is_link else f"{address} is a folder"
    if kind != "file":
        return f"{address} is not there"
    fragment = unquote(parts.fragment).partition(":~:")[0]
    if fragment and target in ids and fragment not in ids[target]:
        return f"{address}: the page has no #{fragment}"
    return ""


def leads_to(page: PurePath, address: str) -> str:
    """The file that a relative address on a page means, with slashes on every system."""
    return normpath(f"{page.parent.as_posix()}/{address}") if address else page.as_posix()


@lru_cache(maxsize=1_000_000)
def _kind(path: str) -> str:
    """`file`, `folder`, or nothing; a link that leads elsewhere is nothing."""
    found = Path(path)
    return "folder" if found.is_dir() else "file" if found.is_file() and found.resolve() == found else ""
