"""A browser and the built site, once for all tests here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real project, built once by the real command from a copy, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("project")
    for part in ("seeds", "site_src", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    out = folder / "build"
    command = [sys.executable, "-m", "build_site", "build", "--project", str(folder), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: what $CHROMIUM names, else the system's own. Skipped where there is none."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on PATH (install one, or name it in $CHROMIUM)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def kinds(built_site: Path) -> list[Path]:
    """One page of every kind, in both languages."""
    found = [built_site / "index.html", built_site / "404.html"]
    for lang in ("en", "vi"):
        tree = built_site / lang
        found += sorted(tree.glob("articles/*/*/index.html"))[:2]
        found.append(tree / "index.html")
        for folder in (
            "timeline",
            "tags",
            "glossary",
            "people",
            "places",
            "documents",
            "about",
            "method",
            "corrections",
            "charts",
            "data",
            "search",
            "timeline/2023",
            "timeline/2023/02",
            "glossary/letter-b",
        ):
            found.append(tree / folder / "index.html")
        for folder in ("tags", "people", "places", "documents"):
            found.append(next(iter(sorted((tree / folder).glob("*/index.html")))))
        found.append(tree / "glossary" / "quy-hoach" / "index.html")
    return found
