"""Where a project's files stand."""

from __future__ import annotations

import sys
from pathlib import Path

from msgspec import Struct

from build_site.errors import ConfigProblem

_PACKAGED = Path(__file__).parent.parent / "_project"
"""In an installed wheel: parts of the repository's own project, which there stand beside the package."""


class Project(Struct, frozen=True):
    """The folders of one digest. All paths are absolute."""

    root: Path
    seeds: Path
    site_src: Path
    templates: Path
    out: Path
    state: Path
    """Disposable: cache, manifest, lock. Deleting it changes nothing but time."""
    wait: float = 0.0
    """Seconds to wait for another process that holds the lock."""

    @property
    def memory(self) -> Path:
        return self.site_src / "translations"


def find_project(
    root: Path | None = None,
    *,
    seeds: Path | None = None,
    site_src: Path | None = None,
    templates: Path | None = None,
    out: Path | None = None,
    wait: float = 0.0,
) -> Project:
    """The project in `root` (the working folder where none is given), with any folder of it replaced.

    Raises ConfigProblem where seeds/ or site_src/ is not there.
    """
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
        raise ConfigProblem(
            f"this Python reads the names of files as {sys.getfilesystemencoding()}, not as UTF-8",
            where="environment",
            hint="Run the program with PYTHONUTF8=1, or in a locale such as C.UTF-8.",
        )
    base = (root or Path()).resolve()
    project = Project(
        root=base,
        seeds=(seeds or base / "seeds").resolve(),
        site_src=(site_src or base / "site_src").resolve(),
        templates=(templates or _templates(base)).resolve(),
        out=(out or base / "build").resolve(),
        state=base / ".build_site",
        wait=wait,
    )
    for name, folder in (("seeds", project.seeds), ("site_src", project.site_src), ("templates", project.templates)):
        if not folder.is_dir():
            raise ConfigProblem(
                f"there is no folder {name}/",
                where=str(folder),
                hint="Run the program in a digest's folder, or name it with --project DIR.",
            )
    for folder in (project.seeds, project.site_src, project.templates, project.root):
        if project.out in (folder, *folder.parents):
            raise ConfigProblem(
                f"the site cannot be written there: the folder holds {folder.name}/",
                where=str(project.out),
                hint="Name another folder with --out DIR.",
            )
    for folder in (project.seeds, project.site_src, project.templates):
        if folder in project.out.parents:
            raise ConfigProblem(
                f"the site cannot be written there: it would be read as part of {folder.name}/",
                where=str(project.out),
                hint="Name another folder with --out DIR.",
            )
    return project


def _templates(base: Path) -> Path:
    own = base / "templates"
    return own if own.is_dir() else own_part("templates")


def own_part(name: str) -> Path:
    """A folder of the program's own project: its look, or what an editor writes there."""
    packaged = _PACKAGED / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name
