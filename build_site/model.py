"""The data that flows from stage to stage: frozen, slotted, JSON-able (msgspec), in the field's own words.

Order of appearance: Source → Article (Block, Segment) → TranslationUnit → Digest → ArticleRecord, Mention → Page.
`source` is always text in the language of the seed (Vietnamese), `target` text in the language of the reader (English).
Line numbers are 1-based lines of the seed; block and segment numbers are 0-based positions.
"""

# Annotations are types here, and in the language pack's tables: as texts msgspec would compile each in every process.
from typing import Any, Literal

from msgspec import Struct

BlockKind = Literal["paragraph", "heading", "item", "caption"]
"""What a block is. Its translation role is the same word, but for paragraphs, whose role is `body`."""

Role = Literal["title", "section", "body", "heading", "item", "caption", "keyword", "post"]
"""`msgctxt` of a translation unit: which part of an article a text is."""

State = Literal["human", "approved", "machine", "stale", "missing"]
"""human: a person's text · approved: machine text that a person accepted · machine: raw, unreviewed ·
stale: a person's text whose original has changed since · missing: not translated."""

DateFrom = Literal["stamp", "text", "meta", "front matter"]
"""Where an article's date was found."""

Rights = Literal["full", "excerpt", "link only"]
"""What a publisher lets the site print: everything · all of the translation, and of the original its title and first
paragraph · the title and the digest alone, with a link."""


NO_TITLE = "no title in the file; the opening words of the text stand in for it"
"""The finding of an article whose title is not its own."""


class Finding(Struct, frozen=True):
    """Something a reader or an editor should know about one line (0: about the whole file)."""

    line: int
    what: str


Hint = Literal["title", "heading", "item", "caption", "paragraph", "stamp", "byline", "head"]
"""What the markup of a line says it is: evidence for the cleaning rules, not a decision. `head`: part of what a tool
wrote above the text, which is evidence already."""


class Evidence(Struct, frozen=True):
    """What a page says of itself outside its visible text (JSON-LD, Open Graph, meta, front matter, a record's fields).
    Weighed against the visible text, never believed blindly."""

    titles: tuple[str, ...] = ()
    """The most trustworthy first."""
    dates: tuple[str, ...] = ()
    """ISO 8601, of publication; the most trustworthy first. A record's may be as it was printed."""
    authors: tuple[str, ...] = ()
    url: str | None = None
    site: str | None = None
    """The name that the site gives itself."""
    section: str | None = None
    keywords: tuple[str, ...] = ()
    trusted: bool = False
    """Written by an editor (front matter): believed."""


class Source(Struct, frozen=True):
    """A seed as text. Made by `source/` from bytes."""

    name: str
    """Path below seeds/, with slashes: `2023/000.txt`."""
    sha256: str
    """Of the bytes, 64 hex digits."""
    size: int
    """In bytes."""
    text: str
    """NFC; line ends are `\\n`; no-break spaces are spaces; zero-width and control characters are gone."""
    findings: tuple[Finding, ...] = ()
    kind: Literal["text", "html", "markdown", "record"] = "text"
    hints: dict[int, Hint] = {}
    """Line → what its markup says; for HTML a line of `text` is a block of the page, in document order."""
    evidence: Evidence = Evidence()


class Dropped(Struct, frozen=True):
    """A line that is not part of the article, and the name of the rule that decided so."""

    line: int
    text: str
    rule: str


class Author(Struct, frozen=True):
    name: str
    organisation: str | None = None
    role: Literal["text", "photos", "text and photos"] | None = None
    """What the byline says the person made; None where it does not say."""


class Segment(Struct, frozen=True):
    """A sentence. The texts of a block's segments, joined, are the block's text."""

    text: str
    """With the blank, if any, that joins it to the next segment."""

    @property
    def source(self) -> str:
        """The sentence itself: `msgid` of its translation unit."""
        return self.text.strip()


