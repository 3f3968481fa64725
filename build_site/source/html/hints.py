"""What the markup of the article's blocks says they are."""

from __future__ import annotations

from build_site.model import Hint
from build_site.source.html import names
from build_site.source.html.blocks import Block, Node
from build_site.source.html.region import Region

CAPTION_WORDS = 60
HEADING_WORDS = 25
LEAD_WORDS = 10
NAME_WORDS = 6
BYLINE_WORDS = 12
STAMP_WORDS = 16


def hint_for(region: Region, position: int, *, illustrated: bool) -> Hint | None:
    """Of the block at `position`; None where the markup says nothing, or nothing that can be relied on.

    `illustrated`: the page shows where its images are, so that a paragraph away from all of them is no caption.
    """
    block = region.blocks[position]
    size = len("".join(block.text.split()))
    if block is region.title:
        return "title"
    tags, words = _around(block.node, 2)
    wider_tags, wider_words = _around(block.node, 3)
    if not wider_tags.isdisjoint(("figcaption", "caption")) or names.is_caption(wider_words):
        return "caption" if block.words <= CAPTION_WORDS else None
    if (block.time or names.is_stamp(words)) and block.words <= STAMP_WORDS:
        return "stamp"
    if names.is_byline(words) and block.words <= BYLINE_WORDS:
        return "byline"
    if names.is_lead(words) and block.words > LEAD_WORDS:
        return "paragraph"
    if not tags.isdisjoint(names.HEADING_TAGS) and block.words <= HEADING_WORDS:
        return "heading"
    last = block.words <= NAME_WORDS and not any(later.text for later in region.blocks[position + 1 : position + 9])
    if (
        _under_image(region.blocks, position)
        and not last
        and block.words <= CAPTION_WORDS
        and (_set_apart(block, size) or _other_kind(region.blocks, position))
    ):
        return "caption"
    if block.strong >= 0.95 * size and 2 <= block.words <= HEADING_WORDS and not block.node.right:
        return "heading"
    if "li" in tags:
        return "item"
    if illustrated and not _beside_image(region.blocks, position):
        return "paragraph"
    return None


def _around(node: Node | None, levels: int) -> tuple[set[str], frozenset[str]]:
    """Tags, and the words of classes and ids, of a block's element and those around it."""
    tags: set[str] = set()
    words: frozenset[str] = frozenset()
    for _ in range(levels):
        if node is None:
            break
        tags.add(node.tag)
        words = words | node.words if node.words else words
        node = node.parent
    return tags, words


def _under_image(blocks: list[Block], position: int) -> bool:
    return position > 0 and blocks[position - 1].image


def _beside_image(blocks: list[Block], position: int) -> bool:
    return any(block.image for block in blocks[max(0, position - 1) : position + 2])


def _set_apart(block: Block, size: int) -> bool:
    """Slanted, centred, or alone with the image in a table: a caption's look."""
    return block.slanted >= 0.9 * size or block.node.right or _table(block.node) is not None


def _other_kind(blocks: list[Block], position: int) -> bool:
    """A short <div> between an image and the <p> of the text."""
    following = next((block for block in blocks[position + 1 : position + 4] if block.text), None)
    block = blocks[position]
    tags = (block.node.tag, following.node.tag) if following else ()
    return tags == ("div", "p") and block.words <= HEADING_WORDS


def _table(node: Node | None) -> Node | None:
    for _ in range(5):
        if node is None or node.tag == "table":
            return node
        node = node.parent
    return None
