"""Documents cited by number, and terms of office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.digest.people import sentences_of
from build_site.folding import fold, fold_tones
from build_site.model import Article, CitedDocument, TermOfOffice

# `18-NQ/TW`, `14/TT-BVN`, `34/2023/NĐ-CP`, `24/2018/QH14`, also with blanks round a dash: `18 - NQ/TW`.
_NUMBER = re.compile(
    r"(?<![\w/.,-])\d{1,5}(?:/(?:19|20)\d\d)?(?: ?[-–] ?|/)[A-ZĐƯ][A-Za-zĐđƯ0-9]{0,11}"
    r"(?:[-/&–][A-ZĐƯ][A-Za-zĐđƯ0-9.&]{0,11}){0,3}(?!\w)"
)
_OPEN = re.compile(r"[\s,]{0,2}\(?")
_PUNCTUATION = re.compile(r"[,;:()“”\"…!?.](?=\s|$)|[“”\"()…]")
_YEARS = r"(?:(?P<from>(?:19|20)\d\d)\s?[-–]\s?(?P<to>(?:19|20)\d\d))"
LONGEST_ISSUER = 10
LONGEST_OFFICE = 10
"""Years that a term of office can last; a longer range is something else."""


class DocumentRules(Struct, frozen=True):
    kind: re.Pattern[str]
    """A kind, and perhaps `số`, directly before a number. On folded text."""
    bare: re.Pattern[str]
    """A kind with a number of digits alone."""
    date: re.Pattern[str]
    of: re.Pattern[str]
    issuer: re.Pattern[str]
    issuer_end: re.Pattern[str]
    targets: dict[str, str]
    """Folded kind, or code → English kind."""
    same_issuer: dict[str, frozenset[str]]
    """End of a number → folded issuers that it stands for."""


class _Citation(Struct, frozen=True):
    number: str
    kind: str | None
    kind_target: str | None
    date: str | None
    issuer: str | None
    block: int


@lru_cache(maxsize=8)
def _rules(facts: DigestFacts) -> DocumentRules:
    kinds = any_of(fold(kind.name) for kind in facts.documents)
    numbered = rf"(?: {any_of(map(fold, facts.number_words))})?[:.]?"
    day = any_of(map(fold, facts.date_words))
    month, year = re.escape(fold(facts.month_word)), re.escape(fold(facts.year_word))
    written = rf"(\d{{1,2}}) {month} (\d{{1,2}}) {year} (\d{{4}})"
    return DocumentRules(
        kind=re.compile(rf"({kinds}){numbered} ?$"),
        bare=re.compile(rf"({kinds}){numbered} (\d{{1,4}})(?![\w/-])(?![.,]\d)"),
        date=re.compile(rf"(?:{day} )(?:(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})|{written})(?!\w)"),
        of=re.compile(rf"{any_of(map(fold, facts.issuer_words))} "),
        issuer=re.compile(any_of(map(fold, facts.issuers))),
        issuer_end=re.compile(any_of(map(fold_tones, facts.issuer_ends))),
        targets={fold(kind.name): kind.target for kind in facts.documents}
        | {code: kind.target for kind in facts.documents for code in kind.codes},
        same_issuer={entry.code: frozenset(map(fold, entry.issuers)) for entry in facts.number_issuers},
    )


def find_documents(article: Article, facts: DigestFacts) -> tuple[CitedDocument, ...]:
    """Documents in order of first citation in the blocks, citations of one number merged.

    A number of digits alone (`Chỉ thị 35`) counts only where its issuer follows; where the same text also gives that
    document's whole number (`15-NQ/TU`), the two are one.
    """
    rules = _rules(facts)
    citations = [
        citation
        for number, block in enumerate(article.blocks)
        for text in sentences_of(block)
        for citation in _citations(text, number, rules)
    ]
    whole = {citation.number: citation for citation in citations if not citation.number.isdigit()}
    merged: dict[tuple[str, ...], list[_Citation]] = {}
    for citation in citations:
        number = _whole_number(citation, whole, rules)
        # Bare numbers are told apart by kind and issuer, whole ones are unique within a text.
        own = (fold(citation.kind or ""), fold(citation.issuer or "")) if number.isdigit() else ()
        merged.setdefault((number, *own), []).append(citation)
    return tuple(_document(key[0], group) for key, group in merged.items())


def _document(number: str, group: list[_Citation]) -> CitedDocument:
    def first(field: str) -> str | None:
        return next((value for citation in group if (value := getattr(citation, field))), None)

    return CitedDocument(
        number=number,
        kind=first("kind"),
        kind_target=first("kind_target"),
        date=first("date"),
        issuer=first("issuer"),
        blocks=tuple(sorted({citation.block for citation in group})),
    )


def _whole_number(citation: _Citation, whole: dict[str, _Citation], rules: DocumentRules) -> str:
    if not citation.number.isdigit():
        return citation.number
    for number, other in whole.items():
        digits = re.match(r"\d+", number)
        issuers = rules.same_issuer.get(number.rpartition("/")[2], frozenset())
        if (
            digits
            and int(digits.group()) == int(citation.number)
            and other.kind_target == citation.kind_target
            and any(fold(citation.issuer or "").startswith(issuer) for issuer in issuers)
        ):
            return number
    return citation.number


def _citations(text: str, block: int, rules: DocumentRules) -> Iterator[_Citation]:
    folded = fold(text)
    found: list[tuple[int, _Citation]] = []
    for match in _NUMBER.finditer(text):
        printed = match.group().rstrip(".&")
        before = rules.kind.search(folded, max(0, match.start() - 48), match.start())
        if before is None and not _speaks_for_itself(printed, rules):
            continue
        kind = text[before.start(1) : before.end(1)] if before else None
        target = rules.targets.get(fold(kind)) if kind else _by_code(printed, rules)
        date, issuer = _after(text, folded, match.end(), rules)
        number = re.sub(r"\s", "", printed)
        found.append((match.start(), _Citation(number, kind, target, date, issuer, block)))
    for match in rules.bare.finditer(folded):
        date, issuer = _after(text, folded, match.end(), rules)
        if issuer:
            kind = text[match.start(1) : match.end(1)]
            target = rules.targets.get(fold(kind))
            found.append((match.start(), _Citation(match[2], kind, target, date, issuer, block)))
    for _, citation in sorted(found, key=lambda item: item[0]):
        yield citation


def _speaks_for_itself(number: str, rules: DocumentRules) -> bool:
    """Whether a number without a kind before it can only be a document's: `19-NQ/TW`, `123/QĐ-UBND`."""
    return "/" in number and re.search(r"[-–]", number) is not None and _by_code(number, rules) is not None


