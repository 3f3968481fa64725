"""Which reader a seed wants, by its name; and what the article in it is called."""

from __future__ import annotations

from pathlib import PurePosixPath

from build_site.model import Source
from build_site.source.text import decode_text

COLLECTIONS = (".jsonl", ".jsonl.xz")
"""Endings of files that hold one article a line; its name is `web.jsonl#id`."""
ENDINGS = (".txt", ".html", ".htm", ".md", *COLLECTIONS)


def decode_source(name: str, data: bytes) -> Source:
    """Read one seed: a `.txt`, `.html`, `.htm` or `.md` file, or a record of a collection.

    `name` is its path below seeds/. Raises SourceProblem, located. The readers of HTML and Markdown are loaded where
    they are wanted: their libraries take longer than a build that finds nothing changed.
    """
    ending = PurePosixPath(name).suffix.lower()
    if is_record(name):
        from build_site.source.record import decode_record

        return decode_record(name, data)
    if ending in (".html", ".htm"):
        from build_site.source.html import decode_html

        return decode_html(name, data)
    if ending == ".md":
        from build_site.source.markdown import decode_markdown

        return decode_markdown(name, data)
    return decode_text(name, data)


def is_record(name: str) -> bool:
    """Whether a name is of one article in a collection."""
    return name.rpartition("#")[0].lower().endswith(COLLECTIONS)


def article_id(name: str) -> str:
    """The name without its endings: `2023/000` of `2023/000.txt`, `web/17` of `web.jsonl.xz#17`."""
    file, _, record = name.rpartition("#") if "#" in name and is_record(name) else (name, "", "")
    if not record:
        stem, dot, ending = file.rpartition(".")
        # As a path's suffix: `.txt` alone, and a name that ends with a dot, have none.
        return stem if dot and ending and stem and not stem.endswith("/") and "/" not in ending else file
    ending = next((each for each in COLLECTIONS if file.lower().endswith(each)), PurePosixPath(file).suffix)
    stem = file.removesuffix(file[len(file) - len(ending) :]) if ending else file
    return f"{stem}/{record}" if record else stem
