"""Terms of the termbase in an article: longest match, whole syllables, tone placement folded."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from build_site.digest.contexts import Context
from build_site.digest.patterns import spans_of
from build_site.digest.sentence import KEPT, sentence
from build_site.digest.term_tables import END, WAYS, Form, Tables, Ways, tables_of
from build_site.folding import fold, fold_tones
from build_site.model import Article, Term, TermMatch, TermUse, TranslationUnit
from build_site.translate.plurals import plurals

# A token that opens with a digit and goes on after a hyphen or slash: a document number, a date. No term is inside it.
_NUMBER = re.compile(r"\d\w*(?:[-/][\w&.]+)+")
_NEXT_WORD = re.compile(r" (\w+)")
_WORD_BEFORE = re.compile(r"(\w{1,11}) $")

# Apostrophes and dashes of the translation, whichever way they were typed.
_SAME = (("’", "'"), ("‘", "'"), ("–", "-"))
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_ARTICLES = ("the ", "a ", "an ")
_TARGET_AFTER = re.compile(r" (\w[\w’']{0,30})")


class Matcher:
    """All forms of a termbase, word by word; made in milliseconds, as nothing is compiled. `tables`: those of the same
    terms, where they are known.

    Forms are the term, its variants and its abbreviations; abbreviations match in their own case only. Forbidden terms
    are not looked for. Where several terms share a form, the first whose context fits has it, and the first that asks
    for no context where none does.
    `before_names`: words that may stand in front of a proper name without being part of it (`huyện`, `tỉnh`).
    """

    def __init__(
        self, terms: Iterable[Term], before_names: Iterable[str] = (), *, tables: Tables | None = None
    ) -> None:
        self.terms = {term.id: term for term in terms}
        self._before_names = {fold(word) for word in before_names}
        self.domains = Counter(term.domain for term in self.terms.values() if term.domain)
        """How many terms each domain has."""
        self._plain, special, self._first = tables or tables_of(self.terms.values())
        self._special = {
            text: tuple(Form(term, exact, tuple(Context(*each) for each in near)) for term, exact, near in forms)
            for text, forms in special.items()
        }

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, term id) of every term in NFC `text`, from left to right, without overlap."""
        return list(_found(self, text))

    def read(self, text: str) -> list[tuple[int, int, str]]:
        """What `find` gives, which keeps it."""
        read = sentence(text)
        folded, has_digit, words = read.folded, read.has_digit, [*read.parts, END]
        first, plain = self._first.get, self._plain.get
        found: list[tuple[int, int, str]] = []
        next_start = done = 0
        for position, word in enumerate(words):
            start = next_start
            next_start += len(word) + 1
            node = first(word)
            if (node is None and not has_digit) or start < done or not word:
                continue
            ways: Ways = ()
            following = position
            while node is not None:
                if WAYS in node:
                    ways = node[WAYS] + ways
                following += 1
                node = node.get(words[following])
            for lead, length in ways:
                at = start - lead
                end = at + length
                term = plain(folded[at:end])
                if term is None or at < done:
                    continue
                # The empty id: it depends on the case, the name or the words around.
                if not term or text[at].isupper():
                    term = self._meant(text, folded, at, end)
                if term is None:
                    break
                if term:
                    found.append((at, end, term))
                    done = end
                    break
            else:
                if has_digit and word[0].isdecimal() and (number := _NUMBER.match(folded, start)):
                    done = number.end()
        return found

    def _meant(self, text: str, folded: str, start: int, end: int) -> str | None:
        """The term that the form at this span stands for; empty where it is none, None where it is part of a name."""
        text_folded = folded[start:end]
        for form in self._special.get(text_folded) or (Form(self._plain[text_folded], None, ()),):
            if form.exact is None and self._in_name(text, start, end):
                return None
            if form.exact in (None, text[start:end]) and all(one.fits(folded, start, end) for one in form.contexts):
                return form.term
        return ""

    def _in_name(self, text: str, start: int, end: int) -> bool:
        """Whether the span is part of a capitalised name: `Đoàn` in `Đoàn Văn Hậu`, `Bình` in `Thái Bình`."""
        if not text[start].isupper():
            return False
        first, _, second = text[start:end].partition(" ")
        if not first.istitle() or (second and not (second.istitle() and " " not in second)):
            return False
        after = _NEXT_WORD.match(text, end)
        if after and after[1].istitle() and fold(text[start:end]) not in self._before_names:
            return True
        before = None if second else _WORD_BEFORE.search(text, max(0, start - 12), start)
        return bool(before and before[1].istitle() and fold(before[1]) not in self._before_names)


