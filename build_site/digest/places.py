"""The places a text names: units of the country, settlements, other countries and their cities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import spans_of
from build_site.digest.people import sentences_of
from build_site.digest.place_names import bare, named_features, with_kind
from build_site.digest.place_rules import PlaceRules, place_rules
from build_site.digest.unit_list import DISTRICT, PROVINCE
from build_site.digest.units import gazetteer, unit_of
from build_site.folding import fold, fold_tones
from build_site.model import Article, Place

TITLE_WEIGHT = 3
LEAD_WEIGHT = 2


class _Mention(Struct, frozen=True):
    name: str
    kind: str | None
    block: int
    text: int
    """Which text of the article."""
    start: int
    end: int
    supported: bool = True


def find_places(article: Article, facts: DigestFacts) -> tuple[Place, ...]:
    """Places by weight: how often they are named, more for the title and the first paragraph."""
    texts = list(texts_of(article))
    mentions = [
        _Mention(span.name, span.kind, block, number, span.start, span.end)
        for number, (block, text) in enumerate(texts)
        for span in with_kind(text, facts)
    ]
    known = {fold_tones(m.name): m.name for m in mentions if " " in m.name}
    printed, names = place_rules(facts).printed, tuple(known)
    for number, (block, text) in enumerate(texts):
        toned = fold_tones(text)
        hits = tuple(
            (start, end, known[name])
            for start, end in spans_of(names, toned)
            if (name := toned[start:end]) not in printed
        )
        mentions += [
            _Mention(span.name, span.kind, block, number, span.start, span.end, span.supported)
            for span in bare(text, hits, facts)
        ]
    mentions = _without_features(_supported(mentions, facts), [text for _, text in texts], facts)
    return _gather(article, mentions, [text for _, text in texts], facts)


def texts_of(article: Article) -> Iterator[tuple[int, str]]:
    """(block, sentence); the title is block -1."""
    yield -1, article.title
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            yield number, text


def _supported(mentions: list[_Mention], facts: DigestFacts) -> list[_Mention]:
    """Without the districts that stand without a kind in a text that does not name their province."""
    if all(mention.supported for mention in mentions):
        return mentions
    listed = gazetteer(facts)
    provinces = {fold_tones(m.name) for m in mentions if any(u.level == PROVINCE for u in listed.find(m.name, None))}

    def holds(mention: _Mention) -> bool:
        return mention.supported or any(
            {fold_tones(listed.bare(unit.above[0])), fold_tones(listed.bare(unit.since_province))} & provinces
            for unit in listed.find(mention.name, None)
            if unit.level == DISTRICT
        )

    return [mention for mention in mentions if holds(mention)]


def _without_features(mentions: list[_Mention], texts: Sequence[str], facts: DigestFacts) -> list[_Mention]:
    """Without `Sơn Trà` where the text tells of the peninsula alone: never of it with a kind, nor as a province."""
    features = {name for text in texts for name in named_features(text, facts)}
    if not features:
        return mentions
    rules = place_rules(facts)
    features -= {fold_tones(mention.name) for mention in mentions if mention.kind} | rules.printed.keys() | rules.cities
    return [mention for mention in mentions if fold_tones(mention.name) not in features]


def _gather(article: Article, mentions: list[_Mention], texts: Sequence[str], facts: DigestFacts) -> tuple[Place, ...]:
    """One place for each name and kind; a bare name belongs to the first kind the text gives it."""
    first_kind: dict[str, str] = {}
    for mention in mentions:
        if mention.kind:
            first_kind.setdefault(fold_tones(mention.name), mention.kind)
    lead = next((number for number, block in enumerate(article.blocks) if block.kind == "paragraph"), 0)
    weights: dict[tuple[str, str | None], float] = {}
    places: dict[tuple[str, str | None], tuple[str, set[int]]] = {}
    behind = _behind(mentions, texts, place_rules(facts))
    tied: dict[tuple[str, str | None], str] = {}
    for mention in mentions:
        folded = fold_tones(mention.name)
        key = (folded, mention.kind or first_kind.get(folded))
        places.setdefault(key, (mention.name, set()))[1].add(mention.block)
        weight = TITLE_WEIGHT if mention.block < 0 else LEAD_WEIGHT if mention.block == lead else 1
        weights[key] = weights.get(key, 0) + weight
        if mention in behind:
            tied.setdefault(key, behind[mention])
    ordered = sorted(places, key=lambda key: (-weights[key], min(places[key][1]), key[0], key[1] or ""))
    beside = {name for name, _ in places}

    def unit(key: tuple[str, str | None]) -> str | None:
        name, kind = places[key][0], key[1]
        found = unit_of(name, kind, behind=tied.get(key), beside=beside - {key[0]}, date=article.published, facts=facts)
        return found.path if found else None

    return tuple(Place(places[key][0], key[1], tuple(sorted(places[key][1])), unit(key)) for key in ordered)


def _behind(mentions: list[_Mention], texts: Sequence[str], rules: PlaceRules) -> dict[_Mention, str]:
    """Mention → name of the place directly behind it: `xã Phù Đổng, huyện Gia Lâm`, `Ninh Hải (Ninh Thuận)`."""
    ordered = sorted(mentions, key=lambda mention: (mention.text, mention.start))
    return {
        one: other.name
        for one, other in pairwise(ordered)
        if one.text == other.text
        and one.end <= other.start
        and other.start - one.end < 12
        and rules.tie.match(fold(texts[one.text])[one.end : other.start])
    }
