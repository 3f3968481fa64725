"""Where an article's text comes from: file, date, credits, and what became of every line of the seed."""

from __future__ import annotations

from typing import Any

from build_site.model import Article, Digest, State
from build_site.site.wording import span_of_lines

Fate = list[str | None]
"""What became of a line: part, rule, anchor."""
_Row = tuple[list[int], list[Fate]]


def provenance(digest: Digest, counts: dict[State, int], anchors: tuple[str, ...]) -> dict[str, Any]:
    """Facts of the section “Where this text comes from”, without words of any language."""
    article = digest.article
    engines = dict.fromkeys(unit.engine for unit in digest.all_units if unit.engine)
    return {
        "title": article.title,
        "literal": digest.title.target if digest.headline_by == "editor" else None,
        "agency": article.agency,
        "authors": [[author.name, author.organisation, author.role] for author in article.authors],
        "section": _both(digest.section.source, digest.section.target) if digest.section else None,
        "keywords": [_both(unit.source, unit.target) for unit in digest.keywords],
        "published": article.published,
        "published_from": article.published_from,
        "url": article.url if article.url and article.url.startswith(("https://", "http://")) else None,
        "file": article.file,
        "size": article.size,
        "sha256": article.sha256,
        "memory": digest.credit.file,
        "translator": digest.credit.translator,
        "revised": digest.credit.revised,
        "counts": [[state, number] for state, number in counts.items()],
        "engines": list(engines),
        "edited": list(article.edited),
        "findings": [[finding.line, finding.what] for finding in article.findings],
        "dropped": [[dropped.line, dropped.text, dropped.rule] for dropped in article.dropped],
        "lines": lines(article, anchors),
    }


def lines(article: Article, anchors: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every non-blank line of the seed, in order: `{"lines": "17–29", "to": [["dropped", "comment-form", None]]}`, and
    `last`.

    `to` holds (part, rule, anchor); neighbouring lines with the same fate share a row, and so do those that became one
    block after another of the same kind, of which `last` is the anchor of the last.
    """
    fate: dict[int, list[Fate]] = {}
    parts = article.lines
    for part, numbers in (
        ("title", parts.title),
        ("stamp", parts.stamp),
        ("section", parts.section),
        ("byline", parts.byline),
    ):
        for line in numbers:
            fate.setdefault(line, []).append([part, None, None])
    for block, anchor in zip(article.blocks, anchors, strict=True):
        for line in block.lines:
            fate.setdefault(line, []).append([block.kind, None, anchor])
    for dropped in article.dropped:
        fate.setdefault(dropped.line, []).append(["dropped", dropped.rule, None])
    rows: list[_Row] = []
    for line in sorted(fate):
        if rows and rows[-1][1] == fate[line]:
            rows[-1][0].append(line)
        else:
            rows.append(([line], fate[line]))
    return [
        {"lines": span_of_lines(numbers), "to": to, "last": last} for numbers, to, last in _runs(rows, list(anchors))
    ]


def _runs(rows: list[_Row], anchors: list[str]) -> list[tuple[list[int], list[Fate], str | None]]:
    """The rows, those of successive blocks of one kind as one, with the anchor of the last of these."""
    runs: list[tuple[list[int], list[Fate], str | None]] = []
    order = {anchor: place for place, anchor in enumerate(anchors)}
    for numbers, to in rows:
        before = runs[-1] if runs else None
        anchor = to[0][2] if len(to) == 1 else None
        if before and anchor and len(before[1]) == 1 and before[1][0][0] == to[0][0]:
            end = before[2] or before[1][0][2]
            if end and order[anchor] == order[end] + 1:
                runs[-1] = ([*before[0], *numbers], before[1], anchor)
                continue
        runs.append((numbers, to, None))
    return runs


def _both(source: str, target: str | None) -> list[str | None]:
    return [source, target]
