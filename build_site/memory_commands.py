"""What `memory` does: the PO files on the disk, and what the pure parts make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from msgspec import Struct

from build_site import __version__
from build_site.config import Settings
from build_site.errors import ConfigProblem, MemoryProblem
from build_site.model import State
from build_site.store.addresses import Addresses
from build_site.store.files import read_there, write_durably
from build_site.store.lock import locked
from build_site.store.memory import Memory
from build_site.store.packs import load_pack
from build_site.store.project import Project
from build_site.store.settings import read_settings
from build_site.store.termbase import read_termbase
from build_site.store.views import Views, read_views
from build_site.translate.catalog import Catalog
from build_site.translate.checks import blocking
from build_site.translate.exchange import Done, Exchanged, Outcome, exported
from build_site.translate.exchange_csv import read_csv, write_csv
from build_site.translate.exchange_tbx import write_tbx
from build_site.translate.exchange_tmx import read_tmx, write_tmx
from build_site.translate.exchange_xliff import read_xliff, write_xliff
from build_site.translate.memory import unit_of
from build_site.translate.pack import packed, unpacked
from build_site.translate.po import parse, serialise
from build_site.translate.salvage import salvage
from build_site.translate.suggestions import Known, suggest
from build_site.translate.taking import Taking
from build_site.translate.update import update
from build_site.translate.wanted import normalised

STATES: tuple[State, ...] = get_args(State)
FORMATS = {"csv": "csv", "tsv": "csv", "txt": "csv", "tmx": "tmx", "xliff": "xliff-1.2", "xlf": "xliff-1.2", "po": "po"}
"""By a file's ending."""


class Damage(Struct, frozen=True):
    """A MemoryProblem as a value."""

    where: str
    what: str
    hint: str


class Checkup(Struct, frozen=True):
    """What `doctor` found."""

    files: int
    entries: int
    """Live entries that can be read, also those of damaged files."""
    damages: tuple[Damage, ...]


class Exported(Struct, frozen=True):
    """What an export wrote."""

    file: str
    texts: int
    damaged: tuple[Damage, ...]
    strange: int = 0
    """Rows of the table of page views whose address is no article's."""


class ImportReport(Struct, frozen=True):
    """What an import did."""

    counts: dict[Outcome, int]
    files_written: int
    kept: tuple[Done, ...]
    """A person's texts that differ from the file's and were left."""
    unknown: tuple[Done, ...]
    """Texts of the file that the memory has no entry for."""
    damaged: tuple[Damage, ...]


