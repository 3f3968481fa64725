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
    return Failure(name, error.what, error.where, error.hint, kind)
