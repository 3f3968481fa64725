"""A site of pages alone, such as this program's documentation: Markdown files in folders, each with the list of them
all and of its own headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from build_site.model import Page
from build_site.site.front import root_of_all
from build_site.site.texts import address, addresses, contents, leading, targets
from build_site.site.view import MarkdownPage, SiteView

LONGEST_LEAD = 240
TOP = "."
"""Stands among the folders for the pages that are in none."""

Entry = list[Any]
"""Title, file of the site, language of the title where it is not the page's, folders it stands in below the first."""


class _Manual(Struct, frozen=True):
    pages: dict[tuple[str, str], MarkdownPage]
    """By language and name."""
    names: list[str]
    """Of all pages, in the order in which pages name them, the front page first."""
    folders: Mapping[str, Mapping[str, str]]
    """Name of each folder by language, in order."""
    listed: set[str]
    """Folders that have no page of their own: they are given one."""
    languages: tuple[str, ...]


def manual_pages(
    pages: Sequence[MarkdownPage],
    files: Sequence[str],
    *,
    folders: Mapping[str, Mapping[str, str]],
    site: SiteView,
) -> Iterator[Page]:
    """index.html, every page, a page for each folder that has none, and 404.html. `files`: what is copied beside them,
    as paths of the site; `folders` as the setting has it."""
    book = _made(pages, folders, site.reading)
    above = pages[0].file.partition("/")[0] if pages else ""
    known = {f"{above}/{file}": file for file in files}
    trees = {lang: _tree(book, lang) for lang in book.languages}
    fronts = [(page := book.pages[lang, ""], trees[lang]) for lang in book.languages]
    fronts_told = [[page.lang, page.title, page.inner.lead, tree] for page, tree in fronts]
    root = {"lang": site.reading[0], "fronts": fronts_told}
    yield Page("index.html", "manual_root.html", root | {"path": "index.html", "lost": False})
    for page in pages:
        here = known | _folder_addresses(book, above, page.lang) | addresses(pages)
        found = page.outline
        told = {
            "title": found.headings[0].text if found.headings else page.title,
            "title_id": found.headings[0].id if found.headings else "",
            "lead": found.lead,
            "markdown_text": page.body,
            "links": leading(page, here),
            "contents": contents(found)[1:],
            "listed": [],
        }
        yield Page(address(page), "manual.html", _frame(book, trees, page.lang, page.name) | told)
    for lang in book.languages:
        for name in sorted(book.listed):
            yield from _folder_page(book, trees, lang, name)
    # A host shows this page at any depth, where no relative link leads anywhere.
    yield Page("404.html", "manual_root.html", root | root_of_all(site.address) | {"path": "404.html", "lost": True})


def _made(pages: Sequence[MarkdownPage], folders: Mapping[str, Mapping[str, str]], reading: Sequence[str]) -> _Manual:
    by_name = {(page.lang, page.name): page for page in pages}
    names = _ordered({page.name for page in pages}, by_name, reading[0])
    tops = dict.fromkeys(name.partition("/")[0] for name in names if "/" in name)
    known = {top: folders.get(top, {}) for top in [*folders, *tops] if top in tops}
    languages = tuple(lang for lang in reading if (lang, "") in by_name)
    return _Manual(by_name, names, known | {TOP: folders.get(TOP, {})}, set(tops) - set(names), languages)


def _ordered(names: set[str], pages: Mapping[tuple[str, str], MarkdownPage], lang: str) -> list[str]:
    """As the page of the folder above names them, the front page for the first; then by name."""
    by_file = {page.file: page.name for page in pages.values()}
    told: dict[str, dict[str, int]] = {}

    def place(name: str) -> tuple[tuple[int, str], ...]:
        if not name:
            return ()
        above = name
        while above not in names or above == name:
            above = above.rpartition("/")[0]
        if above not in told:
            page = pages.get((lang, above))
            links = [by_file.get(file, "") for file in targets(page).values()] if page else []
            told[above] = {each: number for number, each in reversed(list(enumerate(links)))}
        return (*place(above), (told[above].get(name, len(names)), name))

    return sorted(names, key=place)


def _tree(book: _Manual, lang: str) -> list[list[Any]]:
    """Of each folder: its name, the file of its own page (None: it has none), and entries of what stands in it."""
    found = []
    for folder, called in book.folders.items():
        within = [name for name in book.names if name and (name.partition("/")[0] if "/" in name else TOP) == folder]
        within = [name for name in within if name not in book.folders]
        if within:
            own, said = None if folder == TOP else f"{lang}/{folder}/index.html", _called(folder, called, lang)
            found.append([said, own, [_without(said, _entry(book, name, lang)) for name in within]])
    return found


def _without(said: str, entry: Entry) -> Entry:
    """Below “How to”, the page “How to preview” is “Preview”."""
    title, *rest = entry
    short = title[len(said) + 1 :] if title.lower().startswith(f"{said} ".lower()) else title
    return [short[:1].upper() + short[1:], *rest]


def _called(folder: str, called: Mapping[str, str], lang: str) -> str:
    """The folder's name; where settings have none, the folder itself."""
    if folder == TOP:
        return called.get(lang, "")
    return called.get(lang) or folder[:1].upper() + folder[1:].replace("-", " ")


def _entry(book: _Manual, name: str, lang: str) -> Entry:
    own = book.pages.get((lang, name))
    page = own or next(page for (_, other), page in book.pages.items() if other == name)
    title = page.outline.headings[0].text
    return [title, address(page), None if own else page.lang, max(0, name.count("/") - 1)]


def _frame(book: _Manual, trees: Mapping[str, list[list[Any]]], lang: str, name: str) -> dict[str, Any]:
    """What stands around a page."""
    path = "/".join(filter(None, (lang, name, "index.html")))
    other = next((each for each in book.languages if each != lang), None)
    there = other is not None and ((other, name) in book.pages or name in book.listed)
    return {
        "lang": lang,
        "path": path,
        "tree": trees[lang],
        "front": [book.pages[lang, ""].title, f"{lang}/index.html"],
        "elsewhere_at": f"{other}/{_tail(name if there else '')}" if other else None,
        "alone": not there,
    }


def _tail(name: str) -> str:
    return f"{name}/index.html" if name else "index.html"


def _folder_page(book: _Manual, trees: Mapping[str, list[list[Any]]], lang: str, name: str) -> Iterator[Page]:
    entries = [_entry(book, each, lang) for each in book.names if each.startswith(f"{name}/")]
    by_address = {address(page): page for page in book.pages.values()}
    told = {
        "title": _called(name, book.folders.get(name, {}), lang),
        "title_id": "",
        "lead": "",
        "markdown_text": "",
        "links": {},
        "contents": [],
        "listed": [[*entry, _opening(by_address[entry[1]].inner.lead)] for entry in entries],
    }
    frame = _frame(book, trees, lang, name)
    yield Page(frame["path"], "manual.html", frame | told)


def _opening(lead: str) -> str:
    """The first sentence, or as much of it as fits."""
    first = lead.partition(". ")[0] + ("." if ". " in lead else "")
    if len(first) <= LONGEST_LEAD:
        return first
    return first[:LONGEST_LEAD].rpartition(" ")[0].rstrip(",;:") + "…"


def _folder_addresses(book: _Manual, above: str, lang: str) -> dict[str, str]:
    """Folder, as links name it → its page."""
    known = {name for other, name in book.pages if other == lang} | book.listed
    return {f"{above}/{name}".rstrip("/"): f"{lang}/{_tail(name)}" for name in known}
