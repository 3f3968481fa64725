"""Which reader a seed wants, by its name; and what the article in it is called."""

from __future__ import annotations

from pathlib import PurePosixPath
from unicodedata import normalize

from msgspec import structs

from build_site.errors import SourceProblem
from build_site.model import Source
from build_site.source.text import decode_text
from build_site.source.unicode import one_line
from build_site.source.unread import old_letters

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

        return _in_one_form(decode_record(name, data))
    if ending in (".html", ".htm"):
        from build_site.source.html import decode_html

        return _in_one_form(decode_html(name, data))
    if ending == ".md":
        from build_site.source.markdown import decode_markdown

        return _in_one_form(decode_markdown(name, data))
    source = decode_text(name, data)
    if source.text.startswith("---"):
        from build_site.source.markdown import with_told_head

        return _in_one_form(with_told_head(source))
    return _in_letters_of_today(source)


def _in_one_form(source: Source) -> Source:
    """With what is said beside the text in the form of the text: JSON, TOML and HTML can escape any character."""
    source = _in_letters_of_today(source)
    told = source.evidence
    several = {name: tuple(filter(None, map(one_line, getattr(told, name)))) for name in _SEVERAL}
    single = {name: one_line(value) or None for name in ("site", "section") if (value := getattr(told, name))}
    return structs.replace(source, evidence=structs.replace(told, **several, **single))


def _in_letters_of_today(source: Source) -> Source:
    """The same. Raises SourceProblem for a text whose letters are those of old fonts: nobody could read its page."""
    if old := old_letters(source.text):
        raise SourceProblem(old.what, where=source.name, hint=old.hint)
    return source


_SEVERAL = ("titles", "dates", "authors", "keywords")


def is_record(name: str) -> bool:
    """Whether a name is of one article in a collection."""
    return name.rpartition("#")[0].lower().endswith(COLLECTIONS)


def article_id(name: str) -> str:
    """The name without its endings: `2023/000` of `2023/000.txt`, `web/17` of `web.jsonl.xz#17`. Letters with marks are
    one character each (NFC), whatever a disk makes of them: macOS may take them apart."""
    name = name if name.isascii() else normalize("NFC", name)
    file, _, record = name.rpartition("#") if "#" in name and is_record(name) else (name, "", "")
    if not record:
        stem, dot, ending = file.rpartition(".")
        # As a path's suffix: `.txt` alone, and a name that ends with a dot, have none.
        return stem if dot and ending and stem and not stem.endswith("/") and "/" not in ending else file
    ending = next((each for each in COLLECTIONS if file.lower().endswith(each)), PurePosixPath(file).suffix)
    stem = file.removesuffix(file[len(file) - len(ending) :]) if ending else file
    return f"{stem}/{record}" if record else stem
