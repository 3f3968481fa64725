"""article.json: an article and its digest for other programs. Its keys are a contract (docs/reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from build_site.model import Digest, TranslationUnit
from build_site.site.states import doubts

FORMAT = 1
"""Another number where a key goes, or means something else; not where one comes."""


def article_json(digest: Digest, target: str) -> bytes:
    """UTF-8 JSON in one line: blanks would be a fifth of the bytes. `target` is the code of the reader's language."""
    return msgspec.json.encode(article_data(digest, target)) + b"\n"


def article_data(digest: Digest, target: str) -> dict[str, Any]:
    """The article as JSON can say it; texts are keyed by the codes of the two languages (`vi`, `en`); None where there
    is none."""
    article = digest.article
    source = article.lang
    publisher = digest.publisher

    def said(unit: TranslationUnit) -> dict[str, Any]:
        own = {
            source: None if unit.withheld else unit.source,
            target: unit.target,
            "state": unit.state,
            "engine": unit.engine,
        }
        plain = unit.note is None and unit.previous is None and not unit.findings
        return own if plain else own | _extras(unit)

    blocks = [
        {
            "kind": block.kind,
            "lines": block.lines,
            "segments": [said(unit) for unit in units],
        }
        for block, units in zip(article.blocks, digest.units, strict=True)
    ]
    return {
        "format": FORMAT,
        "id": article.id,
        "source": {
            "file": article.file,
            "sha256": article.sha256,
            "size": article.size,
            "agency": article.agency,
            "url": article.url,
            "publisher": {"name": publisher.name, "home": publisher.home} if publisher else None,
            "rights": digest.rights,
        },
        "lang": source,
        "title": said(digest.title),
        "headline": {"text": digest.headline, "by": digest.headline_by},
        "published": article.published,
        "published_from": article.published_from,
        "section": article.section,
        "authors": [{"name": a.name, "organisation": a.organisation, "role": a.role} for a in article.authors],
        "keywords": article.keywords,
        "edited": article.edited,
        "lines": {
            "title": article.lines.title,
            "stamp": article.lines.stamp,
            "section": article.lines.section,
            "byline": article.lines.byline,
        },
        "blocks": blocks,
        "summary": [
            {
                target: s.target,
                source: s.source or None,
                "block": s.block,
                "segment": s.segment,
                "state": s.state,
                "by": s.by,
            }
            for s in digest.summary
        ],
        "figures": [
            {
                "value": {target: f.value, source: f.value_source},
                "what": {target: f.what, source: f.what_source},
                "block": f.block,
                "by": f.by,
            }
            for f in digest.figures
        ],
        "glossary": [
            {"term": use.term.term, _beside_id(target): use.term.target, "count": use.count, "id": use.term.id}
            for use in digest.terms
        ],
        "tags": [tag.slug for tag in digest.tags],
        "place": digest.place,
        "people": [
            {
                "name": person.name,
                "posts": [
                    {source: p.source, target: p.target, "block": p.block, "state": p.state} for p in person.posts
                ],
                "blocks": person.blocks,
                "by": person.by,
            }
            for person in digest.people
        ],
        "places": [
            {"name": place.name, "kind": place.kind, "unit": place.unit, "blocks": place.blocks, "by": place.by}
            for place in digest.places
        ],
        "organisations": [
            {"name": each.name, target: each.target, "place": each.place, "blocks": each.blocks, "by": each.by}
            for each in digest.organisations
        ],
        "documents": [
            {
                "number": d.number,
                "kind": d.kind,
                "kind_target": d.kind_target,
                "date": d.date,
                "issuer": d.issuer,
                "rank": d.rank,
                "blocks": d.blocks,
                "by": d.by,
            }
            for d in digest.documents
        ],
        "terms_of_office": [{"start": t.start, "end": t.end, "blocks": t.blocks} for t in digest.terms_of_office],
        "dropped": [{"line": d.line, "text": d.text or None, "rule": d.rule} for d in article.dropped],
        "findings": [{"line": f.line, "what": f.what} for f in article.findings],
    }


def _extras(unit: TranslationUnit) -> dict[str, Any]:
    """Keys that only some sentences have: a translator's note, the original of a stale translation, checks that doubt
    a machine's text."""
    extras = {"note": unit.note, "previous": unit.previous, "doubts": doubts(unit) or None}
    return {key: value for key, value in extras.items() if value is not None}


def _beside_id(code: str) -> str:
    """The key of a translation in an object that has an `id` too, which is the code of Indonesian."""
    return "target" if code == "id" else code
