"""What `glossary` does: the termbase on the disk, and what the pure parts make of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

from msgspec import Struct

from build_site.clean import clean
from build_site.digest.candidates import Candidate, Passage, recurring_phrases, unknown_abbreviations
from build_site.digest.terms import Matcher
from build_site.errors import ConfigProblem, SourceProblem
from build_site.model import Article
from build_site.segment import segment
from build_site.source import COLLECTIONS, article_id, decode_source
from build_site.store.files import read_bytes, read_there, write_durably
from build_site.store.lock import locked
from build_site.store.packs import english_words, load_pack
from build_site.store.project import Project
from build_site.store.replacing import replace_read
from build_site.store.seeds import Collection, Listing, Seed, all_seeds, list_seeds, read_seed
from build_site.store.settings import read_settings
from build_site.store.termbase import COLUMNS, read_rows, read_table, read_termbase, terms_of
from build_site.store.termbase_check import TermFault, check_termbase
from build_site.store.termbase_merge import Merged, merge_rows, table_of
from build_site.store.topics import read_topics
from build_site.translate.exchange_tbx import read_tbx, write_tbx

FORMATS = ("tbx", "tbx-2019", "csv")
_DOMAIN = "domain_"
"""Opens the interface's strings that name a domain."""


class Candidates(Struct, frozen=True):
    """What the texts hold and the termbase does not."""

    articles: int
    left_out: int
    """Texts that could not be read as articles."""
    abbreviations: tuple[Candidate, ...]
    phrases: tuple[Candidate, ...]


class Checked(Struct, frozen=True):
    """The termbase's faults."""

    terms: int
    faults: tuple[TermFault, ...]

    @property
    def errors(self) -> int:
        return sum(fault.severity == "error" for fault in self.faults)


class Exported(Struct, frozen=True):
    """What an export wrote."""

    file: str
    terms: int


class Imported(Struct, frozen=True):
    """What an import did, or would do."""

    counts: dict[str, int]
    conflicts: tuple[Merged, ...]
    """Cells that say otherwise than the file; replaced only where that was asked for."""
    written: bool


def termbase_path(project: Project) -> Path:
    languages = read_settings(project.site_src / "site.toml").languages
    return project.site_src / "glossary" / f"{languages.source}-{languages.target}.csv"


def candidates(project: Project, source: Path | None = None, limit: int | None = None) -> Candidates:
    """Unknown abbreviations and recurring phrases of the project's seeds, or of the folder, file or collection
    `source`; at most `limit` of each."""
    pack = load_pack(read_settings(project.site_src / "site.toml").languages.source, site_src=project.site_src)
    facts = pack.digest
    matcher = Matcher(read_termbase(termbase_path(project)), (kind for kind, _ in facts.place_kinds))
    folder, listing = _texts(source or project.seeds)
    passages: list[Passage] = []
    articles = left_out = 0
    for seed in all_seeds(folder, listing):
        if isinstance(seed, SourceProblem):
            left_out += 1
            continue
        try:
            source_text = decode_source(seed.name, read_seed(folder, seed))
            article = segment(clean(source_text, pack.clean, pack.code), pack.segment)
        except SourceProblem:
            left_out += 1
            continue
        articles += 1
        passages += _passages(seed.name, article)
    abbreviations = unknown_abbreviations(passages, matcher, facts)
    phrases = recurring_phrases(passages, matcher, facts)
    return Candidates(articles, left_out, tuple(abbreviations[:limit]), tuple(phrases[:limit]))


def check(project: Project) -> Checked:
    """Every fault of the termbase, located."""
    path = termbase_path(project)
    languages = read_settings(project.site_src / "site.toml").languages
    topics = read_topics(project.site_src / "topics.toml", languages.pair)
    words = {*load_pack(languages.target, languages.source, project.site_src).ui, *english_words()}
    named = {name.removeprefix(_DOMAIN) for name in words if name.startswith(_DOMAIN)}
    domains = {domain for topic in topics for domain in topic.domains} | {name.replace("_", "-") for name in named}
    rows, _ = read_rows(read_table(path))
    return Checked(len(rows), check_termbase(path, f"site_src/glossary/{path.name}", domains))


