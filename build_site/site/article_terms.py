"""Which terms of an article are underlined, and which notes stand beside which paragraph."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from build_site.digest.terms import target_spans
from build_site.model import Digest, Term
from build_site.site.urls import slug

NOTES_BESIDE_A_BLOCK = 4
_CHARACTERS_A_NOTE = 250
"""So much text stands as high as a note does: the margin should not outgrow the paragraph."""

Place = tuple[int, int]
"""(block, segment)"""
Span = tuple[int, int, str]
"""(start, end, term id)"""


class TermPlan(Struct, frozen=True):
    """What is underlined in both languages, by (block, segment), and the notes by block: each term once."""

    target: dict[Place, list[Span]]
    source: dict[Place, list[Span]]
    notes: dict[int, list[Term]]


def plan_terms(digest: Digest) -> TermPlan:
    """Beside a paragraph stand notes for the terms that most need one among those it uses and no note has explained
    yet; only these are underlined, so that a line under a word always leads somewhere near.

    Where the English does not show the term, the next paragraph that does is its place; where there is no English at
    all, the original is.
    """
    terms = {use.term.id: use.term for use in digest.terms}
    found: dict[Place, dict[str, tuple[int, int]]] = {}
    for match in digest.matches:
        if match.block >= 0 and match.term in terms:
            found.setdefault((match.block, match.segment), {}).setdefault(match.term, (match.start, match.end))
    plan = TermPlan({}, {}, {})
    explained: set[str] = set()
    seen: set[str] = set()
    for block in range(len(digest.units)):
        here = _block_spans(digest, block, found, terms)
        fresh = [term for term in here if term not in explained and (term not in seen or _rank(terms[term]) == 0)]
        chosen = sorted(fresh, key=lambda term: _rank(terms[term]))[: _room(digest, block)]
        for term in chosen:
            place, span = here[term]
            if span:
                plan.target.setdefault(place, []).append((*span, term))
            plan.source.setdefault(place, []).append((*found[place][term], term))
        if chosen:
            # In the order of the text, whatever their rank.
            plan.notes[block] = [terms[term] for term in here if term in chosen]
        explained.update(chosen)
        if chosen:
            seen.update(here)
    return plan


def _block_spans(
    digest: Digest, block: int, found: dict[Place, dict[str, tuple[int, int]]], terms: dict[str, Term]
) -> dict[str, tuple[Place, tuple[int, int] | None]]:
    """The first use of each term in a block: its sentence, and its span in the English where there is English."""
    here: dict[str, tuple[Place, tuple[int, int] | None]] = {}
    for segment, unit in enumerate(digest.units[block]):
        matched = found.get((block, segment), {})
        candidates = [terms[term] for term in matched if term not in here and terms[term].definition]
        if unit.target is None:
            here |= {term.id: ((block, segment), None) for term in candidates}
            continue
        for start, end, term in sorted(target_spans(unit, candidates)):
            here.setdefault(term, ((block, segment), (start, end)))
    return here


def _room(digest: Digest, block: int) -> int:
    """Notes that find room beside a block; headings and captions are too short for any."""
    if digest.article.blocks[block].kind in ("heading", "caption"):
        return 0
    length = sum(len(unit.target or unit.source) for unit in digest.units[block])
    notes = sum(unit.note is not None for unit in digest.units[block])
    return max(0, min(NOTES_BESIDE_A_BLOCK, 1 + length // _CHARACTERS_A_NOTE) - notes)


def _rank(term: Term) -> int:
    """How much a reader needs the note: offices, bodies and terms of art that an editor warns about first; single
    common words (`plan`, `report`) and names that are the same in both languages last."""
    if slug(term.term).replace("-", "") == slug(term.target).replace("-", ""):
        return 3
    named = term.pos.endswith("noun") or bool(term.abbr)
    if " " not in term.target:
        return 2 if named and not term.target.islower() else 3
    if not named:
        return 2
    return 0 if term.note or term.forbidden or not term.target.islower() else 1


def note_of(term: Term) -> dict[str, Any]:
    """A term as a note or a list shows it."""
    return {
        "id": term.id,
        "term": term.term,
        "abbr": list(term.abbr),
        "target": term.target,
        "definition": term.definition,
    }
