"""Rule segmenter: cuts after sentence-final punctuation, unless an abbreviation, a number, an initial or what
follows forbids it.

Libraries were measured and lose on Vietnamese news (they cut `T.Ư`, `v.v…`, `./.`): docs/explanation/dependencies.md.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from build_site.model import Article, Block, Segment
from build_site.segment.facts import SegmentFacts

# A run of final punctuation, the closing quotes and brackets behind it, and a stray full stop behind those (`” .`).
_END = re.compile(r"(?:\.{1,9}/\.{0,9}|…{1,9}[./]{0,3}|[.!?]{1,9})[”’\"')\]»]{0,4}(?: \.)?(?= )")
_MARK = re.compile(r"[.!?…]")
_OPENERS = "“‘\"'([«-–—*+•"
_INITIAL = re.compile(r"(?:^|[\s(“\"])[^\W\d_]\.$")
_NUMBER = re.compile(r"(?:[\dIVXLC]{1,6}|[a-zđ])\.$")
_WINDOW = 40
"""Characters before a full stop that decide what it is."""


def segment(article: Article, facts: SegmentFacts) -> Article:
    """The same article with every block's `segments` filled. Headings and captions are cut like paragraphs."""
    blocks = tuple(
        Block(
            kind=block.kind,
            lines=block.lines,
            text=block.text,
            segments=tuple(Segment(text) for text in sentences(block.text, facts)),
        )
        for block in article.blocks
    )
    return replace(article, blocks=blocks)


def sentences(text: str, facts: SegmentFacts) -> list[str]:
    """Cut one block's text (runs of blanks already single). `"".join` of the result is `text`; each sentence
    but the last ends with the blank that followed it."""
    start = done = 0
    found = []
    for mark in _MARK.finditer(text):  # one set of characters: what finds these runs through the text in C
        match = _END.match(text, mark.start()) if mark.start() >= done else None
        if match:
            done = match.end()
            if done + 1 < len(text) and _ends_here(text, match, facts):
                found.append(text[start : done + 1])
                start = done + 1
    found.append(text[start:])
    return found if text else []


def _ends_here(text: str, match: re.Match[str], facts: SegmentFacts) -> bool:
    following = text[match.end() + 1 : match.end() + 9].lstrip(_OPENERS + " ")[:1]
    if following.islower():
        return False  # `nhạy cảm... đòi hỏi`: the sentence goes on.
    mark = match.group()
    if mark[0] != "." or mark.startswith(("..", "./")):
        return True
    before = text[max(0, match.start() - _WINDOW) : match.start() + 1]
    endings, abbreviation = _abbreviations(facts)
    if (before.endswith(endings) and abbreviation.search(before)) or _INITIAL.search(before[-4:]):
        return False  # `TP. Hồ Chí Minh`, `Nguyễn V. A`
    head, _, word = before.rpartition(" ")
    if _NUMBER.match(word):
        # A number that opens a clause is a label (`…: 1. Kết quả`, `Điều 5. Phạm vi`); one that closes it is not
        # (`năm 2022.`).
        return (
            bool(head) and not head.endswith((":", ";", ".", "!", "?")) and head.rpartition(" ")[2] not in facts.labels
        )
    return True


@lru_cache(maxsize=8)
def _abbreviations(facts: SegmentFacts) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """With their full stops; and as they stand behind a blank or a mark."""
    known = sorted({word.removesuffix(".") for word in facts.abbreviations}, key=lambda word: (-len(word), word))
    words = "|".join(map(re.escape, known)) or r"(?!)"
    return tuple(f"{word}." for word in known), re.compile(rf"(?:^|[\s(“\"/.,-])(?:{words})\.$")
