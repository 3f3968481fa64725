"""Where words stand, as text."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import chain
from operator import sub

from build_site.site.search.numbers import encoded
from build_site.site.search.vocabulary import Keys

BETWEEN = " "
"""Between the steps of one list and those of the next."""


def make_postings(line: Iterable[str], places: Iterable[int], keys: Keys) -> dict[str, str]:
    """Key of each word (see vocabulary.Keys) → its places, each as the step from the one before, the first from -1.
    `places` are parallel to `line` and go up; where no word stands, the line is empty."""
    lists = make_lists(line, places, keys)
    return dict(zip(lists, make_steps(lists.values()).split(BETWEEN), strict=True)) if lists else {}


def make_lists(line: Iterable[str], places: Iterable[int], keys: Keys) -> dict[str, list[int]]:
    """Key of each word → -1, and its places."""
    found: defaultdict[str, list[int]] = defaultdict(_LIST)
    deque(map(list.append, map(found.__getitem__, line), places), maxlen=0)
    lists: dict[str, list[int]] = {}
    for word, own in found.items():
        for key in keys[word]:
            lists[key] = sorted(lists[key] + own[1:]) if key in lists else own
    return lists


def make_steps(lists: Iterable[list[int]]) -> str:
    """The steps within such lists, with a blank between one list's and the next one's."""
    # Lists that begin with -1 are chained, so that one pass gives the steps within all of them: a step back, which is
    # none, is where the next list begins. A pass for each word would take three times as long.
    flat = list(chain.from_iterable(lists))
    return "".join(map(_STEPS, map(sub, flat[1:], flat)))


_LIST = [-1].copy
_KEPT = 1 << 12
"""Steps whose text is kept: more than nearly all articles have words."""


class _Steps(dict[int, str]):
    """A step from place to place as text, made once; a step back is a blank."""

    def __missing__(self, step: int) -> str:
        text = encoded(step) if step >= 0 else BETWEEN
        if abs(step) < _KEPT:
            self[step] = text
        return text


_STEPS = _Steps().__getitem__
