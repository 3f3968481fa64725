"""An editor's Markdown → HTML: CommonMark with tables. Raw HTML is shown as text, but for `<br>` and comments; links of
other files lead to their pages; headings get the ids that code hosts give them. Article text never comes here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

TAKEN = frozenset(("main", "top"))
"""Ids that every page has besides those of its headings."""
_DROPPED = re.compile(r"[^\w\- ]")


class Heading(Struct, frozen=True):
    level: int
    id: str
    text: str


class Outline(Struct, frozen=True):
    """What a text holds for the page around it."""

    headings: tuple[Heading, ...]
    links: tuple[str, ...]
    """Addresses of links and pictures, as they are written, each once, where the text names it last: a list of
    everything stands below what leads to some of it."""
    lead: str
    """Its first paragraph as plain text; empty where it has none."""


def outline(text: str) -> Outline:
    tokens = _parsed(text)
    inlines = [token for token in tokens if token.type == "inline"]
    links = [address for token in inlines for child in token.children or () if (address := _address(child))]
    paragraphs = (
        tokens[place + 1] for place, token in enumerate(tokens) if token.type == "paragraph_open" and not token.level
    )
    lead = next(paragraphs, None)
    return Outline(
        tuple(_headings(tokens)),
        tuple(reversed(dict.fromkeys(reversed(links)))),
        _plain(lead.children or ()) if lead else "",
    )


def html(text: str, links: Mapping[str, str | None] | None = None, contents: Sequence[Sequence[object]] = ()) -> str:
    """The text as HTML. `links`: address as written → the one to lead to, or None for a file that the site does not
    have: its words stay, with its name behind them where they do not say it. `contents`: (level, id, text) of its
    headings, in their order, or nothing where they need no ids."""
    tokens = _parsed(text)
    ids = iter([str(each[1]) for each in contents])
    last = ""
    for token in tokens:
        if token.type == "heading_open" and (own := next(ids, "")):
            last = own
            token.attrSet("id", own)
        elif token.type == "table_open" and last:
            token.meta["heading"] = last
        elif token.children and links:
            token.children = list(_linked(token.children, links))
    written: str = _commonmark().renderer.render(tokens, _commonmark().options, {})
    return written


@cache
def _commonmark() -> MarkdownIt:
    """Loaded with the first text of an editor: most pages have none."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("js-default")
    made.inline.ruler.before("text", "line_break", _line_break)
    made.inline.ruler.before("text", "comment", _inline_comment)
    made.block.ruler.before("paragraph", "comment", _comment, {"alt": ["paragraph", "reference", "blockquote"]})
    made.add_render_rule("table_open", _table_open)
    made.add_render_rule("table_close", _table_close)
    made.add_render_rule("fence", _code)
    made.add_render_rule("code_block", _code)
    return made


def _parsed(text: str) -> list[Token]:
    return _commonmark().parse(text)


def _line_break(state: StateInline, silent: bool) -> bool:
    """`<br>`: the one thing that Markdown has no sign for within the cell of a table."""
    if not state.src.startswith("<br>", state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += len("<br>")
    return True


def _inline_comment(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("<!--", state.pos) or (end := state.src.find("-->", state.pos + 4)) < 0:
        return False
    state.pos = end + len("-->")
    return True


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`<!-- … -->` on lines of its own: a note to those who write the file."""
    if not state.getLines(start, start + 1, 0, False).lstrip().startswith("<!--"):
        return False
    for line in range(start, end):
        text = state.getLines(line, line + 1, 0, False).rstrip()
        if "-->" in text:
            if not text.endswith("-->"):
                return False
            state.line = line if silent else line + 1
            return True
    return False


def _table_open(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """A table that is wider than the page is scrolled, with the keyboard too, and is called what its heading says."""
    heading = tokens[place].meta.get("heading")
    named = f' role="group" aria-labelledby="{heading}"' if heading else ""
    return f'<div class="scroll" tabindex="0"{named}>\n<table>\n'


def _table_close(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    return "</table>\n</div>\n"


def _code(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """Long lines are scrolled, with the keyboard too; no program that translates pages touches them."""
    from markdown_it.common.utils import escapeHtml

    return f'<pre tabindex="0" translate="no"><code>{escapeHtml(tokens[place].content)}</code></pre>\n'


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Each with the id that code hosts give it: words of the text, lower-case, with hyphens; the second of a kind is
    `…-1`."""
    given: dict[str, int] = dict.fromkeys(TAKEN, 1)
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        text = _plain(tokens[place + 1].children or ())
        own = _DROPPED.sub("", text.strip().lower()).replace(" ", "-") or "part"
        before = given.get(own, 0)
        given[own] = before + 1
        yield Heading(int(token.tag[1:]), f"{own}-{before}" if before else own, text)


def _plain(children: Sequence[Token]) -> str:
    own = (child for child in children if child.nesting == 0)
    said = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in own)
    return " ".join("".join(said).split())


def _address(token: Token) -> str:
    if token.type == "link_open":
        return str(token.attrGet("href") or "")
    return str(token.attrGet("src") or "") if token.type == "image" else ""


def _linked(children: Sequence[Token], links: Mapping[str, str | None]) -> Iterator[Token]:
    from markdown_it.token import Token

    said, outside = "", ""
    for child in children:
        address = _address(child)
        if child.type == "link_close" and outside:
            if outside.rpartition("/")[2] not in said:
                yield Token("text", "", 0, content=" (")
                yield Token("code_inline", "code", 0, content=outside)
                yield Token("text", "", 0, content=")")
            outside = ""
            continue
        if outside:
            said += child.content
        if address and address in links:
            to = links[address]
            if to is None and child.type == "link_open":
                said, outside = "", _name(address)
                continue
            if to is not None:
                child.attrSet("href" if child.type == "link_open" else "src", to)
        yield child


def _name(address: str) -> str:
    """Of a file outside the site, from the top of what it belongs to."""
    path = address.partition("#")[0]
    while path.startswith("../"):
        path = path.removeprefix("../")
    return path.removeprefix("./")
