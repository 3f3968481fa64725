"""Corrections: their list, their feed, and their places in the articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from build_site.model import Correction, Digest, Page
from build_site.site.anchors import block_anchors, sentence_anchor
from build_site.site.differences import differences
from build_site.site.feeds import Entry, Feed, moment
from build_site.site.paging import paged
from build_site.site.texts import contents, links_of
from build_site.site.view import MarkdownPage, SiteView
from build_site.site.xml_text import escape

FOLDER = "corrections"
NEWEST = 50
"""Corrections that the feed holds."""


class Placed(Struct, frozen=True):
    """A correction and where it is to be seen."""

    correction: Correction
    id: str
    """Of its line in the article's history: `k-1a2b3c4d`."""
    tail: str | None = None
    """Address of the article; None where the site no longer has it."""
    title: str = ""
    headline: str | None = None
    anchor: str | None = None
    """Of the sentence; None where the article no longer has it, or its page shows no text."""
    shown: bool = True
    """False where the publisher lets us print no sentence of the text, and so neither the old nor the new wording."""


def placed(corrections: Sequence[Correction], digest: Digest, tail: str) -> tuple[Placed, ...]:
    """An article's corrections at their places, newest first."""
    if not corrections:
        return ()
    where = _places(digest)
    shown = digest.rights != "link only"
    found = []
    for each in corrections:
        at = where.get(_plain(each.source)) or where.get(_plain(each.after))
        title = at == "top"
        found.append(
            Placed(
                each,
                correction_id(each),
                tail,
                digest.article.title,
                digest.headline,
                at if shown or title else None,
                shown or title,
            )
        )
    return tuple(sorted(found, key=_newest, reverse=True))


def lost(correction: Correction) -> Placed:
    """A correction of an article that the site no longer has: only that there was one."""
    return Placed(correction, correction_id(correction), shown=False)


def correction_id(correction: Correction) -> str:
    """Stable as long as nobody rewrites the line; its note may be."""
    parts = (correction.date, correction.article, correction.source, correction.before, correction.after)
    return "k-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


def told(each: Placed) -> dict[str, Any]:
    """As templates see it."""
    correction = each.correction
    return {
        "id": each.id,
        "date": correction.date,
        "tail": each.tail,
        "title": each.title,
        "headline": each.headline,
        "at": each.anchor,
        "before": correction.before if each.shown else None,
        "after": correction.after if each.shown else None,
        "changed": _changed(correction.before, correction.after) if each.shown else [],
        "note": correction.note,
    }


def _changed(before: str, after: str) -> list[list[str]]:
    """What is gone and new, without the blanks behind, which no line under or through them should show."""
    parts: list[list[str]] = []
    for kind, text in differences(before, after):
        bare = text.rstrip(" ") if kind != "same" else text
        parts.append([kind, bare])
        if bare != text:
            parts.append(["same", text[len(bare) :]])
    return parts


def by_sentence(corrections: Sequence[Placed]) -> dict[str, list[dict[str, Any]]]:
    """Anchor of a sentence → the corrections made to it that its page shows, newest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in corrections:
        if each.anchor and each.shown:
            found.setdefault(each.anchor, []).append(told(each))
    return found


def correction_pages(corrections: Sequence[Placed], pages: Sequence[MarkdownPage], *, site: SiteView) -> Iterator[Page]:
    """corrections/… in both trees: the editor's own words, where site_src/pages has a page of that name, then the list.
    `corrections` come newest first."""
    own = {page.lang: page for page in pages if page.name == FOLDER}
    rows = [told(each) for each in corrections]
    for path, page, paging in paged(rows, len(rows), FOLDER):
        first = paging is None or paging["newer"] is None
        for lang in site.reading:
            where = f"{lang}/{path}"
            text = own.get(lang)
            context = {
                "lang": lang,
                "path": where,
                "title": text.title if text else site.ui[lang]["corrections"],
                "markdown_text": text.body if text and first else "",
                "links": links_of(text, pages) if text and first else {},
                "contents": contents(text.inner) if text and first else [],
                "rows": page,
                "paging": paging,
                "feed": f"{FOLDER}/" if any(each.tail for each in corrections) else None,
            }
            yield Page(where, "corrections.html", context)


def correction_feeds(corrections: Sequence[Placed], *, site: SiteView) -> Iterator[Feed]:
    """The newest corrections in each language; none where there are none."""
    listed = [each for each in corrections if each.tail][:NEWEST]
    for lang in site.reading if listed else ():
        words = site.ui[lang]
        entries = tuple(_entry(each, lang, site) for each in listed)
        title = f"{words['corrections']} – {site.name(lang)}"
        yield Feed(lang, f"{lang}/{FOLDER}/", title, site.name(lang), entries, words["corrections_lead"])


def _entry(each: Placed, lang: str, site: SiteView) -> Entry:
    target, source = site.reading
    words = site.ui[lang]
    correction = each.correction
    in_source = lang == source or not each.headline
    when = moment(correction.date, site.utc_offset) or ""
    lines = [] if each.shown else [f"<p>{escape(words['corrected_text'])}</p>"]
    if each.shown:
        mark = "" if lang == target else f' lang="{escape(target)}"'
        lines += [
            f"<p>{escape(words['corrected_before'])} <del{mark}>{escape(correction.before)}</del></p>",
            f"<p>{escape(words['corrected_after'])} <ins{mark}>{escape(correction.after)}</ins></p>",
        ]
    if correction.note:
        lines.append(f"<p>{escape(correction.note)}</p>")
    return Entry(
        path=f"{lang}/{each.tail}/index.html",
        anchor=each.id,
        title=each.title if in_source else each.headline or "",
        title_lang=source if in_source else target,
        published=when,
        updated=when,
        content="".join(lines),
    )


def _places(digest: Digest) -> dict[str, str]:
    """Sentence → its anchor, by the original and by the translation; the first of equal ones counts."""
    found: dict[str, str] = {}
    anchors = block_anchors(digest.article)
    units = [(digest.title, "top")]
    units += [
        (unit, sentence_anchor(anchor, segment))
        for anchor, block in zip(anchors, digest.units, strict=True)
        for segment, unit in enumerate(block)
    ]
    for texts in ([unit.source for unit, _ in units], [unit.target or "" for unit, _ in units]):
        for text, (_, anchor) in zip(texts, units, strict=True):
            if text:
                found.setdefault(_plain(text), anchor)
    return found


def _newest(each: Placed) -> str:
    return each.correction.date


def _plain(text: str) -> str:
    return " ".join(text.split())
