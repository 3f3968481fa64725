"""The order of the cleaning rules, and the Article that they leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from build_site.clean.blocks import claim_captions, claim_headings, claim_items, claim_paragraphs, find_agency
from build_site.clean.bylines import claim_byline
from build_site.clean.facts import CleanFacts
from build_site.clean.furniture import drop_furniture, drop_keywords, drop_teasers
from build_site.clean.head import claim_head
from build_site.clean.reading import Line, Reading
from build_site.clean.stamps import claim_stamps, claim_view_counts, date_from_text
from build_site.errors import SourceProblem
from build_site.model import Article, Block, BlockKind, Finding, Lines, Source

Rule = Callable[[Reading, CleanFacts], None]

RULES: tuple[Rule, ...] = (
    drop_furniture,
    claim_stamps,
    claim_view_counts,
    drop_keywords,
    claim_byline,
    drop_teasers,
    claim_head,
    claim_captions,
    claim_headings,
    claim_items,
    claim_paragraphs,
    find_agency,
    date_from_text,
)
"""Each rule claims lines that no rule before it has claimed, so that every line is decided once, by a rule with a
name."""

BLOCK_KINDS: dict[str, BlockKind] = {
    "paragraph": "paragraph",
    "heading": "heading",
    "item": "item",
    "caption": "caption",
}

STAND_IN_TITLE = 110
"""Characters of the lead that stand in for a title that the seed does not give."""


def clean(source: Source, facts: CleanFacts, lang: str) -> Article:
    """Read one seed. Blocks come without segments.

    Raises SourceProblem where no line is article text.
    """
    lines = [
        Line(number, text) for number, raw in enumerate(source.text.split("\n"), 1) if (text := " ".join(raw.split()))
    ]
    reading = Reading(lines)
    for rule in RULES:
        rule(reading, facts)
    blocks = _blocks(reading)
    if not blocks:
        raise SourceProblem(
            f"none of its {len(lines)} lines is article text",
            where=source.name,
            hint="See what each line was taken for: python -m build_site inspect FILE",
        )
    title, findings = reading.title, list(source.findings) + reading.findings
    if title is None:
        title = _stand_in(next((block for block in blocks if block.kind == "paragraph"), blocks[0]).text)
        findings.append(Finding(0, "no title in the file; the opening words of the text stand in for it"))
    return Article(
        id=str(PurePosixPath(source.name).with_suffix("")),
        file=source.name,
        sha256=source.sha256,
        size=source.size,
        lang=lang,
        title=title,
        lines=Lines(
            title=_numbers(reading, "title"),
            stamp=_numbers(reading, "stamp"),
            section=_numbers(reading, "section"),
            byline=_numbers(reading, "byline"),
        ),
        blocks=blocks,
        published=reading.published,
        published_from=reading.published_from,
        section=reading.section,
        agency=reading.agency,
        authors=tuple(reading.authors),
        keywords=tuple(reading.keywords),
        dropped=tuple(sorted(reading.dropped, key=lambda dropped: dropped.line)),
        findings=tuple(sorted(findings, key=lambda finding: finding.line)),
    )


def _numbers(reading: Reading, kind: str) -> tuple[int, ...]:
    own = [line.number for line in reading.lines if line.kind == kind]
    return tuple(sorted({*own, *reading.also.get(kind, [])}))


def _blocks(reading: Reading) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for line in reading.lines:
        text = line.body or line.text
        if line.joins:
            last = blocks.pop()
            blocks.append(Block(last.kind, (*last.lines, line.number), f"{last.text} {text}"))
        elif line.kind in BLOCK_KINDS:
            blocks.append(Block(BLOCK_KINDS[line.kind], (line.number,), text))
    return tuple(blocks)


def _stand_in(text: str) -> str:
    if len(text) <= STAND_IN_TITLE:
        return text
    return text[:STAND_IN_TITLE].rpartition(" ")[0].rstrip(" ,;:-–") + "…"
