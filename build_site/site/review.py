"""The review page: what of the translations wants an editor, the most serious first. Only `build --drafts` makes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, structs

from build_site.model import CheckFinding, Digest, Page, Role, State, TranslationUnit
from build_site.site.anchors import block_anchors, sentence_anchor
from build_site.site.differences import differences
from build_site.site.view import SiteView

Why = Literal["wrong", "stale", "missing", "doubtful", "unreviewed", "odd"]
"""wrong: a blocking check has a finding · doubtful: a machine's text with a warning · odd: a person's with one."""
MOST_SERIOUS_FIRST: tuple[Why, ...] = ("wrong", "stale", "missing", "doubtful", "unreviewed", "odd")
LONGEST = 500
"""Rows that the page has room for."""
WANT_HELP: frozenset[Why] = frozenset({"stale", "missing", "doubtful", "unreviewed"})
"""Rows that similar sentences of the memory may help with."""


class Suggestion(Struct, frozen=True):
    """The translation of a similar sentence (a fuzzy match)."""

    score: int
    """Per cent."""
    source: str
    target: str
    state: State


class ReviewRow(Struct, frozen=True):
    """A text whose translation wants an editor."""

    why: Why
    tail: str
    """Of the article's address."""
    title: str
    """The article's, as printed."""
    anchor: str
    """Of the sentence on the article's page; empty for texts that have none."""
    role: Role
    source: str
    target: str | None
    state: State
    findings: tuple[CheckFinding, ...]
    previous: str | None
    reused: bool
    file: str
    """The PO file, below site_src/."""
    line: int = 0
    """Of the entry; 0 where the file has none yet."""
    suggestions: tuple[Suggestion, ...] = ()
    """The most alike first."""

    @property
    def weight(self) -> tuple[int, int]:
        """The smaller the more serious."""
        return MOST_SERIOUS_FIRST.index(self.why), -len(self.findings)


def review_rows(digest: Digest, tail: str) -> Iterator[ReviewRow]:
    """What of one article wants an editor, each text once, in reading order. What its publisher's rights keep back is
    not here."""
    seen: set[tuple[Role, str]] = set()
    for anchor, unit in _units(digest):
        key = (unit.role, unit.source)
        why = None if unit.withheld or key in seen else why_of(unit)
        seen.add(key)
        if why:
            yield ReviewRow(
                why=why,
                tail=tail,
                title=digest.article.title,
                anchor=anchor,
                role=unit.role,
                source=unit.source,
                target=unit.target,
                state=unit.state,
                findings=unit.findings,
                previous=unit.previous,
                reused=unit.reused,
                file=digest.credit.file,
            )


def why_of(unit: TranslationUnit) -> Why | None:
    """Why a translation wants an editor; None where it does not."""
    if unit.state in {"stale", "missing"}:
        return "stale" if unit.state == "stale" else "missing"
    if any(finding.severity == "block" for finding in unit.findings):
        return "wrong"
    if unit.state == "machine":
        return "doubtful" if unit.findings else "unreviewed"
    return "odd" if unit.findings else None


def _units(digest: Digest) -> Iterator[tuple[str, TranslationUnit]]:
    yield "", digest.title
    if digest.section:
        yield "", digest.section
    for anchor, units in zip(block_anchors(digest.article), digest.units, strict=True):
        for segment, unit in enumerate(units):
            yield sentence_anchor(anchor, segment), unit
    for keyword in digest.keywords:
        yield "", keyword
    for person in digest.people:
        for post in person.posts:
            if post.source:
                yield "", TranslationUnit("post", post.source, post.target, post.state)


def review_pages(rows: Sequence[ReviewRow], counts: Mapping[Why, int], *, site: SiteView) -> Iterator[Page]:
    """review/index.html in both trees. `rows`: at most LONGEST, the most serious first; `counts`: of all there are."""
    groups: list[dict[str, Any]] = []
    for why in MOST_SERIOUS_FIRST:
        if counts.get(why):
            shown = [_row(row) for row in rows if row.why == why]
            groups.append({"why": why, "count": counts[why], "rows": shown})
    for lang in site.reading:
        path = f"{lang}/review/index.html"
        yield Page(path, "review.html", {"lang": lang, "path": path, "groups": groups, "noindex": True})


def _row(row: ReviewRow) -> dict[str, Any]:
    """`changed` and each suggestion's `parts`: what became of that original in this one (see `differences`)."""
    return structs.asdict(row) | {
        "findings": [structs.asdict(finding) for finding in row.findings],
        "changed": differences(row.previous, row.source) if row.previous else [],
        "suggestions": [
            structs.asdict(one) | {"parts": differences(one.source, row.source)} for one in row.suggestions
        ],
    }
