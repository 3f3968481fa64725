"""The organisations a text names: Party committees, authorities, ministries, departments, courts, mass organisations.

A name is a head that the language pack knows, and behind a body that every place has one of, the place. What the pack
does not know is not found, and a body whose place the text leaves out (`UBND huyện`) is not named: both say nothing
rather than something wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.issuers import place_target
from build_site.digest.patterns import Phrases, any_of, end_of
from build_site.digest.people import sentences_of
from build_site.digest.sentence import KEPT, sentence
from build_site.digest.terms import Matcher
from build_site.folding import fold
from build_site.model import Article, Organisation, Place


class OrganisationRules(Struct, frozen=True):
    head: Phrases
    """On folded text."""
    local: frozenset[str]
    """Folded heads that are an organisation only with a place behind them."""
    written_out: dict[str, str]
    """Folded abbreviation → the words it stands for, as the key of a head."""
    abbreviation: re.Pattern[str]
    kind: re.Pattern[str]
    kinds: dict[str, str]


class _Mention(Struct, frozen=True):
    head: str
    kind: str | None
    place: str
    """Empty for a body that the country has once."""
    printed: str
    block: int


@lru_cache(maxsize=8)
def _rules(facts: DigestFacts) -> OrganisationRules:
    known = facts.organisations
    local = {*known.local, *known.organs, *(f"{part} {organ}" for part in known.parts for organ in known.organs)}
    local |= {f"{office} {field}" for office in known.local_offices for field in known.fields}
    national = {*known.national, *(f"{office} {field}" for office in known.offices for field in known.fields)}
    kinds = {fold(kind): shown for kind, shown in facts.place_kinds}
    written_out = {fold(short): fold(whole) for short, whole in known.abbreviations}
    return OrganisationRules(
        head=Phrases(map(fold, local | national)),
        local=frozenset(map(fold, local)),
        written_out=written_out,
        abbreviation=re.compile(any_of(written_out)),
        kind=re.compile(any_of(kinds, before=r"(?: |(?<=\.))(?=\w)")),
        kinds=kinds,
    )


def find_organisations(
    article: Article, places: Sequence[Place], matcher: Matcher, facts: DigestFacts
) -> tuple[Organisation, ...]:
    """Organisations in order of first mention in the blocks; `places` are those of the article."""
    shown = {fold(place.name): place.name for place in places}
    names = sorted(shown, key=len, reverse=True)
    abroad = frozenset(fold(place.name) for place in places if place.kind == facts.country_kind)
    mentions = [
        mention
        for number, block in enumerate(article.blocks)
        for text in sentences_of(block)
        for mention in _mentions(text, number, names, shown, abroad, facts)
    ]
    kinds: dict[tuple[str, str], str] = {}
    for mention in mentions:
        if mention.kind:
            kinds.setdefault((mention.head, mention.place), mention.kind)
    grouped: dict[tuple[str, str | None, str], list[_Mention]] = {}
    for mention in mentions:
        kind = mention.kind or kinds.get((mention.head, mention.place))
        grouped.setdefault((mention.head, kind, mention.place), []).append(mention)
    return tuple(
        Organisation(
            name=max((mention.printed for mention in group), key=lambda name: (not name.isupper(), len(name))),
            target=_target(head, kind, place, matcher, facts),
            place=place or None,
            blocks=tuple(sorted({mention.block for mention in group})),
        )
        for (head, kind, place), group in grouped.items()
    )


class _Head(Struct, frozen=True):
    """A body that a sentence names, before its place is looked for."""

    start: int
    end: int
    head: str
    local: bool
    kind: str | None
    at: int
    """Where the name of its place must start."""


@lru_cache(maxsize=KEPT)
def _heads(text: str, facts: DigestFacts) -> tuple[_Head, ...]:
    rules, read = _rules(facts), sentence(text)
    folded = read.folded
    found = []
    for start, end in rules.head.spans(read.standing(rules.head.words), folded):
        if text[start].isupper():
            printed = folded[start:end]
            head = rules.abbreviation.sub(lambda short: rules.written_out[short.group()], printed)
            at = end + 1 if text[end : end + 1] == " " else len(text)
            kind = rules.kind.match(folded, at)
            held = rules.kinds[kind.group().rstrip(" ")] if kind else None
            found.append(_Head(start, end, head, printed in rules.local, held, kind.end() if kind else at))
    return tuple(found)


def _mentions(
    text: str, block: int, names: Sequence[str], shown: dict[str, str], abroad: frozenset[str], facts: DigestFacts
) -> Iterator[_Mention]:
    """`names`: the folded names of the article's places, the longest first."""
    for one in _heads(text, facts):
        end = end_of(names, fold(text), one.at)
        name = fold(text)[one.at : end] if end else ""
        if name and name not in abroad and (one.kind or one.local):
            yield _Mention(one.head, one.kind, shown[name], text[one.start : end], block)
        elif not one.local and name not in abroad:
            yield _Mention(one.head, None, "", text[one.start : one.end], block)


@lru_cache(maxsize=KEPT)  # the same bodies are named in article after article
def _target(head: str, kind: str | None, place: str, matcher: Matcher, facts: DigestFacts) -> str | None:
    """`People’s Committee of Gia Lâm District`; None where the termbase has none for the head, or its
    language does not put it so."""
    if place and (own := _term(f"{head} {place}", matcher)):
        return own
    target = _term(head, matcher)
    if target is None or not place:
        return target
    if not facts.reader.of:  # how that language names the body of a place nobody has said
        return None
    of = facts.reader.of[0]
    where = _place(place, matcher, facts)
    organ = next((each for each in facts.organisations.organs if head.endswith(" " + fold(each))), None)
    if organ and (whole := _target(fold(organ), kind, place, matcher, facts)):
        # `Standing Committee of the` and then the committee's own name
        inner = _term(organ, matcher) or ""
        at = target.lower().find(inner.lower())
        return f"{target[:at]}{whole}" if at >= 0 else None
    words = target.split()
    of_kind = dict(facts.organisations.kind_targets).get(kind or "") if where == place else None
    if words[0] in facts.organisations.telling:
        # `District Party Committee` says what kind of place it is of
        return " ".join((where, *(word[:1].upper() + word[1:] for word in words)))
    if of_kind and where.isdecimal():
        return f"{target} {of} {of_kind} {where}"
    return f"{target} {of} {where}{' ' + of_kind if of_kind else ''}"


def _place(name: str, matcher: Matcher, facts: DigestFacts) -> str:
    """`Hồ Chí Minh` → `Ho Chi Minh City`, which the termbase has with its kind."""
    forms = (name, *(f"{kind} {name}" for kind in facts.province_kinds))
    return next((target for form in forms if (target := place_target(form, matcher)) != form), name)


def _term(name: str, matcher: Matcher) -> str | None:
    """The English of a name that is a term whole, and no term's looser wording: not `Bộ Y tế` for `Sở Y tế`, nor a
    commission without its `Trung ương`."""
    name = name[:1].upper() + name[1:]
    found = matcher.find(name)
    if len(found) != 1 or found[0][:2] != (0, len(name)):
        return None
    term = matcher.terms[found[0][2]]
    if fold(term.term).split()[0] != fold(name).split()[0] or len(name.split()) > len(term.term.split()):
        return None
    target = term.target.removeprefix("the ")
    return target[:1].upper() + target[1:]
