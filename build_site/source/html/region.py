"""Where on a page the article is: the element that holds most of the page's prose, with what stands around it that may
be its title, date, section or byline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from build_site.folding import fold
from build_site.source.html import names
from build_site.source.html.blocks import Block, Node

PROSE = 40
"""Characters, links aside, from which a block counts as prose."""
LONGEST = 1000
FURNITURE_SHARE = 0.3
"""An element that holds so much of a page's prose is no furniture, whatever its name."""
PLAIN_FURNITURE_SHARE = 0.8
"""The same for names that leave little doubt: footer, navigation, comments."""
DOMINANT = 0.6
"""A child that holds so much of its parent's prose leads to the article."""
CLIMB_LINKS = 0.35
"""Share of link text up to which what stands beside the article may belong to it."""
CLIMB_TEXT = 700
LOOK_BACK = 40
"""Blocks above the article among which its title is looked for."""
ABOVE_TITLE = 4
_TITLE_PART = 3
BOLD_WORDS = 30
_CONTACT = re.compile(r"[\w.-]{2,40}@[\w-]{2,40}\.|\(?0\d{1,3}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}|\bwww\.")
"""An e-mail address, a telephone number, a site's address: its imprint."""


@dataclass(slots=True)
class Region:
    blocks: list[Block]
    """The article's, images included, in document order."""
    title: Block | None
    left_out: int
    """Blocks with text that are not among them."""
    prose: int
    """Characters of the article's prose, links and teasers aside."""
    teasers: int
    """Linked headlines among its blocks."""
    around: int
    """Linked headlines on the whole page."""
    told: bool
    """The title is one that the page names."""


def find_region(blocks: list[Block], root: Node, titles: tuple[str, ...], *, whole: bool) -> Region:
    """The article's blocks. `titles` are what the page says its title is; `whole` says that there is no page around."""
    weights, teasers = _weights(blocks)
    blamed = _furniture(blocks, weights)
    clean = [0.0 if position in blamed else weight for position, weight in enumerate(weights)]
    if whole:
        first, last = 0, len(blocks)
    else:
        core = _climb(_core(root, clean), blocks, blamed)
        first, last = core.start, core.end
    title = _title(blocks, first, last, blamed, titles, whole=whole)
    chosen = _head(blocks, first, title, blamed)
    chosen += [
        position
        for position in range(first, last)
        if position not in blamed and (position == title or not _is_beside(blocks, position, title))
    ]
    links = sum(1 for position in range(first, last) if position not in blamed and _is_teaser(blocks[position]))
    texts = sum(1 for block in blocks if block.text)
    return Region(
        blocks=[blocks[position] for position in chosen],
        title=None if title is None else blocks[title],
        left_out=texts - sum(1 for position in chosen if blocks[position].text),
        prose=sum(blocks[position].own for position in chosen if clean[position] and position not in teasers),
        teasers=links,
        around=sum(map(_is_teaser, blocks)),
        told=title is not None and _agreement(blocks[title], [f" {_words(told)} " for told in titles]) > 0,
    )


def _is_teaser(block: Block) -> bool:
    """A line that is one link and as long as a headline."""
    return block.is_link and block.words >= 4


def _is_beside(blocks: list[Block], position: int, title: int | None) -> bool:
    """Linked headlines, and the links of a path above the title but for the last, which is the section."""
    block = blocks[position]
    if not block.is_link:
        return False
    return block.words >= 4 or (title is not None and position < title and blocks[position + 1].is_link)


def _weights(blocks: list[Block]) -> tuple[list[float], set[int]]:
    """How much each block speaks for an article: long paragraphs more than their length; and the positions of the
    texts below linked headlines: they are teasers of other articles, and speak little. An imprint does not speak."""
    weights: list[float] = []
    teasers: set[int] = set()
    since = 9
    for position, block in enumerate(blocks):
        weight = 0.0
        if block.text:
            since = 0 if _is_teaser(block) else since + 1
            if block.own >= PROSE and not block.is_link and not _apart(block):
                weight = min(block.own, LONGEST) ** 1.5
                if 0 < since <= 2:
                    teasers.add(position)
                    weight *= 0.15
                since = 9
        weights.append(weight)
    return weights, teasers


def _apart(block: Block) -> bool:
    """A stamp or an imprint: long, and yet no prose."""
    return bool(_CONTACT.search(block.text)) or names.is_stamp(block.node.words)


def _furniture(blocks: list[Block], weights: list[float]) -> set[int]:
    """Positions of the blocks inside elements whose name says that they are beside the article."""
    held: dict[Node, float] = {}
    for block, weight in zip(blocks, weights, strict=True):
        for node in block.furniture:
            held[node] = held.get(node, 0.0) + weight
    total = sum(weights) or 1.0
    shares = {node: PLAIN_FURNITURE_SHARE if node.plain else FURNITURE_SHARE for node in held}
    guilty = {node for node, weight in held.items() if weight <= shares[node] * total}
    return {position for position, block in enumerate(blocks) if not guilty.isdisjoint(block.furniture)}


