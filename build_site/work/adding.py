"""A text becomes a seed: read as a build will read it, named by its date and title, and put into seeds/. An export of
many articles becomes a seed for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, structs

from build_site.errors import ConfigProblem, SourceProblem, StoreProblem
from build_site.model import Article
from build_site.pipeline import read_article
from build_site.site.urls import RESERVED, slug
from build_site.source import COLLECTIONS, ENDINGS, MAX_BYTES
from build_site.source.export import Entry, as_page, is_archive, lightened, page_within, read_export
from build_site.source.export.entry import canonical
from build_site.source.export.read import MAX_EXPORT
from build_site.source.unread import RENAMED, unread_kind
from build_site.store.files import disk
from build_site.store.seeds import LONGEST_NAME
from build_site.work.workshop import Workshop

STDIN = "-"
LONGEST = 60
"""Characters of a title that become part of a name."""
_NOT_ON_WINDOWS = frozenset('<>:"\\|?*')
_MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype|html|head|body|article|div|p|h1)\b", re.I)


class Added(Struct, frozen=True):
    """The seed that came of it, and how it was read."""

    path: str
    """Below the project's folder, as `seeds/x.txt`."""
    headline: str
    published: str
    """ISO 8601; empty where none was found."""
    kept: int
    dropped: int
    """Lines of the text that are the article's, and that are not."""
    known: bool
    """It was there before, byte for byte: nothing was written."""
    lightened: int = 0
    """Bytes of pictures and fonts within the page that were left out, since it was larger than a seed may be."""


def add_all(shop: Workshop, name: str, data: bytes, *, wanted: str = "") -> Iterator[Added | SourceProblem]:
    """Put a text, or each article of an export, into seeds/. What is no article is a problem and is passed over. Raises
    SourceProblem, StoreProblem, ConfigProblem where the whole cannot be taken."""
    if len(data) > MAX_EXPORT:
        raise SourceProblem(f"more than {MAX_EXPORT:,} bytes", where=name, hint="Export fewer articles at a time.")
    if name != STDIN and (unread := unread_kind(name)):
        raise SourceProblem(unread.what, where=name, hint=unread.hint)
    ending = _ending(name, data)
    if is_archive(name, data):
        yield add_seed(shop, f"{name}.html", page_within(name, data), wanted=wanted, where=name)
        return
    entries = None if ending in ENDINGS and Path(name).suffix.lower() == ending else read_export(name, data)
    if entries is None:
        yield add_seed(shop, name, data, wanted=wanted)
        return
    if wanted:
        raise ConfigProblem("an export is of many articles", where=name, hint="Leave --name out: each gets its own.")
    for number, entry in enumerate(entries, 1):
        where = f"{name}: article {number}" + (f" ({entry.title[:80]})" if entry.title else "")
        if entry.teaser:
            hint = "Have the reader fetch full texts, or save the page itself."
            yield SourceProblem("the export has only the summary of it", where=where, hint=hint)
            continue
        if not entry.html.strip() and not entry.text.strip():
            hint = "Its text belongs into a field that is called text, content or html."
            yield SourceProblem("the export has no text of it", where=where, hint=hint)
            continue
        try:
            yield _add_entry(shop, entry)
        except SourceProblem as problem:
            yield SourceProblem(problem.what, where=where, hint=problem.hint)


def _add_entry(shop: Workshop, entry: Entry) -> Added:
    """An article that is known by its address, or byte for byte, keeps its seed: a later export has it again."""
    data = as_page(entry)
    article = _read(shop, "new.html", data, entry.title)
    stem = _name(article.title, (article.published or "")[:10])
    folder, number = shop.project.seeds, 1
    while (path := folder / f"{_numbered(stem, number)}.html").exists():
        with disk(path):
            there = path.read_bytes()
        if there == data or (entry.url and canonical(entry).encode() in there):
            return _added(shop, path, article, known=True)
        number += 1
    path = _free(folder, stem, ".html", exact=False)
    _write(path, data)
    return _added(shop, path, article, known=False)


