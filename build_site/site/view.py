"""What every page of the site knows: names, languages, interface strings, topics, and the editor's own pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from build_site.config import LanguageSettings, Settings, SiteSettings
from build_site.errors import ConfigProblem
from build_site.model import Topic


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

    @property
    def reading(self) -> tuple[str, str]:
        """The languages of the interface: the reader's first, then the source's."""
        return self.languages.target, self.languages.source


def make_view(
    settings: Settings,
    ui: Mapping[str, Mapping[str, str]],
    topics: Sequence[Topic] = (),
    pages: Sequence[MarkdownPage] = (),
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
            f"language/{lang}.toml: [ui] lacks {key}, which {other} has" for key in sorted(others.keys() - table)
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
    )
