"""The text of an article, block by block and sentence by sentence, as its page shows it."""

from __future__ import annotations

from typing import Any

from build_site.model import Digest, State, TranslationUnit
from build_site.site.anchors import sentence_anchor
from build_site.site.article_terms import TermPlan, note_of
from build_site.site.runs import runs
from build_site.site.states import doubts


def text_blocks(digest: Digest, anchors: tuple[str, ...], plan: TermPlan, usual: State) -> list[dict[str, Any]]:
    """One dict a block: anchor, kind, ¶ number, its sentences in both languages, the notes beside it.

    `mark` is the state that all its sentences share where that is not the article's usual one (or is `missing`);
    otherwise each sentence that differs carries its own.
    """
    blocks = []
    number = 0
    for position, (block, units) in enumerate(zip(digest.article.blocks, digest.units, strict=True)):
        number += block.kind == "paragraph"
        states = {unit.state for unit in units}
        shared = units[0].state if len(states) == 1 else None
        mark = shared if shared and _differs(shared, usual) else None
        blocks.append(
            {
                "kind": block.kind,
                "anchor": anchors[position],
                "number": number if block.kind == "paragraph" else None,
                "mark": mark,
                "machine": shared == "machine",
                "untranslated": shared == "missing",
                "original": not all(unit.withheld for unit in units),
                "sentences": [
                    _sentence(unit, sentence_anchor(anchors[position], segment), plan, (position, segment))
                    | {"number": segment + 1, "mark": None if shared or not _differs(unit.state, usual) else unit.state}
                    for segment, unit in enumerate(units)
                ],
                "notes": [note_of(term) for term in plan.notes.get(position, ())],
            }
        )
    return blocks


def _differs(state: State, usual: State) -> bool:
    return state != usual or state == "missing"


def _sentence(unit: TranslationUnit, anchor: str, plan: TermPlan, place: tuple[int, int]) -> dict[str, Any]:
    return {
        "id": anchor,
        "state": unit.state,
        "target": None if unit.target is None else runs(unit.target, plan.target.get(place, [])),
        "source": None if unit.withheld else runs(unit.source, plan.source.get(place, [])),
        "note": unit.note,
        "doubts": list(doubts(unit)),
        "previous": unit.previous,
    }