class Block(Struct, frozen=True):
    kind: BlockKind
    lines: tuple[int, ...]
    text: str
    """As printed, but runs of white space are single blanks."""
    segments: tuple[Segment, ...] = ()
    """Empty until `segment/` has run."""

    @property
    def role(self) -> Role:
        return "body" if self.kind == "paragraph" else self.kind


class Lines(Struct, frozen=True):
    """Where the parts around the body stand in the seed."""

    title: tuple[int, ...] = ()
    stamp: tuple[int, ...] = ()
    section: tuple[int, ...] = ()
    byline: tuple[int, ...] = ()


class Article(Struct, frozen=True):
    """A cleaned article. Every non-blank line of its seed is in `lines`, in one block, or in `dropped`."""

    id: str
    """The seed's name without its ending: `2023/000`. An edit never changes it."""
    file: str
    sha256: str
    size: int
    lang: str
    """BCP 47, of the source: `vi`."""
    title: str
    lines: Lines
    blocks: tuple[Block, ...]
    published: str | None = None
    """ISO 8601: `2023-02-04T16:45:00+07:00`, or a date alone."""
    published_from: DateFrom | None = None
    section: str | None = None
    agency: str | None = None
    """The news agency or paper named by the dateline: `HNP`."""
    url: str | None = None
    """Where the seed says it was published."""
    authors: tuple[Author, ...] = ()
    keywords: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[Finding, ...] = ()
    edited: tuple[str, ...] = ()
    """What an editor overruled: `title`, `date`, `section`, `authors`, `keep`, `drop`."""


class CheckFinding(Struct, frozen=True):
    """What a check says of a translation."""

    id: str
    """Of the check: `numbers`. docs/reference/checks.md explains each."""
    severity: Literal["block", "warn"]
    """block: a machine's text with it never enters the memory · warn: an editor should look."""
    message: str


class TranslationUnit(Struct, frozen=True):
    """A source text and what is known of its translation."""

    role: Role
    source: str
    target: str | None = None
    """None only where `state` is missing."""
    state: State = "missing"
    engine: str | None = None
    """`google@1.11.4` for machine and approved text, else None."""
    date: str | None = None
    """Of the machine translation, ISO 8601."""
    note: str | None = None
    """A translator's note for readers (`# note: …` in the PO file)."""
    previous: str | None = None
    """The original that a stale translation was made from."""
    reused: bool = False
    """Taken from another article's entry with the same text."""
    findings: tuple[CheckFinding, ...] = ()
    """What the checks doubt, the blocking first; what an editor waived is left out."""
    waived: tuple[str, ...] = ()
    """Checks that an editor waived for this text (`# waive: numbers, names` in the PO file)."""
    withheld: bool = False
    """The publisher's rights keep the original back: `source` is empty, and with "link only" `target` is None."""


class Credit(Struct, frozen=True):
    """Who answers for an article's translations, from the PO file's header."""

    file: str
    """Path of the PO file below site_src/, whether it exists or not."""
    translator: str | None = None
    revised: str | None = None
    """ISO date of the last revision the header names."""


class Term(Struct, frozen=True, cache_hash=True):
    """A concept of the termbase (glossary/vi-en.csv); field names follow TBX."""

    id: str
    """Slug of the term; its page's address and its anchor."""
    term: str
    target: str
    abbr: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    """`form: words` or `form: not words`: the form is this term only where one (none) of the words is near."""
    alternatives: tuple[str, ...] = ()
    status: Literal["preferred", "admitted", "deprecated", "forbidden"] = "preferred"
    pos: str = ""
    domain: str = ""
    definition: str = ""
    note: str = ""
    source: str = ""
    common: bool = False
    """A word of everyday language besides: its English is asked for only beside a term that is none."""
    do_not_translate: bool = False
    forbidden: tuple[str, ...] = ()
    reviewed_by: str = ""
    date: str = ""