def add_seed(shop: Workshop, name: str, data: bytes, *, wanted: str = "", where: str = "") -> Added:
    """Put a text, as `name` says or looks (a page, else plain text), into seeds/ under the name `wanted`, or one made
    from its date and title. Raises SourceProblem where it is no article, StoreProblem where the name is taken.
    `where`: what messages call it."""
    ending, size = _ending(name, data), len(data)
    if size > MAX_BYTES and ending in (".html", ".htm"):
        data = lightened(data)
    article = _read(shop, f"new{ending}", data, where or (_PASTED if name == STDIN else name))
    title, day = article.title, (article.published or "")[:10]
    folder = shop.project.seeds
    # What is there already keeps its name, and with it its address and its translations.
    path = _same(folder, data) or _free(folder, wanted or _name(title, day), ending, exact=bool(wanted))
    known = path.exists()
    if not known:
        _write(path, data)
    return structs.replace(_added(shop, path, article, known=known), lightened=size - len(data))


_PASTED = "the text"


def _read(shop: Workshop, name: str, data: bytes, where: str) -> Article:
    """The article of a file that messages call `where`. Raises SourceProblem."""
    if len(data) > MAX_BYTES:
        hint = "Save the page without its scripts and styles, or the text of the article alone."
        what = f"{len(data):,} bytes are more than the {MAX_BYTES:,} of an article"
        raise SourceProblem(what, where=where, hint=hint)
    try:
        return read_article(name, data, shop.rules).article
    except SourceProblem as problem:
        raise SourceProblem(problem.what, where=problem.where.replace(name, where, 1), hint=problem.hint) from None


def _write(path: Path, data: bytes) -> None:
    with disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)


def _added(shop: Workshop, path: Path, article: Article, *, known: bool) -> Added:
    folder = shop.project.seeds
    kept = {line for block in article.blocks for line in block.lines}
    return Added(
        f"{folder.name}/{path.relative_to(folder).as_posix()}",
        article.title,
        article.published or "",
        len(kept),
        len({each.line for each in article.dropped}),
        known,
    )


def _ending(name: str, data: bytes) -> str:
    ending = Path(name).suffix.lower() if name != STDIN else ""
    ending = RENAMED.get(ending, ending)
    if ending in COLLECTIONS or name.lower().endswith(COLLECTIONS):
        hint = "Copy it to seeds/ as it is, under the ending .jsonl or .jsonl.xz."
        raise SourceProblem("it is a collection", where=name, hint=hint)
    if ending in ENDINGS and (ending != ".txt" or not _MARKUP.match(data)):
        return ending
    return ".html" if _MARKUP.match(data) else ".txt"


def _name(title: str, day: str) -> str:
    short = slug(title)[:LONGEST].strip("-") or "article"
    return f"{day}-{short}" if day else short


def _free(folder: Path, name: str, ending: str, *, exact: bool) -> Path:
    if exact and (fault := name_fault(name)):
        raise ConfigProblem(f"not a name below seeds/: {fault}", where=name, hint="Give letters, digits and hyphens.")
    stem = name[: -len(ending)] if name.endswith(ending) else name
    number = 1
    while any((folder / f"{_numbered(stem, number)}{each}").exists() for each in ENDINGS):
        if exact:
            raise StoreProblem("there is a seed of that name", where=str(folder / stem), hint="Give another --name.")
        number += 1
    return folder / f"{_numbered(stem, number)}{ending}"


def name_fault(name: str) -> str:
    """Why a path with slashes cannot be a seed's on every system that the project may be checked out on; empty where
    it can."""
    for part in name.split("/"):
        if not part or part != part.strip(" .") or part[0] == "~" or part[-1] == "~":
            return "a part of it is empty, hidden, or ends with a blank or a dot"
        if found := sorted({char for char in part if char in _NOT_ON_WINDOWS or not char.isprintable()}):
            return f"it holds {found[0]!r}"
        if part.partition(".")[0].lower() in RESERVED:
            return f"Windows keeps {part.partition('.')[0]} for a device"
        if len(part.encode()) > LONGEST_NAME - 20:
            return "a part of it is too long"
    return ""


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _same(folder: Path, data: bytes) -> Path | None:
    """The seed that has these bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return path
    return None
