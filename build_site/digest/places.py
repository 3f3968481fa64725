"""The places a text names, and where it happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.names import candidates, runs
from build_site.digest.patterns import any_of
from build_site.digest.people import people_in, sentences_of
from build_site.folding import fold, fold_tones
from build_site.model import Article, Place

TITLE_WEIGHT = 3
LEAD_WEIGHT = 2
LONGEST_PLACE = 4
LISTED = 3
"""More districts than this in title and lead are a list, and no one's place."""


class PlaceRules(Struct, frozen=True):
    kind: re.Pattern[str]
    """A kind with the blank behind it, on tone-folded text."""
    kinds: dict[str, str]
    bare: re.Pattern[str]
    """A province or another way of writing one, on tone-folded text."""
    printed: dict[str, str]
    """Folded name of a province, or alias → its name."""
    never: re.Pattern[str]
    not_names: frozenset[str]
    only_with_kind: frozenset[str]
    plural: re.Pattern[str]
    joint: re.Pattern[str]


class _Mention(Struct, frozen=True):
    name: str
    kind: str | None
    block: int


@lru_cache(maxsize=8)
def _rules(facts: DigestFacts) -> PlaceRules:
    printed = {fold_tones(p.name): p.name for p in facts.provinces}
    printed |= {fold_tones(alias): name for alias, name in facts.place_aliases}
    kinds = {fold(kind): shown for kind, shown in facts.place_kinds}
    return PlaceRules(
        # A kind of one word may have a capital; `Tỉnh ủy` is printed in three ways.
        kind=re.compile(any_of(kinds, before=r" (?=\w)")),
        kinds=kinds,
        bare=re.compile(any_of(printed)),
        printed=printed,
        never=re.compile(any_of(map(fold_tones, facts.never_places))),
        not_names=frozenset(map(fold_tones, facts.never_places)),
        only_with_kind=frozenset(map(fold_tones, facts.only_with_kind)),
        plural=re.compile(any_of(map(fold, facts.plural_marks), before=" $")),
        joint=re.compile("|".join(map(re.escape, facts.list_joints)) or r"(?!)"),
    )


def find_places(article: Article, facts: DigestFacts) -> tuple[Place, ...]:
    """Places by weight: how often they are named, more for the title and the first paragraph."""
    rules = _rules(facts)
    texts = list(_texts(article))
    mentions: list[_Mention] = []
    for block, text in texts:
        mentions += _with_kind(text, block, facts, rules)
    known = {fold_tones(m.name): m.name for m in mentions if m.name}
    for block, text in texts:
        mentions += _bare(text, block, known, facts, rules)
    return _gather(article, mentions)


def _texts(article: Article) -> Iterator[tuple[int, str]]:
    yield -1, article.title
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            yield number, text


def _people(text: str, facts: DigestFacts) -> list[tuple[int, int]]:
    return [(named.start, named.end) for named in people_in(text, facts)]


def _with_kind(text: str, block: int, facts: DigestFacts, rules: PlaceRules) -> Iterator[_Mention]:
    """`huyện Gia Lâm`, `Tỉnh ủy Bắc Giang`, `các tỉnh Bắc Giang và Cao Bằng`."""
    folded, toned = fold(text), fold_tones(text)
    taken: list[tuple[int, int]] | None = None
    for match in rules.kind.finditer(folded):
        if taken is None:
            taken = _people(text, facts)
        end = match.end()
        kind = rules.kinds[match.group().rstrip(" ")]
        listed = bool(rules.plural.search(folded, max(0, match.start() - 12), match.start()))
        while name := _name_at(text, toned, end, taken, rules):
            yield _Mention(rules.printed.get(fold_tones(name), name), kind, block)
            joint = rules.joint.match(text, end + len(name))
            if not (listed and joint):
                break
            end = joint.end()


def _name_at(text: str, toned: str, start: int, people: list[tuple[int, int]], rules: PlaceRules) -> str:
    """The place's name that begins at `start`, or nothing."""
    if any(low <= start < high for low, high in people):
        return ""
    whole = rules.bare.match(toned, start)
    if whole:
        return text[start : whole.end()]
    run = next((run for run in runs(text[start : start + 60]) if run.starts[0] == 0), None)
    if run is None:
        return ""
    end = run.end
    for low, _ in people:
        if start < low < start + end:
            end = low - start
    if text.startswith(("…", "..."), start + end):
        return ""  # cut off by whoever printed it
    name = text[start : start + end].rstrip()
    if fold_tones(name) in rules.not_names:
        return ""
    province = next((m.start() for m in rules.bare.finditer(fold_tones(name)) if m.start() > 0), None)
    if province is not None:  # `xã Yên Viên Hà Nội`
        name = name[:province].rstrip()
    return name if 1 <= name.count(" ") + 1 <= LONGEST_PLACE and len(name) > 1 else ""


