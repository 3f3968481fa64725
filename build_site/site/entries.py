"""An article as an entry of a feed: all of it that its page shows in the feed's language, or what it says in brief; and
the way to the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from build_site.model import ArticleBrief, ArticleRecord, Block, Digest, SummarySentence, TranslationUnit
from build_site.site.feeds import Entry, latest, moment
from build_site.site.states import count_states, lowest, shown_units
from build_site.site.view import SiteView
from build_site.site.wording import Wording
from build_site.site.xml_text import element, escape

_TAGS = {"paragraph": "p", "heading": "h3", "item": "li", "caption": "p"}


def article_entry(digest: Digest, tail: str, *, w: Wording, site: SiteView, image: str | None = None) -> Entry | None:
    """None for an article without a date: a feed has no place for it. `w` is the wording of the feed's language,
    `tail` the article's address below en/ and vi/, `image` the path of its card."""
    article = digest.article
    published = moment(article.published, site.utc_offset)
    if published is None:
        return None
    target, source = site.reading
    in_source = w.lang == source or digest.headline is None
    said = _sentences(digest.summary, w.lang == source)
    return Entry(
        path=f"{w.lang}/{tail}/index.html",
        title=article.title if in_source else digest.headline or "",
        title_lang=source if in_source else target,
        published=published,
        updated=latest([published, moment(digest.credit.revised, site.utc_offset)]),
        content="\n".join(_content(digest, said, tail, w, site)),
        summary=said[0][0] if said else "",
        summary_lang=(source if said[0][1] else target) if said else "",
        authors=tuple(author.name for author in article.authors),
        original=_original(digest),
        tags=tuple((tag.slug, tag.source if w.lang == source else tag.target) for tag in digest.tags),
        image=image,
    )


def brief_entry(record: ArticleRecord, brief: ArticleBrief, *, w: Wording, site: SiteView) -> Entry | None:
    """The same in brief, from what lists know of an article. Of a summary in two languages what comes first in one."""
    published = moment(record.published, site.utc_offset)
    if published is None:
        return None
    target, source = site.reading
    in_source = w.lang == source or record.headline is None
    said = _sentences([sentence for sentence, _ in brief.sentences], w.lang == source)
    alike = [text for text, tongue in said if tongue == said[0][1]]
    names = {topic.slug: topic.source if w.lang == source else topic.target for topic in site.topics}
    return Entry(
        path=f"{w.lang}/{record.tail}/index.html",
        title=record.title if in_source else record.headline or "",
        title_lang=source if in_source else target,
        published=published,
        updated=latest([published, moment(record.revised, site.utc_offset)]),
        summary=" ".join(alike),
        summary_lang=(source if said[0][1] else target) if said else "",
        tags=tuple((tag, names.get(tag, tag)) for tag in record.tags),
    )


def _sentences(summary: Sequence[SummarySentence], for_source: bool) -> list[tuple[str, bool]]:
    """The summary in the feed's language: (sentence, whether it is in the source's); the original where there is no
    translation."""
    said = [
        (sentence.source, True)
        if sentence.source and (for_source or sentence.target is None)
        else (sentence.target or "", False)
        for sentence in summary
    ]
    return [each for each in said if each[0]]


def _content(digest: Digest, said: list[tuple[str, bool]], tail: str, w: Wording, site: SiteView) -> Iterator[str]:
    target, source = site.reading
    other = digest.headline if w.lang == source else digest.article.title if digest.headline else None
    yield f'<div lang="{escape(w.lang)}">'
    if other:
        yield f"<p>{element('em', other, lang=target if w.lang == source else source)}</p>"
    yield f"<p>{_facts(digest, w, source)}</p>"
    if said:
        yield element("h2", w.say("in_brief"))
        yield "<ol>"
        for text, in_source in said:
            yield element("li", text, lang=_foreign(source if in_source else target, w))
        yield "</ol>"
    if digest.rights != "link only":
        yield element("h2", w.say("the_text"))
        yield from _text(digest, w, site)
    if digest.rights != "full":
        yield element("p", w.say("text_withheld" if digest.rights == "link only" else "text_in_excerpt"))
    yield f"<p>{' · '.join(_links(digest, tail, w, site))}</p>"
    yield "</div>"


def _facts(digest: Digest, w: Wording, source: str) -> str:
    """`4 February 2023 · Gia Lâm, Hà Nội · Hanoi Portal · Human translation`."""
    article = digest.article
    counts = count_states(shown_units(digest))
    places = [
        escape(own)
        if (own := w.kind("place", name.strip()))
        else element("span", name.strip(), lang=_foreign(source, w))
        for name in (digest.place or "").split(",")
        if name.strip()
    ]
    publisher = digest.publisher.name.get(w.lang) if digest.publisher else None
    parts = [
        escape(w.date(article.published)) if article.published else "",
        ", ".join(places),
        escape(publisher or "")
        or (element("span", article.agency, lang=_foreign(source, w)) if article.agency else ""),
        escape(w.say(("chip_" if len(counts) < 2 else "chip_part_") + lowest(counts))),
    ]
    return " · ".join(filter(None, parts))


def _text(digest: Digest, w: Wording, site: SiteView) -> Iterator[str]:
    """The blocks, neighbouring items as one list. A sentence without a translation stands in its own language."""
    pairs = list(zip(digest.article.blocks, digest.units, strict=True))
    for kind, group in groupby(pairs, key=lambda pair: pair[0].kind):
        lines = [line for block, units in group if (line := _block(block, units, w, site))]
        if kind == "item" and lines:
            yield "<ul>"
        yield from lines
        if kind == "item" and lines:
            yield "</ul>"


def _block(block: Block, units: tuple[TranslationUnit, ...], w: Wording, site: SiteView) -> str:
    target, source = site.reading
    sentences = []
    for unit in units:
        if w.lang == source or unit.target is None:
            text, lang = ("" if unit.withheld else unit.source), source
        else:
            text, lang = unit.target, target
        if text:
            foreign = _foreign(lang, w)
            sentences.append(element("span", text, lang=foreign) if foreign else escape(text))
    if not sentences:
        return ""
    text = " ".join(sentences)
    tag = _TAGS[block.kind]
    return f"<{tag}><small>{text}</small></{tag}>" if block.kind == "caption" else f"<{tag}>{text}</{tag}>"


def _links(digest: Digest, tail: str, w: Wording, site: SiteView) -> Iterator[str]:
    """To the article's page, and to where it was published."""
    page = f"{site.address}{w.lang}/{tail}/"
    yield element("a", w.say("feed_read_here" if digest.rights == "full" else "feed_see_here"), href=page)
    original = _original(digest)
    name = digest.publisher.name.get(w.lang) if digest.publisher else None
    if original:
        yield element("a", w.say("read_original_at", name=name) if name else w.say("read_original"), href=original)
    elif digest.publisher and digest.publisher.home:
        yield element("a", w.say("visit_publisher", name=name), href=digest.publisher.home)


def _original(digest: Digest) -> str | None:
    url = digest.article.url
    return url if url and url.startswith(("https://", "http://")) else None


def _foreign(lang: str, w: Wording) -> str | None:
    return lang if lang != w.lang else None
