"""Permanent anchors within an article: `p3` is the third paragraph, `p3s2` its second sentence."""

from __future__ import annotations

from build_site.model import Article

_LETTERS = {"paragraph": "p", "heading": "h", "item": "i", "caption": "c"}


def block_anchors(article: Article) -> tuple[str, ...]:
    """One anchor a block, numbered within its kind: `p1 c1 p2 h1 p3`."""
    counts = dict.fromkeys(_LETTERS, 0)
    anchors = []
    for block in article.blocks:
        counts[block.kind] += 1
        anchors.append(f"{_LETTERS[block.kind]}{counts[block.kind]}")
    return tuple(anchors)


def sentence_anchor(block_anchor: str, segment: int) -> str:
    """`p3s2` for segment 1 of block p3."""
    return f"{block_anchor}s{segment + 1}"
