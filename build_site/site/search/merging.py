"""The articles of a block as one text: where each word stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from operator import sub

from msgspec import Struct

from build_site.site.search.entry import Entry
from build_site.site.search.named import Names
from build_site.site.search.numbers import encode, encode_all, encoded
from build_site.site.search.postings import BETWEEN, make_lists, make_steps
from build_site.site.search.vocabulary import CAPITAL, Keys

MANY = "#"
"""Before articles that share places: how many they are, each as the step from the one before, and the places."""
STEP = 64
"""An article takes so many places, or twice as many, and so on: one that grows a little moves no other."""
_Articles = defaultdict[str, list[int]]


class Words(Struct, frozen=True, array_like=True):
    """The words of some articles in one language, parallel."""

    keys: str
    """With line breaks between them; see vocabulary.Keys."""
    bounds: tuple[int, ...]
    """The first place and the last one of each, in turn."""
    steps: str
    """From the first to the last, with blanks between the words."""


class Run(Struct, frozen=True, array_like=True):
    """What some articles, one behind the other, give to their block. It follows from them alone: runs whose articles
    have not changed need not be made again."""

    lengths: tuple[int, ...]
    """Of each article, in steps."""
    source: Words
    """Places and articles are counted from the start of the run."""
    target: Words
    used: dict[str, tuple[int, ...]]
    """Term → articles by whose names they are found."""
    said: dict[str, tuple[int, ...]]
    """How often, in one digit, and the term → articles that have the whole term so often."""
    titled: dict[str, tuple[int, ...]]
    """Term → articles that have it in the title."""


class Merged(Struct, frozen=True):
    lengths: str
    """Of each article, in steps."""
    words: dict[str, str]
    """Bare word → its forms, with blanks between them, each with its places in source texts and, where there are any,
    in translations: `form%places%places`; a form that is the bare word is left out. Sorted, and as JSON."""


def make_run(entries: Iterable[Entry], keys: tuple[Keys, Keys]) -> Run:
    """`entries` are those of some articles of a block, in order; `keys` those of the source and the translation."""
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
    lengths = tuple(-(-max(map(len, both)) // STEP) for both in zip(sources, targets, strict=True))
    starts = [STEP * steps for steps in accumulate(lengths, initial=0)][:-1]
    source, target = (_words(lines, starts, own) for lines, own in zip((sources, targets), keys, strict=True))
    return Run(
        lengths, source, target, *({key: tuple(own) for key, own in each.items()} for each in (used, said, titled))
    )


def merge(runs: Iterable[Run], names: Names) -> Merged:
    """`runs` are those of one block, in order."""
    lengths: list[int] = []
    source, target = _Side(), _Side()
    used, said, titled = _Articles(list), _Articles(list), _Articles(list)
    place = 0
    for run in runs:
        source.add(run.source, place)
        target.add(run.target, place)
        for found, own in ((used, run.used), (said, run.said), (titled, run.titled)):
            for term, articles in own.items():
                found[term] += [number + len(lengths) for number in articles]
        lengths += run.lengths
        place += STEP * sum(run.lengths)
    source.share((names.source(term), used[term]) for term in sorted(used))
    target.share((names.target(each[1:], int(each[0])), said[each]) for each in sorted(said))
    target.share((names.title(term), titled[term]) for term in sorted(titled))
    sources, targets = source.places, target.places
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(sources.keys() | targets.keys()):
        word, _, form = key.partition(" ")
        translated = f"%{targets.pop(key)}" if key in targets else ""
        forms[word].append(
            f"{form.removesuffix(word) if form in (word, CAPITAL + word) else form}%{sources.pop(key, '')}{translated}"
        )
    words = list(forms)
    return Merged(encode_all(lengths), {word: f'"{" ".join(forms.pop(word))}"' for word in words})


def _words(lines: Sequence[Sequence[str]], starts: Iterable[int], keys: Keys) -> Words:
    places = (range(start, start + len(line)) for start, line in zip(starts, lines, strict=True))
    lists = make_lists(chain.from_iterable(lines), chain.from_iterable(places), keys)
    bounds = tuple(chain.from_iterable((own[1], own[-1]) for own in lists.values()))
    # A list begins with -1: the step from there is not the run's to tell.
    steps = zip(make_steps(lists.values()).split(BETWEEN), bounds[::2], strict=True) if lists else ()
    return Words("\n".join(lists), bounds, BETWEEN.join(each[len(encoded(first + 1)) :] for each, first in steps))


class _Side:
    """Key → its places in one language: those in the articles, then those that several share."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}
        self._last: dict[str, int] = {}

    def add(self, words: Words, start: int) -> None:
        """The places of a run that starts at a place of the block."""
        if not words.keys:
            return
        places, last = self.places, self._last
        firsts, lasts = words.bounds[::2], words.bounds[1::2]
        steps = words.steps.split(BETWEEN)
        for key, first, end, further in zip(words.keys.split("\n"), firsts, lasts, steps, strict=True):
            known = places.get(key)
            # A text put together from few is a fifth of what a list of them is, and blocks have many words.
            if known is None:
                places[key] = encoded(start + first + 1) + further
            else:
                places[key] = known + encoded(start + first - last[key]) + further
            last[key] = start + end

    def share(self, shared: Iterable[tuple[Mapping[str, str], Sequence[int]]]) -> None:
        """Places that each of some articles has, in turn."""
        for own, articles in shared:
            head = f"{MANY}{encode(len(articles))}{encode_all(map(sub, articles, (-1, *articles)))}"
            for key, steps in own.items():
                self.places[key] = self.places.get(key, "") + head + steps