def _bare(text: str, block: int, known: dict[str, str], facts: DigestFacts, rules: PlaceRules) -> Iterator[_Mention]:
    """Names without a kind: provinces, and whatever the text elsewhere calls a place."""
    toned = fold_tones(text)
    folded = fold(text)
    blocked: list[tuple[int, int]] | None = None
    names = [name for name in known if name in toned and " " in name]
    pattern = re.compile(any_of(names)) if names else None
    for match in [*rules.bare.finditer(toned), *(pattern.finditer(toned) if pattern else ())]:
        name = match.group()
        if match.re is pattern and name in rules.printed:
            continue  # found as a province
        if _follows_kind(folded, match.start(), rules):
            continue  # counted with its kind
        if blocked is None:
            blocked = [*_people(text, facts), *(m.span() for m in rules.never.finditer(toned))]
            blocked += [(c.start, c.end) for c in candidates(text, facts) if c.sure]
        if name in rules.only_with_kind or any(low <= match.start() < high for low, high in blocked):
            continue
        yield _Mention(rules.printed.get(name) or known[name], None, block)


def _follows_kind(folded: str, start: int, rules: PlaceRules) -> bool:
    return any(match.end() == start for match in rules.kind.finditer(folded, max(0, start - 16), start + 1))


def _gather(article: Article, mentions: list[_Mention]) -> tuple[Place, ...]:
    """One place for each name and kind; a bare name belongs to the first kind the text gives it."""
    first_kind: dict[str, str] = {}
    for mention in mentions:
        if mention.kind:
            first_kind.setdefault(fold_tones(mention.name), mention.kind)
    lead = next((number for number, block in enumerate(article.blocks) if block.kind == "paragraph"), 0)
    weights: dict[tuple[str, str | None], float] = {}
    places: dict[tuple[str, str | None], tuple[str, set[int]]] = {}
    for mention in mentions:
        folded = fold_tones(mention.name)
        key = (folded, mention.kind or first_kind.get(folded))
        places.setdefault(key, (mention.name, set()))[1].add(mention.block)
        weight = TITLE_WEIGHT if mention.block < 0 else LEAD_WEIGHT if mention.block == lead else 1
        weights[key] = weights.get(key, 0) + weight
    ordered = sorted(places, key=lambda key: (-weights[key], min(places[key][1]), key[0], key[1] or ""))
    return tuple(Place(places[key][0], key[1], tuple(sorted(places[key][1]))) for key in ordered)


def main_place(article: Article, places: tuple[Place, ...], facts: DigestFacts) -> str | None:
    """`Gia Lâm, Hà Nội`: the place below a province that title or lead name, with its province.

    None where the text does not make one place its own. The province is added only where the text ties the two: it
    stands directly behind the place, or its own authorities are named (`Thành ủy Hà Nội`, `UBND tỉnh Bắc Giang`).
    """
    provinces = {fold_tones(province.name) for province in facts.provinces}
    lead = next((number for number, block in enumerate(article.blocks) if block.kind == "paragraph"), 0)

    def is_province(place: Place) -> bool:
        return fold_tones(place.name) in provinces and place.kind in (None, *facts.province_kinds)

    def early(place: Place) -> bool:
        return bool({-1, lead} & set(place.blocks))

    big = [place for place in places if is_province(place)]
    small = [place for place in places if not is_province(place) and place.kind and early(place)]
    near = [place for place in small if place.kind not in facts.commune_kinds] or small
    local = near[0] if near and sum(place.kind == near[0].kind for place in near) <= LISTED else None
    top = big[0] if big else None
    if local and top and -1 not in local.blocks and len(local.blocks) == 1 and len(top.blocks) > 1:
        local = None  # named in passing, perhaps as someone's birthplace
    if local is None:
        return top.name if top and (early(top) or (len(big) == 1 and len(top.blocks) > 1)) else None
    province = _province_of(article, local, big, facts)
    return f"{local.name}, {province.name}" if province else local.name


def _province_of(article: Article, local: Place, big: list[Place], facts: DigestFacts) -> Place | None:
    text = fold_tones("\n".join(text for _, text in _texts(article)))
    kind = any_of((form for k in facts.province_kinds for form in (k, k.capitalize())), before=r"\s")
    for place in big:
        name = re.escape(fold_tones(place.name))
        if re.search(rf"{re.escape(fold_tones(local.name))}(?:,| -| –| \(|)\s?(?:{kind})?{name}(?!\w)", text):
            return place
    organ = any_of(map(fold_tones, facts.province_organs), before=r"\s")
    for place in big[:1]:
        if re.search(rf"{organ}(?:{kind})?{re.escape(fold_tones(place.name))}(?!\w)", text):
            return place
    return None
