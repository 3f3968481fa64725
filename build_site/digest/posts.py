"""The posts that stand directly before or behind a person's name."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from build_site.digest.clauses import CLOSE, OPEN, Clause, PostRules, Span, post_rules
from build_site.digest.facts import DigestFacts
from build_site.folding import fold

_CLAUSE = re.compile(r"[;:()“”\"…!?\[\]]|(?<![A-ZĐ])\.(?=\s|$)")
_JOINT = re.compile(r",(?:\s+|(?=[^\W\d_]))|\s?[-–—]\s+")
_NEXT = re.compile(r"\s*(?:[,(:\x01]|[-–—])\s*")
_AND = re.compile(r"(?<!\w)và (?=(\w))")
_ASIDE = re.compile(r"\s?\([^()]{1,200}\)")
"""`(bên trái)`, `(SN 1970)` behind a name."""
MOST_ASIDES = 4
LONGEST_POSTS = 600
"""Characters before or behind a name in which its posts may stand."""


class Behind(Struct, frozen=True):
    """The posts behind a name, and whether their chain runs on into the name of another person."""

    spans: tuple[Span, ...] = ()
    runs_on: bool = False
    former: str = ""
    """What all of them share: `nguyên`."""


def posts_after(
    clause: Clause, end: int, names: Sequence[int], facts: DigestFacts, *, has_post: bool = False
) -> Behind:
    """The posts behind a name that ends at `end`: `…, Ủy viên Ban Thường vụ, Trưởng Ban …`.

    `names` are the starts of all names in the sentence, ascending: a part that runs into one belongs to that person.
    Where a post stands before the name (`has_post`), so do all others of that chain: `Theo lời mời của Tổng Bí thư A,
    Tổng Bí thư, Chủ tịch nước B`.
    """
    for _ in range(MOST_ASIDES):
        found = _behind(clause, end, names, facts)
        further = end_of_aside(clause, end, facts)
        if found.spans or further == end:
            break
        end = further
    return Behind() if has_post and found.runs_on else found


def end_of_aside(clause: Clause, end: int, facts: DigestFacts) -> int:
    """Behind `(bên trái)`, `, 52 tuổi` or `, dân tộc Thái`, where that follows a name."""
    aside = _ASIDE.match(clause.printed, end) or post_rules(facts).aside.match(clause.folded, end)
    return aside.end() if aside else end


def _behind(clause: Clause, end: int, names: Sequence[int], facts: DigestFacts) -> Behind:
    opening = _NEXT.match(clause.text, end)
    if not opening or opening.end() == end:
        return Behind()
    limit = clause.text.find(CLOSE, end) if OPEN in opening.group() else len(clause.text)
    rules = post_rules(facts)
    if former := rules.all_former.match(clause.folded, opening.end()):  # `nguyên: Ủy viên …, Bí thư …`
        found = chain(clause, former.end(), limit, names, facts)
        return Behind(found.spans, found.runs_on, clause.printed[former.start() : former.end() - 2])
    lead = rules.lead.match(clause.folded, opening.end())
    found = chain(clause, lead.end() if lead else opening.end(), limit, names, facts)
    aside = _ASIDE.match(clause.printed, end)
    if found.spans or not aside:
        return found
    for dash in re.finditer(r" [-–—] ", clause.printed[end : aside.end()]):  # `(SN 1978, trú tại … - Chủ tịch …)`
        at = end + dash.end()
        if rules.opener.match(clause.folded, at):
            return chain(clause, at, aside.end() - 1, names, facts)
    return found


def chain(clause: Clause, start: int, limit: int, names: Sequence[int], facts: DigestFacts) -> Behind:
    """The posts that follow each other from `start` on, parted by commas or dashes."""
    rules = post_rules(facts)
    limit = min(limit, start + LONGEST_POSTS)
    stop = _CLAUSE.search(clause.text, start, limit)
    limit = stop.start() if stop else limit
    found: list[Span] = []
    at = start
    while at < limit:
        joint = _JOINT.search(clause.text, at, limit)
        while joint and clause.text[joint.start()] != "," and not rules.opener.match(clause.folded, joint.end()):
            joint = _JOINT.search(clause.text, joint.end(), limit)  # a dash within a post: Văn hóa - Xã hội
        part_end = joint.start() if joint else limit
        if found and rules.continuation.match(clause.folded, at):
            closed = _cut(clause, at, part_end, rules, names, skip=True)
            found[-1] = (found[-1][0], closed)
        elif rules.opener.match(clause.folded, at):
            closed = _cut(clause, at, part_end, rules, names)
            if _name_from(names, at) < closed + 2:
                return Behind(tuple(found), runs_on=bool(found))  # `…, Giám đốc Sở B Nguyễn Văn C`: C's post
            found.append((at, closed))
        elif found and rules.body.match(clause.toned, at):  # `Vụ trưởng Vụ Pháp luật, Văn phòng Chính phủ`
            closed = _cut(clause, at, part_end, rules, names)
            if _name_from(names, at) < closed + 2:
                break
            found[-1] = (found[-1][0], closed)
        else:
            break
        if clause.text[closed:part_end].strip():
            break
        if joint:
            at = joint.end()
        elif (more := _goes_on(clause, part_end, names, rules)) is not None:
            at, limit = more
        else:
            break
    return Behind(tuple(found))


def _goes_on(clause: Clause, stop: int, names: Sequence[int], rules: PostRules) -> Span | None:
    """(start, limit) of a further post of the same person behind a semicolon: `Ủy viên …; Phó Chủ tịch HĐND tỉnh;`,
    or in brackets: `Chủ tịch UBND huyện (nguyên Bí thư Huyện đoàn)`."""
    if clause.text[stop : stop + 1] == "(" and rules.opener.match(clause.folded, stop + 1):
        closing = clause.text.find(")", stop)
        return (stop + 1, closing) if 0 <= closing < _name_from(names, stop) else None
    start = stop + 2
    if clause.text[stop:start] != "; " or not rules.opener.match(clause.folded, start):
        return None
    end = _CLAUSE.search(clause.text, start, start + LONGEST_POSTS)
    limit = end.start() if end else min(len(clause.text), start + LONGEST_POSTS)
    if _name_from(names, start) < limit or rules.plural.search(clause.folded, start, limit):
        return None
    return start, limit


def _name_from(names: Sequence[int], at: int) -> float:
    """Start of the first name at or behind `at`."""
    place = bisect_left(names, at)
    return names[place] if place < len(names) else math.inf


def _cut(clause: Clause, start: int, end: int, rules: PostRules, names: Sequence[int], *, skip: bool = False) -> int:
    """Where a post that opens at `start` is over: before a verb, before `và` and a small letter."""
    first = clause.text.find(" ", start, end)
    if first < 0:
        return end
    if skip:  # the word that opens a continuation may itself be a verb
        first = max(first, clause.text.find(" ", first + 1, end))
    stops = [end]
    verb = _verb(clause, first, end, rules)
    if verb is not None:
        stops.append(verb)
    for joint in _AND.finditer(clause.toned, first, end):
        follows = joint.end()
        if _name_from(names, follows) == follows or _divides(clause, joint, rules):
            stops.append(joint.start())
            break
    others = rules.honorific.search(clause.folded, first, end)
    if others and clause.text[others.start()].islower():
        stops.append(others.start())
    return start + len(clause.text[start : min(stops)].rstrip(" ,-–—"))


def _divides(clause: Clause, joint: re.Match[str], rules: PostRules) -> bool:
    """Whether this `và` parts two things, and does not stand within the name of an office."""
    follows = joint.end()
    if rules.conjunct.match(clause.folded, follows):
        return False
    other = rules.opener.match(clause.folded, follows) or rules.honorific.match(clause.folded, follows)
    return bool(other) or not joint[1].isupper()


def _verb(clause: Clause, start: int, end: int, rules: PostRules) -> int | None:
    """Where the first word stands that ends a post."""
    done = start
    ends = rules.ends.first
    for word, at in clause.words:
        if at >= end:
            break
        if at >= done:
            phrase = rules.phrases.end(clause.toned, at, word, end)
            if phrase:
                done = phrase
            elif word in ends and rules.ends.end(clause.toned, at, word, end):
                return at
    return None


def posts_before(clause: Clause, start: int, floor: int, facts: DigestFacts) -> list[Span]:
    """Spans of the posts that end directly before a name at `start`: `Trưởng Ban Tổ chức Thành ủy Vũ Đức Bảo`.

    Nothing before `floor` is looked at: it belongs to the person before.
    """
    rules = post_rules(facts)
    floor = bound = max(floor, start - LONGEST_POSTS)
    for stop in _CLAUSE.finditer(clause.text, floor, start):
        bound = stop.end()
    in_brackets = clause.text.rfind(OPEN, bound, start) > clause.text.rfind(CLOSE, bound, start)
    if in_brackets:
        return []
    title = rules.title_before.search(clause.folded, bound, start)
    if not title:
        return _ending(clause, start - 1, bound, rules)
    lead = clause.text[bound : title.start()]
    spans: list[Span] = []
    if lead.endswith(", ") or (lead.endswith(" ") and clause.text[title.start()].isupper()):
        spans = _ending(clause, bound + len(lead.rstrip(" ,")), bound, rules)
    if spans and not rules.rank.match(clause.folded, title.start()):
        opening = clause.text[bound : spans[0][0]].rpartition(", ")[2]
        return [] if opening.strip() else spans  # `báo cáo Phó Thủ tướng, ông A`: not A's
    return spans  # `Chính ủy Quân khu 5, Đại tá Trần Văn A`


def posts_of_list(clause: Clause, colon: int, floor: int, facts: DigestFacts) -> list[Span]:
    """Spans of the posts before the colon of a list: `các Ủy viên Trung ương Đảng: A, B`."""
    rules = post_rules(facts)
    floor = max(floor, colon - LONGEST_POSTS)
    bound = max((stop.end() for stop in _CLAUSE.finditer(clause.text, floor, colon)), default=floor)
    while opening := rules.before_list.search(clause.folded, bound, colon):
        colon = opening.start()
    return _ending(clause, colon, bound, rules)


def _ending(clause: Clause, end: int, bound: int, rules: PostRules) -> list[Span]:
    """Spans of the chained posts that end at `end`, none before `bound`."""
    spans: list[Span] = []
    closed: int | None = None
    while end > bound:
        comma = clause.text.rfind(", ", bound, end)
        part = comma + 2 if comma >= 0 else bound
        opener = _last_opener(clause, part, end, rules)
        if opener is None:
            parent = rules.parent.match(clause.toned, part)
            if comma < 0 or not parent or closed is not None or _verb(clause, parent.end(), end, rules) is not None:
                break
            closed, end = end, comma  # `Chủ tịch UBND xã A, huyện B Trần Văn C`
            continue
        spans.insert(0, (opener, closed or end))
        closed = None
        # Only a part that is a post from its first word can have another post before it.
        if comma < 0 or clause.text[part:opener].strip():
            break
        end = comma
    return _of_one(clause, spans, rules)


def _of_one(clause: Clause, spans: list[Span], rules: PostRules) -> list[Span]:
    """The last of the spans that one person can hold: without whom `thay mặt Bí thư, Phó Bí thư A` speaks for."""
    if len(spans) > 1 and rules.on_behalf.search(clause.folded, max(0, spans[0][0] - 30), spans[0][0]):
        spans = spans[1:]
    for place in range(len(spans) - 1, 0, -1):
        (start, end), (follows, _) = spans[place - 1 : place + 1]
        if clause.folded[start:end] in rules.highest and rules.never_beside.match(clause.folded, follows):
            return spans[place:]
    return spans


def _last_opener(clause: Clause, start: int, end: int, rules: PostRules) -> int | None:
    """The first opener from which no verb stands before `end`; one with a capital, if there is any."""
    found = [match for match in rules.opener.finditer(clause.folded, start, end) if _runs_to(clause, match, end, rules)]
    for match in found:
        if clause.text[match.start()].isupper() and not _in_a_name(clause, start, match.start(), rules):
            return _with_prefix(clause, start, match.start(), rules)
    for match in found:
        small = clause.text[match.start()].islower() and " " in match.group()
        if small and not rules.only_capital.match(clause.folded, match.start()):
            return _with_prefix(clause, start, match.start(), rules)
    return None


def _with_prefix(clause: Clause, start: int, at: int, rules: PostRules) -> int:
    """`at`, or where the word before it opens that belongs to the post: `nguyên Chủ tịch`."""
    prefix = rules.prefix_before.search(clause.folded, start, at)
    return prefix.start() if prefix else at


def _in_a_name(clause: Clause, start: int, at: int, rules: PostRules) -> bool:
    """Whether a capitalised word leads up to `at`: `Tòa Tổng Giám mục`, `Phủ Chủ tịch` are bodies, no posts.

    The first word of a part has its capital from the sentence, unless it is known to open such a name.
    """
    if rules.body_before.search(clause.folded, start, at):
        return True
    _, *others = clause.text[start:at].split(" ")[:-1] or [""]
    return bool(others) and others[-1].istitle() and not rules.honorific.fullmatch(fold(others[-1]))


def _runs_to(clause: Clause, opener: re.Match[str], end: int, rules: PostRules) -> bool:
    rest = opener.end()
    if _verb(clause, rest, end, rules) is not None or rules.honorific.search(clause.toned, rest, end):
        return False
    return not any(_divides(clause, joint, rules) for joint in _AND.finditer(clause.toned, opener.start(), end))


def short_post_before(clause: Clause, start: int, facts: DigestFacts) -> Span | None:
    """The post of nothing but its opening words that ends directly before `start`: `Chủ tịch` in `Lăng Chủ tịch`."""
    openers = post_rules(facts).opener.finditer(clause.folded, max(0, start - 40), start)
    return next(((match.start(), match.end()) for match in openers if match.end() == start - 1), None)
