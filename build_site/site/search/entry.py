"""What the search knows of one article: its passages, where each word stands in them, and the terms it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from build_site.model import Digest, Term
from build_site.site.anchors import block_anchors, sentence_anchor
from build_site.site.search.named import OFTEN, Keep, Names
from build_site.site.search.vocabulary import BETWEEN, OTHER, Keys, lowered
from build_site.site.search.words import words

BODY = 64
"""Position of the first word after the title: what stands before it counts more."""


class Passage(Struct, frozen=True, array_like=True):
    """A sentence pair, as results show it."""

    anchor: str
    source: str
    target: str


class Entry(Struct, frozen=True, array_like=True):
    """What one article gives to the index."""

    source: str
    """Its words, each at its place, with blanks between them; empty where no word stands."""
    target: str
    """The same of the translation."""
    terms: str
    """Ids of the terms by whose other names it is found (MTTQ finds an article that says UBMTTQ, and Fatherland Front
    one that nobody has translated), with `|` between them."""
    often: str
    """For each of them a digit: how often the text has the whole term, from 1 to 4."""
    titled: str
    """Ids of those that its title has, likewise."""


def passages(digest: Digest) -> list[Passage]:
    """The title first, then the sentences that the article's page shows; a text kept back or not there is empty."""
    title = digest.title
    found = [Passage("top", title.source, digest.headline or "")]
    if title.target and title.target != digest.headline:
        found.append(Passage("top", "", title.target))
    anchors = block_anchors(digest.article)
    for anchor, units in zip(anchors, digest.units, strict=True):
        for number, unit in enumerate(units):
            if unit.source or unit.target:
                found.append(Passage(sentence_anchor(anchor, number), unit.source, unit.target or ""))
    return found


class Indexer:
    """Makes the entries of articles. It keeps what it has worked out of a word for the next article.

    `stop_words` are forms that are not indexed, of each language; `forms` and `keep` as `Names` has them.
    """

    def __init__(
        self,
        stop_words: tuple[frozenset[str], frozenset[str]],
        terms: Sequence[Term],
        forms: Sequence[str] | None = None,
        keep: Keep = lambda make: make(),
    ) -> None:
        self.names = Names(terms, (Keys(stop_words[0], stems=False), Keys(stop_words[1], stems=True)), forms, keep)

    def entry(self, digest: Digest) -> Entry:
        shown = passages(digest)
        source = [words(each.source) for each in shown]
        target = [words(each.target) for each in shown]
        signs = list(map(self.names.signs.of, source))
        text = OTHER.join(signs)
        used = self._used(digest, source)
        whole = list(map(self.names.whole, used))
        often = [sum(map(text.count, names)) for names in whole]
        titled = (
            term
            for term, names, count in zip(used, whole, often, strict=True)
            if count and any(name in signs[0] for name in names)
        )
        return Entry(
            _line((*source, *(words(unit.source) for unit in digest.keywords))),
            _line(target),
            "|".join(used),
            "".join(str(min(max(count, 1), OFTEN)) for count in often),
            "|".join(titled),
        )

    def _used(self, digest: Digest, source: Iterable[Sequence[str]]) -> list[str]:
        """The terms by whose names the article is found, each once."""
        used = dict.fromkeys(other for use in digest.terms for other in self.names.within(use.term.id))
        # An abbreviation may stand within a longer term (Chủ tịch UBMTTQ), which is then the one that the article uses.
        for name in sorted(self.names.abbreviations.keys() & set().union(*source)):
            used |= dict.fromkeys(self.names.within(self.names.abbreviations[name]))
        return list(used)


def _line(passages: Iterable[Sequence[str]]) -> str:
    line: list[str] = []
    for number, printed in enumerate(passages):
        line += lowered(printed)
        line += BETWEEN
        if number == 0:
            line += BETWEEN[:1] * (BODY - len(line))
    return " ".join(line)
