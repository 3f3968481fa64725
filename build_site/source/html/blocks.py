"""A page's tree becomes its visible blocks in document order, each in the element that holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from build_site.source.html import names

LEAST_ROWS, CELL_WORDS = 3, 40
DEEPEST = 8
"""Nested elements with a furniture name that are remembered; one is enough, and hostile pages nest without end."""
_ENDS = (".", "!", "?", "…", ":", ";", "./.")


@dataclass(slots=True, eq=False)
class Node:
    """A block element. Its blocks are `start` to `end` of the page's blocks."""

    tag: str
    words: frozenset[str]
    """Of its classes and id."""
    parent: Node | None
    start: int
    end: int = 0
    furniture: bool = False
    """Named as something beside the article."""
    plain: bool = False
    """So named that there is little doubt."""
    right: bool = False
    """Set flush right or centred."""
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Block:
    """Text between two block boundaries, or (`text` empty) an image."""

    text: str
    node: Node
    linked: int = 0
    """Characters of it that are links."""
    strong: int = 0
    slanted: int = 0
    time: str = ""
    """The machine-readable time of a <time> element."""
    furniture: tuple[Node, ...] = ()
    """The elements with a furniture name that hold it."""

    @property
    def image(self) -> bool:
        return not self.text

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    @property
    def is_link(self) -> bool:
        return self.linked >= 0.8 * len(self.text.replace(" ", "")) > 0

    @property
    def own(self) -> int:
        """Characters that are not links."""
        return max(0, len(self.text) - int(self.linked * 1.2))


class _Walk:
    """Collects text while the tree is walked."""

    def __init__(self) -> None:
        self.root = Node("", frozenset(), None, 0)
        self.node = self.root
        self.blocks: list[Block] = []
        self.furniture: tuple[Node, ...] = ()
        self.pieces: list[str] = []
        self.size = self.linked = self.strong = self.slanted = 0
        self.inside = {"a": 0, "strong": 0, "em": 0}
        self.pending = 0
        """Line breaks met since the last text."""
        self.time = ""

    def add(self, text: str | None) -> None:
        if not text:
            return
        if text.isspace():
            if self.pieces:
                self.pieces.append(" ")
            return
        if self.pending:
            self._break(text)
        self.pieces.append(text)
        size = len("".join(text.split()))
        self.size += size
        self.linked += size if self.inside["a"] else 0
        self.strong += size if self.inside["strong"] else 0
        self.slanted += size if self.inside["em"] else 0

    def _break(self, following: str) -> None:
        """A blank line ends a block; a line break does where the line before it ended a sentence or a list follows."""
        before, following = "".join(self.pieces[-3:]).rstrip(), following.lstrip()
        if self.pending > 1 or before.endswith(_ENDS) or following[:1] in "-–•+*":
            self.flush()
        elif self.pieces:
            self.pieces.append(" ")
        self.pending = 0

    def flush(self) -> None:
        text = " ".join("".join(self.pieces).split())
        if text:
            self.blocks.append(
                Block(text, self.node, self.linked, self.strong, self.slanted, self.time, self.furniture)
            )
        self.pieces, self.pending = [], 0
        self.size = self.linked = self.strong = self.slanted = 0

    def _join_rows(self) -> None:
        """The rows of a table of facts are lines, `1 | Nguyễn Văn A | Bí thư`; a table that lays out the page stays."""
        table = self.node
        rows = [row for part in table.children for row in ([part] if part.tag == "tr" else part.children)]
        cells = [cell for row in rows for cell in row.children]
        apart = (names.is_stamp, names.is_section, names.is_title, names.is_byline, names.is_caption)
        if (
            len(rows) < LEAST_ROWS
            or any(row.tag != "tr" or len(row.children) < 2 for row in rows)
            or any(cell.children and any(inner.tag != "p" for inner in cell.children) for cell in cells)
            or any(asked(node.words) for node in (*rows, *cells) for asked in apart)
            or any(block.image or block.words > CELL_WORDS or block.linked for block in self.blocks[table.start :])
        ):
            return
        joined = []
        for row in rows:
            texts = [" ".join(block.text for block in self.blocks[cell.start : cell.end]) for cell in row.children]
            if text := " | ".join(text for text in texts if text):
                joined.append(Block(text, table, furniture=self.furniture))
        self.blocks[table.start :] = joined
        table.children = []

    def image(self) -> None:
        if not self.size:
            self.flush()
            self.blocks.append(Block("", self.node, furniture=self.furniture))

    def open(self, node: Node) -> None:
        self.flush()
        node.start = len(self.blocks)
        self.node.children.append(node)
        self.node = node
        if node.furniture and len(self.furniture) < DEEPEST:
            self.furniture = (*self.furniture, node)

    def close(self) -> None:
        self.flush()
        if self.node.tag == "table":
            self._join_rows()
        self.node.end = len(self.blocks)
        if self.furniture and self.furniture[-1] is self.node:
            self.furniture = self.furniture[:-1]
        assert self.node.parent is not None
        self.node = self.node.parent