@lru_cache(maxsize=KEPT)  # the page, the checks of translations and the search ask for the same sentences
def _found(matcher: Matcher, text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(matcher.read(text))


def find_terms(article: Article, matcher: Matcher, people: Iterable[str] = ()) -> tuple[TermMatch, ...]:
    """Every occurrence in the title (block -1) and the blocks, in reading order.

    Not what touches the full name of one of the `people`: `Văn Lâm` in `Trần Văn Lâm` is no district.
    """
    names = tuple({fold_tones(name) for name in people})
    return tuple(
        TermMatch(term, block, segment, start, end)
        for block, segment, text in _texts(article)
        for start, end, term in _outside(names, text, matcher.find(text))
    )


def _outside(names: Sequence[str], text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    taken = spans_of(names, fold_tones(text)) if found else []
    if not taken:
        return found
    return [span for span in found if all(span[1] <= start or end <= span[0] for start, end in taken)]


def _texts(article: Article) -> Iterator[tuple[int, int, str]]:
    yield -1, 0, article.title
    for number, block in enumerate(article.blocks):
        for position, segment in enumerate(block.segments):
            yield number, position, segment.source


def term_uses(matches: Iterable[TermMatch], terms: Mapping[str, Term]) -> tuple[TermUse, ...]:
    """The terms used, in order of first appearance, each with its count."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for match in matches:
        counts[match.term] = counts.get(match.term, 0) + 1
        first.setdefault(match.term, match.block)
    return tuple(TermUse(terms[term], count, first[term]) for term, count in counts.items())


def target_spans(unit: TranslationUnit, terms: Iterable[Term]) -> tuple[tuple[int, int, str], ...]:
    """(start, end, term id) in `unit.target`, from left to right, without overlap.

    `terms` are those found in `unit.source`. Their targets and alternatives are looked for as whole words in any case,
    also in the plural; where two overlap, the longer one stays. What is but a part of a longer capitalised name of
    English (`Party` in `District Party Committee`) is not the term.
    """
    if not unit.target:
        return ()
    text = _typed_alike(unit.target).lower()
    if len(text) != len(unit.target):
        return ()
    spans: set[tuple[int, int, str, bool]] = set()
    for term in terms:
        for form in _forms(term.target, term.alternatives):
            at = text.find(form)
            while at >= 0:
                end = at + len(form)
                if not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
                    spans.add((at, end, term.id, " " in term.target))
                at = text.find(form, at + 1)
    if not spans:
        return ()
    beside = _Beside(unit.target, unit.source)
    chosen: list[tuple[int, int, str]] = []
    for start, end, term_id, short in sorted(spans, key=lambda span: (span[0] - span[1], span[0], span[2])):
        if all(end <= other[0] or other[1] <= start for other in chosen) and not beside.longer(start, end, short):
            chosen.append((start, end, term_id))
    return tuple(sorted(chosen))


def _typed_alike(text: str) -> str:
    for sign, same in _SAME:
        text = text.replace(sign, same)
    return text


class _Beside:
    """The words beside a span of a translation."""

    def __init__(self, text: str, source: str) -> None:
        self._text, self._source = text, source

    def _begin(self, end: int) -> int:
        """Where the word that ends at `end` begins; `end` where none does."""
        text, begin = self._text, end
        while begin and (text[begin - 1].isalnum() or text[begin - 1] in "_’'"):
            begin -= 1
        while begin < end and text[begin] in "’'":
            begin += 1
        return begin

    @cached_property
    def _original(self) -> str:
        return _bare(self._source)

    def longer(self, start: int, end: int, short: bool) -> bool:
        """Whether a capitalised word of English stands beside a capitalised span. A name that the original has too
        (`Gia Lâm District Party Committee`) only says whose it is, and the first word of a sentence has its capital for
        nothing. A `short` name (one word of several: `Party`) is one where no word follows: not in `Party committee`.
        """
        text = self._text
        first = text[start].isupper()
        if first and start and text[start - 1] == " " and (begin := self._begin(start - 1)) < start - 1:
            opening = text[:begin].rstrip("“ ")[-1:] in ("", ".", ":")
            if not opening and text[begin].isupper() and _bare(text[begin : start - 1]) not in self._original:
                return True
        blank = text.rfind(" ", start, end)
        if first and short and blank < 0 and _TARGET_AFTER.match(text, end):
            return True
        after = _TARGET_AFTER.match(text, end) if text[blank + 1 if blank >= 0 else start].isupper() else None
        return bool(after and after[1][0].isupper() and _bare(after[1]) not in self._original)


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    """Letters and digits without their marks: `Hà Nội’s` → `hanois`, so that `Hanoi` is found in it."""
    letters = unicodedata.normalize("NFD", text.lower().removesuffix("’s").removesuffix("'s").replace("đ", "d"))
    return "".join(filter(str.isalnum, letters))


@lru_cache(maxsize=8192)
def _forms(wanted: str, alternatives: tuple[str, ...]) -> tuple[str, ...]:
    """The English of a term as it may stand in a sentence: `Party cell` and `Party cells`, `member(s) of …`.

    One word may stand for a target of several only where it is one of them (`cell`): `improve` could be anything.
    """
    target = _plain(wanted)
    words = target.split()
    forms: list[str] = []
    for plain in (target, *map(_plain, alternatives)):
        stray = " " not in plain and len(words) > 1 and not any(plain in (word, *plurals(word)) for word in words)
        if len(plain) > 1 and not stray:
            bare = plain.replace(" the ", " ")  # `fill places on` is said for `fill the places on`
            forms += (*dict.fromkeys((plain, bare)), *plurals(plain))
    return tuple(forms)


def _plain(text: str) -> str:
    plain = _typed_alike(_PARENTHESIS.sub("", text)).lower().strip()
    for article in _ARTICLES:
        plain = plain.removeprefix(article)
    return plain
