"""The text of an article, block by block and sentence by sentence, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from build_site.model import Digest, State
from build_site.site.anchors import sentence_anchor
from build_site.site.article_terms import Place, Underlined, note_of
from build_site.site.runs import runs
from build_site.site.states import doubts


def text_blocks(
    digest: Digest,
    anchors: tuple[str, ...],
    plan: Sequence[Underlined],
    usual: State,
    corrected: Mapping[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    """One dict a block: anchor, kind, ¶ number, its sentences in both languages, which of them are mended, noted on,
    doubtful, the notes beside it. `corrected`: what has been mended, by the sentences' anchors.

    `mark` is the state that all its sentences share where that is not the article's usual one (or is `missing`);
    otherwise each sentence that differs carries its own.
    """
    terms = {use.term.id: use.term for use in digest.terms}
    underlined: dict[Place, list[Underlined]] = {}
    notes: dict[int, list[dict[str, Any]]] = {}
    for use in plan:
        underlined.setdefault((use.block, use.segment), []).append(use)
        notes.setdefault(use.block, []).append(note_of(terms[use.term]))
    blocks = []
    number = 0
    for position, (block, units) in enumerate(zip(digest.article.blocks, digest.units, strict=True)):
        number += block.kind == "paragraph"
        states = {unit.state for unit in units}
        shared = units[0].state if len(states) == 1 else None
        mark = shared if shared and _differs(shared, usual) else None
        sentences = []
        for segment, unit in enumerate(units):
            anchor = sentence_anchor(anchors[position], segment)
            uses = underlined.get((position, segment), ())
            target = [(*use.target, use.term) for use in uses if use.target]
            source = [(*use.source, use.term) for use in uses]
            sentences.append(
                {
                    "id": anchor,
                    "number": segment + 1,
                    "state": unit.state,
                    "mark": None if shared or not _differs(unit.state, usual) else unit.state,
                    "target": None if unit.target is None else runs(unit.target, target),
                    "source": None if unit.withheld else runs(unit.source, source),
                    "note": unit.note,
                    "doubts": list(doubts(unit)),
                    "previous": unit.previous,
                    "corrected": corrected.get(anchor, []),
                }
            )
        blocks.append(
            {
                "kind": block.kind,
                "anchor": anchors[position],
                "number": number if block.kind == "paragraph" else None,
                "mark": mark,
                "machine": shared == "machine",
                "untranslated": shared == "missing",
                "original": not all(unit.withheld for unit in units),
                "sentences": sentences,
                "mended": [each for each in sentences if each["corrected"]],
                "noted": [each for each in sentences if each["note"]],
                "doubtful": [each for each in sentences if each["doubts"]],
                "notes": notes.get(position, []),
            }
        )
    return blocks


def _differs(state: State, usual: State) -> bool:
    return state != usual or state == "missing"