class TermMatch(Struct, frozen=True):
    """One occurrence of a term. `block` -1 is the title."""

    term: str
    """`Term.id`."""
    block: int
    segment: int
    start: int
    end: int
    """Span in `Segment.source`."""


class TermUse(Struct, frozen=True):
    """A term that an article uses, with what a reader needs to understand it on the spot."""

    term: Term
    count: int
    first_block: int


class Post(Struct, frozen=True):
    """An office held, as the text gives it."""

    source: str
    block: int
    target: str | None = None
    state: State = "missing"


class Person(Struct, frozen=True):
    name: str
    posts: tuple[Post, ...] = ()
    blocks: tuple[int, ...] = ()
    """Every block that names the person."""
    by: Literal["automatic", "editor"] = "automatic"


class Place(Struct, frozen=True):
    name: str
    """Without its kind: `Gia Lâm`."""
    kind: str | None = None
    """`huyện`, `tỉnh`, … as the text says; None where it does not."""
    blocks: tuple[int, ...] = ()
    """Block -1 is the title."""
    unit: str | None = None
    """The unit of the list of administrative units that is meant, where that is certain, from the province down:
    `thành phố Hà Nội/huyện Gia Lâm`."""
    by: Literal["automatic", "editor"] = "automatic"


class CitedDocument(Struct, frozen=True):
    number: str
    """Letter for letter: `18-NQ/TW`."""
    kind: str | None = None
    """As printed: `Nghị quyết`."""
    kind_target: str | None = None
    """`Resolution`."""
    date: str | None = None
    """ISO date of signature, where the text gives it."""
    issuer: str | None = None
    """As printed: `Ban Chấp hành T.Ư khóa XIII`."""
    blocks: tuple[int, ...] = ()
    issuer_target: str | None = None
    """In the reader's language, where the termbase has the issuer: `Politburo`."""
    rank: str | None = None
    """Which documents it stands among: `rank_<key>` of the interface's strings says how they rank."""
    by: Literal["automatic", "editor"] = "automatic"


class Organisation(Struct, frozen=True):
    """A body that the text names, with its place where every place has one."""

    name: str
    """As printed, the fullest of its wordings: `UBND huyện Gia Lâm`."""
    target: str | None = None
    """In the reader's language, where the termbase has the body; None otherwise, and the name stays."""
    place: str | None = None
    """`Gia Lâm`; None for a body that the country has once."""
    blocks: tuple[int, ...] = ()
    by: Literal["automatic", "editor"] = "automatic"


class TermOfOffice(Struct, frozen=True):
    """A term such as nhiệm kỳ 2020-2025."""

    start: int
    end: int
    blocks: tuple[int, ...] = ()


class SummarySentence(Struct, frozen=True):
    """A sentence of the summary and the block it rests on."""

    target: str | None
    source: str
    block: int
    segment: int | None = None
    """None where an editor wrote the sentence."""
    state: State = "missing"
    by: Literal["automatic", "editor"] = "automatic"


class Figure(Struct, frozen=True):
    """A number of the text, what it counts in both languages, and its block."""

    value: str
    """As the reader's language writes it: `1,599`, `159.9%`."""
    value_source: str
    what: str
    what_source: str
    block: int
    by: Literal["automatic", "editor"] = "automatic"


class Reason(Struct, frozen=True):
    """One thing that speaks for a tag or for a related article; the interface says it in its own words."""

    kind: Literal["editor", "title", "section", "keyword", "term", "document", "person", "place", "tag"]
    what: str = ""
    """In the source's language, as printed or as the termbase has it: `cán bộ`, `18-NQ/TW`; of a tag, its slug."""


class Tag(Struct, frozen=True):
    slug: str
    source: str
    target: str
    because: tuple[Reason, ...] = ()
    """What spoke for it, the strongest first."""
    parent: str = ""
    """Slug of the topic above it."""


class Related(Struct, frozen=True):
    """Another article that a reader of this one may want, and why."""

    id: str
    because: tuple[Reason, ...]
    """What both name, the rarest first; an editor's choice gives `editor` alone."""


