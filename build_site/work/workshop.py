"""What every process of a build needs: settings, packs, termbase, templates. Each is read once a process, and with the
modules that it needs only where it is asked for: a build that finds nothing changed asks for none."""

from __future__ import annotations

import gc
from contextlib import closing
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from build_site.config import Settings
from build_site.model import Publishers, Term, Topic
from build_site.store.files import fingerprint, signature
from build_site.store.memory import Memory
from build_site.store.project import Project
from build_site.store.settings import read_settings
from build_site.store.state import State
from build_site.store.theme import theme_files, with_strings, with_theme
from build_site.store.warm import Warm

if TYPE_CHECKING:
    from build_site.packs import LanguagePack
    from build_site.pipeline import Rules
    from build_site.site.render import Renderer
    from build_site.site.search.entry import Indexer
    from build_site.site.view import MarkdownPage, SiteView


SELDOM = (20_000, 20, 20)
"""Objects made since the last search for garbage that bring on the next, and searches between the longer ones."""


class Setup(Struct, frozen=True):
    """How a worker finds its workshop: small enough to send with every batch."""

    project: Project
    version: str
    """Fingerprint of everything that a workshop is made from: a change makes a new one."""
    material: str = ""
    """Fingerprint of what digests are made with besides the articles' own files (`digest_version`)."""
    frozen: bool = False
    """Whether workers are on other machines, where the state's file can be read and not its log (`State.freeze`)."""

    def warm(self) -> None:
        """Make a new process ready for its first batch."""
        _ = workshop(self).rules

    def reader(self) -> closing[State]:
        """The state, for a worker."""
        return closing(State(self.project.state, read_only=True, frozen=self.frozen))


class Workshop:
    """The project's shared inputs, read and checked where they are first asked for. Raises ConfigProblem,
    TemplateProblem; constructing one does so at once for all but the pages and templates, unless they are known to be
    in order (`proved`). `material` as `Setup` has it: where given, what is read is kept for the next process."""

    def __init__(self, project: Project, *, proved: bool = False, material: str = "") -> None:
        self.project, self._proved = project, proved
        self._warm = Warm(project.state / "read", material)
        self.settings: Settings = read_settings(project.site_src / "site.toml")
        self.memory = Memory(project.site_src, self.settings.languages.target)
        if not proved:
            self.read()

    def read(self) -> None:
        """Read what digests are made with."""
        _ = self.pack, self.target_pack, self.terms, self.topics, self.publishers

    @cached_property
    def pack(self) -> LanguagePack:
        return self._pack(self.settings.languages.source)

    @cached_property
    def target_pack(self) -> LanguagePack:
        return self._pack(self.settings.languages.target)

    def _pack(self, code: str) -> LanguagePack:
        from build_site.packs import LanguagePack
        from build_site.store.packs import load_pack

        return self._warm.get(f"pack-{code}", LanguagePack, partial(load_pack, code))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        from build_site.store.termbase import read_termbase

        languages = self.settings.languages
        path = self.project.site_src / "glossary" / f"{languages.source}-{languages.target}.csv"
        return self._warm.get("terms", tuple[Term, ...], partial(read_termbase, path))

    @cached_property
    def terms_by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        from build_site.store.topics import read_topics

        return read_topics(self.project.site_src / "topics.toml")

    @cached_property
    def publishers(self) -> Publishers:
        from build_site.store.publishers import read_publishers

        languages = self.settings.languages
        return read_publishers(self.project.site_src / "sources.toml", (languages.source, languages.target))

    @cached_property
    def rules(self) -> Rules:
        from build_site.digest.term_tables import tables_of
        from build_site.digest.terms import Matcher
        from build_site.pipeline import Rules

        kinds = [kind for kind, _ in self.pack.digest.place_kinds]
        tables = self._warm.table("terms", lambda: tables_of(self.terms))
        matcher = Matcher(self.terms, kinds, tables=tables)
        return Rules(self.pack, matcher, self.topics, self.publishers, self.target_pack.translate)

    @cached_property
    def indexer(self) -> Indexer:
        from build_site.site.search.entry import Indexer

        return Indexer((self.pack.search.stop_forms, self.target_pack.search.stop_forms), self.terms)

    @cached_property
    def pages(self) -> tuple[MarkdownPage, ...]:
        from build_site.store.templates import read_pages

        return read_pages(self.project.site_src, (self.settings.languages.target, self.settings.languages.source))

    @cached_property
    def view(self) -> SiteView:
        from build_site.digest.units import gazetteer
        from build_site.site.view import make_view

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
        from build_site.site.render import Renderer
        from build_site.store.templates import compiled_templates, read_templates

        templates = with_theme(read_templates(self.project.templates), self.project.site_src)
        compiled = partial(compiled_templates, self.project.state)
        return Renderer(templates, self.view, compiled=compiled, known=self._proved)


@lru_cache(maxsize=1)
def workshop(setup: Setup) -> Workshop:
    """This process's workshop; made anew when its inputs have changed. The build has proved them to be in order, or
    is about to."""
    # What is read here stays to the end, and pages hold no cycles: looking for garbage as often as Python does by
    # itself takes a tenth of a build.
    gc.set_threshold(*SELDOM)
    return Workshop(setup.project, proved=True, material=setup.material)


def make_setup(project: Project, *, frozen: bool = False) -> Setup:
    """The project as it stands just now."""
    return Setup(project, site_version(project), digest_version(project), frozen)


def digest_version(project: Project) -> str:
    """Fingerprint of what every digest depends on besides its own files: the program, settings, termbase, topics,
    publishers."""
    files = digest_files(project)
    return fingerprint(program_version(), *(f"{path}:{signature(path)}" for path in files))


def site_version(project: Project) -> str:
    """Fingerprint of what every page depends on besides digests: that, templates, theme and the editor's pages."""
    return fingerprint(digest_version(project), *(f"{path}:{signature(path)}" for path in site_files(project)))


def digest_files(project: Project) -> list[Path]:
    """The project's files, there or not, that every digest is made with."""
    site_src = project.site_src
    names = ("site.toml", "topics.toml", "sources.toml")
    return [*(site_src / name for name in names), *sorted(site_src.glob("glossary/*.csv"))]


def site_files(project: Project) -> list[Path]:
    """Those that every page is made with besides."""
    files = [path for path in sorted(project.templates.rglob("*")) if path.is_file() and path.suffix != ".css"]
    files = [path for path in files if path.relative_to(project.templates).parts[0] != "assets"]
    return [*files, *theme_files(project.site_src), *sorted(project.site_src.glob("pages/*.md"))]


@lru_cache(maxsize=1)
def program_version() -> str:
    """Fingerprint of the program as this process found it: a preview that runs on when its files are replaced makes
    pages as the old one does."""
    return fingerprint(*(f"{path}:{signature(path)}" for path in program_files()))


@lru_cache(maxsize=1)
def program_files() -> tuple[Path, ...]:
    """The program itself."""
    package = Path(__file__).parent.parent
    return tuple(sorted(path for path in package.rglob("*") if path.suffix in (".py", ".toml", ".txt", ".json")))
