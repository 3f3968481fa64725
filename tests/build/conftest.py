"""A project of one's own to build, and the program as a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_site.build import Report, build
from build_site.store.project import Project, find_project
from build_site.store.publish import MANIFEST, read_manifest
from tests.conftest import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of this repository's seeds and of what its editors wrote; the look is the repository's own."""
    for name in ("seeds", "site_src"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return find_project(tmp_path, templates=ROOT / "templates")


@pytest.fixture
def small(project: Project) -> Project:
    """The same with a glossary of its first thirty terms: quick to build again and again."""
    path = project.site_src / "glossary" / "vi-en.csv"
    path.write_text("\n".join(path.read_text("utf-8").split("\n")[:31]) + "\n", "utf-8")
    return project


@pytest.fixture
def tiny(small: Project) -> Project:
    """The same without its articles and their memory: for seeds and PO files of a test's own."""
    for folder in (small.seeds, small.memory, small.site_src / "articles"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    (small.site_src / "urls.csv").unlink(missing_ok=True)
    return small


@pytest.fixture
def run() -> Run:
    """The program as a process: `run("build", "--strict", project=…)`."""

    def call(
        *arguments: str | Path, project: Project | None = None, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        folders = ["--project", project.root, "--templates", project.templates] if project else []
        command = [sys.executable, "-m", "build_site", *map(str, [*arguments, *folders])]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", env=environment, timeout=120, check=False, **options
        )

    return call


def files(folder: Path) -> dict[str, bytes]:
    """path → bytes of every file below a folder; of the program's own list what it says, in order: its lines stand as
    they came."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return found | ({MANIFEST: "\n".join(sorted(read_manifest(folder))).encode()} if MANIFEST in found else {})


def times(folder: Path) -> dict[str, int]:
    """path → time of the last change of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def seed(project: Project, number: str) -> Path:
    """The seed whose name starts with `number`."""
    return next(project.seeds.glob(f"{number}*.txt"))


def article_json(project: Project, name: str) -> dict[str, Any]:
    """The article.json of the article whose file is `name`."""
    for path in project.out.glob("en/articles/*/*/article.json"):
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if data["source"]["file"] == name:
            return data
    raise AssertionError(f"no article.json for {name}")


__all__ = ["Report", "Run", "article_json", "build", "files", "seed", "times"]
