"""The translation memory on disk: site_src/translations/<lang>/<article-id>.po, one file an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_site.errors import MemoryProblem
from build_site.store.files import disk, signature, write_durably
from build_site.store.state import State
from build_site.translate.catalog import Catalog
from build_site.translate.memory import units
from build_site.translate.po import parse, serialise


class Memory:
    """The PO files of one target language."""

    def __init__(self, site_src: Path, lang: str) -> None:
        self.site_src = site_src
        self.folder = site_src / "translations" / lang

    def path(self, article_id: str) -> Path:
        return self.folder / f"{article_id}.po"

    def name(self, article_id: str) -> str:
        """The file as messages and pages call it: below site_src/."""
        return self.path(article_id).relative_to(self.site_src).as_posix()

    def read(self, article_id: str) -> Catalog | None:
        """One article's catalog, None where it has none. Raises MemoryProblem, located."""
        path, where = self.path(article_id), f"site_src/{self.name(article_id)}"
        with disk(path):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                return None
        try:
            return parse(data.decode("utf-8-sig"), where)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise MemoryProblem("not UTF-8", where=f"{where}:{line}", hint="Save the file as UTF-8.") from None

    def write(self, article_id: str, catalog: Catalog) -> bool:
        """Replace one article's file, synced to the disk. Returns whether anything changed."""
        return write_durably(self.path(article_id), serialise(catalog).encode())

    def signatures(self) -> Iterator[tuple[str, str]]:
        """(article id, stat signature) of every PO file there is, in order."""
        for path in sorted(self.folder.rglob("*.po")):
            if not path.name.startswith("."):
                yield path.relative_to(self.folder).with_suffix("").as_posix(), signature(path)


def index_memory(memory: Memory, state: State) -> None:
    """Bring the state's index of the memory up to date: only files that have changed are read. Their own articles,
    and those
    for which a translation elsewhere has changed, are invalidated. A damaged file leaves the index; its own article's
    digest reports it."""
    before, now = state.signatures("po"), dict(memory.signatures())
    touched: set[str] = set()
    for article_id in [name for name in now if before.get(name) != now[name]]:
        touched.add(article_id)
        try:
            catalog = memory.read(article_id)
        except MemoryProblem:
            touched |= state.put_units(article_id, ())
        else:
            touched |= state.put_units(article_id, units(catalog).values() if catalog else ())
    for article_id in before.keys() - now.keys():
        touched |= {article_id} | state.put_units(article_id, ())
    if touched:
        state.put_signatures("po", now)
        state.invalidate(touched)


def index_notes(site_src: Path, state: State) -> None:
    """Invalidate the articles whose notes have been written, changed or removed."""
    folder = site_src / "articles"
    now = {
        path.relative_to(folder).with_suffix("").as_posix(): signature(path)
        for path in folder.rglob("*.md")
        if not path.name.startswith(".")
    }
    before = state.signatures("note")
    if now != before:
        state.put_signatures("note", now)
        state.invalidate({name for name in now.keys() | before.keys() if now.get(name) != before.get(name)})