class Desk:
    """A project's memory, with its languages. Constructing it reads the settings; raises ConfigProblem."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.settings: Settings = read_settings(project.site_src / "site.toml")
        languages = self.settings.languages
        self.pair = (languages.source, languages.target)
        self.memory = Memory(project.site_src, languages.target)
        self.damages: list[Damage] = []

    def catalogs(self) -> Iterator[tuple[str, Catalog]]:
        """(article, catalog) of every PO file that is whole; the others are noted in `damages`."""
        for article in self.memory.signatures():
            try:
                catalog = self.memory.read(article)
            except MemoryProblem as problem:
                self.damages.append(_damage(problem))
                continue
            if catalog is not None:
                yield article, catalog

    def items(self) -> list[Exchanged]:
        return [item for article, catalog in self.catalogs() for item in exported(article, catalog)]


def doctor(project: Project) -> Checkup:
    """Every damage of every PO file. Changes nothing."""
    desk = Desk(project)
    damages: list[Damage] = []
    files = entries = 0
    for article in desk.memory.signatures():
        files += 1
        data = desk.memory.data(article) or b""
        catalog, problems = salvage(data.decode("utf-8-sig", "replace"), f"site_src/{desk.memory.name(article)}")
        entries += sum(not entry.obsolete for entry in catalog.entries)
        damages += map(_damage, problems)
    return Checkup(files, entries, tuple(damages))


def export_memory(project: Project, path: Path, form: str) -> Exported:
    """Write the whole memory into one file. `form`: csv, tmx, xliff-1.2 or xliff-2.0."""
    desk = Desk(project)
    items = desk.items()
    if form == "csv":
        data = write_csv(items)
    elif form == "tmx":
        items = [item for item in items if item.target]
        data = write_tmx(items, desk.pair, __version__)
    else:
        data = write_xliff(items, desk.pair, "2.0" if form == "xliff-2.0" else "1.2")
    write_durably(path, data)
    return Exported(str(path), len(items), tuple(desk.damages))


def export_glossary(project: Project, path: Path) -> Exported:
    """Write the glossary as TBX-Basic."""
    desk = Desk(project)
    terms = read_termbase(project.site_src / "glossary" / f"{'-'.join(desk.pair)}.csv")
    write_durably(path, write_tbx(terms, desk.pair, desk.settings.site.name.get(desk.pair[1], "Glossary")))
    return Exported(str(path), len(terms), ())


def pack(project: Project, path: Path, most: int | None = None, views: Path | None = None) -> Exported:
    """Write one PO file of what is unreviewed, stale or missing: the most doubtful first, or, with a table of page
    views, the most read."""
    desk = Desk(project)
    addresses = Addresses(project.site_src / "urls.csv") if views else None
    read = read_views(views, addresses.by_address) if views and addresses else Views({}, 0)
    source, target = (load_pack(code, site_src=project.site_src).translate for code in desk.pair)
    items = desk.items()
    header = update(None, (), language=desk.pair[1], project=desk.settings.site.name.get(desk.pair[1], "")).header
    assert header is not None
    catalog = packed(
        items, lambda item: blocking(item.source, item.target, source, target), header, most, read.by_article
    )
    known = Known(lambda: (unit_of(entry) for _, one in Desk(project).catalogs() for entry in one.entries))
    write_durably(path, serialise(suggest(catalog, known)).encode())
    return Exported(str(path), len(catalog.entries), tuple(desk.damages), read.unknown)


def import_memory(project: Project, path: Path, *, overwrite: bool = False, dry_run: bool = False) -> ImportReport:
    """Take over what a file brings: CSV, TMX, XLIFF or PO by its ending. Raises MemoryProblem where it cannot be read;
    then nothing has been written."""
    desk = Desk(project)
    form = form_of(path)
    items, file = _read(path, form, desk.pair)
    by_article: dict[str, list[Exchanged]] = {}
    anywhere: dict[str, list[Exchanged]] = {}
    for item in items:
        source = normalised(item.source)
        (by_article.setdefault(item.article, []) if item.article else anywhere.setdefault(source, [])).append(item)
    done: list[Done] = []
    written, met = 0, set[str]()
    today = datetime.now(UTC).date().isoformat()
    with locked(project.state, wait=project.wait):
        desk.memory.sweep()
        there = list(desk.memory.signatures())
        for article in there if anywhere else [one for one in there if one in by_article]:
            taking = Taking(article, by_article.get(article, ()), anywhere, (form, file), today, overwrite)
            try:
                if dry_run:
                    taking(desk.memory.read(article))
                else:
                    written += desk.memory.change(article, taking)[1]
            except MemoryProblem as problem:
                desk.damages.append(_damage(problem))
                continue
            done += taking.done
            met |= taking.met
    nowhere = [item for article in by_article.keys() - set(there) for item in by_article[article]]
    nowhere += [item for source in anywhere.keys() - met for item in anywhere[source]]
    done += [Done("unknown", item.source, item.article) for item in nowhere]
    counts = Counter(one.outcome for one in done)
    return ImportReport(
        {outcome: counts[outcome] for outcome in get_args(Outcome)},
        written,
        tuple(one for one in done if one.outcome == "kept"),
        tuple(one for one in done if one.outcome == "unknown"),
        tuple(desk.damages),
    )


def form_of(path: Path) -> str:
    """A file's format, by its ending. Raises ConfigProblem."""
    ending = path.suffix.lower()
    form = FORMATS.get(ending.removeprefix("."))
    if form is None:
        what = f"no format is known by the ending {path.suffix or '(none)'}"
        raise ConfigProblem(
            what, where=str(path), hint=_OTHERS.get(ending, "Known are .csv, .tmx, .xlf, .xliff and .po.")
        )
    return form


_SHEET = "Save it as “CSV UTF-8” in the spreadsheet, and import that."
_PROJECT = "Have the tool export the file that it was given (Trados: Save Target As; memoQ: Export), and import that."
_OTHERS = {
    **dict.fromkeys((".xlsx", ".xls", ".ods"), _SHEET),
    **dict.fromkeys((".sdlxliff", ".mqxliff", ".mqxlz", ".txlf", ".sdlppx", ".sdlrpx", ".wsxz"), _PROJECT),
    ".mo": "It is made from a .po file: import that.",
    ".pot": "It has no translations: import the .po file.",
}


def _read(path: Path, form: str, pair: tuple[str, str]) -> tuple[tuple[Exchanged, ...], Catalog]:
    """What the file brings, and, of a PO file, its catalog."""
    data = read_there(path)
    where = path.name
    if form == "csv":
        return read_csv(data, where), Catalog()
    if form == "tmx":
        return read_tmx(data, pair, where), Catalog()
    if form != "po":
        return read_xliff(data, where), Catalog()
    try:
        catalog = parse(data.decode("utf-8-sig"), where)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8; Poedit: Catalogue → Properties → Charset."
        raise MemoryProblem("not UTF-8", where=f"{where}:{line}", hint=hint) from None
    return unpacked(catalog), catalog


def _damage(problem: MemoryProblem) -> Damage:
    return Damage(problem.where, problem.what, problem.hint)
