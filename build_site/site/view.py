"""What every page of the site knows: names, languages, interface strings, topics, and the editor's own pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct, structs

from build_site.config import LanguageSettings, Settings, SiteSettings
from build_site.digest.units import Gazetteer
from build_site.model import Topic
from build_site.site.prose import Outline, outline
from build_site.site.public import base
from build_site.site.wording import Wording


class MarkdownPage(Struct, frozen=True):
    """An editor's page: site_src/pages/<name>.<lang>.md. Its first line is `# Title`."""

    name: str
    """Last parts of its address: `about`, `guide/names`; empty for the front page of a site of pages alone."""
    lang: str
    text: str
    """CommonMark."""
    file: str = ""
    """Path from the folder above all pages, as their links name it: `pages/about.en.md`, `docs/README.md`."""
    known: tuple[Outline, Outline] | None = None
    """`outline` and `inner`, where they have been worked out."""

    @property
    def title(self) -> str:
        """The first line, without its mark."""
        return self.text.lstrip().partition("\n")[0].lstrip("#").strip()

    @property
    def body(self) -> str:
        """Everything after the first line."""
        return self.text.lstrip().partition("\n")[2].strip("\n").rstrip()

    @property
    def outline(self) -> Outline:
        return self.known[0] if self.known else outline(self.text)

    @property
    def inner(self) -> Outline:
        """That of the body alone."""
        return self.known[1] if self.known else outline(self.body)

    def read(self) -> MarkdownPage:
        """The same, its outlines worked out: whoever keeps it needs no Markdown later."""
        return structs.replace(self, known=(self.outline, self.inner))


class SiteView(Struct, frozen=True, dict=True):
    """Constants of the site. Renderer holds them, so that no page's context has to."""

    site: SiteSettings
    languages: LanguageSettings
    ui: dict[str, dict[str, str]]
    """Interface strings by language, by key; both languages have the same keys."""
    topics: tuple[Topic, ...] = ()
    texts: tuple[tuple[str, str, str], ...] = ()
    """(language, name, title) of the editor's pages that stand in no folder: what the footer links to."""
    units: Gazetteer = Gazetteer()
    """The list of administrative units of the source's language."""
    tiles: tuple[tuple[int, int, str], ...] = ()
    """The map of provinces: column, row, province (`site.charts.facts`)."""
    utc_offset: str = "+00:00"
    """Of the clocks where the articles come from: what a date without a time of day stands for in feeds."""
    borrowed: dict[str, frozenset[str]] = {}
    """By language, the keys of interface strings that are English for want of its own."""
    directions: dict[str, str] = {}
    """`ltr` or `rtl` by language, where one of the site's is written from right to left; else empty."""
    letters: str = ""
    """Letters that the source's language has and the reader's has not."""

    @cached_property
    def address(self) -> str:
        """Where the site stands in public, with a slash at the end; empty where that is not set."""
        return base(self.site.base_url)

    def name(self, lang: str) -> str:
        """The site's name in one language, or in the first one that has it."""
        return self.site.name.get(lang) or next(iter(self.site.name.values()), "")

    @cached_property
    def words(self) -> dict[str, Wording]:
        """How the pages speak each language; English words in another stand between signs (`site.borrowed`)."""
        return {lang: Wording(lang, strings, self.borrowed.get(lang, frozenset())) for lang, strings in self.ui.items()}

    @cached_property
    def reading(self) -> tuple[str, str]:
        """The languages of the interface: the reader's first, then the source's."""
        return self.languages.target, self.languages.source


def make_view(
    settings: Settings,
    ui: Mapping[str, Mapping[str, str]],
    topics: Sequence[Topic] = (),
    pages: Sequence[MarkdownPage] = (),
    units: Gazetteer | None = None,
    utc_offset: str = "+00:00",
    tiles: Sequence[tuple[int, int, str]] = (),
    *,
    borrowed: Mapping[str, frozenset[str]] | None = None,
    directions: Mapping[str, str] | None = None,
    letters: str = "",
) -> SiteView:
    """Puts the constants together; `ui` is the `[ui]` table of each language pack, by language code.

    `borrowed`: the keys of those that are English in another language; `directions`: of languages written from right
    to left; `letters`: the source's that the reader's language has not.
    """
    reading = (settings.languages.target, settings.languages.source)
    return SiteView(
        site=settings.site,
        languages=settings.languages,
        ui={lang: dict(ui[lang]) for lang in reading},
        topics=tuple(topics),
        texts=tuple((page.lang, page.name, page.title) for page in pages if "/" not in page.name),
        units=units or Gazetteer(),
        tiles=tuple(tiles),
        utc_offset=utc_offset,
        borrowed=dict(borrowed or {}),
        directions=dict(directions or {}),
        letters=letters,
    )
