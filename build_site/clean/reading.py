"""The state that the cleaning rules share: the seed's lines, and what each has been found to be."""

from __future__ import annotations

from msgspec import Struct, field

from build_site.folding import fold
from build_site.model import Author, BlockKind, DateFrom, Dropped, Evidence, Finding, Hint


class Line(Struct):
    """A non-blank line. A rule that knows what it is gives it a `kind`; later rules leave it alone."""

    number: int
    """1-based, in the seed."""
    text: str
    """Runs of blanks are single."""
    hint: Hint | None = None
    """What the markup says it is."""
    kind: str | None = None
    """title, stamp, section, byline, dropped, or the kind of block it opens or continues."""
    joins: bool = False
    """Continues the block of the line before it."""
    body: str | None = None
    """What of the text belongs to the block, where a list mark or a byline was cut off."""

    words: int = 0
    """Worked out."""
    _folded: str | None = None

    def __post_init__(self) -> None:
        self.words = self.text.count(" ") + 1

    @property
    def folded(self) -> str:
        """The text for comparing; many rules ask."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def open(self) -> bool:
        return self.kind is None


class Reading(Struct):
    """What is known of the article so far. Rules take and change it, in the order of `article.RULES`."""

    lines: list[Line]
    evidence: Evidence = field(default_factory=Evidence)
    """What the page or record says of itself."""
    title: str | None = None
    untitled: bool = False
    """The markup leaves no doubt that no line is a title."""
    section: str | None = None
    published: str | None = None
    published_from: DateFrom | None = None
    agency: str | None = None
    authors: list[Author] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    head: int | None = None
    """The line that is the title, where the page around it says so."""
    also: dict[str, list[int]] = field(default_factory=dict)
    """Lines that hold a second thing: a stamp inside the title's line."""
    findings: list[Finding] = field(default_factory=list)

    def unclaimed(self) -> list[Line]:
        return [line for line in self.lines if line.kind is None]

    def drop(self, line: Line, rule: str) -> None:
        line.kind = "dropped"
        self.dropped.append(Dropped(line.number, line.text, rule))

    def drop_part(self, line: Line, text: str, rule: str) -> None:
        """Part of a line that is something else: a view counter beside the date."""
        self.dropped.append(Dropped(line.number, text, rule))

    def block(self, line: Line, kind: BlockKind, body: str | None = None) -> None:
        line.kind = kind
        line.body = body


def ends_sentence(text: str) -> bool:
    """True where a line closes with sentence-final punctuation, behind quotes and brackets or not."""
    return text.rstrip("”’\"')]» /").endswith((".", "!", "?", "…", ":", ";"))
