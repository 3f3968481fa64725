"""Who issued a cited document, in the reader's language, as far as the termbase says it."""

from __future__ import annotations

from functools import lru_cache

from build_site.digest.facts import DigestFacts
from build_site.digest.runs import is_name_word
from build_site.digest.sentence import KEPT
from build_site.digest.terms import Matcher
from build_site.folding import fold
from build_site.model import Term

_NUMERALS = frozenset("IVX")


@lru_cache(maxsize=KEPT)  # few bodies issue nearly all documents
def issuer_target(
    issuer: str,
    matcher: Matcher,
    facts: DigestFacts,
    *,
    province: str | None = None,
    district: tuple[str, str] | None = None,
) -> str | None:
    """The English of an issuer that is a term of the termbase, alone or with a place or a term of office behind it.

    `Huyện ủy Thanh Trì` → `Thanh Trì District Party Committee`; `Ban Chấp hành Trung ương khóa XIII` → `Party Central
    Committee`. `province` and `district` (name, kind) are those the article is about: a body of a province or of a
    district of that kind that names none (`Thành ủy`, `Huyện ủy`) is theirs. None where the issuer is anything else.
    """
    found = matcher.find(issuer)
    if not found or found[0][0] != 0:
        return None
    term = matcher.terms[found[0][2]]
    rest = issuer[found[0][1] :].strip()
    if not rest:
        place = _province_in(issuer, facts)
        if not place and term.pos != "proper noun":
            place = _own_place(issuer, facts, province, district)
            issuer = f"{issuer} {place}" if place else issuer
        own = matcher.find(issuer)  # `Thành ủy Hà Nội` may be a term of its own
        if len(own) == 1 and own[0][:2] == (0, len(issuer)):
            term = matcher.terms[own[0][2]]
        return _first_up(_with_place(term, place, matcher, facts))
    if set(rest.rpartition(" ")[2]) <= _NUMERALS and len(found) == 2:
        return _first_up(term.target)
    if all(map(is_name_word, rest.split())) or _only_term(rest, matcher):
        return _first_up(_with_place(term, rest, matcher, facts))
    return None


def _province_in(issuer: str, facts: DigestFacts) -> str | None:
    folded = fold(issuer)
    return next((one.name for one in facts.provinces if folded.endswith(" " + fold(one.name))), None)


def _own_place(issuer: str, facts: DigestFacts, province: str | None, district: tuple[str, str] | None) -> str | None:
    """Whose it is, where it is, or belongs to, a body that every province or district has one of: `Ban Thường vụ Thành
    ủy`. Such a body is written otherwise than its kind of place: `Huyện ủy` beside `huyện`."""
    folded = fold(issuer)
    organs = {fold(organ) for organ in facts.province_organs}
    for written, kind in facts.place_kinds:
        if not folded.endswith(fold(written)) or " " not in written or written == kind:
            continue
        if kind in facts.province_kinds:
            return province if fold(written) in organs else None
        if district and district[1] == kind:
            return district[0]
    return None


def _only_term(text: str, matcher: Matcher) -> bool:
    found = matcher.find(text)
    return len(found) == 1 and found[0][:2] == (0, len(text))


def place_target(name: str | None, matcher: Matcher) -> str:
    """`Hà Nội` → `Hanoi`, where the termbase has the place; else the name as it is."""
    if not name:
        return ""
    return matcher.terms[matcher.find(name)[0][2]].target if _only_term(name, matcher) else name


def _with_place(term: Term, name: str | None, matcher: Matcher, facts: DigestFacts) -> str:
    """`District Party Committee` → `Thanh Trì District Party Committee`; `Standing Committee of the District Party
    Committee` → `… of the Thanh Trì District Party Committee`; any other `… of …` → `…, Thanh Trì`."""
    head, place = term.target, place_target(name, matcher)
    if not place or place in head:
        return head
    if not set(head.split()) & set(facts.reader.of):
        return f"{place} {head}"
    for number in range(1, len(term.term.split())):
        body = " ".join(term.term.split()[number:])
        found = matcher.find(body)
        whole = matcher.terms[found[0][2]] if len(found) == 1 and found[0][:2] == (0, len(body)) else None
        if whole and head.endswith(" " + whole.target):
            named = matcher.find(f"{body} {name}")  # `Thành ủy Hà Nội` may be a term of its own
            own = matcher.terms[named[0][2]].target if len(named) == 1 and named[0][0] == 0 else whole.target
            return head.removesuffix(whole.target) + (own if place in own else _with_place(whole, name, matcher, facts))
    return f"{head}, {place}"


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
