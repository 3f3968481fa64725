"""What the search knows of one article: its passages, and where each word stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from build_site.model import Digest, Term
from build_site.site.anchors import block_anchors, sentence_anchor
from build_site.site.search.numbers import encode, encode_all
from build_site.site.search.words import bare, form, stem, words

BODY = 64
"""Position of the first word after the title: what stands before it counts more."""
_OFTEN = 4
"""How often the English of a term that an article uses is indexed at most."""
_SHORT = 2
"""Letters of an abbreviation that may stand for several things."""
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


class Named(Struct, frozen=True):
    """The names of a term that find the articles that use it."""

    id: str
    names: tuple[str, ...]
    whole: tuple[str, ...]
    """Forms of those that say all that the term says, not a part of it (khiếu nại of khiếu nại, tố cáo): an article
    that often has them is the more about it."""
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
    digest: Digest, stop_words: tuple[frozenset[str], frozenset[str]], terms: Mapping[str, Sequence[Named]]
) -> tuple[Forms, Forms]:
    """Every word of the article, of the source and of the translation, and, out of sight, the other names of the terms
    it uses: MTTQ finds an article that says UBMTTQ, and Fatherland Front one that nobody has translated.

    `stop_words` are forms that are not indexed, of each language; `terms`: id of a term, or an abbreviation →
    the terms whose names an article that uses it is found by (`names_within`).
    """
    shown = passages(digest)
    # An abbreviation may stand within a longer term (Chủ tịch UBMTTQ), which is then the one that the article uses.
    printed = {word for each in shown for word in words(each.source) if word.isupper()}
    names_of = [*(use.term.id for use in digest.terms), *sorted(printed)]
    used = {term.id: term for name in names_of for term in terms.get(name, ())}.values()
    names = [name for term in used for name in term.names]
    names += [unit.source for unit in digest.keywords]
    source = _positions([each.source for each in shown], names, stop_words[0], stems=False)
    title, *said = (f" {_phrase(each.source)} " for each in shown)
    text = "|".join((title, *said))
    often = ((term, min(sum(text.count(f" {name} ") for name in term.whole), _OFTEN)) for term in used)
    target = _positions(
        [each.target for each in shown],
        [term.target for term, count in often for _ in range(max(count, 1))],
        stop_words[1],
        stems=True,
        in_title=[term.target for term in used if any(f" {name} " in title for name in term.whole)],
    )
    return source, target


def names_within(terms: Sequence[Term]) -> dict[str, tuple[Named, ...]]:
    """For each term, by its id and its unmistakable abbreviations, itself and those whose name is in its name:
    Ủy ban Mặt trận Tổ quốc → Mặt trận Tổ quốc."""
    named = [_named(term) for term in terms]
    by_name = {each.whole[0]: each for each in named}
    longest = max((name.count(" ") + 1 for name in by_name), default=0)
    found: dict[str, tuple[Named, ...]] = {}
    for term, each in zip(terms, named, strict=True):
        parts = each.whole[0].split(" ")
        inner = (
            by_name.get(" ".join(parts[first:end]))
            for first in range(len(parts))
            for end in range(first + 2, min(len(parts), first + longest) + 1)
        )
        found[term.id] = (each, *(other for other in inner if other is not None and other.id != term.id))
        if not term.context:
            found |= {name: found[term.id] for name in term.abbr if name.isupper() and len(name) > _SHORT}
    return found


def _named(term: Term) -> Named:
    size = len(words(term.term))
    whole = (term.term, *term.abbr, *(name for name in term.variants if len(words(name)) >= size))
    return Named(term.id, (term.term, *term.abbr, *term.variants), tuple(map(_phrase, whole)), term.target)


def _phrase(text: str) -> str:
    """Its words as forms: `Mặt trận` → `măt. trân.`."""
    return " ".join(_keys(word)[0] for word in words(text))


def _positions(
    texts: Iterable[str],
    hidden: Iterable[str],
    stop_words: frozenset[str],
    *,
    stems: bool,
    in_title: Sequence[str] = (),
) -> Forms:
    """Each word's places, doubled, and one more where the word has a capital that is its own. `in_title` counts as the
    title does, as far as there is room."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    start = 0

    def add(text: str) -> int:
        printed = words(text)
        # A sentence's first word has its capital of itself only where the next has one too.
        lowered = len(printed) > 0 and not (len(printed) > 1 and printed[1][0].isupper())
        for number, word in enumerate(printed):
            exact, key, root = _keys(word)
            if not key or exact in stop_words:
                continue
            place = (start + number) * 2 + (word[0].isupper() and not (lowered and number == 0))
            found[key].append(place)
            if stems and root:
                found[root].append(place)
        return len(printed)

    for number, text in enumerate(texts):
        start += add(text) + _APART
        if number == 0:
            for name in in_title:
                if start + len(words(name)) < BODY:
                    start += add(name) + _APART
            start = max(start, BODY)
    for text in hidden:
        start += add(text) + _APART
    return {key: _posting(found[key]) for key in sorted(found)}


@lru_cache(maxsize=65536)
def _keys(word: str) -> tuple[str, str, str]:
    """(form, key of the word, key of its stem where that is another); a key is empty where there is none."""
    exact = form(word)
    root = stem(exact)
    return (
        exact,
        "" if max(word) > "\uffff" else f"{bare(word)} {exact}",
        "" if root == exact else f"{bare(root)} {root}*",
    )


def _posting(positions: Sequence[int]) -> str:
    """How many places, then each as the step from the one before."""
    steps = (b // 2 - a // 2 << 1 | b & 1 for a, b in pairwise((0, *positions)))
    return encode(len(positions)) + encode_all(steps)
