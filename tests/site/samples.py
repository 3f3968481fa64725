"""Digests made by hand for the tests of site/: seed 000 in full, and small ones in any state."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import structs

from build_site.config import Settings, SiteSettings
from build_site.digest.terms import Matcher, find_terms, term_uses
from build_site.model import (
    Article,
    ArticleBrief,
    ArticleRecord,
    Author,
    Block,
    CitedDocument,
    Credit,
    Digest,
    Dropped,
    Figure,
    Finding,
    Lines,
    Mention,
    Person,
    Place,
    Post,
    Reason,
    Segment,
    State,
    SummarySentence,
    Tag,
    Term,
    TermOfOffice,
    Topic,
    TranslationUnit,
)
from build_site.site.interface import Tongue, words_of
from build_site.site.records import make_brief, make_mentions, make_record
from build_site.site.urls import article_tail
from build_site.site.view import MarkdownPage, SiteView, make_view
from build_site.store.packs import load_pair

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"

TOPICS = (
    Topic("party", "Đảng", "The Party", "", "The Communist Party.", "Đảng Cộng sản."),
    Topic(
        "party-building",
        "Xây dựng Đảng",
        "Party building",
        "party",
        "How the Party organises itself.",
        "Công tác tổ chức của Đảng.",
    ),
    Topic("cadre-work", "Công tác cán bộ", "Cadre work", "party", "Who holds which post.", "Ai giữ chức vụ nào."),
)

TERMS = (
    Term("thanh-uy", "Thành ủy", "Hanoi Party Committee", definition="The Party committee of a city; here Hanoi’s."),
    Term(
        "ban-to-chuc",
        "Ban Tổ chức",
        "Organisation Commission",
        definition="A Party committee’s arm for personnel and membership.",
    ),
    Term("chi-bo", "chi bộ", "Party cell", definition="The smallest unit of the Party."),
    Term(
        "quy-hoach",
        "quy hoạch",
        "succession planning",
        definition="Listing in advance who may be considered for a post.",
    ),
    Term("ket-nap", "kết nạp", "admission to the Party", definition="The act of taking somebody into the Party."),
    Term(
        "quan-chung-uu-tu",
        "quần chúng ưu tú",
        "outstanding non-members",
        definition="People put forward for admission.",
    ),
    Term(
        "ubnd",
        "Ủy ban nhân dân",
        "People’s Committee",
        abbr=("UBND",),
        definition="The executive at each level of government.",
    ),
    Term(
        "mttq", "Mặt trận Tổ quốc", "Fatherland Front", abbr=("MTTQ",), definition="Umbrella of the mass organisations."
    ),
    Term(
        "hdnd", "Hội đồng nhân dân", "People’s Council", abbr=("HĐND",), definition="The elected council at each level."
    ),
)

PAGES = (
    MarkdownPage("about", "en", "# About\n\nA page with a <b>tag</b> and a [link](../glossary/index.html).\n"),
    MarkdownPage("about", "vi", "# Giới thiệu\n\nMột trang.\n"),
)


def view(base_url: str = "https://digest.example/") -> SiteView:
    """The constants of a small site with the program's own interface strings."""
    settings = Settings(
        site=SiteSettings(
            name={"en": "Vietnam Local Digest", "vi": "Bản tin địa phương Việt Nam"},
            tagline={
                "en": "Vietnamese local politics, sentence by sentence",
                "vi": "Chính trị địa phương, từng câu một",
            },
            base_url=base_url,
        )
    )
    vi, en = load_pair("vi", "en")
    source, target = (Tongue(pack.code, pack.name, pack.ui, pack.languages) for pack in (vi, en))
    ui = {one.code: words_of(one, target, source, target).table for one in (target, source)}
    letters = "".join(letter for letter in vi.letters if letter not in en.letters)
    return make_view(settings, ui, TOPICS, PAGES, letters=letters)


