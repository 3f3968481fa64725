"""The trained ranking of sentences: trees over what `traits` measures, made by scripts/train_summary.py."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add, getitem

from msgspec import Struct

from build_site.errors import ConfigProblem

MOST_LEAVES = 8
"""Of one tree: one bit of a byte for each."""
_FIRST_LEFT = (0, *((byte & -byte).bit_length() - 1 for byte in range(1, 256)))
"""Byte → the first leaf that is left; a byte is never 0, as every sentence comes to some leaf."""


class Tree(Struct, frozen=True, forbid_unknown_fields=True):
    """Node n asks whether a trait is at most the threshold and goes left or right: to another node, or, where the
    number is negative, to leaf -1 - number. Node 0 is the root."""

    traits: tuple[str, ...]
    thresholds: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaves: tuple[float, ...]


class Ranking(Struct, frozen=True, forbid_unknown_fields=True):
    """The sum of the trees' leaves and of `base` is what a sentence is worth: the share of it that a summary tells."""

    base: float = 0.0
    trees: tuple[Tree, ...] = ()


class Forest(Struct, frozen=True):
    """The trees read across (QuickScorer, Lucchese and others 2015): no node is visited; instead each trait's value
    says, for all trees at once, which leaves it rules out. A tree has a byte, and its leaves a bit each, from the left.
    """

    base: float
    thresholds: tuple[tuple[int, list[float], list[int]], ...]
    """For each trait that is asked for: its column, all its thresholds ascending, and by the number of thresholds that
    lie below a value the leaves that are left, as bits of all trees."""
    values: tuple[tuple[float, ...], ...]
    """By tree and by its byte: the value of the first leaf that is left."""


def grown(ranking: Ranking, names: Sequence[str]) -> Forest:
    """The trees over columns. Raises ConfigProblem for a trait that is not among `names`, and for too many leaves."""
    hint = "Train it anew with scripts/train_summary.py."
    columns = {name: column for column, name in enumerate(names)}
    cuts: dict[int, list[tuple[float, int]]] = {}
    values = []
    for number, tree in enumerate(ranking.trees):
        if unknown := set(tree.traits) - columns.keys():
            raise ConfigProblem(
                f"the ranking of summaries asks for {', '.join(sorted(unknown))}, which is not measured",
                where="build_site/language",
                hint=hint,
            )
        leaves = list(_leaves(tree, 0))
        if len(leaves) > MOST_LEAVES:
            raise ConfigProblem(
                f"a tree of the ranking of summaries has more than {MOST_LEAVES} leaves",
                where="build_site/language",
                hint=hint,
            )
        place = {leaf: at for at, leaf in enumerate(leaves)}
        for trait, threshold, left in zip(tree.traits, tree.thresholds, tree.left, strict=True):
            ruled_out = sum(1 << place[leaf] for leaf in _leaves(tree, left))
            cuts.setdefault(columns[trait], []).append((threshold, ruled_out << 8 * number))
        ordered = [tree.leaves[leaf] for leaf in leaves]
        ordered += [0.0] * (MOST_LEAVES - len(ordered))
        values.append(tuple(ordered[first] for first in _FIRST_LEFT))
    everything = (1 << 8 * len(ranking.trees)) - 1
    thresholds = []
    for column, found in sorted(cuts.items()):
        found.sort()
        kept = [everything]
        for _, ruled_out in found:
            kept.append(kept[-1] & ~ruled_out)
        thresholds.append((column, [threshold for threshold, _ in found], kept))
    return Forest(ranking.base, tuple(thresholds), tuple(values))


def _leaves(tree: Tree, node: int) -> Iterator[int]:
    """Numbers of the leaves below a node, from the left."""
    if node < 0:
        yield -1 - node
    else:
        yield from _leaves(tree, tree.left[node])
        yield from _leaves(tree, tree.right[node])


def rank(rows: Sequence[Sequence[float]], forest: Forest) -> list[float]:
    """What each sentence is worth. The trees are added in their order: sums of fractions depend on it."""
    worth = []
    size = len(forest.values)
    everything = (1 << 8 * size) - 1
    for row in rows:
        left = everything
        for column, thresholds, masks in forest.thresholds:
            left &= masks[bisect_left(thresholds, row[column])]
        worth.append(reduce(add, map(getitem, forest.values, left.to_bytes(size, "little")), forest.base))
    return worth
