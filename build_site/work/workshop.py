"""What every process of a build needs: settings, packs, termbase, templates. Read once a process."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from msgspec import Struct

from build_site.config import Settings
from build_site.digest.terms import Matcher
from build_site.digest.units import gazetteer
from build_site.model import Publishers, Term, Topic
from build_site.packs import LanguagePack
from build_site.pipeline import Rules
from build_site.site.render import Renderer
from build_site.site.search.entry import Named, names_within
from build_site.site.view import MarkdownPage, SiteView, make_view
from build_site.store.files import fingerprint, signature
from build_site.store.memory import Memory
from build_site.store.packs import load_pack
from build_site.store.project import Project
from build_site.store.publishers import read_publishers
from build_site.store.settings import read_settings
from build_site.store.templates import compiled_templates, read_pages, read_templates
from build_site.store.termbase import read_termbase
from build_site.store.theme import theme_files, with_strings, with_theme
from build_site.store.topics import read_topics


class Setup(Struct, frozen=True):
    """How a worker finds its workshop: small enough to send with every batch."""

    project: Project
    version: str
    """Fingerprint of everything that a workshop is made from: a change makes a new one."""


class Workshop:
    """The project's shared inputs. Constructing one reads and checks them all; raises ConfigProblem,
    TemplateProblem."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.settings: Settings = read_settings(project.site_src / "site.toml")
        languages = self.settings.languages
        self.pack: LanguagePack = load_pack(languages.source)
        self.target_pack: LanguagePack = load_pack(languages.target)
        pair = f"{languages.source}-{languages.target}"
        self.terms: tuple[Term, ...] = read_termbase(project.site_src / "glossary" / f"{pair}.csv")
        self.topics: tuple[Topic, ...] = read_topics(project.site_src / "topics.toml")
        self.publishers: Publishers = read_publishers(
            project.site_src / "sources.toml", (languages.source, languages.target)
        )
        self.memory = Memory(project.site_src, languages.target)

    @cached_property
    def rules(self) -> Rules:
        kinds = [kind for kind, _ in self.pack.digest.place_kinds]
        return Rules(self.pack, Matcher(self.terms, kinds), self.topics, self.publishers, self.target_pack.translate)

    @cached_property
    def search_names(self) -> dict[str, tuple[Named, ...]]:
        """Which terms' names find an article that uses a term."""
        return names_within(self.terms)

    @property
    def stop_words(self) -> tuple[frozenset[str], frozenset[str]]:
        """Forms that are not searched, of the source's language and of the reader's."""
        return self.pack.search.stop_forms, self.target_pack.search.stop_forms

    @cached_property
    def pages(self) -> tuple[MarkdownPage, ...]:
        return read_pages(self.project.site_src, (self.settings.languages.target, self.settings.languages.source))

    @cached_property
    def view(self) -> SiteView:
        languages = self.settings.languages
        packed = {languages.target: self.target_pack.ui, languages.source: self.pack.ui}
        ui = with_strings(packed, self.project.site_src)
        offset = self.pack.clean.utc_offset
        return make_view(
            self.settings, ui, self.topics, self.pages, gazetteer(self.pack.digest), offset, self.pack.charts.tiles
        )

    @property
    def fonts(self) -> Path:
        """Folder of the site's fonts."""
        return self.project.templates / "assets" / "fonts"

    @cached_property
    def renderer(self) -> Renderer:
        templates = with_theme(read_templates(self.project.templates), self.project.site_src)
        return Renderer(templates, self.view, compiled=compiled_templates(self.project.state))


@lru_cache(maxsize=1)
def workshop(setup: Setup) -> Workshop:
    """This process's workshop; made anew when its inputs have changed."""
    return Workshop(setup.project)


def digest_version(project: Project) -> str:
    """Fingerprint of what every digest depends on besides its own files: the program, settings, termbase, topics,
    publishers."""
    site_src = project.site_src
    names = ("site.toml", "topics.toml", "sources.toml")
    files = [*_program(), *(site_src / name for name in names), *sorted(site_src.glob("glossary/*.csv"))]
    return fingerprint(*(f"{path}:{signature(path)}" for path in files))


def site_version(project: Project) -> str:
    """Fingerprint of what every page depends on besides digests: that, templates, theme and the editor's pages."""
    files = [path for path in sorted(project.templates.rglob("*")) if path.is_file() and path.suffix != ".css"]
    files = [path for path in files if path.relative_to(project.templates).parts[0] != "assets"]
    files += [*theme_files(project.site_src), *sorted(project.site_src.glob("pages/*.md"))]
    return fingerprint(digest_version(project), *(f"{path}:{signature(path)}" for path in files))


@lru_cache(maxsize=1)
def _program() -> tuple[Path, ...]:
    package = Path(__file__).parent.parent
    return tuple(sorted(path for path in package.rglob("*") if path.suffix in (".py", ".toml", ".txt", ".json")))
