"""What every process of a build needs: settings, packs, termbase, templates. Each is read once a process, and with the
modules that it needs only where it is asked for: a build that finds nothing changed asks for none."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from build_site.config import Settings
from build_site.model import Publishers, Term, Topic
from build_site.store.files import fingerprint, input_signature, signature
from build_site.store.memory import Memory
from build_site.store.pages import page_files
from build_site.store.project import Project
from build_site.store.settings import read_settings
from build_site.store.state import State
from build_site.store.theme import theme_files, with_strings, with_theme
from build_site.store.warm import Warm

if TYPE_CHECKING:
    from build_site.packs import LanguagePack
    from build_site.pipeline import Rules
    from build_site.site.interface import Words
    from build_site.site.render import Renderer
    from build_site.site.search.entry import Indexer
    from build_site.site.view import MarkdownPage, SiteView


_PACKAGE = Path(__file__).parent.parent
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
    in order (`proved`). `material` and `version` as `Setup` has them: where given, what is read is kept for the next
    process."""

    def __init__(self, project: Project, *, proved: bool = False, material: str = "", version: str = "") -> None:
        self.project, self._proved = project, proved
        self._warm, self._of_pages = (Warm(project.state / "read", each) for each in (material, version))
        self.settings: Settings = read_settings(project.site_src / "site.toml")
        self.memory = Memory(project.site_src, self.settings.languages.target)
        if not proved:
            self.read()

    def read(self) -> None:
        """Read what digests are made with."""
        _ = self.pack, self.target_pack, self.terms, self.topics, self.publishers

    @cached_property
    def pack(self) -> LanguagePack:
        return self._pack(0)

    @cached_property
    def target_pack(self) -> LanguagePack:
        return self._pack(1)

    def _pack(self, which: int) -> LanguagePack:
        """That of the source's language or that of the reader's, each as it is beside the other."""
        from build_site.packs import LanguagePack

        languages = self.settings.languages
        pair = languages.source, languages.target

        def read() -> LanguagePack:
            from build_site.digest.units import with_units_read
            from build_site.store.packs import load_pair

            pack = load_pair(*pair, self.project.site_src)[which]
            return structs.replace(pack, digest=with_units_read(pack.digest))

        return self._warm.get(f"pack-{pair[which]}", LanguagePack, read)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        from build_site.store.termbase import read_termbase

        if self.project.manual:
            return ()
        languages = self.settings.languages
        path = self.project.site_src / "glossary" / f"{languages.source}-{languages.target}.csv"
        return self._warm.get("terms", tuple[Term, ...], partial(read_termbase, path))

    @cached_property
    def terms_by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        from build_site.store.topics import read_topics

        path = self.project.site_src / "topics.toml"
        return self._warm.get("topics", tuple[Topic, ...], lambda: read_topics(path, self.settings.languages.pair))

    @cached_property
    def publishers(self) -> Publishers:
        from build_site.store.publishers import read_publishers

        path = self.project.site_src / "sources.toml"
        return self._warm.get("publishers", Publishers, lambda: read_publishers(path, self.settings.languages.pair))

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
        from build_site.site.view import MarkdownPage
        from build_site.store.pages import read_pages

        read = partial(read_pages, self.project, self.settings)
        return self._of_pages.get("pages", tuple[MarkdownPage, ...], read)

    @cached_property
    def linked(self) -> dict[str, Path] | None:
        """Path below build/ → file, of what the pages of a site of pages alone link to; None for a digest."""
        from build_site.store.pages import linked_files

        return linked_files(self.project, self.pages) if self.project.manual else None

    @cached_property
    def view(self) -> SiteView:
        from build_site.digest.units import gazetteer
        from build_site.site.view import make_view

        packs = self.target_pack, self.pack
        words = {pack.code: self._words(pack) for pack in packs}
        ui = with_strings({lang: each.table for lang, each in words.items()}, self.project.site_src)
        return make_view(
            self.settings,
            ui,
            self.topics,
            self.pages,
            gazetteer(self.pack.digest),
            self.pack.clean.utc_offset,
            self.pack.charts.tiles,
            borrowed={
                lang: frozenset(key for key in each.borrowed if ui[lang][key] == each.table[key])
                for lang, each in words.items()
            },
            directions={pack.code: pack.direction for pack in packs} if "rtl" in {p.direction for p in packs} else {},
            letters="".join(letter for letter in self.pack.letters if letter not in self.target_pack.letters),
        )

    def _words(self, pack: LanguagePack) -> Words:
        """The interface's words in one language of the site."""
        from build_site.site.interface import ENGLISH, Tongue, words_of
        from build_site.store.packs import load_pack

        source, target = (Tongue(one.code, one.name, one.ui, one.languages) for one in (self.pack, self.target_pack))
        lang, english = (source if pack is self.pack else target), target
        if target.code != ENGLISH:
            lent = load_pack(ENGLISH, source.code, self.project.site_src)
            english = Tongue(lent.code, lent.name, lent.ui, lent.languages)
        return words_of(lang, english, source, target)

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
    return Workshop(setup.project, proved=True, material=setup.material, version=setup.version)


def make_setup(project: Project, *, frozen: bool = False) -> Setup:
    """The project as it stands just now."""
    return Setup(project, site_version(project), digest_version(project), frozen)


def digest_version(project: Project) -> str:
    """Fingerprint of what every digest depends on besides its own files: the program, settings, termbase, topics,
    publishers, languages."""
    files = digest_files(project)
    return fingerprint(program_version(), *(f"{path}:{input_signature(path)}" for path in files))


def site_version(project: Project) -> str:
    """Fingerprint of what every page depends on besides digests: that, templates, theme and the editor's pages."""
    return fingerprint(digest_version(project), *(f"{path}:{input_signature(path)}" for path in site_files(project)))


def digest_files(project: Project) -> list[Path]:
    """The project's files, there or not, that every digest is made with."""
    site_src = project.site_src
    names = ("site.toml", "topics.toml", "sources.toml")
    own = [*sorted(site_src.glob("glossary/*.csv")), *sorted(site_src.glob("language/*"))]
    return [*(site_src / name for name in names), *own]


def site_files(project: Project) -> list[Path]:
    """Those that every page is made with besides."""
    files = [path for path in sorted(project.templates.rglob("*")) if path.is_file() and path.suffix != ".css"]
    files = [path for path in files if path.relative_to(project.templates).parts[0] != "assets"]
    also = read_settings(project.site_src / "site.toml").pages.also if project.manual else ()
    return [*files, *theme_files(project.site_src), *page_files(project, also)]


@lru_cache(maxsize=1)
def program_version() -> str:
    """Fingerprint of the program as this process found it: a preview that runs on when its files are replaced makes
    pages as the old one does."""
    # Asked at every start: a Path of each file would cost five times as much.
    return fingerprint(*sorted(f"{entry.path}:{signature(entry)}" for entry in _program(str(_PACKAGE))))


@lru_cache(maxsize=1)
def program_files() -> tuple[Path, ...]:
    """The program itself."""
    return tuple(sorted(Path(entry.path) for entry in _program(str(_PACKAGE))))


def _program(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _program(entry.path)
            elif entry.name.endswith((".py", ".toml", ".txt", ".json")):
                yield entry
