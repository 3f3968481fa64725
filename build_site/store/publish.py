"""The built site on disk. Files are written aside first; only when the whole site is there do they take their
places, so a build
that fails leaves the old site as it was, and at any instant every file is whole."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from msgspec import Struct

from build_site.errors import StoreProblem
from build_site.store.files import disk

MANIFEST = ".built-by-build_site"
"""A file of this name says that an output folder is ours, and which of its files are: one path a line, in the order in
which they came; behind a `/`, one that is no more."""


class Written(Struct, frozen=True):
    """A file of the site that has been made: `staged` names it aside, empty where the site has these bytes already."""

    path: str
    staged: str
    sha256: str = ""
    """Of its bytes."""
    seed: str = ""
    """Of an article's data, SHA-256 and name of its seed."""


class Stage(Struct, frozen=True):
    """Where files wait. On the output's own file system, so that taking their places is one rename. Each waits under a
    name that no other process knows: a worker that outlives a killed build writes into nobody's file."""

    out: Path
    folder: Path

    def put(self, path: str, data: bytes) -> Written:
        """Set aside the bytes of one file of the site, unless it holds them already."""
        target = f"{self.out}/{path}"
        sha256 = hashlib.sha256(data).hexdigest()
        with disk(target):
            try:
                # For each file of the site: a Path of each costs as much as the question.
                if os.stat(target).st_size == len(data) and Path(target).read_bytes() == data:  # noqa: PTH116
                    return Written(path, "", sha256)
            except FileNotFoundError:
                pass
            name = self.aside()
            with open(name, "wb") as file:  # noqa: PTH123
                file.write(data)
        return Written(path, name, sha256)

    def put_streams(self, paths: Sequence[str], pieces: Iterable[Sequence[bytes]]) -> list[tuple[Written, int]]:
        """The same for files that may be larger than the memory: of each a piece at a time. (What was made, its size in
        bytes) of each."""
        made = []
        with disk(self.out), ExitStack() as stack:
            names = [self.aside() for _ in paths]
            files = [stack.enter_context(Path(name).open("wb")) for name in names]
            hashes = [hashlib.sha256() for _ in paths]
            for several in pieces:
                for file, sha256, piece in zip(files, hashes, several, strict=True):
                    file.write(piece)
                    sha256.update(piece)
            sizes = [file.tell() for file in files]
        for path, name, size, sha256 in zip(paths, names, sizes, hashes, strict=True):
            import filecmp

            target = self.out / path
            with disk(target):
                same = target.is_file() and filecmp.cmp(name, target, shallow=False)
                if same:
                    Path(name).unlink()
            made.append((Written(path, "" if same else name, sha256.hexdigest()), size))
        return made

    def aside(self) -> str:
        """A place for one more file."""
        return f"{self.folder}/{os.urandom(12).hex()}"


def open_stage(out: Path, state: Path) -> Stage:
    """An empty stage. Raises StoreProblem where `out` holds files that are not ours, or may not be written."""
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
        with os.scandir(out) as entries:
            for entry in entries:
                if entry.is_symlink() and entry.is_dir():
                    refuse_links(out, entry.path, set())
        (out / MANIFEST).open("ab").close()
        state.mkdir(parents=True, exist_ok=True)
        same_disk = state.stat().st_dev == out.stat().st_dev
        folder = (state if same_disk else out) / ".stage"
        _clear(folder)
        folder.mkdir()
    return Stage(out, folder)


def publish(stage: Stage, staged: Callable[[], Iterable[tuple[str, str]]]) -> int:
    """Let the staged files (path, where it waits) take their places, in the order given. They are asked for twice:
    there may be more of them than should be in memory. Returns how many there were."""
    count = 0
    made: set[str] = set()
    with disk(stage.out):
        checked: set[str] = set()
        for path, _ in staged():
            refuse_links(stage.out, f"{stage.out}/{path}".rpartition("/")[0], checked)
        for path, name in staged():
            target = f"{stage.out}/{path}"
            folder = target.rpartition("/")[0]
            if folder not in made:
                Path(folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            os.replace(name, target)  # noqa: PTH105 - of each file of the site
            count += 1
    return count


def read_manifest(out: Path) -> set[str]:
    """The files that earlier builds made in `out`, whether or not the state remembers them. Only paths below it
    count."""
    with disk(out), (out / MANIFEST).open(encoding="utf-8", errors="replace", newline="\n") as lines:
        found: set[str] = set()
        for path in (line.rstrip("\n") for line in lines):
            if path.startswith("/"):
                found.discard(path[1:])
            elif path and "\0" not in path and ".." not in path.split("/"):
                found.add(path)
        return found


def extend_manifest(out: Path, new: Iterable[str]) -> None:
    """Note files that are about to come, or as `/path` those that have gone, behind what was noted before."""
    new = iter(new)
    first = next(new, None)
    if first is not None:
        with disk(out), (out / MANIFEST).open("ab+") as file:
            # A build that was killed here before has left half a line.
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.writelines(f"{path}\n".encode() for path in chain((first,), new))


def write_manifest(stage: Stage, paths: Iterable[str]) -> None:
    """Note these files and no others."""
    import filecmp

    manifest, aside = stage.out / MANIFEST, Path(stage.aside())
    with disk(manifest):
        with aside.open("wb") as file:
            file.writelines(f"{path}\n".encode() for path in paths)
        if not filecmp.cmp(aside, manifest, shallow=False):
            aside.replace(manifest)


def remove(out: Path, paths: Iterable[str]) -> int:
    """Remove files of earlier builds that the site no longer has, and the folders that this empties."""
    count = 0
    known: set[str] = set()
    for path in paths:
        target = out / path
        with disk(target):
            refuse_links(out, str(target.parent), known)
            try:
                target.unlink(missing_ok=True)
            except OSError as error:
                # A line of the list that was cut short may be the name of a folder, or none that a file can have.
                if error.errno not in (errno.ENOTDIR, errno.ENAMETOOLONG) and not target.is_dir():
                    raise
                continue
            count += 1
            for parent in target.parents:
                if parent == out or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
    return count


def refuse_links(out: Path, folder: str, known: set[str]) -> None:
    """Raises StoreProblem where a folder of the site is a link: whatever it leads to is not the site's. `known`: those
    that have been looked at, to which this one is added."""
    while folder not in known and len(folder) > len(str(out)):
        if os.path.islink(folder):  # noqa: PTH114 - asked for each folder of the site
            hint = "Remove the link; the site is written into folders of its own."
            raise StoreProblem("it is a link, and nothing is written or removed through it", where=folder, hint=hint)
        known.add(folder)
        folder = folder.rpartition("/")[0]


def close_stage(stage: Stage) -> None:
    _clear(stage.folder)


def _clear(folder: Path) -> None:
    """Remove a stage; most have been emptied."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        pass
    except OSError:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
