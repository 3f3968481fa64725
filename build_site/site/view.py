"""What every page of the site knows: names, languages, interface strings, topics, and the editor's own pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from build_site.config import LanguageSettings, Settings, SiteSettings
from build_site.digest.units import Gazetteer
from build_site.errors import ConfigProblem
from build_site.model import Topic
from build_site.site.public import base


class MarkdownPage(Struct, frozen=True):
    """An editor's page: site_src/pages/<name>.<lang>.md. Its first line is `# Title`."""

    name: str
    """Last part of its address: `about`."""
    lang: str
    text: str
    """CommonMark."""

    @property
    def title(self) -> str:
        """The first line, without its mark."""
        return self.text.lstrip().partition("\n")[0].lstrip("#").strip()

    @property
    def body(self) -> str:
        """Everything after the first line."""
        return self.text.lstrip().partition("\n")[2].strip()


class SiteView(Struct, frozen=True):
    """Constants of the site. Renderer holds them, so that no page's context has to."""

    site: SiteSettings
    languages: LanguageSettings
    ui: dict[str, dict[str, str]]
    """Interface strings by language, by key; both languages have the same keys."""
    topics: tuple[Topic, ...] = ()
    texts: tuple[tuple[str, str, str], ...] = ()
    """(language, name, title) of the editor's pages: what the footer links to."""
    units: Gazetteer = Gazetteer()
    """The list of administrative units of the source's language."""
    tiles: tuple[tuple[int, int, str], ...] = ()
    """The map of provinces: column, row, province (`site.charts.facts`)."""
    utc_offset: str = "+00:00"
    """Of the clocks where the articles come from: what a date without a time of day stands for in feeds."""

    @property
    def address(self) -> str:
        """Where the site stands in public, with a slash at the end; empty where that is not set."""
        return base(self.site.base_url)

    def name(self, lang: str) -> str:
        """The site's name in one language, or in the first one that has it."""
        return self.site.name.get(lang) or next(iter(self.site.name.values()), "")

    @property
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
) -> SiteView:
    """Puts the constants together; `ui` is the `[ui]` table of each language pack, by language code.

    Raises ConfigProblem naming every interface string that one language has and the other lacks.
    """
    reading = (settings.languages.target, settings.languages.source)
    faults = []
    for lang, other in (reading, reading[::-1]):
        table, others = ui.get(lang, {}), ui.get(other, {})
        if not table:
            faults.append(f"language/{lang}.toml: no [ui] table")
            continue
        faults += [
            f"language/{lang}.toml: [ui] lacks {key}, which {other} has"
            for key in sorted(others.keys() - table)
            if ":" not in key  # a name that one language has its own word for
        ]
        faults += [f"language/{lang}.toml: [ui] {key} is empty" for key in sorted(table) if not str(table[key]).strip()]
    if faults:
        raise ConfigProblem(
            "interface strings are missing:\n  " + "\n  ".join(faults),
            where=faults[0].partition(":")[0],
            hint="Every string of the interface is needed in both languages.",
        )
    return SiteView(
        site=settings.site,
        languages=settings.languages,
        ui={lang: dict(ui[lang]) for lang in reading},
        topics=tuple(topics),
        texts=tuple((page.lang, page.name, page.title) for page in pages),
        units=units or Gazetteer(),
        tiles=tuple(tiles),
        utc_offset=utc_offset,
    )
