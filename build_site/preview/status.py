"""What is known of the site just now, and of what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from build_site.errors import BuildSiteError
from build_site.preview.problems import Places, Problem
from build_site.store.project import Project

if TYPE_CHECKING:
    from build_site.build import Report
    from build_site.work.glimpse import Glimpse

_STYLES = ".css"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif")
_TEXTS = (".html", ".toml", ".md", "")


class Outcome(Struct, frozen=True):
    """What one build came to, for the terminal."""

    changed: tuple[str, ...]
    """Files that it was built for, of many the first; empty: the first build, or what an earlier one has left."""
    count: int
    report: Report | None
    error: BuildSiteError | None
    seconds: float


class Status(Struct, frozen=True):
    """What is known of the site just now. Replaced as a whole."""

    number: int = 0
    """Of the builds that have come to an end."""
    problems: tuple[Problem, ...] = ()
    """Why the site is not built; empty where it is."""
    failures: tuple[Problem, ...] = ()
    """Of the articles that could not be used, or not whole."""
    broken: Mapping[str, tuple[Problem, ...]] = {}
    """Address of an article → the same of it alone."""
    places: Places | None = None
    glimpse: Glimpse | None = None
    """What makes pages on the spot, while not all of them are there."""


class Changes(Struct, frozen=True):
    """What browsers must know besides that pages may be others: paths of the site."""

    styles: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    others: bool = False
    """Scripts or fonts: every page must be loaded again."""


def changes_of(project: Project, paths: Sequence[Path]) -> Changes:
    """Of assets: what is copied to the site as it is, and the style sheet."""
    styles: set[str] = set()
    pictures: set[str] = set()
    others = False
    static = project.site_src / "static"
    # Of a folder that is new the system may tell alone.
    below = (each for path in paths if path.is_dir() for each in path.rglob("*"))
    for path in (*paths, *below):
        base = next(
            (base for base in (static, project.site_src / "theme", project.templates) if path.is_relative_to(base)),
            None,
        )
        if not base or path.suffix in _TEXTS:
            continue
        name = path.relative_to(base).as_posix()
        if path.suffix == _STYLES:
            styles.add(name if base == static else "assets/site.css")
        elif path.suffix.lower() in _PICTURES:
            pictures.add(name)
        else:
            others = True
    return Changes(tuple(sorted(styles)), tuple(sorted(pictures)), others)
