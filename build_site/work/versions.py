"""What digests and pages are made with besides the articles' own files, told by content: the same wherever the project
stands and whenever its files were saved."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from build_site.config import LanguageSettings, Settings
from build_site.store.corrections import FILE as CORRECTIONS
from build_site.store.files import fingerprint, last_change
from build_site.store.marks import Marks
from build_site.store.pages import page_files
from build_site.store.project import Project
from build_site.store.settings import parse_settings, read_settings
from build_site.store.theme import theme_files

_PACKAGE = str(Path(__file__).parent.parent)
_SITE_TOML = "site.toml"
LIBRARIES = ("charset-normalizer", "jinja2", "lxml", "markdown-it-py", "msgspec")
"""What digests and pages are made with besides the program."""


class Versions(Struct, frozen=True):
    digest: str
    """Of what every digest is made with: the program, the settings that digests read, termbase, topics, publishers,
    languages."""
    site: str
    """Of what every page is made with besides digests: that, all settings, templates, theme, the editor's pages."""
    digest_stamp: str
    """What the disk says of the files of the first."""
    stamp: str
    """What it says of all, and of the corrections."""


def digest_options(settings: Settings) -> LanguageSettings:
    """Those settings that digests depend on: nothing else of site.toml is given to them."""
    return settings.languages


def versions(project: Project) -> Versions:
    """Of the project as it stands just now. Raises ConfigProblem where the settings are wrong."""
    folder = project.state / "read"
    marks = Marks(folder / "contents.kept")
    settings = project.site_src / _SITE_TOML

    def options(data: bytes | None) -> str:
        return fingerprint(msgspec.json.encode(digest_options(parse_settings(settings, data))))

    mark = marks.mark("options", str(settings), options) or options(None)
    # Before any file is read: one that is saved meanwhile has another stamp in the end.
    ours, others = digest_files(project), site_files(project)
    digest_stamp, stamp = _stamp(ours), _stamp([*ours, *others, project.site_src / CORRECTIONS])
    digest = fingerprint(program_version(folder), mark, *_marks(marks, project, ours[1:]))
    site = fingerprint(digest, *_marks(marks, project, [settings, *others]))
    marks.keep()
    return Versions(digest, site, digest_stamp, stamp)


def site_version(project: Project) -> str:
    return versions(project).site


def digest_stamp(project: Project) -> str:
    """As `versions` has it, of just now."""
    return _stamp(digest_files(project))


def stamp(project: Project) -> str:
    """The same."""
    return _stamp([*digest_files(project), *site_files(project), project.site_src / CORRECTIONS])


def digest_files(project: Project) -> list[Path]:
    """The project's files, there or not, that every digest is made with; of the settings a part."""
    site_src = project.site_src
    names = (_SITE_TOML, "topics.toml", "sources.toml")
    own = [*sorted(site_src.glob("glossary/*.csv")), *sorted(site_src.glob("language/*"))]
    return [*(site_src / name for name in names), *own]


def site_files(project: Project) -> list[Path]:
    """Those that every page is made with besides."""
    files = [path for path in sorted(project.templates.rglob("*")) if path.is_file() and path.suffix != ".css"]
    files = [path for path in files if path.relative_to(project.templates).parts[0] != "assets"]
    also = read_settings(project.site_src / _SITE_TOML).pages.also if project.manual else ()
    return [*files, *theme_files(project.site_src), *page_files(project, also)]


@lru_cache(maxsize=1)
def program_version(folder: Path) -> str:
    """Fingerprint of the program as this process found it: a preview that runs on when its files are replaced makes
    pages as the old one does. `folder`: where what has been read of it is kept."""
    marks = Marks(folder / "program.kept")
    for path in _program(_PACKAGE):
        marks.mark(path[len(_PACKAGE) + 1 :], path)
    marks.keep()
    return marks.version(sys.version, *_installed())


def program_files() -> tuple[Path, ...]:
    """The program itself."""
    return tuple(sorted(Path(path) for path in _program(_PACKAGE)))


def _program(folder: str) -> Iterator[str]:
    # Asked at every start: a Path of each file would cost five times as much.
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _program(entry.path)
            elif entry.name.endswith((".py", ".toml", ".txt", ".json")):
                yield entry.path


def _installed() -> list[str]:
    """Names and versions of the libraries, as the names of the folders tell them that installers leave beside; asking
    for each by itself takes as long as all else that a build does which finds nothing to do."""
    wanted = tuple(f"{name.replace('-', '_')}-" for name in LIBRARIES)
    names = os.listdir(Path(msgspec.__file__).parent.parent)  # noqa: PTH208
    return sorted(name for name in names if name.endswith(".dist-info") and name.lower().startswith(wanted))


def _marks(marks: Marks, project: Project, files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        yield from (_named(project, path), mark_of(marks, project, path))


def mark_of(marks: Marks, project: Project, path: Path) -> str:
    """Of a file below templates/ or site_src/, or beside it."""
    return marks.mark(_named(project, path), str(path))


def _named(project: Project, path: Path) -> str:
    """A file of the project, wherever that stands."""
    full, templates = str(path), f"{project.templates}/"
    if full.startswith(templates):
        return f"templates/{full[len(templates) :]}"
    return f"site_src/{os.path.relpath(full, project.site_src)}"


def _stamp(files: Iterable[Path]) -> str:
    return fingerprint(*(f"{path}:{last_change(path)}" for path in files))