def _by_code(number: str, rules: DocumentRules) -> str | None:
    letters = [part for part in re.split(r"[-–/ ]+", number) if not part.isdigit()]
    return rules.targets.get(letters[0]) if letters else None


def _after(text: str, folded: str, end: int, rules: DocumentRules) -> tuple[str | None, str | None]:
    """Date and issuer that stand directly behind a number, in either order."""
    date = issuer = None
    for _ in range(2):
        opening = _OPEN.match(folded, end)
        at = opening.end() if opening else end
        stamp = rules.date.match(folded, at)
        if stamp and date is None:
            day, month, year = [part for part in stamp.groups() if part]
            date = _iso(day, month, year)
            end = stamp.end()
            if text.startswith(")", end):
                end += 1
        elif issuer is None and (found := _issuer(text, folded, at, rules)):
            issuer, end = found
        else:
            break
    return date, issuer


def _iso(day: str, month: str, year: str) -> str | None:
    return f"{year}-{int(month):02}-{int(day):02}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else None


def _issuer(text: str, folded: str, at: int, rules: DocumentRules) -> tuple[str, int] | None:
    """The issuer's name from its first word to where it ends, and that end."""
    of = rules.of.match(folded, at)
    start = of.end() if of else at
    head = rules.issuer.match(folded, start)
    if not head or not text[start].isupper() or (not of and "," in text[at - 2 : at]):
        return None  # `…-NQ/TU, Ban Thường vụ …` goes on with something else
    stops = [len(text)]
    for pattern, where in ((_PUNCTUATION, text), (rules.issuer_end, fold_tones(text))):
        stop = pattern.search(where, head.end())
        if stop:
            stops.append(stop.start())
    words = text[start : min(stops)].split()
    name = " ".join(words[:LONGEST_ISSUER]).rstrip(" ,.;:-–")
    return name, start + len(text[start : min(stops)].rstrip())


def find_terms_of_office(article: Article, facts: DigestFacts) -> tuple[TermOfOffice, ...]:
    """`nhiệm kỳ 2020-2025, 2021-2026`, in order of first mention."""
    opening = re.compile(rf"{any_of(map(fold, facts.terms_of_office))}[ :]{{0,2}}(?=\d{{4}})")
    years = re.compile(_YEARS)
    joint = re.compile(r"\s?[,;]\s|\s(?:\w{1,3}|&)\s(?=\d{4})")
    found: dict[tuple[int, int], set[int]] = {}
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            for match in opening.finditer(fold(text)):
                at = match.end()
                while span := years.match(text, at):
                    start, end = int(span["from"]), int(span["to"])
                    if 0 < end - start <= LONGEST_OFFICE:
                        found.setdefault((start, end), set()).add(number)
                    link = joint.match(text, span.end())
                    at = link.end() if link else len(text)
    return tuple(TermOfOffice(start, end, tuple(sorted(blocks))) for (start, end), blocks in found.items())
