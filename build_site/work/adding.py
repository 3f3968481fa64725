"""A text becomes a seed: read as a build will read it, named by its date and title, and put into seeds/."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from build_site.errors import ConfigProblem, SourceProblem, StoreProblem
from build_site.pipeline import read_article
from build_site.site.urls import slug
from build_site.source import COLLECTIONS, ENDINGS, MAX_BYTES
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


def add_seed(shop: Workshop, name: str, data: bytes, *, wanted: str = "") -> Added:
    """Put a text, as `name` says or looks (a page, else plain text), into seeds/ under the name `wanted`, or one made
    from its date and title. Raises SourceProblem where it is no article, StoreProblem where the name is taken."""
    if len(data) > MAX_BYTES:
        raise SourceProblem(f"{len(data):,} bytes are more than the {MAX_BYTES:,} of an article", where=name)
    ending = _ending(name, data)
    article = read_article(f"new{ending}", data, shop.rules).article
    title, day = article.title, (article.published or "")[:10]
    folder = shop.project.seeds
    # What is there already keeps its name, and with it its address and its translations.
    path = _same(folder, data) or _free(folder, wanted or _name(title, day), ending, exact=bool(wanted))
    known = path.exists()
    if not known:
        with disk(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
    kept = {line for block in article.blocks for line in block.lines}
    return Added(
        f"{folder.name}/{path.relative_to(folder).as_posix()}",
        title,
        article.published or "",
        len(kept),
        len({each.line for each in article.dropped}),
        known,
    )


def _ending(name: str, data: bytes) -> str:
    ending = Path(name).suffix.lower() if name != STDIN else ""
    if f"x{name.lower()}".endswith(COLLECTIONS):
        raise SourceProblem("it is a collection", where=name, hint="Copy it to seeds/ as it is.")
    if ending in ENDINGS:
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
