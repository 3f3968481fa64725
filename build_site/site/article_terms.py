"""Which terms of an article are underlined, and which notes stand beside which paragraph."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from build_site.digest.terms import target_spans
from build_site.model import Digest, Term
from build_site.site.urls import slug

NOTES_BESIDE_A_BLOCK = 4
_HARD = (
    "cadre-work",
    "party-membership",
    "party-building",
    "party-congresses",
    "inspection-discipline",
    "documents",
    "mass-mobilisation",
    "fatherland-front",
    "local-government",
    "organisations",
)
"""Domains whose terms English words alone do not explain, the hardest first."""
_PROCEDURES = _HARD[:2]
"""Domains whose verbs are terms of art too: `kiện toàn`."""
_PLAIN = 3
"""The rank from which on a term stands in the list at the end only: `praise`, `task`."""
_CHARACTERS_A_NOTE = 250
"""So much text stands as high as a note does: the margin should not outgrow the paragraph."""

Place = tuple[int, int]
"""(block, segment)"""


class Underlined(Struct, frozen=True, array_like=True):
    """A use of a term that is underlined, and explained by a note beside its block."""

    block: int
    segment: int
    term: str
    source: tuple[int, int]
    """Where it stands in the original."""
    target: tuple[int, int] | None
    """Where its English stands in the translation; None where there is no translation."""


def plan_terms(digest: Digest) -> tuple[Underlined, ...]:
    """Beside a paragraph stand notes for the terms that most need one among those it uses and no note has explained
    yet; only these are underlined, so that a line under a word always leads somewhere near. In the order of the text.

    Where the English does not show the term, the next paragraph that does is its place; where there is no English at
    all, the original is.
    """
    terms = {use.term.id: use.term for use in digest.terms}
    ranks = {term: _rank(terms[term]) for term in terms}
    worth = {term for term, (rank, _) in ranks.items() if rank < _PLAIN and terms[term].definition}
    found: dict[Place, dict[str, tuple[int, int]]] = {}
    for match in digest.matches:
        if match.block >= 0 and match.term in terms:
            found.setdefault((match.block, match.segment), {}).setdefault(match.term, (match.start, match.end))
    plan: list[Underlined] = []
    seen: set[str] = set()
    for block in range(len(digest.units)):
        room = _room(digest, block)
        here = _block_spans(digest, block, found, terms, worth) if room else {}
        fresh = [term for term in here if ranks[term][0] < (2 if term in seen else _PLAIN)]
        chosen = frozenset(sorted(fresh, key=lambda term: ranks[term])[:room])
        for term, (place, span) in here.items():  # in the order of the text, whatever their rank
            if term in chosen:
                plan.append(Underlined(*place, term, found[place][term], span))
        worth.difference_update(chosen)
        if chosen:
            seen.update(here)
    return tuple(plan)


def _block_spans(
    digest: Digest,
    block: int,
    found: dict[Place, dict[str, tuple[int, int]]],
    terms: dict[str, Term],
    worth: Container[str],
) -> dict[str, tuple[Place, tuple[int, int] | None]]:
    """The first use in a block of each term that is `worth` a note: its sentence, and its span in the English where
    there is English."""
    here: dict[str, tuple[Place, tuple[int, int] | None]] = {}
    for segment, unit in enumerate(digest.units[block]):
        matched = found.get((block, segment), {})
        candidates = {term for term in matched if term in worth and term not in here}
        if not candidates:
            continue
        if unit.target is None:
            here |= {term: ((block, segment), None) for term in matched if term in candidates}
            continue
        # All terms of the sentence are looked for: one that needs no note here keeps others out of its own words.
        for start, end, term in target_spans(unit, [terms[term] for term in matched]):
            if term in candidates:
                here.setdefault(term, ((block, segment), (start, end)))
    return here


def _room(digest: Digest, block: int) -> int:
    """Notes that find room beside a block; headings and captions are too short for any."""
    if digest.article.blocks[block].kind in ("heading", "caption"):
        return 0
    length = sum(len(unit.target or unit.source) for unit in digest.units[block])
    notes = sum(unit.note is not None for unit in digest.units[block])
    return max(0, min(NOTES_BESIDE_A_BLOCK, 1 + length // _CHARACTERS_A_NOTE - notes))


@lru_cache(maxsize=8192)
def _rank(term: Term) -> tuple[int, int]:
    """How much a reader needs the note, 0 the most: terms of art that an editor warns about, other terms of the hard
    domains, other names and nouns; then general verbs, single common words, and names that are the same in both
    languages. Within a rank the harder domain comes first."""
    hard = _HARD.index(term.domain) if term.domain in _HARD else len(_HARD)
    named = term.pos.endswith("noun") or bool(term.abbr)
    warned = bool(term.note or term.forbidden)
    if slug(term.term).replace("-", "") == slug(term.target).replace("-", ""):
        return _PLAIN, hard
    if not named and term.domain not in _PROCEDURES:
        return _PLAIN, hard
    if " " not in term.target and term.target.islower():
        return (2 if warned and term.domain in _PROCEDURES else _PLAIN), hard
    if hard == len(_HARD):
        return 2, hard
    # A verb of procedure says the least of itself.
    return (0 if warned or not named else 1), hard


def first_places(digest: Digest, anchors: Sequence[str]) -> dict[str, str]:
    """Term → the anchor of the first block that uses it; none of a term that the title alone has."""
    found: dict[str, str] = {}
    for match in digest.matches:
        if match.block >= 0:
            found.setdefault(match.term, anchors[match.block])
    return found


def note_of(term: Term) -> dict[str, Any]:
    """A term as a note shows it."""
    return {
        "id": term.id,
        "term": term.term,
        "abbr": list(term.abbr),
        "target": term.target,
        "definition": term.definition,
    }
