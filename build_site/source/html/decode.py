"""A saved page's bytes become a Source whose lines are the page's visible blocks."""

from __future__ import annotations

import hashlib
import re

from lxml import etree
from msgspec import structs

from build_site.errors import SourceProblem
from build_site.model import Evidence, Finding, Hint, Source
from build_site.source.html.blocks import read_blocks
from build_site.source.html.encoding import decode
from build_site.source.html.evidence import machine_date, read_evidence
from build_site.source.html.hints import hint_for
from build_site.source.html.region import Region, find_region
from build_site.source.html.saved import saved_from
from build_site.source.text import refuse_size
from build_site.source.unicode import REPLACEMENT, one_form

LEAST_PROSE = 60
"""Characters of prose that a page with an article has."""
TEASERS = 3
"""Linked headlines that make a page without prose of its own a list."""
PROSE_PER_TEASER = 60
SHORT_PROSE = 400
MANY_TEASERS = 30
_HOME = re.compile(r"https?://[^/]{1,100}/?(?:index\.\w{2,5}|default\.\w{2,5})?", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body|!doctype)[\s>]", re.IGNORECASE)
_UNREADABLE = 0.1
# Numeric entities of the C1 range mean Windows-1252, as every browser knows.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_NO_ARTICLE = "Save the page of one article; what is in the file can be seen in a browser."


def decode_html(name: str, data: bytes) -> Source:
    """Read one saved page or bare article body. A line of the result's text is a visible block of the article's region.

    Any bytes at all give a Source or a SourceProblem: more than MAX_BYTES, bytes that are no text, no visible text,
    a page without an article in it (a list of articles, a home page, a form).
    """
    refuse_size(name, data)
    text = decode(data)
    if text.count(REPLACEMENT) > _UNREADABLE * len(text):
        raise SourceProblem("the file is not text in any known encoding", where=name, hint="Save the page again.")
    root = _parse(text)
    if root is None:
        raise SourceProblem("the file holds no text", where=name, hint="Remove it, or save the article again.")
    blocks, tree = read_blocks(root)
    evidence = read_evidence(root)
    if evidence.url is None and (address := saved_from(text)):
        evidence = structs.replace(evidence, url=address)
    whole = _PAGE.search(text[:5000]) is None
    if not any(block.text for block in blocks):
        raise SourceProblem("the page shows no text without its scripts", where=name, hint=_NO_ARTICLE)
    region = find_region(blocks, tree, evidence.titles, whole=whole)
    if not whole:
        _refuse(name, region, evidence)
    return _source(name, data, region, evidence)


def _parse(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None


def _refuse(name: str, region: Region, evidence: Evidence) -> None:
    if region.teasers >= TEASERS and region.prose < max(LEAST_PROSE, PROSE_PER_TEASER * region.teasers):
        raise _no_article(name, f"a list of {region.teasers} linked headlines and hardly any text")
    lost = region.prose < SHORT_PROSE and region.around >= MANY_TEASERS and not region.told
    home = evidence.url is not None and _HOME.fullmatch(evidence.url) and region.prose < SHORT_PROSE * 3
    if lost or (home and region.around >= TEASERS):
        raise _no_article(name, f"a home or section page with {region.around} linked headlines")
    if region.prose < LEAST_PROSE:
        raise _no_article(name, "no paragraph of text on the page")


def _no_article(name: str, why: str) -> SourceProblem:
    return SourceProblem(f"not an article: {why}", where=name, hint=_NO_ARTICLE)


def _source(name: str, data: bytes, region: Region, evidence: Evidence) -> Source:
    illustrated = any(block.image for block in region.blocks)
    hints: dict[int, Hint] = {}
    lines: list[str] = []
    for position, block in enumerate(region.blocks):
        if block.image:
            continue
        lines.append(block.text.translate(_C1))
        if hint := hint_for(region, position, illustrated=illustrated):
            hints[len(lines)] = hint
    text, findings = one_form("\n".join(lines))
    if region.left_out:
        furniture = f"{region.left_out} blocks of navigation and other page furniture were left out by their markup"
        findings = (Finding(0, furniture), *findings)
    times = tuple(date for block in region.blocks if block.time and (date := machine_date(block.time)))
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        text=text,
        findings=findings,
        kind="html",
        hints=hints,
        evidence=structs.replace(evidence, dates=tuple(dict.fromkeys((*evidence.dates, *times[:3])))),
    )
