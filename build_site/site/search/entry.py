"""What the search knows of one article: its passages, and where each word stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from build_site.model import Digest, Term
from build_site.site.anchors import block_anchors, sentence_anchor
from build_site.site.search.numbers import encode, encode_all
from build_site.site.search.words import bare, form, stem, words

BODY = 64
"""Position of the first word after the title: what stands before it counts more."""
_APART = 2
"""Positions from one passage's last word to the next one's first: no phrase reaches across."""

Forms = dict[str, str]
"""`bare form` → where it stands in the text of one language, without the document's number. `word*` is the stem of
English words that are inflected."""


class Passage(Struct, frozen=True, array_like=True):
    """A sentence pair, as results show it."""

    anchor: str
    source: str
    target: str


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


def entry(
    digest: Digest, stop_words: tuple[frozenset[str], frozenset[str]], terms: Mapping[str, Sequence[Term]]
) -> tuple[Forms, Forms]:
    """Every word of the article, of the source and of the translation, and, out of sight, the other names of the terms
    it uses: MTTQ finds an article that says UBMTTQ, and Fatherland Front one that nobody has translated.

    `stop_words` are forms that are not indexed, of each language; `terms`: id of a term → the terms whose names an
    article that uses it is found by.
    """
    shown = passages(digest)
    used = {term.id: term for use in digest.terms for term in terms.get(use.term.id, ())}.values()
    names = [name for term in used for name in (term.term, *term.abbr, *term.variants)]
    names += [unit.source for unit in digest.keywords]
    source = _positions([each.source for each in shown], names, stop_words[0], stems=False)
    target = _positions([each.target for each in shown], [term.target for term in used], stop_words[1], stems=True)
    return source, target


def names_within(terms: Sequence[Term]) -> dict[str, tuple[Term, ...]]:
    """For each term, itself and those whose name is a part of its name: Ủy ban Mặt trận Tổ quốc → Mặt trận Tổ quốc."""
    by_name = {" ".join(map(form, words(term.term))): term for term in terms}
    longest = max((name.count(" ") + 1 for name in by_name), default=0)
    found = {}
    for term in terms:
        parts = [form(word) for word in words(term.term)]
        inner = (
            by_name.get(" ".join(parts[first:end]))
            for first in range(len(parts))
            for end in range(first + 2, min(len(parts), first + longest) + 1)
        )
        found[term.id] = (term, *(each for each in inner if each is not None and each.id != term.id))
    return found


def _positions(texts: Iterable[str], hidden: Iterable[str], stop_words: frozenset[str], *, stems: bool) -> Forms:
    """Each word's places, doubled, and one more where the word has a capital that is its own."""
    found: dict[str, list[int]] = {}
    start = 0

    def add(text: str) -> int:
        printed = words(text)
        capitals = [word[0].isupper() for word in printed]
        if capitals:  # a sentence's first word has its capital of itself only where the next has one too
            capitals[0] = capitals[0] and (len(capitals) > 1 and capitals[1])
        for place, (word, capital) in enumerate(zip(printed, capitals, strict=True), start):
            exact = form(word)
            if exact in stop_words or max(word) > "\uffff":
                continue
            found.setdefault(f"{bare(word)} {exact}", []).append(place * 2 + capital)
            if stems and (root := stem(exact)) != exact:
                found.setdefault(f"{bare(root)} {root}*", []).append(place * 2 + capital)
        return len(printed)

    for number, text in enumerate(texts):
        start += add(text) + _APART
        if number == 0:
            start = max(start, BODY)
    for text in hidden:
        start += add(text) + _APART
    return {key: _posting(found[key]) for key in sorted(found)}


def _posting(positions: Sequence[int]) -> str:
    """How many places, then each as the step from the one before."""
    steps = (b // 2 - a // 2 << 1 | b & 1 for a, b in pairwise((0, *positions)))
    return encode(len(positions)) + encode_all(steps)
