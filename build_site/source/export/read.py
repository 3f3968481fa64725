"""Whether a file is an export of articles, and the articles in it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from build_site.errors import SourceProblem
from build_site.source.export.entry import Entry

MAX_EXPORT = 200_000_000
"""Bytes of a file that may be one."""
_HINT = (
    "Read are: pages and texts; Atom, RSS and JSON Feed; exports of FreshRSS, Miniflux and the like; "
    "trafilatura’s json, xml and xmltei."
)


def read_export(name: str, data: bytes) -> Iterator[Entry] | None:
    """The articles of an export, in its order; None for what is neither JSON nor XML: a page or a text. Raises
    SourceProblem for JSON and XML that hold no articles in a form that is known."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        from build_site.source.export.records import read_records

        try:
            decoded = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise SourceProblem(f"not JSON: {error}", where=name, hint=_HINT) from None
        if (found := read_records(decoded)) is None:
            raise SourceProblem("JSON without articles in a form that is known", where=name, hint=_HINT)
        return found
    if not start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:RDF", b"<opml", b"<doc", b"<TEI")):
        return None
    from build_site.source.export.extracted import EXTRACTED, read_extracted
    from build_site.source.export.feeds import FEEDS, local, parse, read_feed

    root = parse(data)
    kind = local(root) if root is not None else ""
    if kind == "html":
        return None
    if kind == "opml":
        hint = "Export articles, not subscriptions: JSON, JSON Feed, Atom or RSS."
        raise SourceProblem("OPML lists feeds; it holds no articles", where=name, hint=hint)
    if kind in EXTRACTED:
        return read_extracted(root)
    if kind not in FEEDS:
        what = "XML that is neither a feed nor trafilatura’s" if kind else "not XML, though it begins like it"
        raise SourceProblem(what, where=name, hint=_HINT)
    return read_feed(root)
