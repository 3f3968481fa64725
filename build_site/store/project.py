"""Where a project's files stand."""

from __future__ import annotations

import shlex
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

    @property
    def manual(self) -> bool:
        """Whether it is a site of pages alone: site.toml stands beside them, and there are no articles."""
        return self.site_src == self.root


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
        site_src=base if site_src is None and _is_manual(base) else (site_src or base / "site_src").resolve(),
        templates=(templates or _templates(base)).resolve(),
        out=(out or base / "build").resolve(),
        state=base / ".build_site",
        wait=wait,
    )
    for name, folder in (("seeds", project.seeds), ("site_src", project.site_src), ("templates", project.templates)):
        if not folder.is_dir() and not (name == "seeds" and project.manual):
            raise ConfigProblem(
                f"there is no folder {name}/",
                where=str(folder),
                hint=_where_else(base, name),
            )
    for folder in (project.seeds, project.site_src, project.templates, project.root):
        if project.out in (folder, *folder.parents):
            raise ConfigProblem(
                f"the site cannot be written there: the folder holds {folder.name}/",
                where=str(project.out),
                hint="Name another folder with --out DIR.",
            )
    for folder in (project.seeds, project.site_src, project.templates):
        # Among the pages of a manual its built site is known, and passed over.
        if folder in project.out.parents and folder != project.root:
            raise ConfigProblem(
                f"the site cannot be written there: it would be read as part of {folder.name}/",
                where=str(project.out),
                hint="Name another folder with --out DIR.",
            )
    return project


def _where_else(base: Path, missing: str) -> str:
    """What to do in a folder that is no digest's: it may lie within one, or hold one."""
    if (base / "site_src").is_dir() and missing == "seeds":
        return "Make it (git keeps no empty folders): it is where the articles go."
    near = [*base.parents[:3], *(sorted(base.iterdir())[:100] if base.is_dir() else ())]
    for folder in near:
        if (folder / "site_src").is_dir() and (folder / "seeds").is_dir():
            return f"{folder} is a digest: run the program there, or with --project {shlex.quote(str(folder))}."
    return (
        "This folder is no digest. Run the program in one, name it with --project DIR, or start one:"
        " python -m build_site init my-digest"
    )


def _is_manual(base: Path) -> bool:
    if (base / "site_src").is_dir() or not (base / "site.toml").is_file():
        return False
    from build_site.store.settings import read_settings

    return read_settings(base / "site.toml").pages.alone


def _templates(base: Path) -> Path:
    own = base / "templates"
    return own if own.is_dir() else own_part("templates")


def own_part(name: str) -> Path:
    """A folder of the program's own project: its look, or what an editor writes there."""
    packaged = _PACKAGED / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name
