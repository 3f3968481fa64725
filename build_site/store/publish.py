"""The built site on disk. Files are written aside first; only when the whole site is there do they take their
places, so a build
that fails leaves the old site as it was, and at any instant every file is whole."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from build_site.errors import StoreProblem
from build_site.store.files import disk, fingerprint

MANIFEST = ".built-by-build_site"
"""A file of this name says that an output folder is ours, and which of its files are: one path a line."""


class Written(Struct, frozen=True):
    """A file of the site that has been made: `staged` names it aside, empty where the site has these bytes already."""

    path: str
    staged: str


class Stage(Struct, frozen=True):
    """Where files wait. On the output's own file system, so that taking their places is one rename."""

    out: Path
    folder: Path

    def put(self, path: str, data: bytes) -> Written:
        """Set aside the bytes of one file of the site, unless it holds them already."""
        target = Path(f"{self.out}/{path}")
        with disk(target):
            try:
                if target.stat().st_size == len(data) and target.read_bytes() == data:
                    return Written(path, "")
            except FileNotFoundError:
                pass
            name = self._aside(path)
            with Path(name).open("wb") as file:
                file.write(data)
        return Written(path, name)

    def put_stream(self, path: str, pieces: Iterable[bytes]) -> tuple[Written, int]:
        """The same for a file that may be larger than the memory; (what was made, its size in bytes)."""
        target = self.out / path
        size = 0
        with disk(target):
            name = self._aside(path)
            with Path(name).open("wb") as file:
                for piece in pieces:
                    size += file.write(piece)
            if target.is_file() and filecmp.cmp(name, target, shallow=False):
                Path(name).unlink()
                name = ""
        return Written(path, name), size

    def _aside(self, path: str) -> str:
        return f"{self.folder}/{fingerprint(path)}"


def open_stage(out: Path, state: Path) -> Stage:
    """An empty stage. Raises StoreProblem where `out` holds files that are not ours."""
    with disk(out):
        if out.exists() and not out.is_dir():
            raise StoreProblem("it is not a folder", where=str(out), hint="Name another folder with --out DIR.")
        if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).exists():
            raise StoreProblem(
                "the folder holds files that this program did not make",
                where=str(out),
                hint="Empty it, or name another folder with --out DIR.",
            )
        out.mkdir(parents=True, exist_ok=True)
        if not (out / MANIFEST).exists():
            (out / MANIFEST).touch()
        state.mkdir(parents=True, exist_ok=True)
        same_disk = state.stat().st_dev == out.stat().st_dev
        folder = (state if same_disk else out) / ".stage"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    return Stage(out, folder)


def publish(stage: Stage, staged: Iterable[tuple[str, str]]) -> int:
    """Let the staged files (path, where it waits) take their places, in the order given. Returns how many there
    were."""
    count = 0
    made: set[str] = set()
    with disk(stage.out):
        for path, name in staged:
            target = f"{stage.out}/{path}"
            folder = target.rpartition("/")[0]
            if folder not in made:
                Path(folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            Path(name).replace(target)
            count += 1
    return count


def read_manifest(out: Path) -> set[str]:
    """The files that earlier builds made in `out`, whether or not the state remembers them. Only paths below it
    count."""
    with disk(out), (out / MANIFEST).open(encoding="utf-8", newline="\n") as lines:
        paths = (line.rstrip("\n") for line in lines)
        return {path for path in paths if path and not path.startswith("/") and ".." not in path.split("/")}


def extend_manifest(out: Path, new: Iterable[str]) -> None:
    """Note files that are about to come, behind those noted before."""
    lines = [f"{path}\n" for path in new]
    if lines:
        with disk(out), (out / MANIFEST).open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)


def write_manifest(out: Path, paths: Iterable[str]) -> None:
    """Note these files and no others."""
    data = "".join(f"{path}\n" for path in paths)
    with disk(out):
        if (out / MANIFEST).read_text("utf-8") != data:
            (out / MANIFEST).write_text(data, "utf-8", newline="\n")


def remove(out: Path, paths: Iterable[str]) -> int:
    """Remove files of earlier builds that the site no longer has, and the folders that this empties."""
    count = 0
    for path in paths:
        target = out / path
        with disk(target):
            target.unlink(missing_ok=True)
            count += 1
            for parent in target.parents:
                if parent == out or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
    return count


def close_stage(stage: Stage) -> None:
    shutil.rmtree(stage.folder, ignore_errors=True)
