"""Where an article happens, if it is about one place."""

from __future__ import annotations

import re

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.digest.places import texts_of
from build_site.digest.units import gazetteer
from build_site.folding import fold_tones
from build_site.model import Article, Place

LISTED = 3
"""More districts than this in title and lead are a list, and no one's place."""


def main_place(article: Article, places: tuple[Place, ...], facts: DigestFacts) -> str | None:
    """`Gia Lâm, Hà Nội`: the place below a province that title or lead name, with its province.

    None where the text does not make one place its own. The province is that of the list of units, where the text
    leaves no doubt which unit it means. Else it is added only where the text ties the two: it stands directly behind
    the place, or its own authorities are named (`Thành ủy Hà Nội`, `UBND tỉnh Bắc Giang`).
    """
    provinces = {fold_tones(province.name) for province in facts.provinces}
    lead = next((number for number, block in enumerate(article.blocks) if block.kind == "paragraph"), 0)

    def is_province(place: Place) -> bool:
        return fold_tones(place.name) in provinces and place.kind in (None, *facts.province_kinds)

    def early(place: Place) -> bool:
        return bool({-1, lead} & set(place.blocks))

    big = [place for place in places if is_province(place)]
    ours = {*(kind for _, kind in facts.place_kinds)}
    named = [place for place in places if not place.name.isdigit()]  # `8` says nothing without its kind
    small = [place for place in named if not is_province(place) and place.kind in ours and early(place)]
    near = [place for place in small if place.kind not in facts.commune_kinds] or small
    local = near[0] if near and sum(place.kind == near[0].kind for place in near) <= LISTED else None
    top = big[0] if big else None
    if local and top and -1 not in local.blocks and len(local.blocks) == 1 and len(top.blocks) > 1:
        local = None  # named in passing, perhaps as someone's birthplace
    if local is None:
        return top.name if top and (early(top) or (len(big) == 1 and len(top.blocks) > 1)) else None
    if local.unit:
        return f"{local.name}, {gazetteer(facts).bare(local.unit.partition('/')[0])}"
    province = _province_of(article, local, big, facts)
    return f"{local.name}, {province.name}" if province else local.name


def _province_of(article: Article, local: Place, big: list[Place], facts: DigestFacts) -> Place | None:
    text = fold_tones("\n".join(text for _, text in texts_of(article)))
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
