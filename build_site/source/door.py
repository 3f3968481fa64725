"""Which reader a seed wants, by its name; and what the article in it is called."""

from __future__ import annotations

from pathlib import PurePosixPath

from build_site.model import Source
from build_site.source.html import decode_html
from build_site.source.markdown import decode_markdown
from build_site.source.record import decode_record
from build_site.source.text import decode_text

COLLECTIONS = (".jsonl", ".jsonl.xz")
"""Endings of files that hold one article a line; its name is `web.jsonl#id`."""
_READERS = {".txt": decode_text, ".html": decode_html, ".htm": decode_html, ".md": decode_markdown}
ENDINGS = (*_READERS, *COLLECTIONS)


def decode_source(name: str, data: bytes) -> Source:
    """Read one seed: a `.txt`, `.html`, `.htm` or `.md` file, or a record of a collection.

    `name` is its path below seeds/. Raises SourceProblem, located.
    """
    if is_record(name):
        return decode_record(name, data)
    return _READERS.get(PurePosixPath(name).suffix.lower(), decode_text)(name, data)


def is_record(name: str) -> bool:
    """Whether a name is of one article in a collection."""
    return name.rpartition("#")[0].lower().endswith(COLLECTIONS)


def article_id(name: str) -> str:
    """The name without its endings: `2023/000` of `2023/000.txt`, `web/17` of `web.jsonl.xz#17`."""
    file, _, record = name.rpartition("#") if is_record(name) else (name, "", "")
    ending = next((each for each in COLLECTIONS if record and file.lower().endswith(each)), PurePosixPath(file).suffix)
    stem = file.removesuffix(file[len(file) - len(ending) :]) if ending else file
    return f"{stem}/{record}" if record else stem
