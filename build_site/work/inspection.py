"""Files through all stages, for `inspect`: nothing is written, no engine is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_site.clean.explain import Explained, explain
from build_site.errors import BuildSiteError, SourceProblem, StoreProblem
from build_site.model import Digest, Notes
from build_site.pipeline import digest_article, read_article, with_hints
from build_site.site.article_json import article_json
from build_site.source import COLLECTIONS, article_id, decode_source
from build_site.store.notes import notes_path, read_notes
from build_site.store.seeds import Collection, Seed, read_records, read_seed
from build_site.work.workshop import Workshop


def inspect_file(shop: Workshop, path: Path) -> Iterator[str | BuildSiteError]:
    """The article.json of a file, or of each record of a collection, each on one line; what cannot be read comes as its
    error, and the others follow. A seed of the project has its id, PO file and notes; any other file its own name."""
    folder, name, inside = _place(shop, path)
    seeds: Iterator[Seed | SourceProblem] = iter([Seed(name, article_id(name), "")])
    if name.lower().endswith(COLLECTIONS):
        seeds = read_records(folder, Collection(name, ""))
    for seed in seeds:
        if isinstance(seed, SourceProblem):
            yield seed
            continue
        try:
            digest = _digest(shop, folder, seed, inside)
            yield article_json(digest, shop.settings.languages.target).decode().rstrip("\n")
        except BuildSiteError as error:
            if error.exit_code != 1:
                raise
            yield error


def explain_file(shop: Workshop, path: Path) -> tuple[Explained, ...]:
    """What became of each line of a file, and by which rule; a page's lines are its blocks. Raises SourceProblem,
    NotesProblem."""
    folder, name, inside = _place(shop, path)
    if name.lower().endswith(COLLECTIONS):
        hint = "Save one record's text as a file."
        raise SourceProblem("a collection has no lines of its own", where=name, hint=hint)
    notes = _notes(shop, article_id(name)) if inside else None
    data = read_seed(folder, Seed(name, "", ""))
    facts = shop.pack.clean
    try:
        publisher = read_article(name, data, shop.rules, notes).publisher
    except SourceProblem:
        publisher = None  # no article: its lines can be explained all the same
    if publisher and publisher.drop:
        facts = with_hints(facts, publisher.drop)
    return explain(decode_source(name, data), facts, notes)


def _place(shop: Workshop, path: Path) -> tuple[Path, str, bool]:
    """(folder, name below it, whether it is a seed of the project). Raises StoreProblem for what is no plain file."""
    path = path.resolve()
    if not path.is_file():
        raise StoreProblem("it is not a plain file", where=str(path), hint="Name a file: a saved page or a text.")
    inside = shop.project.seeds in path.parents
    folder = shop.project.seeds if inside else path.parent
    return folder, path.relative_to(folder).as_posix(), inside


def _digest(shop: Workshop, folder: Path, seed: Seed, inside: bool) -> Digest:
    return digest_article(
        seed.name,
        read_seed(folder, seed),
        shop.rules,
        memory_file=shop.memory.name(seed.id),
        catalog=shop.memory.read_good(seed.id)[0] if inside else None,
        elsewhere=lambda *_: None,
        notes=_notes(shop, seed.id) if inside else None,
        notes_file=f"site_src/articles/{seed.id}.md",
    )


def _notes(shop: Workshop, article: str) -> Notes | None:
    return read_notes(notes_path(shop.project.site_src, article), shop.settings.languages.pair)
