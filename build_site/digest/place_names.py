"""The places that one sentence names, whatever article it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.names import candidates, is_strange, name_rules
from build_site.digest.patterns import opened_by, word_at
from build_site.digest.people import people_in
from build_site.digest.place_rules import PlaceRules, place_rules
from build_site.digest.runs import is_name_word, run_end, start_of_dashed
from build_site.digest.sentence import KEPT, Sentence, sentence, words_of
from build_site.digest.units import gazetteer
from build_site.folding import fold, fold_tones

LONGEST_PLACE = 4
_NUMBER = re.compile(r"\d{1,2}(?![\w.,/-]*\d)(?!\w)")
_LAST_NUMBER = re.compile(r" \d{1,2}(?=[,;.)]|$| \(| - )")
"""The last word of `Hố Nai 3`."""
_WORD_BEHIND = re.compile(r" ([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+) $")
_ENDS = '.:!?“"(…'


Hits = tuple[tuple[int, int, str], ...]
"""(start, end, name) of what an article elsewhere calls a place."""


class Named(Struct, frozen=True):
    """A place where a sentence names it."""

    name: str
    kind: str | None
    start: int
    end: int
    supported: bool = True
    """False for a district without a kind, until the text names its province."""


@lru_cache(maxsize=KEPT)
def with_kind(text: str, facts: DigestFacts) -> tuple[Named, ...]:
    """`huyện Gia Lâm`, `Tỉnh ủy Bắc Giang`, `các tỉnh Bắc Giang và Cao Bằng`, `quận 1`."""
    rules, read = place_rules(facts), sentence(text)
    openers = read.standing(rules.kind_openers)
    return tuple(_kinds(read, openers, facts, rules)) if openers else ()


def _kinds(
    read: Sentence, openers: Iterable[tuple[str, int]], facts: DigestFacts, rules: PlaceRules
) -> Iterator[Named]:
    listed = gazetteer(facts)
    text, folded = read.text, read.folded
    for match in opened_by(rules.kind, openers, folded):
        start, end = match.span()
        if text[end].islower() and read.toned[end] not in rules.small_initials:
            continue  # `xã hội`: no name stands there, as behind most such words
        if rules.compound.start(folded, max(0, start - 12), end) >= 0:
            continue  # `nông thôn Việt Nam`
        if rules.named.end(read.toned, start, word_at(folded, start)):
            continue  # `Buôn Ma Thuột`
        written = match.group().rstrip(" :")
        kind = rules.kinds[written]
        number = _NUMBER.match(text, end) if kind in rules.numbered else None
        if number:
            yield Named(str(int(number.group())), kind, start, number.end())
            continue
        several = rules.plural.start(folded, max(0, start - 12), start) >= 0
        while name := _name_at(read, end, kind, facts, rules):
            if written.endswith(".") and len(written) == 2 and not listed.has(name, kind):
                break
            if kind in rules.loose and start and text[start - 1] == " " and text[start:end].istitle():
                break  # `Nhật Bản Tokyo`
            shown = rules.printed.get(fold_tones(name), name)
            digits = _LAST_NUMBER.match(text, end + len(name)) if kind in rules.ending_in_numbers else None
            if digits:
                name = shown = name + digits.group()
            yield Named(shown, kind, start, end + len(name))
            joint = rules.joint.match(text, end + len(name))
            if not joint:
                break
            start = end = joint.end()
            follower = _name_at(read, end, kind, facts, rules)
            if not several and not (follower and listed.has(follower, kind)):
                break


def _name_at(read: Sentence, start: int, kind: str, facts: DigestFacts, rules: PlaceRules) -> str:
    """The place's name that begins at `start`, or nothing."""
    listed = gazetteer(facts)
    text = read.text
    run = run_end(text, start)
    end = run or start
    word = word_at(read.folded, start)
    whole = rules.bare.end(read.toned, start, word) or rules.district.end(read.toned, start, word)
    if run and whole <= end and listed.has(text[start:end], kind):
        return text[start:end]
    if not (run or whole):
        return ""
    if not whole and rules.kind.match(read.folded, start):
        return ""  # `Thành ủy Thành phố Hồ Chí Minh`
    if whole and whole >= end:
        return text[start:whole]
    people = _people(text, facts) if run else ()
    if any(low <= start < high for low, high in people):
        return ""
    if whole:
        return text[start:whole]
    end = min((low for low, _ in people if start < low < end), default=end)
    name = text[start:end].rstrip()
    if " " not in name and text.startswith(("…", "...", " …", " ..."), end):
        return ""  # cut off by whoever printed it
    if fold_tones(name) in rules.not_names or fold_tones(name.partition(" ")[0]) in rules.not_names:
        return ""
    behind = _WORD_BEHIND.match(text, end)
    if " " not in name and behind and behind[1].islower() and not is_strange(name, name_rules(facts)):
        return ""  # `thành phố. Báo cáo` without its full stop; the list has every such name that is one
    if kind in rules.above_communes and any(one.sure for one in candidates(name, facts)):
        return ""  # `Đại biểu HĐND tỉnh Lê Thị A`; the list has every such unit
    within = rules.bare.spans(words_of(fold(name)), fold_tones(name))
    province = next((low for low, _ in within if low > 0), None)
    if province is not None and not listed.has(name, kind):  # `xã Yên Viên Hà Nội`
        name = name[:province].rstrip()
    return name if 1 <= name.count(" ") + 1 <= LONGEST_PLACE and len(name) > 1 else ""


