"""Patterns made of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from typing import Any

Node = dict[str, Any]
"""Letter → node; the empty letter says that a phrase ends here."""


def any_of(words: Iterable[str], *, before: str = r"(?!\w)") -> str:
    """Pattern source: any of the phrases, from the start of a word, the longest that fits.

    `before` is what must follow the phrase: by default the end of the word. Of no phrases: what matches nothing.
    """
    trie = trie_of(words, before)
    return rf"(?<!\w){trie}" if trie else r"(?!)"


def trie_of(words: Iterable[str], before: str = r"(?!\w)") -> str:
    """The phrases as one pattern source that branches letter by letter; empty where there are none."""
    root: Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root, before)


def _branch(node: Node, before: str) -> str:
    lead = ""
    while len(node) == 1 and "" not in node:
        ((char, node),) = node.items()
        lead += _escaped(char)
    ways = [_escaped(char) + _branch(rest, before) for char, rest in sorted(node.items()) if char]
    if "" in node:
        ways.append(before)  # last: the longer phrases are tried first
    return f"{lead}(?:{'|'.join(ways)})" if len(ways) > 1 else lead + "".join(ways)


def _escaped(char: str) -> str:
    return char if char.isalnum() else re.escape(char)


def dash_forms(text: str) -> tuple[str, ...]:
    """The ways in which a term with ` - ` is printed: `kinh tế - xã hội`, `kinh tế-xã hội`, `kinh tế – xã hội` …"""
    first, *others = text.split(" - ")
    joints = (" - ", "-", "- ", " -", " – ", "–")
    ways = product(joints, repeat=len(others)) if len(others) < 3 else ((joint,) * len(others) for joint in joints)
    return tuple(first + "".join(joint + part for joint, part in zip(way, others, strict=True)) for way in ways)


def joint_forms(abbreviation: str) -> tuple[str, ...]:
    """The ways in which an abbreviation of parts is printed: `GD&ĐT`, `GD & ĐT`; `VH,TT&DL`, `VH, TT & DL`."""
    parts = re.split(r"([&,/-])", abbreviation)
    if len(parts) < 3 or "" in parts[::2]:
        return (abbreviation,)
    ways = [parts]
    for blanks in ((" ", " "), ("", " ")) if len(parts) < 6 else ((" ", " "),):
        ways.append([blanks[0] * (part != ",") + part + blanks[1] if part in "&,/-" else part for part in parts])
    ways.append([f" {part} " if part in "&-" else part + " " * (part == ",") for part in parts])
    return tuple(dict.fromkeys("".join(way) for way in ways))
