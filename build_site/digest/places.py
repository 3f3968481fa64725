"""The places a text names: units of the country, settlements, other countries and their cities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.names import candidates, is_name_word, is_strange, name_rules, runs, start_of_dashed
from build_site.digest.patterns import any_of
from build_site.digest.people import people_in, sentences_of
from build_site.digest.place_rules import PlaceRules, place_rules
from build_site.digest.units import DISTRICT, PROVINCE, gazetteer, unit_of
from build_site.folding import fold, fold_tones
from build_site.model import Article, Place

TITLE_WEIGHT = 3
LEAD_WEIGHT = 2
LONGEST_PLACE = 4
_NUMBER = re.compile(r"\d{1,2}(?![\w.,/-]*\d)(?!\w)")
_LAST_NUMBER = re.compile(r" \d{1,2}(?=[,;.)]|$| \(| - )")
"""The last word of `Hố Nai 3`."""
_WORD_BEHIND = re.compile(r" ([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+) $")
_ENDS = '.:!?“"(…'


class _Mention(Struct, frozen=True):
    name: str
    kind: str | None
    block: int
    text: int
    """Which text of the article."""
    start: int
    end: int
    supported: bool = True
    """False for a district without a kind, until the text names its province."""


class _Text(Struct):
    number: int
    block: int
    text: str
    folded: str
    toned: str
    people: list[tuple[int, int]] | None = None
    """Spans of the people it names, once they have been asked for."""


def find_places(article: Article, facts: DigestFacts) -> tuple[Place, ...]:
    """Places by weight: how often they are named, more for the title and the first paragraph."""
    rules = place_rules(facts)
    texts = [
        _Text(number, block, text, fold(text), fold_tones(text))
        for number, (block, text) in enumerate(texts_of(article))
    ]
    mentions: list[_Mention] = []
    for text in texts:
        mentions += _with_kind(text, facts, rules)
    known = {fold_tones(m.name): m.name for m in mentions if " " in m.name}
    pattern = re.compile(any_of(known)) if known else None
    for text in texts:
        mentions += _bare(text, known, pattern, facts, rules)
    mentions = _without_features(_supported(mentions, facts), texts, facts, rules)
    return _gather(article, mentions, texts, facts, rules)


def texts_of(article: Article) -> Iterator[tuple[int, str]]:
    """(block, sentence); the title is block -1."""
    yield -1, article.title
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            yield number, text


def _people(text: _Text, facts: DigestFacts) -> list[tuple[int, int]]:
    if text.people is None:
        text.people = [(named.start, named.end) for named in people_in(text.text, facts)]
    return text.people


def _with_kind(text: _Text, facts: DigestFacts, rules: PlaceRules) -> Iterator[_Mention]:
    """`huyện Gia Lâm`, `Tỉnh ủy Bắc Giang`, `các tỉnh Bắc Giang và Cao Bằng`, `quận 1`."""
    listed = gazetteer(facts)
    for match in rules.kind.finditer(text.folded):
        start, end = match.span()
        if rules.compound.search(text.folded, max(0, start - 12), end) or rules.named.match(text.toned, start):
            continue  # `nông thôn Việt Nam`, `Buôn Ma Thuột`
        written = match.group().rstrip(" :")
        kind = rules.kinds[written]
        number = _NUMBER.match(text.text, end) if kind in rules.numbered else None
        if number:
            yield _Mention(str(int(number.group())), kind, text.block, text.number, start, number.end())
            continue
        several = bool(rules.plural.search(text.folded, max(0, start - 12), start))
        while name := _name_at(text, end, kind, facts, rules):
            if written.endswith(".") and len(written) == 2 and not any(listed.find(name, kind)):
                break
            if kind in rules.loose and start and text.text[start - 1] == " " and text.text[start:end].istitle():
                break  # `Nhật Bản Tokyo`
            shown = rules.printed.get(fold_tones(name), name)
            digits = _LAST_NUMBER.match(text.text, end + len(name)) if kind in rules.ending_in_numbers else None
            if digits:
                name = shown = name + digits.group()
            yield _Mention(shown, kind, text.block, text.number, start, end + len(name))
            joint = rules.joint.match(text.text, end + len(name))
            if not joint:
                break
            start = end = joint.end()
            follower = _name_at(text, end, kind, facts, rules)
            if not several and not (follower and any(listed.find(follower, kind))):
                break


def _name_at(text: _Text, start: int, kind: str, facts: DigestFacts, rules: PlaceRules) -> str:
    """The place's name that begins at `start`, or nothing."""
    listed = gazetteer(facts)
    run = next(runs(text.text[start : start + 60]), None)
    if run and run.starts[0]:
        run = None
    end = start + run.end if run else start
    whole = rules.bare.match(text.toned, start) or rules.district.match(text.toned, start)
    if run and not (whole and whole.end() > end) and any(listed.find(text.text[start:end], kind)):
        return text.text[start:end]
    if not whole and rules.kind.match(text.folded, start):
        return ""  # `Thành ủy Thành phố Hồ Chí Minh`
    if whole and whole.end() >= end:
        return text.text[start : whole.end()]
    people = _people(text, facts) if run else ()
    if any(low <= start < high for low, high in people):
        return ""
    if whole:
        return text.text[start : whole.end()]
    if run is None:
        return ""
    end = min((low for low, _ in people if start < low < end), default=end)
    name = text.text[start:end].rstrip()
    if " " not in name and text.text.startswith(("…", "...", " …", " ..."), end):
        return ""  # cut off by whoever printed it
    if fold_tones(name) in rules.not_names or fold_tones(name.partition(" ")[0]) in rules.not_names:
        return ""
    behind = _WORD_BEHIND.match(text.text, end)
    if " " not in name and behind and behind[1].islower() and not is_strange(name, name_rules(facts)):
        return ""  # `thành phố. Báo cáo` without its full stop; the list has every such name that is one
    if kind in rules.above_communes and any(one.sure for one in candidates(name, facts)):
        return ""  # `Đại biểu HĐND tỉnh Lê Thị A`; the list has every such unit
    province = next((m.start() for m in rules.bare.finditer(fold_tones(name)) if m.start() > 0), None)
    if province is not None and not any(listed.find(name, kind)):  # `xã Yên Viên Hà Nội`
        name = name[:province].rstrip()
    return name if 1 <= name.count(" ") + 1 <= LONGEST_PLACE and len(name) > 1 else ""


