"""An editor's own article: front matter between `+++` lines (TOML), then CommonMark. Its markup is evidence; its
text stays text. And what a tool has saved as text or Markdown, with a head of its own between `---` lines."""

from __future__ import annotations

import datetime
import re
import tomllib

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct, ValidationError, convert, structs

from build_site.errors import SourceProblem
from build_site.model import Evidence, Hint, Source
from build_site.source.address import web_address
from build_site.source.front_matter import load_toml
from build_site.source.moments import iso_moment
from build_site.source.plain_words import plain_words
from build_site.source.text import decode_text
from build_site.source.told_head import ToldHead, read_head
from build_site.source.unicode import one_line

_FENCE = "+++"
_MARKED = re.compile(r"^(?:#{1,6} \S|\*\*[^*\n]{1,1000}\*\*$)", re.MULTILINE)
"""What a text has that was saved as Markdown under another ending."""
_TITLE = re.compile(r" {0,3}#(?!#)")


class FrontMatter(Struct, frozen=True, forbid_unknown_fields=True):
    """What the head of such an article may say."""

    title: str | None = None
    date: str | None = None
    """ISO 8601."""
    authors: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    url: str | None = None
    source: str | None = None
    """The paper or agency it was taken from."""


def decode_markdown(name: str, data: bytes) -> Source:
    """Read one `.md` seed. A line of the result is a block of the file, at the line where the block begins; the
    front matter's
    and the blocks' further lines are blank. Raises SourceProblem, located."""
    source = decode_text(name, data)
    if head := read_head(source.text):
        return _marked_up(source, source.text.split("\n"), head)
    lines = source.text.split("\n")
    matter, start = _front_matter(name, lines)
    text, hints = _text(lines, start, titled=matter.title is not None)
    if not any(text):
        raise SourceProblem(
            "the article has no text", where=f"{name}:{start + 1}", hint="Write it below the second +++."
        )
    return structs.replace(
        source,
        text="\n".join(text),
        kind="markdown",
        hints=hints,
        evidence=Evidence(
            titles=(matter.title,) if matter.title else (),
            dates=(matter.date,) if matter.date else (),
            authors=matter.authors,
            url=web_address(matter.url),
            site=matter.source,
            section=matter.section,
            keywords=matter.keywords,
            trusted=True,
        ),
    )


def with_told_head(source: Source) -> Source:
    """A text seed that opens with a tool's head: its lines are marked, and what it says is evidence. Where the text
    below is Markdown, as some tools write under the ending `.txt`, it is read as that. Any other text is unchanged."""
    head = read_head(source.text)
    if head is None:
        return source
    lines = source.text.split("\n")
    if _MARKED.search("\n".join(lines[head.end :])):
        return _marked_up(source, lines, head)
    return structs.replace(source, hints=_head_hints(head), evidence=head.evidence)


def _marked_up(source: Source, lines: list[str], head: ToldHead) -> Source:
    text, hints = _text(lines, head.end)
    if not any(text):
        raise SourceProblem("the article has no text", where=f"{source.name}:{head.end}", hint="Save it again.")
    text[: head.end] = lines[: head.end]
    hints |= _head_hints(head)
    return structs.replace(source, text="\n".join(text), kind="markdown", hints=hints, evidence=head.evidence)


def _head_hints(head: ToldHead) -> dict[int, Hint]:
    return dict.fromkeys(range(1, head.end + 1), "head")


def _text(lines: list[str], start: int, *, titled: bool = True) -> tuple[list[str], dict[int, Hint]]:
    """The blocks below line `start`, each at its line, the other lines blank; and what each is. Where the article is
    not `titled` by its head, a heading of the first order that opens the text is its title."""
    text = [""] * len(lines)
    hints: dict[int, Hint] = {}
    for line, hint, content in _blocks("\n".join(lines[start:])):
        opens = not titled and not hints and hint == "heading" and _TITLE.match(lines[start + line])
        text[start + line] = content
        hints[start + line + 1] = "title" if opens else hint
    return text, hints


def _front_matter(name: str, lines: list[str]) -> tuple[FrontMatter, int]:
    """(the settings, the 0-based line at which the text begins)."""
    if lines[0].strip() != _FENCE:
        return FrontMatter(), 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), None)
    if end is None:
        raise SourceProblem("the second +++ is missing", where=f"{name}:1", hint="Close the front matter with +++.")
    try:
        table = load_toml("\n".join(lines[1:end]))
        if isinstance(table.get("date"), datetime.date):
            table["date"] = table["date"].isoformat()  # TOML's own dates are as good
        matter = convert(table, FrontMatter)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        fields = ", ".join(FrontMatter.__struct_fields__)
        raise SourceProblem(
            f"front matter: {plain_words(str(error))}", where=f"{name}:2", hint=f"It is TOML; fields: {fields}."
        ) from None
    moment = iso_moment(one_line(matter.date)) if matter.date else None
    if matter.date and not moment:
        what = f"front matter: “{one_line(matter.date)}” is no date"
        raise SourceProblem(what, where=f"{name}:2", hint="Write it as 2024-07-12 or 2024-07-12T14:05:00+07:00.")
    return structs.replace(matter, date=moment), end + 1


def _blocks(text: str) -> list[tuple[int, Hint, str]]:
    """(0-based line, what it is, its text without markup) of each block."""
    found: list[tuple[int, Hint, str]] = []
    kinds: list[Hint] = []
    for token in MarkdownIt("js-default").disable("table").parse(text):
        if token.type == "heading_open":
            kinds.append("heading")
        elif token.type == "list_item_open":
            kinds.append("item")
        elif token.type in ("heading_close", "list_item_close"):
            kinds.pop()
        elif token.type == "inline" and token.map:
            content = _plain(token)
            if content:
                found.append((token.map[0], kinds[-1] if kinds else "paragraph", content))
        elif token.type in ("fence", "code_block", "html_block") and token.map and token.content.strip():
            found.append((token.map[0], "paragraph", " ".join(token.content.split())))
    return found


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return " ".join("".join(parts).split())
