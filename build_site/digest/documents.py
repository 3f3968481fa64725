"""Documents cited by number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import Phrases, any_of, first_words, opened_by, trie_of, word_at
from build_site.digest.people import sentences_of
from build_site.digest.ranks import rank_of
from build_site.digest.sentence import KEPT, sentence
from build_site.folding import fold, fold_tones
from build_site.model import Article, CitedDocument

_OPEN = re.compile(r"[\s,]{0,2}\(?")
_PUNCTUATION = re.compile(r"[,;:()“”\"…!?.](?=\s|$)|[“”\"()…]")
_DIGITS = re.compile(r"\d+")
"""Where a number begins: what finds these runs through the text in C."""
_JOINTS = "/-–"
"""One of them stands behind the digits of each whole number."""
LONGEST_ISSUER = 10


class DocumentRules(Struct, frozen=True):
    number: re.Pattern[str]
    """`18-NQ/TW`, `14/TT-BVN`, `34/2023/NĐ-CP`, `24/2018/QH14`, also with blanks round a dash: `35/NQ - CP`."""
    kind: re.Pattern[str]
    """A kind, and perhaps `số`, directly before a number. On folded text."""
    kind_openers: frozenset[str]
    """First words of kinds, folded."""
    counted: re.Pattern[str]
    """`số` directly before a number."""
    bare: re.Pattern[str]
    """A kind with a number of digits alone; the second group is `số`."""
    number_end: re.Pattern[str]
    """What may follow such a number, where the kind does not count things: `Đề án 06 của Chính phủ`."""
    small: frozenset[str]
    """Folded kinds that such a number may follow without a capital."""
    date: re.Pattern[str]
    made: re.Pattern[str]
    """`đã ban hành` before a kind: who did it stands before, and perhaps when."""
    day_before: re.Pattern[str]
    of: re.Pattern[str]
    issuer: re.Pattern[str]
    whole_issuer: Phrases
    """Names of bodies known whole, in which `và` ends nothing: `Bộ Nông nghiệp và Phát triển nông thôn`."""
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
    a_day = rf"(?:{day} )(?:(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})|{written})"
    bodies = (*facts.organisations.offices, *facts.organisations.local_offices)
    named = dict(facts.document_targets)
    codes = trie_of({code for rank in facts.document_ranks for code in rank.codes})
    return DocumentRules(
        number=re.compile(
            r"(?<![\w/.,-])\d{1,5}(?:/(?:19|20)\d\d)?(?: ?[-–] ?|/)[A-ZĐƯ][A-Za-zĐđƯ0-9]{0,11}"
            rf"(?:(?:[-/&–]| [-–] (?={codes or '(?!)'}))[A-ZĐƯ][A-Za-zĐđƯ0-9.&]{{0,11}}){{0,3}}(?!\w)"
        ),
        kind=re.compile(rf"({kinds}){numbered} ?$"),
        kind_openers=first_words(kind.name for kind in facts.documents),
        counted=re.compile(rf"{any_of(map(fold, facts.number_words))}[:.]? ?$"),
        bare=re.compile(
            rf"({kinds})( {any_of(map(fold, facts.number_words))})?[:.]? "
            r"(\d{1,4}(?:/(?:19|20)\d\d)?)(?![\w/-])(?![.,]\d)"
        ),
        number_end=re.compile(
            rf"$|[,;.:)”\"]| [-–] | \(| {any_of(map(fold, facts.number_ends))}| {year} \d{{4}}(?!\d)"
        ),
        small=frozenset(map(fold, facts.small_kinds)),
        date=re.compile(rf"{a_day}(?!\w)"),
        made=re.compile(
            rf"(?: {any_of(map(fold, facts.adverbs_of_issue))})? {any_of(map(fold, facts.verbs_of_issue))} $"
        ),
        day_before=re.compile(rf"{a_day},? $"),
        of=re.compile(rf"{any_of(map(fold, facts.issuer_words))} "),
        issuer=re.compile(any_of(map(fold, facts.issuers))),
        whole_issuer=Phrases(fold(f"{o} {f}") for o in bodies for f in facts.organisations.fields),
        issuer_end=re.compile(any_of(map(fold_tones, facts.issuer_ends))),
        targets={fold(kind): target for kind, target in facts.document_targets}
        | {code: named[kind.name] for kind in facts.documents if kind.name in named for code in kind.codes},
        same_issuer={entry.code: frozenset(map(fold, entry.issuers)) for entry in facts.number_issuers},
    )


def find_documents(article: Article, facts: DigestFacts) -> tuple[CitedDocument, ...]:
    """Documents in order of first citation in the blocks, citations of one number merged.

    A number of digits alone (`Chỉ thị 35`) counts where its date or issuer stands beside it, behind `số`, or where
    nothing follows that it could count; where the same text also gives that document's whole number (`15-NQ/TU`), the
    two are one.
    """
    rules = _rules(facts)
    citations = [
        citation
        for number, block in enumerate(article.blocks)
        for text in sentences_of(block)
        for citation in _in_sentence(text, number, facts)
    ]
    whole = {citation.number: citation for citation in citations if not citation.number.isdigit()}
    merged: dict[tuple[str, ...], list[_Citation]] = {}
    told = {(fold(one.kind or ""), one.number): one.issuer for one in reversed(citations) if one.issuer}
    for citation in citations:
        number = _whole_number(citation, whole, rules)
        # Bare numbers are told apart by kind and issuer, whole ones are unique within a text.
        kind = fold(citation.kind or "")
        issuer = citation.issuer or told.get((kind, number)) or ""  # `Nghị quyết 20 của Trung ương … Nghị quyết 20`
        own = (kind, fold(issuer)) if number.isdigit() else ()
        merged.setdefault((number, *own), []).append(citation)
    return tuple(_document(key[0], group, facts) for key, group in merged.items())


def _document(number: str, group: list[_Citation], facts: DigestFacts) -> CitedDocument:
    def first(field: str) -> str | None:
        return next((value for citation in group if (value := getattr(citation, field))), None)

    return CitedDocument(
        number=number,
        kind=first("kind"),
        kind_target=first("kind_target"),
        date=first("date"),
        issuer=first("issuer"),
        rank=rank_of(number, first("kind"), first("issuer"), facts),
        blocks=tuple(sorted({citation.block for citation in group})),
    )


def _whole_number(citation: _Citation, whole: dict[str, _Citation], rules: DocumentRules) -> str:
    if not citation.number.isdigit():
        # `Nghị định 168/2024` is `168/2024/NĐ-CP`
        return next((number for number in whole if number.startswith(citation.number + "/")), citation.number)
    for number, other in whole.items():
        if (
            number.startswith(citation.number + "/20")
            and "-" not in number
            and other.kind_target == citation.kind_target
        ):
            return number  # `Quyết định 13` behind `Quyết định 13/2020`
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


def _in_sentence(text: str, block: int, facts: DigestFacts) -> Iterator[_Citation]:
    for citation in _citations(text, facts):
        yield citation if citation.block == block else replace(citation, block=block)


@lru_cache(maxsize=KEPT)
def _citations(text: str, facts: DigestFacts) -> tuple[_Citation, ...]:
    """Those of a sentence, as of block 0."""
    read = sentence(text)
    if not read.has_digit:
        return ()
    rules = _rules(facts)
    folded = read.folded
    block = 0
    found: list[tuple[int, _Citation]] = []
    done = 0
    for digits in _DIGITS.finditer(text) if any(map(text.__contains__, _JOINTS)) else ():
        match = rules.number.match(text, digits.start()) if digits.start() >= done else None
        if match is None:
            continue
        done = match.end()
        printed = match.group().rstrip(".&")
        before = rules.kind.search(folded, max(0, match.start() - 48), match.start())
        counted = rules.counted.search(folded, max(0, match.start() - 8), match.start())
        if before is None and not _speaks_for_itself(printed, rules, counted=counted is not None):
            continue
        kind = text[before.start(1) : before.end(1)] if before else None
        target = rules.targets.get(fold(kind)) if kind else _by_code(printed, rules)
        date, issuer = _around(text, folded, before.start(1) if before else match.start(), match.end(), rules)
        number = re.sub(r"\s", "", printed)
        found.append((match.start(), _Citation(number, kind, target, date, issuer, block)))
    for match in opened_by(rules.bare, read.standing(rules.kind_openers), folded):
        date, issuer = _around(text, folded, match.start(), match.end(), rules)
        if date or issuer or _is_numbered(text, folded, match, rules):
            kind = text[match.start(1) : match.end(1)]
            target = rules.targets.get(fold(kind))
            found.append((match.start(), _Citation(match[3], kind, target, date, issuer, block)))
    return tuple(citation for _, citation in sorted(found, key=lambda item: item[0]))


def _speaks_for_itself(number: str, rules: DocumentRules, *, counted: bool) -> bool:
    """Whether a number without a kind before it can only be a document's: `19-NQ/TW`, `123/QĐ-UBND`, behind `số` also
    one whose letters name no kind (`văn bản số 4062/TTKQH-TT`)."""
    whole = "/" in number and re.search(r"[-–]", number) is not None
    return whole and (counted or _by_code(number, rules) is not None)


def _is_numbered(text: str, folded: str, match: re.Match[str], rules: DocumentRules) -> bool:
    """Whether digits alone are a number and count nothing: `Quyết định số 52`, `Đề án 06 của Chính phủ`."""
    if match[2]:
        return True
    year = len(match[3]) == 4 and match[3][:2] in ("19", "20")
    capital = text[match.start()].isupper() or match[1] in rules.small
    if "/" in match[3]:
        return capital  # `Nghị định 168/2024`
    return capital and not year and len(match[3]) > 1 and rules.number_end.match(folded, match.end()) is not None


def _around(text: str, folded: str, start: int, end: int, rules: DocumentRules) -> tuple[str | None, str | None]:
    """Date and issuer of the document whose kind and number take this span: behind it, else before it, where the text
    says who made it (`Ngày 27/2/2025, Thủ tướng Chính phủ đã ban hành Quyết định số 444`)."""
    date, issuer = _after(text, folded, end, rules)
    made = rules.made.search(folded, max(0, start - 40), start)
    if (date and issuer) or not made:
        return date, issuer
    low = max(0, made.start() - 80)
    breaks = max((m.end() for m in _PUNCTUATION.finditer(text, low, made.start())), default=low)
    head = next((m for m in rules.issuer.finditer(folded, breaks, made.start()) if text[m.start()].isupper()), None)
    if head is None or len(text[head.start() : made.start()].split()) > LONGEST_ISSUER:
        return date, issuer
    day = rules.day_before.search(folded, max(0, head.start() - 40), head.start())
    if day and not date:
        date = _iso(*[part for part in day.groups() if part])
    return date, issuer or text[head.start() : made.start()].strip()


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
            date = _iso(*[part for part in stamp.groups() if part])
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
    whole = rules.whole_issuer.end(folded, start, word_at(folded, start))
    for pattern, where in ((_PUNCTUATION, text), (rules.issuer_end, fold_tones(text))):
        stop = pattern.search(where, whole or head.end())
        if stop:
            stops.append(stop.start())
    words = text[start : min(stops)].split()
    name = " ".join(words[:LONGEST_ISSUER]).rstrip(" ,.;:-–")
    return name, start + len(text[start : min(stops)].rstrip())