class Topic(Struct, frozen=True, cache_hash=True):
    """An entry of site_src/topics.toml: a tag and what speaks for it, or the heading over several."""

    slug: str
    source: str
    """Its name in the language of the seeds."""
    target: str
    """Its name in the reader's."""
    parent: str = ""
    """Slug of the topic above a tag; empty for a heading, and where the file has only one level."""
    description_target: str = ""
    description_source: str = ""
    domains: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    """Numbers of documents, whole (`18-NQ/TW`) or by their end (`*/QH15`)."""


class Publisher(Struct, frozen=True):
    """An entry of site_src/sources.toml: who published articles, how they are recognised, what may be printed."""

    name: dict[str, str]
    """By language code of the interface."""
    hosts: tuple[str, ...] = ()
    """Lower case; each stands for its subdomains too: `hanoi.gov.vn`."""
    agencies: tuple[str, ...] = ()
    """As datelines print them: `HNP`."""
    home: str | None = None
    rights: Rights = "full"
    drop: tuple[str, ...] = ()
    """Phrases of this publisher's pages: a line equal to one, or opening with one, is not part of an article."""


class Publishers(Struct, frozen=True):
    """The whole of sources.toml."""

    default: Rights = "full"
    """For articles whose publisher is not named."""
    sources: tuple[Publisher, ...] = ()


class NotesSummary(Struct, frozen=True, forbid_unknown_fields=True):
    """A summary sentence as an editor writes it; `paragraph` is the ¶ number that the page prints."""

    paragraph: int
    target: str
    """The file has it under the language's code (`store/roles.py`); so with every `source` and `target` below."""
    source: str


class NotesFigure(Struct, frozen=True, forbid_unknown_fields=True):
    paragraph: int
    value: str
    target: str
    source: str