def templates() -> dict[str, str]:
    """The project's own templates."""
    return {path.name: path.read_text("utf-8") for path in sorted((ROOT / "templates").glob("*.html"))}


def gia_lam() -> Digest:
    """Seed 000 as the finished pipeline reads it, in miniature: its own lines, our own English."""
    data = next((ROOT / "seeds").glob("000_*.txt")).read_bytes()
    by_line: dict[int, list[list[str]]] = {}
    for row in (FIXTURES / "000.tsv").read_text("utf-8").splitlines()[1:]:
        key, source, target, *note = row.split("\t")
        by_line.setdefault(int(key.split(".")[0]), []).append([source, target, note[0] if note else ""])
    blocks, units = [], []
    for line in (4, 6, 9, 11, 13):
        parts = by_line[line]
        kind = "caption" if line == 6 else "paragraph"
        sources = [source for source, _, _ in parts]
        segments = [Segment(source + " ") for source in sources[:-1]] + [Segment(sources[-1])]
        blocks.append(Block(kind, (line,), " ".join(sources), tuple(segments)))
        role = blocks[-1].role
        units.append(
            tuple(TranslationUnit(role, source, target, "human", note=note or None) for source, target, note in parts)
        )
    title_source, title_target, _ = by_line[1][0]
    title = title_source.removesuffix(" (16:45 04/02/2023)")
    lines = data.decode("utf-8").splitlines()
    dropped = [
        Dropped(number, text.strip(), "comment-form")
        for number, text in enumerate(lines, 1)
        if number > 15 and text.strip()
    ]
    article = Article(
        id="000_5be2bdbade8b7f22",
        file="000_5be2bdbade8b7f22.txt",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        lang="vi",
        title=title,
        lines=Lines(title=(1,), stamp=(1,), byline=(15,)),
        blocks=tuple(blocks),
        published="2023-02-04T16:45:00+07:00",
        published_from="stamp",
        agency="HNP",
        authors=(Author("Vương Vân"),),
        dropped=tuple(dropped),
        findings=(Finding(dropped[-1].line, "damaged characters (U+FFFD); shown as they came"),),
    )
    matches = find_terms(article, Matcher(TERMS))
    return Digest(
        article=article,
        title=TranslationUnit("title", title, title_target.removesuffix(" (16:45, 4 February 2023)"), "human"),
        section=None,
        keywords=(),
        units=tuple(units),
        credit=Credit("translations/en/000_5be2bdbade8b7f22.po", "the editors of this digest", "2026-11-22"),
        headline="Hanoi’s Party personnel chief asks Gia Lâm for more non-local commune leaders",
        headline_by="editor",
        summary=(
            SummarySentence(
                "On 3 February, Vũ Đức Bảo chaired a working session with the Gia Lâm District Party Committee.",
                "Ngày 3/2, ông Vũ Đức Bảo làm việc với Huyện ủy Gia Lâm.",
                0,
                None,
                "human",
                "editor",
            ),
            SummarySentence(
                "The district decided to admit 200 people to the Party in 2022.",
                "Năm 2022, Huyện ủy quyết định kết nạp 200 người.",
                3,
                None,
                "human",
                "editor",
            ),
        ),
        figures=(
            Figure("11,000+", "trên 11.000", "Party members in the district", "đảng viên toàn Đảng bộ huyện", 2),
            Figure("200", "200", "people to be admitted", "quần chúng ưu tú được kết nạp", 3),
        ),
        matches=matches,
        terms=term_uses(matches, {term.id: term for term in TERMS}),
        people=(
            Person(
                "Vũ Đức Bảo",
                (
                    Post("Ủy viên Ban Thường vụ", 0, "member of the Standing Committee", "human"),
                    Post(
                        "Trưởng Ban tổ chức Thành ủy Hà Nội",
                        0,
                        "head of the Organisation Commission of the Hanoi Party Committee",
                        "human",
                    ),
                    Post(
                        "Trưởng ban Tổ chức Thành ủy",
                        1,
                        "head of the Organisation Commission of the Hanoi Party Committee",
                        "human",
                    ),
                ),
                (0, 1, 4),
            ),
        ),
        places=(Place("Gia Lâm", "huyện", (-1, 0, 2)), Place("Hà Nội", "thành phố", (0,))),
        documents=(
            CitedDocument("18-NQ/TW", "Nghị quyết", "Resolution", "2017-10-25", "Ban Chấp hành Trung ương", (2,)),
        ),
        terms_of_office=(TermOfOffice(2025, 2030, (3,)), TermOfOffice(2026, 2031, (3,))),
        tags=(
            Tag(
                "party-building",
                "Xây dựng Đảng",
                "Party building",
                (Reason("section", "Đảng, đoàn thể"), Reason("document", "18-NQ/TW"), Reason("term", "chi bộ")),
                "party",
            ),
            Tag("cadre-work", "Công tác cán bộ", "Cadre work", (Reason("editor"),), "party"),
        ),
        place="Gia Lâm, Hà Nội",
    )


