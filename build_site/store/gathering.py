"""The files that somebody names to be taken in: files as they are, folders with all that is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_site.errors import SourceProblem
from build_site.source.address import web_address
from build_site.source.unread import BESIDE, SYSTEM_FILES, page_of
from build_site.store.files import disk


def gather(given: str) -> Iterator[Path]:
    """The file `given`, or the files of the folder `given`, in the order of their names. Hidden files, what the system
    puts into folders, and the folder that a browser leaves beside a saved page are passed over. Raises SourceProblem
    where there is nothing, StoreProblem where the disk refuses."""
    path = Path(given)
    if path.is_dir():
        if not _beside_page(path):
            yield from _walk(path)
    elif not path.exists():
        hint = "Name a file or a folder; a name with blanks stands between quotation marks."
        if web_address(given):
            hint = "Nothing is fetched from the web: save the page in a browser, and name the file."
        raise SourceProblem("there is no such file", where=given, hint=hint)
    else:
        yield path


def read_given(path: Path, most: int) -> bytes:
    """The bytes of a file, at most one more than `most`. Raises SourceProblem for what is no plain file, StoreProblem
    where it cannot be read."""
    if not path.is_file():
        raise SourceProblem("not a plain file; it was not opened", where=str(path), hint="Name the file itself.")
    with disk(path), path.open("rb") as file:
        return file.read(most + 1)


def _walk(folder: Path) -> Iterator[Path]:
    with disk(folder):
        found = sorted(folder.iterdir())
    names = {path.name for path in found}
    for path in found:
        name = path.name
        if name[0] in ".~" or name[-1] == "~" or name in SYSTEM_FILES:
            continue
        if path.is_dir() and not path.is_symlink():
            if not (name.endswith(BESIDE) and page_of(name, names)):
                yield from _walk(path)
        else:
            yield path


def _beside_page(path: Path) -> bool:
    with disk(path):
        whole = path.resolve()
        return whole.name.endswith(BESIDE) and bool(page_of(whole.name, {each.name for each in whole.parent.iterdir()}))