class NotesAuthor(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    organisation: str | None = None
    role: Literal["text", "photos", "text and photos"] | None = None


class NotesPerson(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    paragraph: int
    posts: tuple[str, ...] = ()
    """As the article prints them: each wants a translation like a post that was found."""


class NotesPlace(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    paragraph: int
    kind: str | None = None


class NotesDocument(Struct, frozen=True, forbid_unknown_fields=True):
    number: str
    paragraph: int
    kind: str | None = None
    kind_target: str | None = None
    date: str | None = None
    issuer: str | None = None
    issuer_target: str | None = None


class NotesOrganisation(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    paragraph: int
    target: str | None = None


class Notes(Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor says about one article: articles/<article-id>.md, TOML between +++ lines, then Markdown."""

    title: str | None = None
    """In the language of the seed, where the program misread it."""
    date: str | None = None
    """Of publication, ISO 8601."""
    section: str | None = None
    authors: tuple[NotesAuthor, ...] = ()
    keep: tuple[int, ...] = ()
    """1-based lines of the seed that are paragraphs of the article, whatever the rules say."""
    drop: tuple[int, ...] = ()
    """1-based lines that are not part of it."""
    headline: str | None = None
    summary: tuple[NotesSummary, ...] = ()
    figures: tuple[NotesFigure, ...] = ()
    tags: tuple[str, ...] = ()
    """Topic slugs; they replace the automatic ones."""
    place: str | None = None
    """Where it happened: `Gia Lâm, Hà Nội`."""
    related: tuple[str, ...] = ()
    """Ids of articles to be named as related, before those that the program finds."""
    not_related: tuple[str, ...] = ()
    """Ids of articles that are not to be."""
    people: tuple[NotesPerson, ...] = ()
    """Each takes the place of one of that name, or is added; so do the next three."""
    places: tuple[NotesPlace, ...] = ()
    organisations: tuple[NotesOrganisation, ...] = ()
    documents: tuple[NotesDocument, ...] = ()
    not_here: tuple[str, ...] = ()
    """Names of people, places, organisations, documents and terms that were found and are not meant."""
    body: str = ""
    """Markdown, shown as the editor's note."""


class Digest(Struct, frozen=True):
    """The product: an article and everything the digest says about it."""

    article: Article
    title: TranslationUnit
    section: TranslationUnit | None
    keywords: tuple[TranslationUnit, ...]
    units: tuple[tuple[TranslationUnit, ...], ...]
    """Parallel to article.blocks and their segments."""
    credit: Credit
    headline: str | None = None
    """In the reader's language: an editor's, else the title's translation."""
    headline_by: Literal["editor", "translation"] | None = None
    summary: tuple[SummarySentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    matches: tuple[TermMatch, ...] = ()
    terms: tuple[TermUse, ...] = ()
    """In order of first appearance."""
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    """The most named first."""
    organisations: tuple[Organisation, ...] = ()
    """In order of first mention."""
    documents: tuple[CitedDocument, ...] = ()
    terms_of_office: tuple[TermOfOffice, ...] = ()
    tags: tuple[Tag, ...] = ()
    subjects: tuple[str, ...] = ()
    """Ids of the terms that tell what the article is about: other articles that share them are related."""
    place: str | None = None
    note: str = ""
    """An editor's note, Markdown."""
    related: tuple[str, ...] = ()
    """Ids of the articles that an editor names as related; what the program finds is no part of a digest."""
    not_related: tuple[str, ...] = ()
    missing: int = 0
    """Number of units (title, sentences, section, keywords, posts) without a translation."""
    publisher: Publisher | None = None
    rights: Rights = "full"
    """What of the texts above is there: `digest/rights.py` has taken out the rest."""

    @property
    def all_units(self) -> tuple[TranslationUnit, ...]:
        """The title and every sentence, in reading order."""
        return (self.title, *(unit for block in self.units for unit in block))


class Correction(Struct, frozen=True):
    """A line of site_src/corrections.csv: a published sentence that an editor has mended."""

    date: str
    """ISO 8601, a day."""
    article: str
    source: str
    """The original sentence, by which its place is found."""
    before: str
    after: str
    note: str = ""
    """Why, for readers."""
    kind: Literal["correction", "wording"] = "correction"
    """wording: the same said better; no page lists it."""


class ArticleBrief(Struct, frozen=True):
    """What period and tag pages tell of an article: kept beside the record, read only for the pages that tell it."""

    sentences: tuple[tuple[SummarySentence, str], ...] = ()
    """Each with the anchor of its block; an empty one where the article's page does not show the block."""
    figures: tuple[tuple[Figure, str], ...] = ()
    posts: dict[str, tuple[Post, ...]] = {}
    """Name → the first posts that the text gives the person."""


class Mention(Struct, frozen=True):
    """One article's part of one index page (tag, topic above it, person, place, document, term) or chart."""

    kind: Literal[
        "tag", "topic", "subject", "person", "place", "province", "document", "term", "office", "year", "month"
    ]
    slug: str
    name: str
    data: dict[str, Any] = {}
    """What that page shows of this article: posts held, sentence pairs, dates…; JSON-able."""


class ArticleRecord(Struct, frozen=True):
    """All that listings see of an article; small, because there may be a hundred thousand."""

    id: str
    tail: str
    """Address below en/ and vi/: `articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao`."""
    published: str | None
    published_from: str | None
    title: str
    headline: str | None
    agency: str | None
    place: str | None
    tags: tuple[str, ...]
    people: tuple[str, ...]
    states: dict[State, int]
    """Number of title and sentences in each state."""
    revised: str | None = None
    """ISO date of the last revision of its translation, where the PO file's header names one."""
    publisher: dict[str, str] = {}
    """Name by language, where sources.toml has the publisher."""


class Page(Struct, frozen=True):
    """A file of the site before it is rendered: equal (template, context) give equal bytes."""

    path: str
    """Below build/: `en/tags/cadre-work/index.html`."""
    template: str
    context: dict[str, Any]
