"""The translation memory on disk: site_src/translations/<lang>/<article-id>.po, one file an article."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from build_site.errors import MemoryProblem
from build_site.store.files import content_mark, disk, entries_of, input_signature, is_leftover, read_bytes
from build_site.store.letters import composed, named_file
from build_site.store.state import State

if TYPE_CHECKING:
    from build_site.translate.catalog import Catalog


SAVED_EVERY = 1024
"""Files after which what has been indexed is saved."""
_TIMES = 10
"""How often a file is read again that somebody else saves."""


class Memory:
    """The PO files of one target language."""

    def __init__(self, site_src: Path, lang: str) -> None:
        self.site_src = site_src
        self.folder = site_src / "translations" / lang

    def path(self, article_id: str) -> Path:
        return named_file(self.folder, f"{article_id}.po")

    def name(self, article_id: str) -> str:
        """The file as messages and pages call it: below site_src/."""
        return self.path(article_id).relative_to(self.site_src).as_posix()

    def read(self, article_id: str) -> Catalog | None:
        """One article's catalog, None where it has none. Raises MemoryProblem, located."""
        return self._parsed(article_id, self.data(article_id))

    def data(self, article_id: str) -> bytes | None:
        """The bytes of one article's file; None where it has none."""
        return read_bytes(self.path(article_id))

    def _parsed(self, article_id: str, data: bytes | None) -> Catalog | None:
        from build_site.translate.po import parse

        if data is None:
            return None
        where = f"site_src/{self.name(article_id)}"
        try:
            return parse(data.decode("utf-8-sig"), where)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise MemoryProblem("not UTF-8", where=f"{where}:{line}", hint="Save the file as UTF-8.") from None

    def read_good(self, article_id: str) -> tuple[Catalog | None, tuple[MemoryProblem, ...]]:
        """One article's catalog as `good` gives it."""
        return self.good(article_id, self.data(article_id))

    def good(self, article_id: str, data: bytes | None) -> tuple[Catalog | None, tuple[MemoryProblem, ...]]:
        """The catalog that the bytes of one article's file hold, as `read` gives it; of a damaged file what of it can
        be read, and every damage.

        A catalog with problems is for looking: what is damaged is not in it, so it must not be written.
        """
        try:
            return self._parsed(article_id, data), ()
        except MemoryProblem as problem:
            from build_site.translate.salvage import salvage

            assert data is not None
            if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
                return None, (problem,)  # else each of its lines would be named
            catalog, problems = salvage(data.decode("utf-8-sig", "replace"), f"site_src/{self.name(article_id)}")
            return catalog, problems or (problem,)

    def change(self, article_id: str, make: Callable[[Catalog | None], Catalog]) -> tuple[Catalog, bool]:
        """Replace one article's file by what `make` makes of it; made again where an editor saves the file at that
        moment. Returns that, and whether anything changed.

        A file that says the same is left as it is, line breaks and all: whoever saved it last need not see it changed.
        Raises MemoryProblem where the file there is damaged: it may hold what nobody has read.
        """
        from build_site.store.replacing import Changed, replace_read
        from build_site.translate.catalog import Catalog
        from build_site.translate.po import serialise

        path, where = self.path(article_id), f"site_src/{self.name(article_id)}"
        for _ in range(_TIMES):
            data = read_bytes(path)
            current = self._parsed(article_id, data)
            new = structs.replace(make(current), where=where)
            if new == (current or Catalog(where=where)):
                return new, False
            with suppress(Changed):
                return new, replace_read(path, serialise(new).encode(), data)
        raise MemoryProblem("it is being saved over and over", where=where, hint="Run again when that has ended.")

    def signatures(self, *, sweep: bool = False) -> dict[str, str]:
        """article id → stat signature of every PO file there is, in order; `sweep` as the method of that name."""
        found, others = _signatures(self.folder, ".po")
        if sweep:
            for path in others:
                if is_leftover(path.rpartition("/")[2]):
                    _remove(Path(path))
            self._sweep_beside()
        return found

    def sweep(self) -> None:
        """Remove what killed runs have left half written, here and beside urls.csv. For the holder of the project's
        lock alone."""
        self.signatures(sweep=True)

    def _sweep_beside(self) -> None:
        with disk(self.site_src):
            beside = list(self.site_src.iterdir()) if self.site_src.is_dir() else []
        for path in beside:
            if is_leftover(path.name):
                _remove(path)