_INLINE = {"a": "a", "b": "strong", "strong": "strong", "em": "em", "i": "em"}


def read_blocks(root: Any) -> tuple[list[Block], Node]:
    """The visible blocks of a parsed page, and the tree of the elements that hold them. Depth costs no stack."""
    walk = _Walk()
    opened: list[Any] = []
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event in ("comment", "pi"):
            walk.add(element.tail)
        elif event == "start":
            if _unseen(element):
                events.skip_subtree()
                continue
            _start(walk, element, opened)
        else:
            _end(walk, element, opened)
    walk.flush()
    walk.root.end = len(walk.blocks)
    return walk.blocks, walk.root


def _unseen(element: Any) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in names.SILENT_TAGS:
        return True
    if tag in ("body", "html"):
        return False  # pages hide themselves until their scripts have run
    return element.get("hidden") is not None or names.is_hidden(element.get("class") or "", element.get("style") or "")


def _start(walk: _Walk, element: Any, opened: list[Any]) -> None:
    tag = element.tag
    if tag == "br":
        walk.pending += 1
    elif tag == "img":
        walk.image()
    elif _is_block(element, walk.node):
        opened.append(element)
        walk.open(_node(element, walk.node))
        walk.time = element.get("datetime") or (element.get("content") or "" if element.get("itemprop") else "")
    if tag in _INLINE:
        walk.inside[_INLINE[tag]] += 1
    walk.add(element.text)


def _end(walk: _Walk, element: Any, opened: list[Any]) -> None:
    if opened and opened[-1] is element:
        opened.pop()
        walk.close()
        walk.time = ""
    if element.tag in _INLINE and not _unseen(element):
        walk.inside[_INLINE[element.tag]] -= 1
    walk.add(element.tail)


def _is_block(element: Any, parent: Node) -> bool:
    """Block elements, and inline ones that a name sets apart: the date, the author."""
    if element.tag in names.BLOCK_TAGS:
        return True
    if element.tag not in ("span", "a", "b", "strong", "em", "i", "small", "cite"):
        return False
    words = _words(element)
    if not words or len(element) > 12:
        return False
    if names.is_stamp(words) or names.is_byline(words):
        return True
    # Inside a paragraph a link may be named `tag` or `share` and still be a part of the sentence.
    return parent.tag not in names.LEAF_TAGS and names.is_counter(words)


def _words(element: Any) -> frozenset[str]:
    own = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("itemprop"), element.get("rel"))))
    return names.tokens(own) if own else frozenset()


def _node(element: Any, parent: Node) -> Node:
    words = _words(element)
    own = f"{element.get('class') or ''} {element.get('id') or ''}"
    style = f"{element.get('align') or ''} {element.get('style') or ''}"[:300].lower()
    return Node(
        element.tag,
        words,
        parent,
        0,
        furniture=element.tag in names.FURNITURE_TAGS
        or (element.tag not in ("body", "html") and names.is_furniture(own, words)),
        plain=names.is_plain_furniture(element.tag, words),
        right="right" in style or "center" in style,
    )
