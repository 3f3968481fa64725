"""Which program this is, by content: what processes on other machines, or other runs, must have in common with this
one."""

from __future__ import annotations

import platform
import unicodedata
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from build_site import __version__
from build_site.store.files import fingerprint
from build_site.store.project import Project
from build_site.work.versions import LIBRARIES, digest_files, program_files, site_files


class Program(Struct, frozen=True):
    """What makes the bytes of a site."""

    version: str
    code: str
    """Fingerprint of the program's files."""
    python: str
    libraries: str


def differences(ours: Program, theirs: Program) -> str:
    """In words, for people; empty where there are none."""
    found = []
    if theirs.version != ours.version:
        found.append(f"build_site {theirs.version} where this is {ours.version}")
    elif theirs.code != ours.code:
        found.append(f"other files of build_site {ours.version}")
    if theirs.python != ours.python:
        found.append(f"{theirs.python} where this is {ours.python}")
    if theirs.libraries != ours.libraries:
        found.append(f"{theirs.libraries} where these are {ours.libraries}")
    return "; ".join(found)


@lru_cache(maxsize=1)
def this_program() -> Program:
    """As this process first found it: what it has loaded stays, whatever becomes of the files."""
    package = Path(__file__).parent.parent
    code = fingerprint(
        *(part for path in program_files() for part in (path.relative_to(package).as_posix(), path.read_bytes()))
    )
    python = f"Python {'.'.join(platform.python_version_tuple()[:2])} with Unicode {unicodedata.unidata_version}"
    return Program(__version__, code, python, ", ".join(f"{name} {_version(name)}" for name in LIBRARIES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not there)"


def digest_material(project: Project) -> str:
    """Fingerprint of the contents of what every digest is made with, wherever the project stands."""
    return _contents(project, digest_files(project))


def site_material(project: Project) -> str:
    """The same for pages."""
    return _contents(project, [*digest_files(project), *site_files(project)])


def _contents(project: Project, files: list[Path]) -> str:
    parts: list[str | bytes] = []
    for path in files:
        if path.is_file():
            base = project.site_src if path.is_relative_to(project.site_src) else project.templates
            parts += [path.relative_to(base).as_posix(), path.read_bytes()]
    return fingerprint(*parts)
