"""The articles of a block as one text: where each word stands in it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from operator import sub

from msgspec import Struct

from build_site.site.search.entry import Entry
from build_site.site.search.named import OFTEN, Names
from build_site.site.search.numbers import encode, encode_all, encoded
from build_site.site.search.postings import BETWEEN, make_lists, make_steps
from build_site.site.search.vocabulary import CAPITAL, Keys

MANY = "#"
"""Before articles that share places: how many they are, each as the step from the one before, and the places."""
STEP = 64
"""An article takes so many places, or twice as many, and so on: one that grows a little moves no other."""
Span = tuple[str, str]
"""Bare words: the first, and the one before which they end."""
END = "\U0010ffff"
"""Ends a span that has no end: no word comes behind it."""
ALL: Sequence[Span] = (("", END),)
_Articles = defaultdict[str, list[int]]


class Words(Struct, frozen=True, array_like=True):
    """The words of some articles in one language, parallel."""

    keys: str
    """Sorted, with line breaks between them; see vocabulary.Keys."""
    bounds: bytes
    """The first place and the last one of each, in turn, four bytes each."""
    steps: str
    """From the first to the last, with blanks between the words."""

    def within(self, spans: Iterable[Span]) -> Iterable[tuple[str, int, int, str]]:
        """Key, first place, last place and steps of those whose bare words are in the spans."""
        if not self.keys:
            return ()
        keys, steps = self.keys.split("\n"), self.steps.split(BETWEEN)
        bounds = memoryview(self.bounds).cast("I")
        firsts, lasts = bounds[::2], bounds[1::2]
        parts = [slice(bisect_left(keys, first), bisect_left(keys, end)) for first, end in spans]
        return chain.from_iterable(zip(keys[p], firsts[p], lasts[p], steps[p], strict=True) for p in parts)


class Run(Struct, frozen=True, array_like=True):
    """What some articles, one behind the other, give to their block. It follows from them alone: runs whose articles
    have not changed need not be made again."""

    lengths: tuple[int, ...]
    """Of each article, in steps."""
    source: Words
    """Places and articles are counted from the start of the run."""
    target: Words
    used: dict[str, bytes]
    """Term → articles by whose names they are found."""
    said: dict[str, bytes]
    """How often, in one digit, and the term → articles that have the whole term so often."""
    titled: dict[str, bytes]
    """Term → articles that have it in the title."""


class Merged(Struct, frozen=True):
    lengths: str
    """Of each article, in steps."""
    words: dict[str, str]
    """Bare word → its forms, with blanks between them, each with its places in source texts and, where there are any,
    in translations: `form%places%places`; a form that is the bare word is left out. Sorted, and as JSON."""


def make_run(entries: Iterable[Entry], keys: tuple[Keys, Keys]) -> Run:
    """`entries` are up to 256 neighbouring articles of a block; `keys`: those of the source and the translation."""
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
        lengths, source, target, *({key: bytes(own) for key, own in each.items()} for each in (used, said, titled))
    )


def changed_words(old: Run, new: Run, names: Names) -> set[str] | None:
    """Bare words of which the two say something else; None where other articles' places are others too."""
    if old.lengths != new.lengths:
        return None
    changed: set[str] = set()
    for one, other in (old.source, new.source), (old.target, new.target):
        changed.update(each[0] for each in set(one.within(ALL)) ^ set(other.within(ALL)))
    shared = (
        (names.source, old.used, new.used),
        (lambda each: names.target(each[1:], int(each[0])), old.said, new.said),
        (names.title, old.titled, new.titled),
    )
    for places, before, after in shared:
        for term, _ in before.items() ^ after.items():
            changed.update(places(term))
    return {key.partition(" ")[0] for key in changed}


def merge(runs: Iterable[Run], names: Names, spans: Sequence[Span] = ALL) -> Merged:
    """`runs` are those of one block, in order. Of its words, those in `spans`, which are in order and apart."""
    lengths: list[int] = []
    source, target = _Side(spans), _Side(spans)
    used, said, titled = _Articles(list), _Articles(list), _Articles(list)
    terms = None if spans is ALL else names.of_words(spans)
    often = None if terms is None else [f"{often}{term}" for term in terms for often in range(1, OFTEN + 1)]
    place = 0
    for run in runs:
        source.add(run.source, place)
        target.add(run.target, place)
        for found, own, asked in ((used, run.used, terms), (said, run.said, often), (titled, run.titled, terms)):
            for term in own if asked is None else filter(own.__contains__, asked):
                found[term] += [number + len(lengths) for number in own[term]]
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
    found = make_lists(chain.from_iterable(lines), chain.from_iterable(places), keys)
    lists = dict(sorted(found.items()))
    bounds = array("I", chain.from_iterable((own[1], own[-1]) for own in lists.values()))
    # A list begins with -1: the step from there is not the run's to tell.
    steps = zip(make_steps(lists.values()).split(BETWEEN), bounds[::2], strict=True) if lists else ()
    further = BETWEEN.join(each[len(encoded(first + 1)) :] for each, first in steps)
    return Words("\n".join(lists), bounds.tobytes(), further)


class _Side:
    """Key → its places in one language: those in the articles, then those that several share."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.places: dict[str, str] = {}
        self._last: dict[str, int] = {}
        self._spans = spans

    def add(self, words: Words, start: int) -> None:
        """The places of a run that starts at a place of the block."""
        places, last = self.places, self._last
        for key, first, end, further in words.within(self._spans):
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
                if self._spans is ALL or any(first <= key < end for first, end in self._spans):
                    self.places[key] = self.places.get(key, "") + head + steps
