"""The trained ranking of sentences: trees over what `traits` measures, made by scripts/train_summary.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from build_site.errors import ConfigProblem


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


Node = Any
"""A leaf, or (column, threshold, left, right)."""


def grown(ranking: Ranking, names: Sequence[str]) -> list[Node]:
    """The trees as nested tuples over columns. Raises ConfigProblem for a trait that is not among `names`."""
    columns = {name: column for column, name in enumerate(names)}
    for tree in ranking.trees:
        if unknown := set(tree.traits) - columns.keys():
            raise ConfigProblem(
                f"the ranking of summaries asks for {', '.join(sorted(unknown))}, which is not measured",
                where="build_site/language",
                hint="Train it anew with scripts/train_summary.py.",
            )

    def node(tree: Tree, number: int) -> Node:
        if number < 0:
            return tree.leaves[-1 - number]
        return (
            columns[tree.traits[number]],
            tree.thresholds[number],
            node(tree, tree.left[number]),
            node(tree, tree.right[number]),
        )

    return [node(tree, 0) for tree in ranking.trees]


def rank(rows: Sequence[Sequence[float]], base: float, trees: Sequence[Node]) -> list[float]:
    """What each sentence is worth."""
    worth = []
    for row in rows:
        total = base
        for tree in trees:
            at = tree
            while at.__class__ is tuple:
                column, threshold, low, high = at
                at = low if row[column] <= threshold else high
            total += at
        worth.append(total)
    return worth
