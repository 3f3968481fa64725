"""What a publisher's rights keep back, taken out of the digest before anybody sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from build_site.model import Article, Block, Digest, Segment, SummarySentence, TranslationUnit

SHORTEST = 25
"""Characters of a sentence from which on it is looked for in all other texts; shorter ones are common phrases."""
GAP = "…"
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|‘[^‘’]*’")

Place = tuple[int, int]
"""(block, segment)"""


def redact(digest: Digest) -> Digest:
    """The digest with nothing in it that `digest.rights` keeps back.

    full: as it is. excerpt: of the original the title, the excerpt, and the sentences that the summary quotes.
    link only: the title and what the digest says, no sentence of the text in either language.
    """
    if digest.rights == "full":
        return digest
    link_only = digest.rights == "link only"
    kept = frozenset() if link_only else excerpt(digest.article)
    units = tuple(
        tuple(
            unit if (block, segment) in kept else _withheld(unit, link_only=link_only)
            for segment, unit in enumerate(sentences)
        )
        for block, sentences in enumerate(digest.units)
    )
    public = [digest.article.title, *(digest.article.blocks[b].segments[s].source for b, s in kept)]
    if not link_only:
        public += [sentence.source for sentence in digest.summary]
    sentences = _sentences(digest, public)
    summary = digest.summary
    if link_only:
        summary = tuple(said for sentence in summary if (said := _in_translation(sentence, sentences)))
    redacted = replace(
        digest,
        article=_article(digest.article, kept),
        units=units,
        summary=summary,
        matches=tuple(match for match in digest.matches if match.block < 0 or (match.block, match.segment) in kept),
    )
    return _without(redacted, sentences)


def excerpt(article: Article) -> frozenset[Place]:
    """The sentences of the first paragraph, as long as they are no more than half of the text: an excerpt is never
    the whole."""
    whole = sum(len(segment.source) for block in article.blocks for segment in block.segments)
    kept: set[Place] = set()
    length = 0
    for number, block in enumerate(article.blocks):
        if block.kind == "paragraph":
            for position, segment in enumerate(block.segments):
                length += len(segment.source)
                if length * 2 > whole:
                    break
                kept.add((number, position))
            break
    return frozenset(kept)


def _sentences(digest: Digest, public: Iterable[str]) -> list[str]:
    """The original sentences, and earlier versions of them, that stand in none of the `public` texts; long ones
    first."""
    shown = "\n".join(map(_plain, public))
    texts = {segment.source for block in digest.article.blocks for segment in block.segments}
    texts |= {unit.previous for block in digest.units for unit in block if unit.previous}
    plain = {_plain(text) for text in texts}
    return sorted((text for text in plain if len(text) >= SHORTEST and text not in shown), key=lambda t: (-len(t), t))


def _withheld(unit: TranslationUnit, *, link_only: bool) -> TranslationUnit:
    unit = replace(unit, source="", previous=None, findings=(), withheld=True)
    return replace(unit, target=None, note=None) if link_only else unit


def _in_translation(sentence: SummarySentence, withheld: list[str]) -> SummarySentence | None:
    """An automatic sentence is the article's own, and an editor's may quote one: of these only the translation may be
    printed."""
    if sentence.by == "editor" and not any(text in _plain(sentence.source) for text in withheld):
        return sentence
    return replace(sentence, source="") if sentence.target else None


def _article(article: Article, kept: frozenset[Place]) -> Article:
    return replace(
        article,
        blocks=tuple(_block(number, block, kept) for number, block in enumerate(article.blocks)),
        dropped=tuple(replace(dropped, text="") for dropped in article.dropped),
        findings=tuple(replace(finding, what=_QUOTED.sub(GAP, finding.what)) for finding in article.findings),
    )


def _block(number: int, block: Block, kept: frozenset[Place]) -> Block:
    segments = tuple(
        segment if (number, position) in kept else Segment("") for position, segment in enumerate(block.segments)
    )
    return replace(block, text="".join(segment.text for segment in segments), segments=segments)


def _without(digest: Digest, sentences: list[str]) -> Digest:
    """The last line of defence: no other text of the digest (a note, a keyword, a post, a translation that leaves
    the original standing) holds one of `sentences`."""
    tree = msgspec.to_builtins(digest)
    everything = _plain("\n".join(_strings(tree)))
    leaked = [sentence for sentence in sentences if sentence in everything]
    if not leaked:
        return digest
    # Words are joined by any one run of blanks: an editor's note may break its lines anywhere.
    pattern = re.compile("|".join(r"\s+".join(map(re.escape, sentence.split())) for sentence in leaked))
    return msgspec.convert(_cleared(tree, pattern), Digest)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _strings(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _strings(value)
    elif isinstance(tree, (list, tuple)):
        for value in tree:
            yield from _strings(value)


def _cleared(tree: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(tree, str):
        return pattern.sub(GAP, tree)
    if isinstance(tree, dict):
        return {key: _cleared(value, pattern) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_cleared(value, pattern) for value in tree]
    return tree
