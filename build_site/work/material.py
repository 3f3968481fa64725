"""What digests are made with besides the articles' own files: languages, termbase, topics, publishers, the memory. Of
site.toml it is given what digests read (`versions.digest_options`), so that no other setting can have part in them."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import structs

from build_site.config import LanguageSettings
from build_site.model import Publishers, Term, Topic
from build_site.store.memory import Memory
from build_site.store.project import Project
from build_site.store.warm import Warm

if TYPE_CHECKING:
    from build_site.packs import LanguagePack
    from build_site.pipeline import Rules
    from build_site.site.search.entry import Indexer


class Material:
    """Each is read and checked where it is first asked for. Raises ConfigProblem. `warm`: what keeps it for the next
    process."""

    def __init__(self, project: Project, languages: LanguageSettings, warm: Warm) -> None:
        self.project, self.languages, self._warm = project, languages, warm
        self.memory = Memory(project.site_src, languages.target)

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

        pair = self.languages.pair

        def read() -> LanguagePack:
            from build_site.digest.units import with_units_read
            from build_site.store.packs import load_pair

            pack = load_pair(*pair, self.project.site_src)[which]
            return structs.replace(pack, digest=with_units_read(pack.digest))

        return self._warm.get(f"pack-{pair[which]}", LanguagePack, read)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        if self.project.manual:
            return ()

        def read() -> tuple[Term, ...]:
            from build_site.store.termbase import read_termbase

            return read_termbase(self.project.site_src / "glossary" / f"{'-'.join(self.languages.pair)}.csv")

        return self._warm.get("terms", tuple[Term, ...], read)

    @cached_property
    def terms_by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        def read() -> tuple[Topic, ...]:
            from build_site.store.topics import read_topics

            return read_topics(self.project.site_src / "topics.toml", self.languages.pair)

        return self._warm.get("topics", tuple[Topic, ...], read)

    @cached_property
    def publishers(self) -> Publishers:
        def read() -> Publishers:
            from build_site.store.publishers import read_publishers

            return read_publishers(self.project.site_src / "sources.toml", self.languages.pair)

        return self._warm.get("publishers", Publishers, read)

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
        from build_site.site.search.named import name_forms

        forms = self._warm.table("forms", lambda: name_forms(self.terms))
        stop_forms = self.pack.search.stop_forms, self.target_pack.search.stop_forms
        return Indexer(stop_forms, self.terms, forms, partial(self._warm.table, "names"))
