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
from build_site.store.project import Project
from build_site.store.settings import read_settings
from build_site.store.state import State
from build_site.store.theme import with_strings, with_theme
from build_site.store.warm import Warm
from build_site.work.material import Material
from build_site.work.versions import Versions, digest_options, digest_stamp, stamp, versions

if TYPE_CHECKING:
    from build_site.packs import LanguagePack
    from build_site.site.interface import Words
    from build_site.site.render import Renderer
    from build_site.site.view import MarkdownPage, SiteView


SELDOM = (20_000, 20, 20)
"""Objects made since the last search for garbage that bring on the next, and searches between the longer ones."""


class Setup(Struct, frozen=True):
    """How a worker finds its workshop: small enough to send with every batch."""

    project: Project
    seen: Versions
    """Of everything that a workshop is made from: a change makes a new one."""
    frozen: bool = False
    """Whether workers are on other machines, where the state's file can be read and not its log (`State.freeze`)."""

    @property
    def version(self) -> str:
        return self.seen.site

    @property
    def material(self) -> str:
        return self.seen.digest

    def warm(self) -> None:
        """Make a new process ready for its first articles."""
        from build_site.work import jobs  # noqa: F401

        _ = workshop(self).rules

    def warm_for_pages(self) -> None:
        """The same for its first pages."""
        from build_site.work import jobs  # noqa: F401

        _ = workshop(self).renderer

    def reader(self) -> closing[State]:
        """The state, for a worker."""
        return closing(State(self.project.state, read_only=True, frozen=self.frozen))


class Workshop(Material):
    """The project's shared inputs, read and checked where they are first asked for. Raises ConfigProblem,
    TemplateProblem; constructing one does so at once for all but the pages and templates, unless they are known to be
    in order (`proved`). `setup`: under whose versions what is read is kept for the next process."""

    def __init__(self, project: Project, *, proved: bool = False, setup: Setup | None = None) -> None:
        self._proved = proved
        self.settings: Settings = read_settings(project.site_src / "site.toml")
        read = project.state / "read"
        own = pages = Warm(read, "")
        if setup:
            # What is saved while it is read is kept under no version: it may be of another.
            seen = setup.seen
            own = Warm(read, seen.digest, lambda: digest_stamp(project) == seen.digest_stamp)
            pages = Warm(read, seen.site, lambda: stamp(project) == seen.stamp)
        super().__init__(project, digest_options(self.settings), own)
        self._of_pages = pages
        if not proved:
            self.read()

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

        source, target = (Tongue(one.code, one.name, one.ui, one.languages) for one in (self.pack, self.target_pack))
        lang, english = (source if pack is self.pack else target), target
        if target.code != ENGLISH:
            from build_site.store.packs import load_pack

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
    return Workshop(setup.project, proved=True, setup=setup)


def make_setup(project: Project, *, frozen: bool = False) -> Setup:
    """The project as it stands just now."""
    return Setup(project, versions(project), frozen)