@lru_cache(maxsize=KEPT)
def bare(text: str, hits: Hits, facts: DigestFacts) -> tuple[Named, ...]:
    """Names without a kind: provinces, countries, districts of the list, and what the text elsewhere calls a place."""
    rules, read = place_rules(facts), sentence(text)
    found: dict[int, tuple[int, str, str | None, bool]] = {start: (end, name, None, True) for start, end, name in hits}
    for start, end in rules.named.spans(read.standing(rules.named.words), read.toned):
        name = read.toned[start:end]
        if name in rules.printed:
            if name not in rules.only_with_kind:
                found[start] = (end, rules.printed[name], None, True)
        elif name in rules.abroad:
            if _is_abroad(read, start, end, rules):
                found[start] = (end, *rules.abroad[name], True)
        elif start not in found and _stands_alone(text, start, end):
            found[start] = (end, text[start:end], None, name in rules.cities)
    return tuple(_places_of(found, read, facts, rules)) if found else ()


def _places_of(
    found: dict[int, tuple[int, str, str | None, bool]], read: Sentence, facts: DigestFacts, rules: PlaceRules
) -> Iterator[Named]:
    never = rules.never.spans(read.standing(rules.never.words), read.toned)
    done = 0
    for start, (end, name, kind, supported) in sorted(found.items()):
        if start < done:
            continue
        done = end
        if _follows_kind(read.folded, start, rules) or _names_a_thing(read, start, rules):
            continue
        if any(low <= start < high for low, high in never) or _is_of_a_person(read, start, end, facts, rules):
            continue
        yield Named(name, kind, start, end, supported)


def _people(text: str, facts: DigestFacts) -> list[tuple[int, int]]:
    return [(named.start, named.end) for named in people_in(text, facts)]


def _is_of_a_person(read: Sentence, start: int, end: int, facts: DigestFacts, rules: PlaceRules) -> bool:
    """Whether the name is, or is in, a person's: `Nguyễn Thái Bình`. Asked only where another capitalised word or an
    honorific stands beside it, as telling people costs more than all the rest."""
    text = read.text
    if _stands_alone(text, start, end) and rules.honorific.start(read.folded, max(0, start - 16), start) < 0:
        return False
    sure = [(named.start, named.end) for named in candidates(text, facts) if named.sure]
    return any(low <= start < high for low, high in (*_people(text, facts), *sure))


def _names_a_thing(read: Sentence, start: int, rules: PlaceRules) -> bool:
    """Whether the place is part of another thing's name: `Báo Hà Tĩnh`, `cao tốc Hà Nội - Hải Phòng`."""
    start = start_of_dashed(read.text, start)
    return rules.thing.start(read.folded, max(0, start - 24), start) >= 0


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no capitalised word stands directly beside it: not `Thanh Hà` in `Nguyễn Thanh Hà`."""
    before, behind = _WORD_BEFORE.search(text, max(0, start - 12), start), _WORD_BEHIND.match(text, end)
    return not (before and is_name_word(before[1])) and not (behind and is_name_word(behind[1]))


def _is_abroad(read: Sentence, start: int, end: int, rules: PlaceRules) -> bool:
    """A name of several syllables is certain; one of one is a country in the middle of a sentence, beside words in
    lower case, or behind what only a country follows (`Thủ tướng Anh Keir Starmer`)."""
    text = read.text
    if " " in text[start:end] or end - start > 4:
        return True
    low = max(0, start - 16)
    if rules.opener.start(read.folded, low, start) >= 0:
        return True
    before = text[:start].rstrip()
    opening = read.toned[start:end] in rules.unsure and (not before or before[-1] in _ENDS)
    honoured = rules.honorific.start(read.folded, low, start) >= 0
    return not opening and not honoured and _stands_alone(text, start, end)


def _follows_kind(folded: str, start: int, rules: PlaceRules) -> bool:
    low = max(0, start - 16)
    if rules.compound.start(folded, low, start) >= 0:
        return False
    return any(match.end() == start for match in rules.kind.finditer(folded, low, start + 1))


@lru_cache(maxsize=KEPT)
def named_features(text: str, facts: DigestFacts) -> tuple[str, ...]:
    """Districts, tone-folded, that a sentence names as a peninsula, a bay, a mountain."""
    rules, read = place_rules(facts), sentence(text)
    if rules.feature_words.isdisjoint(read.bag):
        return ()
    return tuple(
        read.toned[start:end]
        for start, end in rules.district.spans(read.standing(rules.district.words), read.toned)
        if rules.feature.start(read.folded, max(0, start - 16), start) >= 0
    )
