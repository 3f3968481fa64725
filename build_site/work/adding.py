"""A text becomes a seed: read as a build will read it, named by its date and title, and put into seeds/. An export of
many articles becomes a seed for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from build_site.errors import ConfigProblem, SourceProblem, StoreProblem
from build_site.model import Article
from build_site.pipeline import read_article
from build_site.site.urls import slug
from build_site.source import COLLECTIONS, ENDINGS, MAX_BYTES
from build_site.source.export import Entry, as_page, read_export
from build_site.source.export.entry import canonical
from build_site.source.export.read import MAX_EXPORT
from build_site.store.files import disk
from build_site.work.workshop import Workshop

STDIN = "-"
LONGEST = 60
"""Characters of a title that become part of a name."""
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


def add_all(shop: Workshop, name: str, data: bytes, *, wanted: str = "") -> Iterator[Added | SourceProblem]:
    """Put a text, or each article of an export, into seeds/. What is no article is a problem and is passed over. Raises
    SourceProblem, StoreProblem, ConfigProblem where the whole cannot be taken."""
    if len(data) > MAX_EXPORT:
        raise SourceProblem(f"more than {MAX_EXPORT:,} bytes", where=name, hint="Export fewer articles at a time.")
    entries = None if Path(name).suffix.lower() in ENDINGS and name != STDIN else read_export(name, data)
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
        try:
            yield _add_entry(shop, entry)
        except SourceProblem as problem:
            yield SourceProblem(problem.what, where=where, hint=problem.hint)


def _add_entry(shop: Workshop, entry: Entry) -> Added:
    """An article that is known by its address, or byte for byte, keeps its seed: a later export has it again."""
    data = as_page(entry)
    article = _read(shop, "new.html", data)
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


def add_seed(shop: Workshop, name: str, data: bytes, *, wanted: str = "") -> Added:
    """Put a text, as `name` says or looks (a page, else plain text), into seeds/ under the name `wanted`, or one made
    from its date and title. Raises SourceProblem where it is no article, StoreProblem where the name is taken."""
    ending = _ending(name, data)
    article = _read(shop, f"new{ending}", data, name)
    title, day = article.title, (article.published or "")[:10]
    folder = shop.project.seeds
    # What is there already keeps its name, and with it its address and its translations.
    path = _same(folder, data) or _free(folder, wanted or _name(title, day), ending, exact=bool(wanted))
    known = path.exists()
    if not known:
        _write(path, data)
    return _added(shop, path, article, known=known)


def _read(shop: Workshop, name: str, data: bytes, where: str = "") -> Article:
    if len(data) > MAX_BYTES:
        hint = "Save the page without pictures, scripts and fonts, as monolith does with -c -f -F -i -j -v."
        what = f"{len(data):,} bytes are more than the {MAX_BYTES:,} of an article"
        raise SourceProblem(what, where=where, hint=hint)
    return read_article(name, data, shop.rules).article


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
    if f"x{name.lower()}".endswith(COLLECTIONS):
        raise SourceProblem("it is a collection", where=name, hint="Copy it to seeds/ as it is.")
    if ending in ENDINGS and (ending != ".txt" or not _MARKUP.match(data)):
        return ending
    return ".html" if _MARKUP.match(data) else ".txt"


def _name(title: str, day: str) -> str:
    short = slug(title)[:LONGEST].strip("-") or "article"
    return f"{day}-{short}" if day else short


def _free(folder: Path, name: str, ending: str, *, exact: bool) -> Path:
    if exact and (name != name.strip("/.") or ".." in Path(name).parts or "\\" in name or "\0" in name):
        raise ConfigProblem("not a name below seeds/", where=name, hint="Give letters, digits and hyphens.")
    stem = name[: -len(ending)] if name.endswith(ending) else name
    number = 1
    while any((folder / f"{_numbered(stem, number)}{each}").exists() for each in ENDINGS):
        if exact:
            raise StoreProblem("there is a seed of that name", where=str(folder / stem), hint="Give another --name.")
        number += 1
    return folder / f"{_numbered(stem, number)}{ending}"


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _same(folder: Path, data: bytes) -> Path | None:
    """The seed that has these bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return path
    return None