def _bare(
    text: _Text, known: dict[str, str], pattern: re.Pattern[str] | None, facts: DigestFacts, rules: PlaceRules
) -> Iterator[_Mention]:
    """Names without a kind: provinces, countries, districts of the list, and what the text elsewhere calls a place."""
    found: dict[int, tuple[int, str, str | None, bool]] = {}
    for match in pattern.finditer(text.toned) if pattern else ():
        if match.group() not in rules.printed:
            found[match.start()] = (match.end(), known[match.group()], None, True)
    for match in rules.named.finditer(text.toned):
        start, end, name = match.start(), match.end(), match.group()
        if name in rules.printed:
            if name not in rules.only_with_kind:
                found[start] = (end, rules.printed[name], None, True)
        elif name in rules.abroad:
            if _is_abroad(text, start, end, rules):
                found[start] = (end, *rules.abroad[name], True)
        elif start not in found and _stands_alone(text, start, end):
            found[start] = (end, text.text[start:end], None, name in rules.cities)
    never = [match.span() for match in rules.never.finditer(text.toned)] if found else []
    done = 0
    for start, (end, name, kind, supported) in sorted(found.items()):
        if start < done:
            continue
        done = end
        if _follows_kind(text.folded, start, rules) or _names_a_thing(text, start, rules):
            continue
        if any(low <= start < high for low, high in never) or _is_of_a_person(text, start, end, facts, rules):
            continue
        yield _Mention(name, kind, text.block, text.number, start, end, supported)


def _is_of_a_person(text: _Text, start: int, end: int, facts: DigestFacts, rules: PlaceRules) -> bool:
    """Whether the name is, or is in, a person's: `Nguyễn Thái Bình`. Asked only where another capitalised word or an
    honorific stands beside it, as telling people costs more than all the rest."""
    if _stands_alone(text, start, end) and not rules.honorific.search(text.folded, max(0, start - 16), start):
        return False
    sure = [(named.start, named.end) for named in candidates(text.text, facts) if named.sure]
    return any(low <= start < high for low, high in (*_people(text, facts), *sure))


