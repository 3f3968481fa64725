"""Files through all stages, for `inspect`: nothing is written, no engine is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from build_site.clean.explain import Explained, explain
from build_site.errors import SourceProblem, StoreProblem
from build_site.model import Digest
from build_site.pipeline import digest_article
from build_site.site.article_json import article_json
from build_site.source import COLLECTIONS, article_id, decode_source
from build_site.store.notes import notes_path, read_notes
from build_site.store.seeds import Collection, Seed, read_records, read_seed
from build_site.work.workshop import Workshop


def inspect_file(shop: Workshop, path: Path) -> Iterator[str | SourceProblem]:
    """The article.json of a file, or of each record of a collection, each on one line. A seed of the project has its
    id, PO
    file and notes; any other file has its own name. Raises SourceProblem, MemoryProblem, NotesProblem."""
    path = path.resolve()
    if not path.is_file():
        raise StoreProblem("it is not a plain file", where=str(path))
    inside = shop.project.seeds in path.parents
    folder = shop.project.seeds if inside else path.parent
    name = path.relative_to(folder).as_posix()
    seeds: Iterator[Seed | SourceProblem] = iter([Seed(name, article_id(name), "")])
    if name.lower().endswith(COLLECTIONS):
        seeds = read_records(folder, Collection(name, ""))
    for seed in seeds:
        if isinstance(seed, SourceProblem):
            yield seed
        else:
            digest = _digest(shop, folder, seed, inside)
            yield msgspec.json.format(article_json(digest), indent=0).decode()


def explain_file(shop: Workshop, path: Path) -> tuple[Explained, ...]:
    """What became of each line of a file, and by which rule; a page's lines are its blocks. Raises SourceProblem,
    NotesProblem."""
    path = path.resolve()
    inside = shop.project.seeds in path.parents
    folder = shop.project.seeds if inside else path.parent
    name = path.relative_to(folder).as_posix()
    if name.lower().endswith(COLLECTIONS):
        raise SourceProblem(
            "a collection has no lines of its own", where=name, hint="Save one record's text as a file."
        )
    notes = read_notes(notes_path(shop.project.site_src, article_id(name))) if inside else None
    source = decode_source(name, read_seed(folder, Seed(name, "", "")))
    return explain(source, shop.pack.clean, notes)


def _digest(shop: Workshop, folder: Path, seed: Seed, inside: bool) -> Digest:
    return digest_article(
        seed.name,
        read_seed(folder, seed),
        shop.rules,
        memory_file=shop.memory.name(seed.id),
        catalog=shop.memory.read(seed.id) if inside else None,
        elsewhere=lambda role, source: None,
        notes=read_notes(notes_path(shop.project.site_src, seed.id)) if inside else None,
        notes_file=f"site_src/articles/{seed.id}.md",
    )
