"""Which texts of an article want a translation, in document order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import normalize

from msgspec import Struct

from build_site.model import Article, Role


def normalised(text: str) -> str:
    """A text as it stands in a msgid: in the form of letters that seeds are read in, as tools of a Mac may not keep
    them, and runs of white space are single blanks."""
    text = normalize("NFC", text)
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # as most are: no white space but single blanks is printable
    return " ".join(text.split())


class Want(Struct, frozen=True):
    """A text that wants a translation."""

    role: Role
    source: str
    """Normalised: runs of white space are single blanks."""
    line: int = 0
    """1-based line of the seed; 0 where none is known."""
    file: str = ""
    """The seed's name below seeds/."""


def wanted(article: Article, posts: Iterable[tuple[str, int]]) -> tuple[Want, ...]:
    """Title, section, the blocks' segments, keywords, then posts; each (role, source) once, where it stands first.

    `posts`: the posts of the article's people, each with its 1-based line of the seed.
    """
    unique: dict[tuple[Role, str], Want] = {}
    for role, text, line in _texts(article, posts):
        source = normalised(text)
        if source:
            unique.setdefault((role, source), Want(role, source, line, article.file))
    return tuple(unique.values())


def _texts(article: Article, posts: Iterable[tuple[str, int]]) -> Iterator[tuple[Role, str, int]]:
    yield "title", article.title, _first(article.lines.title)
    if article.section:
        yield "section", article.section, _first(article.lines.section)
    for block in article.blocks:
        for segment in block.segments:
            yield block.role, segment.source, _first(block.lines)
    for keyword in article.keywords:
        yield "keyword", keyword, 0
    for post, line in posts:
        yield "post", post, line


def _first(lines: tuple[int, ...]) -> int:
    return lines[0] if lines else 0
