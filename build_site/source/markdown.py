"""An editor's own article: front matter between `+++` lines (TOML), then CommonMark. Its markup is evidence; its
text stays text."""

from __future__ import annotations

import tomllib

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct, ValidationError, convert, structs

from build_site.errors import SourceProblem
from build_site.model import Evidence, Hint, Source
from build_site.source.address import web_address
from build_site.source.text import decode_text

_FENCE = "+++"


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
    lines = source.text.split("\n")
    matter, start = _front_matter(name, lines)
    text = [""] * len(lines)
    hints: dict[int, Hint] = {}
    for line, hint, content in _blocks("\n".join(lines[start:])):
        text[start + line] = content
        hints[start + line + 1] = hint
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


def _front_matter(name: str, lines: list[str]) -> tuple[FrontMatter, int]:
    """(the settings, the 0-based line at which the text begins)."""
    if lines[0].strip() != _FENCE:
        return FrontMatter(), 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), None)
    if end is None:
        raise SourceProblem("the second +++ is missing", where=f"{name}:1", hint="Close the front matter with +++.")
    try:
        table = tomllib.loads("\n".join(lines[1:end]))
        for key in ("date",):
            if key in table and not isinstance(table[key], str):
                table[key] = table[key].isoformat()  # TOML's own dates are as good
        return convert(table, FrontMatter), end + 1
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        fields = ", ".join(FrontMatter.__struct_fields__)
        raise SourceProblem(
            f"front matter: {error}", where=f"{name}:2", hint=f"It is TOML; fields: {fields}."
        ) from None


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
