"""What could not be used, as a value: a build goes on without it, and names it at its end."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from build_site.errors import BuildSiteError, MemoryProblem, NotesProblem


class Failure(Struct, frozen=True):
    """An article, or a part of one, that could not be used: its name, and the error in three parts."""

    name: str
    what: str
    where: str
    hint: str
    kind: Literal["source", "memory", "notes", "bug"]


def failure(name: str, error: BuildSiteError) -> Failure:
    kind: Literal["source", "memory", "notes"] = "source"
    if isinstance(error, MemoryProblem):
        kind = "memory"
    elif isinstance(error, NotesProblem):
        kind = "notes"
    # Stages know a seed by its name alone; an editor looks for it from the project's folder.
    inside = kind == "source" and (error.where == name or error.where.startswith((f"{name}:", f"{name}#")))
    where = f"seeds/{error.where}" if inside and not name.startswith("seeds/") else error.where
    return Failure(name, error.what, where, error.hint, kind)
