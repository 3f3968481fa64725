"""The order of the cleaning rules, and the Article that they leave."""

from __future__ import annotations

from collections.abc import Callable

from build_site.clean.blocks import claim_headings, claim_items, claim_paragraphs, find_agency
from build_site.clean.bylines import claim_byline
from build_site.clean.captions import claim_captions
from build_site.clean.evidence import weigh_authors, weigh_date, weigh_rest, weigh_title, weigh_unseen_title
from build_site.clean.facts import CleanFacts
from build_site.clean.furniture import (
    drop_addresses,
    drop_dated_lists,
    drop_excerpts,
    drop_furniture,
    drop_keywords,
    drop_related,
    drop_repeats,
    drop_teasers,
)
from build_site.clean.head import claim_head
from build_site.clean.lead_date import date_from_text
from build_site.clean.markup import (
    claim_marked_blocks,
    claim_marked_byline,
    claim_marked_captions,
    claim_marked_head,
    claim_marked_title,
    drop_told_head,
)
from build_site.clean.overrules import overrule_fields, overrule_lines
from build_site.clean.page import keep_main_run
from build_site.clean.reading import Line, Reading
from build_site.clean.run_in import split_first_line
from build_site.clean.stamps import claim_stamps, claim_view_counts
from build_site.clean.worth import refuse
from build_site.errors import SourceProblem
from build_site.model import NO_TITLE, Article, Block, BlockKind, Finding, Lines, Notes, Source
from build_site.source.door import article_id

Rule = Callable[[Reading, CleanFacts], None]

RULES: tuple[Rule, ...] = (
    drop_told_head,
    claim_marked_title,
    drop_furniture,
    keep_main_run,
    drop_related,
    drop_addresses,
    drop_dated_lists,
    drop_excerpts,
    claim_marked_head,
    claim_stamps,
    claim_view_counts,
    drop_keywords,
    drop_repeats,
    claim_marked_byline,
    claim_marked_captions,
    claim_byline,
    drop_teasers,
    split_first_line,
    weigh_title,
    claim_head,
    weigh_unseen_title,
    claim_marked_blocks,
    claim_captions,
    claim_headings,
    claim_items,
    claim_paragraphs,
    find_agency,
    date_from_text,
    weigh_date,
    weigh_authors,
    weigh_rest,
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


def clean(source: Source, facts: CleanFacts, lang: str, notes: Notes | None = None) -> Article:
    """Read one seed. Blocks come without segments.

    `notes` overrule the rules. Raises SourceProblem where no line is article text, NotesProblem.
    """
    reading = read_lines(source, facts, notes)
    edited = overrule_fields(reading, notes) if notes else ()
    blocks = _blocks(reading)
    if not blocks:
        raise SourceProblem(
            f"none of its {len(reading.lines)} lines is article text",
            where=source.name,
            hint="See what each line was taken for: python -m build_site inspect FILE",
        )
    if not edited and (reason := refuse(reading, facts)):
        hint = "Take it out of seeds/. If it is an article all the same, give its title in site_src/articles/."
        raise SourceProblem(f"not an article: {reason}", where=source.name, hint=hint)
    title, findings = reading.title, list(source.findings) + reading.findings
    if title is None:
        title = _stand_in(next((block for block in blocks if block.kind == "paragraph"), blocks[0]).text)
        findings.append(Finding(0, NO_TITLE))
    return Article(
        id=article_id(source.name),
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
        url=source.evidence.url,
        authors=tuple(reading.authors),
        keywords=tuple(reading.keywords),
        dropped=tuple(sorted(reading.dropped, key=lambda dropped: dropped.line)),
        findings=tuple(sorted(findings, key=lambda finding: finding.line)),
        edited=edited,
    )


def read_lines(
    source: Source,
    facts: CleanFacts,
    notes: Notes | None = None,
    *,
    after: Callable[[str, Reading], None] | None = None,
) -> Reading:
    """The seed's lines with what the rules make of them. `after` is called behind each rule, with its name."""
    reading = Reading(
        [
            Line(number, text, source.hints.get(number))
            for number, raw in enumerate(source.text.split("\n"), 1)
            if (text := _single_blanks(raw))
        ],
        source.evidence,
    )
    if notes:
        overrule_lines(reading, notes)
    if after:
        after("editor", reading)
    for rule in RULES:
        rule(reading, facts)
        if after:
            after(rule.__name__, reading)
    return reading


def _single_blanks(raw: str) -> str:
    """Runs of white space as single blanks, none at the ends. Most lines have no other: that is told in C."""
    return raw.strip(" ") if "  " not in raw and raw.isprintable() else " ".join(raw.split())


def _numbers(reading: Reading, kind: str) -> tuple[int, ...]:
    own = [line.number for line in reading.lines if line.kind == kind]
    return tuple(sorted({*own, *reading.also.get(kind, [])}))


def _blocks(reading: Reading) -> tuple[Block, ...]:
    groups: list[list[Line]] = []
    for line in reading.lines:
        if line.joins:
            groups[-1].append(line)
        elif line.kind in BLOCK_KINDS:
            groups.append([line])
    return tuple(
        Block(
            BLOCK_KINDS[group[0].kind or ""],
            tuple(line.number for line in group),
            " ".join(line.body or line.text for line in group),
        )
        for group in groups
    )


def _stand_in(text: str) -> str:
    if len(text) <= STAND_IN_TITLE:
        return text
    return text[:STAND_IN_TITLE].rpartition(" ")[0].rstrip(" ,;:-–") + "…"
