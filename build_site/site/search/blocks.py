"""The index in blocks of neighbouring articles: a word's places in one block have their own file, so that an article
that changes leaves the files of all other blocks alone.

Where a block starts is a matter of the articles around its start, not of their number or of what was built before: an
article starts one where its rank, a number that says nothing, is the highest of so many before and after it. An article
that is added or taken away moves starts near it at most, so that a site that grew is the same as one built at once.

New articles come at the end. So the last block is cut once more, where a quarter as many articles are asked for before
and after, and so is the last of what that gives: what a new article changes is a block of some twenty, seldom a larger
one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_LEAST, _MOST_BLOCKS = 128, 80
_FEWEST = 8
"""Articles that there must be before and after the start of the smallest block at the end."""
FIRST = "0"
"""Name of the block that nothing stands before; the others are named by what starts them."""


def reach(articles: int) -> int:
    """How many articles there must be before and after a start, all of lower rank. Blocks have twice as many on the
    average: about 257, and more only where there would be more than eighty, since a query asks for a file of each."""
    number = _LEAST
    while articles > _MOST_BLOCKS * 2 * number:
        number *= 2
    return number


def cut_blocks(ranks: Sequence[int], around: int) -> dict[str, range]:
    """name → which of the articles, whose ranks are given in their order, it has. `around`: see `reach`."""
    bounds = [0, *_starts(ranks, 0, around)]
    while (around := around // 4) >= _FEWEST:
        bounds += list(_starts(ranks, bounds[-1], around))[-1:]
    bounds.append(len(ranks))
    names = [FIRST, *(f"{ranks[start]:x}" for start in bounds[1:-1])]
    return {name: range(first, end) for name, first, end in zip(names, bounds, bounds[1:], strict=False)}


def _starts(ranks: Sequence[int], first: int, around: int) -> Iterator[int]:
    """Of the blocks behind the one that starts at `first`."""
    at = first + around
    while at + around < len(ranks):
        near = ranks[at - around : at + around + 1]
        highest = at - around + near.index(max(near))
        if highest == at:
            yield at
        # What is within reach of the highest starts nothing.
        at = highest if highest > at else highest + around + 1
