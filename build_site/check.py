"""`check`: every link, image and style of the built site leads somewhere, from a disk or below any address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from build_site.built_page import Places, places, read_page
from build_site.config import Settings
from build_site.errors import StoreProblem
from build_site.store.contents import Contents, Question, contents
from build_site.store.files import disk
from build_site.store.host_limits import HostFault
from build_site.store.termbase_check import TermFault

_CSS_URL = re.compile(r"url\(\s?['\"]?([^'\")]{1,500})")
_SHOWN = 3
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
    """What the site goes without, as a setting has it, and what it has twice: no fault."""
    files: int = 0
    """That have been compared with the manifest."""
    sentences: int = 0
    """That have been compared with seeds and memory."""


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


def says_twice(alike: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Which seeds have the whole text of another; some of them, where there are many."""
    if alike:
        some = ", ".join(f"seeds/{name} (that of {other})" for name, other in alike[:_SHOWN])
        more = f" and {len(alike) - _SHOWN:,} more" if len(alike) > _SHOWN else ""
        what = "article has" if len(alike) == 1 else "articles have"
        yield f"{len(alike):,} {what} the whole text of another: {some}{more}. Take one of each two out of seeds/."


def check_site(out: Path, progress: Callable[[str, int, int], None] = lambda *_: None) -> Checked:
    """Follow every link inside the built site. Raises StoreProblem where there is none."""
    if not (out / "index.html").is_file():
        raise StoreProblem("there is no built site", where=str(out), hint="Run python -m build_site first.")
    problems: list[tuple[int, int, Problem]] = []
    pages = links = 0
    with disk(out), contents(out) as site:
        for name in site.files(".html"):
            progress("Following links of pages", pages, 0)
            pages += 1
            found = places(read_page((out / name).read_bytes()))
            site.put_places(name, found.ids)
            links += len(found.links)
            twice = ((line, f"the id {each} stands twice") for each, line in found.twice)
            problems += (
                (pages, line, Problem(f"{name}:{line}", what))
                for line, what in (*twice, *_faults(site, name, pages, found))
            )
        problems += (
            (each.number, each.line, Problem(f"{each.page}:{each.line}", each.what)) for each in site.in_vain()
        )
        problems.sort(key=itemgetter(0, 1))
        told = [problem for _, _, problem in problems]
        for name in site.files(".css"):
            text = (out / name).read_text("utf-8", errors="replace")
            for match in _CSS_URL.finditer(text):
                links += 1
                if what := _follow(site, name, match[1], is_link=False)[0]:
                    told.append(Problem(f"{name}:{text.count(chr(10), 0, match.start()) + 1}", what))
    return Checked(pages, links, tuple(told))


def _faults(site: Contents, name: str, number: int, page: Places) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each link that can be told now; whether other pages have a place is asked later."""
    for link in page.links:
        what, target, place = _follow(site, name, link.address, is_link=link.is_link)
        if what:
            yield link.line, what
        elif place:
            what = f"{link.address}: the page has no #{place}"
            if target != name:
                site.ask(Question(number, link.line, name, target, place, what))
            elif place not in page.ids:
                yield link.line, what


def _follow(site: Contents, page: str, address: str, *, is_link: bool) -> tuple[str, str, str]:
    """What is wrong with an address on a page, the file that it leads to within the site, and the place on it."""
    what, path, place = _parts(address)
    if what or path is None:
        return what, "", ""
    if path.startswith("/"):
        # Hosts show this page at any depth; a site that does not know its address counts on standing at the root.
        if page != "404.html":
            return f"{address} starts at the server’s root: it breaks below a sub-path and from a disk", "", ""
        path = path.lstrip("/")
    target = leads_to(page, path)
    if target.split("/", 1)[0] == "..":
        return f"{address} leads out of the site", "", ""
    kind = site.kind(target)
    if kind == "folder":
        what = f"{address} is a folder: name its index.html" if is_link else f"{address} is a folder"
    elif kind != "file":
        what = f"{address} is not there"
    return what, target, place


@lru_cache(maxsize=50_000)
def _parts(address: str) -> tuple[str, str | None, str]:
    """What is wrong with it as it stands, the path, None where it leads elsewhere, and the place that it names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"{address} is no address", None, ""
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in _ELSEWHERE else f"{address} is no address a page may have", None, ""
    return "", unquote(parts.path), unquote(parts.fragment).partition(":~:")[0]


def leads_to(page: str, address: str) -> str:
    """The file that a relative address on a page means; both are paths below the site, with slashes."""
    return normpath(f"{page.rpartition('/')[0]}/{address}".lstrip("/")) if address else page
