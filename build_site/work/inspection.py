"""One file through all stages, for `inspect`: nothing is written, no engine is asked."""

from __future__ import annotations

from pathlib import Path

import msgspec

from build_site.errors import StoreProblem
from build_site.pipeline import digest_article
from build_site.site.article_json import article_json
from build_site.source import MAX_BYTES
from build_site.store.notes import notes_path, read_notes
from build_site.store.seeds import read_seed
from build_site.work.workshop import Workshop


def inspect_file(shop: Workshop, path: Path) -> str:
    """The article.json of one file, on one line. A seed of the project has its id, PO file and notes; any other file
    has its
    own name. Raises SourceProblem, MemoryProblem, NotesProblem."""
    path = path.resolve()
    if not path.is_file():
        raise StoreProblem("it is not a plain file", where=str(path))
    inside = shop.project.seeds in path.parents
    folder = shop.project.seeds if inside else path.parent
    name = path.relative_to(folder).as_posix()
    article_id = str(Path(name).with_suffix("").as_posix())
    digest = digest_article(
        name,
        read_seed(folder, name, MAX_BYTES),
        shop.rules,
        memory_file=shop.memory.name(article_id),
        catalog=shop.memory.read(article_id) if inside else None,
        elsewhere=lambda role, source: None,
        notes=read_notes(notes_path(shop.project.site_src, article_id)) if inside else None,
        notes_file=f"site_src/articles/{article_id}.md",
    )
    return msgspec.json.format(article_json(digest), indent=0).decode()