def _remove(leftover: Path) -> None:
    with suppress(OSError):  # it harms nobody; a disk that cannot be written is reported by whoever must write
        leftover.unlink()


def _signatures(folder: Path, ending: str) -> tuple[dict[str, str], list[str]]:
    """path below the folder, with slashes and without the ending → stat signature of every file of this ending that
    is not hidden, in order; and the paths of all other files. Nothing where there is no folder."""
    found: list[tuple[str, str]] = []
    others: list[str] = []
    todo = [("", str(folder))] if folder.is_dir() else []
    while todo:
        above, path = todo.pop()
        with disk(path), entries_of(path) as entries:
            # Every build asks for every file of the memory: what is done for one is written out.
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    todo.append((f"{above}{name}/", f"{path}/{name}"))
                elif name.endswith(ending) and name[0] != ".":
                    found.append((composed(above + name[: -len(ending)]), input_signature(entry)))
                else:
                    others.append(f"{path}/{name}")
    return dict(sorted(found)), others


def index_memory(
    memory: Memory, state: State, now: Mapping[str, str] | None = None, since: Mapping[str, str] | None = None
) -> set[str]:
    """Bring the state's index of the memory up to date: only files that have changed are read. Their own articles,
    and those for which a translation elsewhere has changed, are invalidated, and returned. Of a damaged file the good
    units count; its own article's digest reports the damage. `now`: the files' signatures, where they have been asked
    for; `since`: what they were when the index was last brought up to date, where that is known. The caller holds the
    project's lock."""
    now, before = state.inputs.differing("po", memory.signatures(sweep=True) if now is None else now, since)
    changed, invalid = [name for name in now if before.get(name) != now[name]], set[str]()
    for first in range(0, len(changed), SAVED_EVERY):
        read, touched = [], set[str]()
        for article_id in changed[first : first + SAVED_EVERY]:
            data = memory.data(article_id)
            read.append((article_id, now[article_id], content_mark(data)))
            if article_id in before and read[-1][2] == state.inputs.content_of("po", article_id):
                continue
            from build_site.translate.memory import units

            catalog, _ = memory.good(article_id, data)
            touched |= {article_id} | state.memory.put(article_id, units(catalog).values() if catalog else ())
        state.inputs.put_files("po", read)
        if touched:
            state.invalidate(touched)
            invalid |= touched
        # Each part is whole: what a killed build has indexed stays. All at once the log would be as large as the state.
        state.commit()
    gone = before.keys() - now.keys()
    touched = set()
    for article_id in gone:
        touched |= {article_id} | state.memory.put(article_id, ())
    if gone:
        state.inputs.put_files("po", (), gone)
        state.invalidate(touched)
    return invalid | touched


def note_signatures(site_src: Path) -> dict[str, str]:
    """article id → stat signature of all notes, in order."""
    return _signatures(site_src / "articles", ".md")[0]


def index_notes(
    state: State, site_src: Path, now: Mapping[str, str], since: Mapping[str, str] | None = None
) -> set[str]:
    """Invalidate the articles whose notes have been written, changed or removed; returns them. `now` and `since` as
    `index_memory` has them."""
    now, before = state.inputs.differing("note", now, since)
    changed = [name for name in now if before.get(name) != now[name]]
    gone = before.keys() - now.keys()
    paths = {name: named_file(site_src / "articles", f"{name}.md") for name in changed}
    read = [(name, now[name], content_mark(read_bytes(path))) for name, path in paths.items()]
    touched = {
        name for name, _, mark in read if name not in before or mark != state.inputs.content_of("note", name)
    } | gone
    state.inputs.put_files("note", read, gone)
    if touched:
        state.invalidate(touched)
    return touched