def _names_a_thing(text: _Text, start: int, rules: PlaceRules) -> bool:
    """Whether the place is part of another thing's name: `Báo Hà Tĩnh`, `cao tốc Hà Nội - Hải Phòng`."""
    start = start_of_dashed(text.text, start)
    return bool(rules.thing.search(text.folded, max(0, start - 24), start))


def _stands_alone(text: _Text, start: int, end: int) -> bool:
    """Whether no capitalised word stands directly beside it: not `Thanh Hà` in `Nguyễn Thanh Hà`."""
    before, behind = _WORD_BEFORE.search(text.text, max(0, start - 12), start), _WORD_BEHIND.match(text.text, end)
    return not (before and is_name_word(before[1])) and not (behind and is_name_word(behind[1]))


def _is_abroad(text: _Text, start: int, end: int, rules: PlaceRules) -> bool:
    """A name of several syllables is certain; one of one is a country in the middle of a sentence, beside words in
    lower case, or behind what only a country follows (`Thủ tướng Anh Keir Starmer`)."""
    if " " in text.text[start:end] or end - start > 4:
        return True
    if rules.opener.search(text.folded, max(0, start - 16), start):
        return True
    before = text.text[:start].rstrip()
    opening = text.toned[start:end] in rules.unsure and (not before or before[-1] in _ENDS)
    honoured = rules.honorific.search(text.folded, max(0, start - 16), start)
    return not opening and not honoured and _stands_alone(text, start, end)


def _follows_kind(folded: str, start: int, rules: PlaceRules) -> bool:
    if rules.compound.search(folded, max(0, start - 16), start):
        return False
    return any(match.end() == start for match in rules.kind.finditer(folded, max(0, start - 16), start + 1))


def _supported(mentions: list[_Mention], facts: DigestFacts) -> list[_Mention]:
    """Without the districts that stand without a kind in a text that does not name their province."""
    listed = gazetteer(facts)
    provinces = {fold_tones(m.name) for m in mentions if any(u.level == PROVINCE for u in listed.find(m.name, None))}

    def holds(mention: _Mention) -> bool:
        return mention.supported or any(
            {fold_tones(listed.bare(unit.above[0])), fold_tones(listed.bare(unit.since_province))} & provinces
            for unit in listed.find(mention.name, None)
            if unit.level == DISTRICT
        )

    return [mention for mention in mentions if holds(mention)]


def _without_features(
    mentions: list[_Mention], texts: Sequence[_Text], facts: DigestFacts, rules: PlaceRules
) -> list[_Mention]:
    """Without `Sơn Trà` where the text tells of the peninsula alone: never of it with a kind, nor as a province."""
    sure = {fold_tones(mention.name) for mention in mentions if mention.kind} | rules.printed.keys() | rules.cities
    features = {
        match.group()
        for text in texts
        for match in rules.district.finditer(text.toned)
        if match.group() not in sure and rules.feature.search(text.folded, max(0, match.start() - 16), match.start())
    }
    return [mention for mention in mentions if fold_tones(mention.name) not in features]


def _gather(
    article: Article, mentions: list[_Mention], texts: Sequence[_Text], facts: DigestFacts, rules: PlaceRules
) -> tuple[Place, ...]:
    """One place for each name and kind; a bare name belongs to the first kind the text gives it."""
    first_kind: dict[str, str] = {}
    for mention in mentions:
        if mention.kind:
            first_kind.setdefault(fold_tones(mention.name), mention.kind)
    lead = next((number for number, block in enumerate(article.blocks) if block.kind == "paragraph"), 0)
    weights: dict[tuple[str, str | None], float] = {}
    places: dict[tuple[str, str | None], tuple[str, set[int]]] = {}
    behind = _behind(mentions, texts, rules)
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


def _behind(mentions: list[_Mention], texts: Sequence[_Text], rules: PlaceRules) -> dict[_Mention, str]:
    """Mention → name of the place directly behind it: `xã Phù Đổng, huyện Gia Lâm`, `Ninh Hải (Ninh Thuận)`."""
    ordered = sorted(mentions, key=lambda mention: (mention.text, mention.start))
    return {
        one: other.name
        for one, other in pairwise(ordered)
        if one.text == other.text
        and one.end <= other.start
        and other.start - one.end < 12
        and rules.tie.match(texts[one.text].folded[one.end : other.start])
    }
