"""The raw articles on disk: which there are, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from build_site.errors import SourceProblem
from build_site.store.files import disk

TEXT = (".txt",)
"""Endings of the seeds that can be read."""


class Seed(Struct, frozen=True):
    """A file below seeds/."""

    name: str
    """Path below seeds/, with slashes."""
    id: str
    """The name without its ending."""
    signature: str


def list_seeds(folder: Path) -> tuple[list[Seed], list[SourceProblem]]:
    """All seeds in order of their ids, and a problem for each file that cannot be one. Hidden files are passed over;
    links and special files are never opened."""
    seeds: dict[str, Seed] = {}
    problems = []
    for path, entry in _walk(folder):
        name = path.relative_to(folder).as_posix()
        info = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(info.st_mode):
            problems.append(
                SourceProblem(
                    "not a plain file; it was not opened", where=f"seeds/{name}", hint="Copy the file itself here."
                )
            )
        elif path.suffix.lower() not in TEXT:
            problems.append(
                SourceProblem(
                    f"the ending {path.suffix or '(none)'} is not one of {', '.join(TEXT)}",
                    where=f"seeds/{name}",
                    hint="Save the article as plain text.",
                )
            )
        else:
            article_id = path.relative_to(folder).with_suffix("").as_posix()
            if article_id in seeds:
                problems.append(
                    SourceProblem(
                        f"{seeds[article_id].name} has the same name but for its ending",
                        where=f"seeds/{name}",
                        hint="Rename one of them.",
                    )
                )
            else:
                seeds[article_id] = Seed(name, article_id, f"{info.st_size}:{info.st_mtime_ns}:{info.st_ino}")
    return [seeds[article_id] for article_id in sorted(seeds)], problems


def read_seed(folder: Path, name: str, most: int) -> bytes:
    """The bytes of one seed; at most one byte more than `most` is read."""
    path = folder / name
    with disk(path), path.open("rb") as file:
        return file.read(most + 1)


def _walk(folder: Path) -> Iterator[tuple[Path, os.DirEntry[str]]]:
    with disk(folder), os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith((".", "~")) or entry.name.endswith("~"):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path), entry