def in_state(digest: Digest, state: State, *, only: int | None = None) -> Digest:
    """The same digest with its units in another state: all of them, or the n-th sentence (0-based) alone."""
    count = -1

    def changed(unit: TranslationUnit) -> TranslationUnit:
        nonlocal count
        count += 1
        if only is not None and count != only:
            return unit
        target = None if state == "missing" else unit.target
        engine = "google@1.11.4" if state in ("machine", "approved") else None
        return structs.replace(unit, state=state, target=target, engine=engine)

    units = tuple(tuple(changed(unit) for unit in block) for block in digest.units)
    title = changed(digest.title) if only is None else digest.title
    headline = None if title.target is None else digest.headline
    return structs.replace(
        digest, units=units, title=title, headline=headline, headline_by=digest.headline_by if headline else None
    )


def many(number: int) -> Iterator[tuple[Digest, str]]:
    """So many variants of seed 000, a week apart from each other, with their addresses."""
    base = gia_lam()
    for n in range(number):
        day = 1 + (n * 7) % 28
        month, year = 1 + (n // 4) % 12, 2015 + (n // 48) % 10
        published = None if n % 50 == 49 else f"{year}-{month:02}-{day:02}"
        article = structs.replace(
            base.article, id=f"many/{n:05}", title=f"{base.article.title} ({n})", published=published
        )
        documents = (
            CitedDocument(f"{n % 300 + 1}-NQ/TU", "Nghị quyết", "Resolution", f"{year}-{month:02}-01", None, (0,)),
        )
        people = (
            structs.replace(
                base.people[0],
                name=f"Vũ Đức {['Bảo', 'Tân', 'Tấn', 'Hùng', 'An', 'Đạt', 'Ân', 'Ổn', 'Út', 'Yên'][n % 10]}",
            ),
        )
        digest = structs.replace(base, article=article, documents=documents, people=people)
        yield digest, f"{article_tail(published, f'bai so {n}')}"


@dataclass
class MemoryIndex:
    """The Index that listings ask, over lists in memory."""

    kept: list[ArticleRecord] = field(default_factory=list)
    held: dict[tuple[str, str], list[tuple[ArticleRecord, Mention]]] = field(default_factory=dict)
    briefs: dict[str, ArticleBrief] = field(default_factory=dict)
    told: dict[tuple[str, str], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, digests: Iterable[tuple[Digest, str]]) -> MemoryIndex:
        index = cls()
        for digest, tail in digests:
            record = make_record(digest, tail)
            index.kept.append(record)
            index.briefs[record.id] = make_brief(digest)
            for mention in make_mentions(digest):
                index.held.setdefault((mention.kind, mention.slug), []).append((record, mention))
        return index

    # Nothing has been planned before: all is stale.

    def stale(self, kind: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
        return self.slugs(kind)

    def anew(self) -> bool:
        return True

    def any_stale(self, *kinds: str) -> bool:
        return True

    def is_retold(self, kind: str, slug: str) -> bool:
        return True

    def moved(self, *kinds: str) -> bool:
        return True

    def is_stale(self, kind: str, slug: str) -> bool:
        return True

    def standing(self, kind: str, slug: str, total: int, made_from: Any) -> tuple[int, ...]:
        return ()

    def remember(self, kind: str, slug: str, told: Any) -> bool:
        self.told[kind, slug] = told
        return True

    def remembered(self, kind: str) -> Iterator[tuple[str, Any]]:
        return ((slug, self.told.get((kind, slug))) for slug, _, _ in self.slugs(kind))

    def changed(self, *kinds: str) -> bool:
        return True

    def records(self, most: int = -1) -> Iterator[ArticleRecord]:
        return islice(self._records(), most if most >= 0 else None)

    def _records(self) -> Iterator[ArticleRecord]:
        undated = sorted((record for record in self.kept if not record.published), key=lambda record: record.id)
        dated = sorted((record for record in self.kept if record.published), key=lambda record: record.id)
        yield from sorted(dated, key=lambda record: record.published or "", reverse=True)
        yield from undated

    def _held(self) -> dict[tuple[str, str], list[tuple[ArticleRecord, Mention]]]:
        """With the years and months of all records."""
        periods: dict[tuple[str, str], list[tuple[ArticleRecord, Mention]]] = {}
        for record in self.kept:
            found = [Mention("year", *[(record.published or "undated").partition("-")[0]] * 2)]
            found += [Mention("month", record.published[:7], record.published[:7])] if record.published else []
            for each in found:
                periods.setdefault((each.kind, each.slug), []).append((record, each))
        return self.held | periods

    def slugs(self, kind: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
        for (at, slug), held in sorted(self._held().items()):
            if at == kind:
                names = tuple(sorted({mention.name for _, mention in held}))
                yield slug, names, len({record.id for record, _ in held})

    def mentions(self, kind: str, slug: str, start: int = 0, most: int = -1) -> Iterator[tuple[ArticleRecord, Mention]]:
        found = sorted(self._held().get((kind, slug), ()), key=lambda pair: pair[0].published or "", reverse=True)
        if kind == "term":
            found.sort(key=lambda pair: pair[0].published or "~")
        yield from found[start : start + most] if most >= 0 else found[start:]

    def most(self, kind: str, most: int) -> list[tuple[str, tuple[str, ...], int]]:
        return sorted(self.slugs(kind), key=lambda entry: (-entry[2], entry[0]))[:most]

    def said(self, kind: str, slug: str) -> Iterator[dict[str, Any]]:
        return (mention.data for _, mention in self.mentions(kind, slug))

    def redated(self) -> bool:
        return True

    def brief(self, article_id: str) -> ArticleBrief:
        return self.briefs.get(article_id, ArticleBrief())

    def company(self, kind: str, slug: str, what: str, most: int = -1) -> list[tuple[str, int]]:
        counts = Counter(name for record, _ in self._held()[kind, slug] for name in getattr(record, what))
        found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return found[:most] if most >= 0 else found

    def dated(self, kind: str, slug: str) -> int:
        return sum(1 for record, _ in self.held.get((kind, slug), ()) if record.published)

    def first_cited(self) -> Iterator[tuple[str, str, str]]:
        for (kind, slug), held in sorted(self.held.items()):
            dates = [record.published for record, _ in held if record.published]
            if kind == "document" and dates:
                yield slug, min(mention.name for _, mention in held), min(dates)

    def signed(self) -> Iterator[tuple[str, str, str]]:
        for (kind, slug), held in sorted(self.held.items()):
            dates = [mention.data["date"] for _, mention in held if kind == "document" and mention.data["date"]]
            if dates:
                yield slug, min(mention.name for _, mention in held), min(dates)

    def naming_any(self, kind: str, slugs: Collection[str]) -> int:
        return len({record.id for slug in slugs for record, _ in self.held.get((kind, slug), ())})