def _core(root: Node, weights: list[float]) -> Node:
    sums = [0.0, *accumulate(weights)]

    def weight(node: Node) -> float:
        return sums[node.end] - sums[node.start]

    node = root
    while node.children:
        best = max(node.children, key=weight)
        if best.tag in names.LEAF_TAGS or weight(best) < DOMINANT * weight(node) or not weight(best):
            break
        node = best
    return node


def _climb(core: Node, blocks: list[Block], blamed: set[int]) -> Node:
    """Up to the element that also holds the title, the lead and the byline, and not yet other articles."""
    length = _counter([len(block.text) for block in blocks], blamed)
    linked = _counter([block.linked for block in blocks], blamed)
    teasers = _counter([int(_is_teaser(block)) for block in blocks], blamed)
    own = length(core.start, core.end)
    node = core
    while (parent := node.parent) is not None and parent.tag not in ("body", "html", ""):
        beside = length(parent.start, node.start) + length(node.end, parent.end)
        links = linked(parent.start, node.start) + linked(node.end, parent.end)
        others = teasers(parent.start, node.start) + teasers(node.end, parent.end)
        if beside and (beside > max(CLIMB_TEXT, own) or links > CLIMB_LINKS * beside or others > 1):
            break
        node = parent
    return node


def _counter(values: list[int], blamed: set[int]) -> Callable[[int, int], int]:
    sums = [0, *accumulate(0 if position in blamed else value for position, value in enumerate(values))]
    return lambda start, end: sums[end] - sums[start]


def _title(
    blocks: list[Block], first: int, last: int, blamed: set[int], titles: tuple[str, ...], *, whole: bool
) -> int | None:
    """The block that is the title: what the page names so, else the heading nearest above the text."""
    prose = next((position for position in range(first, last) if _is_sentence(blocks[position])), first)
    told = [f" {_words(title)} " for title in titles]
    best, best_score = None, 0.0
    for position in range(max(0, min(first, prose) - LOOK_BACK), min(prose + 3, last)):
        block = blocks[position]
        if block.image or position in blamed or block.words > 45:
            continue
        match = _agreement(block, told)
        score = match + (_rank(block, bold=not whole and not match) if position < prose else 0.0)
        score *= 0.3 if block.is_link else 1.0
        if score > best_score or (score == best_score > 0 and not match):
            best, best_score = position, score
    return best


def _is_sentence(block: Block) -> bool:
    return (
        block.own >= PROSE * 2
        and not _heading(block.node)
        and (block.text.endswith((".", "!", "?", "…", "”", '"')) or block.own > PROSE * 4)
    )


def _agreement(block: Block, told: list[str]) -> float:
    """How much of a title that the page tells the block is. A word or two must be all of it, or open it."""
    text = f" {_words(block.text)} "
    if block.words < _TITLE_PART:
        return 5.0 if any(title.startswith(text) for title in told) else 0.0
    return max((10.0 * len(text) / len(title) for title in told if text in title), default=0.0)


def _rank(block: Block, *, bold: bool) -> float:
    """How much like a title the markup makes it: a heading, a name, or at least bold type from end to end."""
    if names.is_section(block.node.words) or block.words < 2:
        return 0.0
    around = block.node.parent
    named = names.is_title(block.node.words) or (around is not None and names.is_title(around.words))
    if not named and not _heading(block.node):
        all_bold = bold and block.strong >= 0.95 * len(block.text.replace(" ", "")) and 4 <= block.words <= BOLD_WORDS
        return 1.0 if all_bold and not block.text.endswith((".", ":", ";", ",")) else 0.0
    return {"h1": 4.0, "h2": 3.0, "h3": 2.5, "h4": 1.5}.get(_heading(block.node), 0.0) + (2.0 if named else 0.0)


def _heading(node: Node | None) -> str:
    for _ in range(3):
        if node is None:
            return ""
        if node.tag in names.HEADING_TAGS:
            return node.tag
        node = node.parent
    return ""


def _words(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())


def _head(blocks: list[Block], first: int, title: int | None, blamed: set[int]) -> list[int]:
    """What stands between the title and the article, and the short lines right above the title."""
    if title is None:
        return []
    top = min(title, first)
    above: list[int] = []
    for position in range(top - 1, max(-1, top - 1 - 3 * ABOVE_TITLE), -1):
        block = blocks[position]
        if len(above) == ABOVE_TITLE or block.is_link:
            break
        if block.text and position not in blamed and _stamp_or_section(block):
            above.append(position)
    between = [
        position
        for position in range(top, first)
        if position not in blamed and (position == title or not blocks[position].is_link)
    ]
    return above[::-1] + between


def _stamp_or_section(block: Block) -> bool:
    return block.words <= 12 and (
        bool(block.time)
        or names.is_stamp(block.node.words)
        or names.is_section(block.node.words)
        or sum(char.isdigit() for char in block.text) >= 6
    )
