"""The articles of a block as one text: where each word stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from operator import sub

from msgspec import Struct

from build_site.site.search.entry import Entry
from build_site.site.search.named import Names
from build_site.site.search.numbers import encode, encode_all
from build_site.site.search.postings import make_postings
from build_site.site.search.vocabulary import CAPITAL, Keys

MANY = "#"
"""Before articles that share places: how many they are, each as the step from the one before, and the places."""
STEP = 64
"""An article takes so many places, or twice as many, and so on: one that grows a little moves no other."""
_Articles = defaultdict[str, list[int]]


class Merged(Struct, frozen=True):
    lengths: str
    """Of each article, in steps."""
    words: dict[str, str]
    """Bare word → its forms, with blanks between them, each with its places in source texts and, where there are any,
    in translations: `form%places%places`; a form that is the bare word is left out. Sorted."""


def merge(entries: Iterable[Entry], names: Names) -> Merged:
    """`entries` are those of one block, in order."""
    sources: list[list[str]] = []
    targets: list[list[str]] = []
    used, said, titled = _Articles(list), _Articles(list), _Articles(list)
    for number, entry in enumerate(entries):
        sources.append(entry.source.split(" "))
        targets.append(entry.target.split(" "))
        for term, often in zip(filter(None, entry.terms.split("|")), entry.often, strict=True):
            used[term].append(number)
            said[often + term].append(number)
        for term in filter(None, entry.titled.split("|")):
            titled[term].append(number)
    lengths = [-(-max(map(len, both)) // STEP) for both in zip(sources, targets, strict=True)]
    starts = [STEP * steps for steps in accumulate(lengths, initial=0)][:-1]
    source = _side(sources, starts, names.keys[0], ((names.source(term), used[term]) for term in sorted(used)))
    shared = chain(
        ((names.target(each[1:], int(each[0])), said[each]) for each in sorted(said)),
        ((names.title(term), titled[term]) for term in sorted(titled)),
    )
    target = _side(targets, starts, names.keys[1], shared)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(source.keys() | target.keys()):
        word, _, form = key.partition(" ")
        translated = f"%{target[key]}" if key in target else ""
        found[word].append(
            f"{form.removesuffix(word) if form in (word, CAPITAL + word) else form}%{source.get(key, '')}{translated}"
        )
    return Merged(encode_all(lengths), {word: " ".join(forms) for word, forms in found.items()})


def _side(
    lines: Sequence[Sequence[str]],
    starts: Iterable[int],
    keys: Keys,
    shared: Iterable[tuple[Mapping[str, str], Sequence[int]]],
) -> dict[str, str]:
    """Key → places in one language: in the articles, and those that several share."""
    places = (range(start, start + len(line)) for start, line in zip(starts, lines, strict=True))
    found = make_postings(chain.from_iterable(lines), chain.from_iterable(places), keys)
    more: defaultdict[str, list[str]] = defaultdict(list)
    for own, articles in shared:
        head = f"{MANY}{encode(len(articles))}{encode_all(map(sub, articles, (-1, *articles)))}"
        for key, steps in own.items():
            more[key].append(head + steps)
    for key, groups in more.items():
        found[key] = found.get(key, "") + "".join(groups)
    return found