def export(project: Project, path: Path, form: str | None = None) -> Exported:
    """Write the termbase as TBX-Basic (`tbx`: ISO 30042:2008, `tbx-2019`) or CSV; by default by the file's ending."""
    form = form or form_of(path)
    settings = read_settings(project.site_src / "site.toml")
    pair = (settings.languages.source, settings.languages.target)
    terms = read_termbase(termbase_path(project))
    if form == "csv":
        data = read_table(termbase_path(project)).encode()
    else:
        title = settings.site.name.get(pair[1], "Glossary")
        data = write_tbx(terms, pair, title, "2019" if form == "tbx-2019" else "2008")
    write_durably(path, data)
    return Exported(str(path), len(terms))


def import_terms(project: Project, path: Path, *, replace: bool = False, dry_run: bool = False) -> Imported:
    """Merge the terms of a TBX or CSV file into the termbase, by term. Raises ConfigProblem, MemoryProblem where the
    file cannot be read, or the termbase would not be in order with it; then nothing has been written."""
    ours = termbase_path(project)
    brought = _brought(project, path)
    with locked(project.state, wait=project.wait):
        data, before = read_bytes(ours), read_table(ours)
        rows, broken = read_rows(before)
        if broken:
            read_termbase(ours)  # says what is wrong, and where
        merged, done = merge_rows([row for _, row in rows], brought, replace=replace)
        columns = list(rows[0][1]) if rows else [name for name in COLUMNS if any(row.get(name) for row in merged)]
        after = table_of(merged, columns)
        _, faults = terms_of(read_rows(after)[0])
        if faults:
            listed = "\n".join(faults)
            raise ConfigProblem(
                f"with these terms the glossary would not be in order:\n{listed}",
                where=str(path),
                hint="Correct the file, or the glossary; lines are those of the glossary with the new terms.",
            )
        written = not dry_run and any(one.outcome not in ("same", "conflict") for one in done)
        if written:
            replace_read(ours, after.encode(), data)
    counts = Counter(one.outcome for one in done)
    outcomes = get_args(get_type_hints(Merged)["outcome"])
    disputed = tuple(one for one in done if one.outcome in ("conflict", "replaced"))
    return Imported({outcome: counts[outcome] for outcome in outcomes}, disputed, written)


def form_of(path: Path) -> str:
    """A file's format, by its ending. Raises ConfigProblem."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise ConfigProblem(
            f"no format is known by the ending {path.suffix or '(none)'}",
            where=str(path),
            hint="Name the file .tbx or .csv.",
        )
    return form


def _brought(project: Project, path: Path) -> list[dict[str, str]]:
    """The rows of a file that is to be imported."""
    if form_of(path) == "csv":
        rows, faults = read_rows(read_table(path))
        if faults:
            raise ConfigProblem("\n".join(faults), where=str(path), hint=f"The columns are {', '.join(COLUMNS)}.")
        return [row for _, row in rows if row["term"].strip()]
    languages = read_settings(project.site_src / "site.toml").languages
    data = read_there(path)
    return read_tbx(data, (languages.source, languages.target), path.name)


def _texts(source: Path) -> tuple[Path, Listing]:
    """The folder, and what of it is to be read: all, or the one file that was named."""
    if source.is_dir():
        return source, list_seeds(source)
    name = source.name
    if name.lower().endswith(COLLECTIONS):
        return source.parent, Listing((), (Collection(name, ""),), ())
    return source.parent, Listing((Seed(name, article_id(name), ""),), (), ())


def _passages(name: str, article: Article) -> Iterator[Passage]:
    yield Passage(name, f"{name}:{article.lines.title[0] if article.lines.title else 1}", article.title)
    for block in article.blocks:
        for segment_ in block.segments:
            yield Passage(name, f"{name}:{block.lines[0]}", segment_.source)
