"""A build that finds nothing changed loads and plans nothing; whatever a plan is made from makes a new one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from build_site.build import build
from build_site.errors import ConfigProblem

HEAVY = (
    "rich",
    "lxml",
    "jinja2",
    "markdown_it",
    "charset_normalizer",
    "requests",
    "PIL",
    "deep_translator",
    "difflib",
    "build_site.pipeline",
)


def test_libraries_are_loaded_where_they_are_wanted(small):
    """The second build of a site has no use for templates, readers and stages."""
    build(small)
    code = (
        "import sys; from pathlib import Path; from build_site.build import build;"
        "from build_site.store.project import find_project;"
        f"report = build(find_project(Path({str(small.root)!r}), templates=Path({str(small.templates)!r})));"
        f"assert not report.written; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


NOT_FOR_AN_EDIT = (
    *("rich", "lxml", "markdown_it", "concurrent.futures", "html.parser", "build_site.check"),
    *("build_site.store.termbase", "build_site.store.topics", "build_site.store.packs", "build_site.site.generator"),
)


def test_an_edit_loads_no_reader_of_markdown_or_xml(small):
    """What the editor's pages and lists hold is kept, as are compiled templates; the memory's file is written and not
    read; the report needs no library, and one article no second process."""
    build(small)
    seed = min(small.seeds.glob("*.txt"))
    code = (
        "import sys; from pathlib import Path; from build_site.build import build;"
        "from build_site.console import print_report; from build_site.store.project import find_project;"
        f"project = find_project(Path({str(small.root)!r}), templates=Path({str(small.templates)!r}));"
        "report = build(project); assert report.changed == 1; print_report(report, project);"
        f"print(*(name for name in {NOT_FOR_AN_EDIT!r} if name in sys.modules), file=sys.stderr)"
    )
    seed.write_text(f"{seed.read_text('utf-8')}\nXã Ba Bến có 14 thôn.\n", "utf-8")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.split() == []


def test_a_build_loads_no_other_command(small):
    """The command line reads the options of a build without the modules of what else it can do."""
    nowhere = str(small.root / "nowhere")
    code = (
        "import sys; from contextlib import suppress; from build_site.cli import cli; from build_site.errors import *\n"
        f"with suppress(BuildSiteError): cli.main(['--project', {nowhere!r}], standalone_mode=False)\n"
        "print(*sorted(name for name in sys.modules if name.startswith('build_site.cli')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["build_site.cli", "build_site.cli_project", "build_site.cli_shards"]


def test_what_is_planned_is_the_same(small):
    """Pages are counted, and lost ones come back."""
    first = build(small)
    assert build(small).pages == first.pages
    (small.out / "en" / "index.html").unlink()
    again = build(small)
    assert (again.pages, again.written) == (first.pages, 1)


def test_review_pages_come_and_go(small):
    """With --drafts and without it are two plans."""
    build(small)
    build(small, drafts=True)
    assert (small.out / "en" / "review" / "index.html").is_file()
    build(small)
    assert not (small.out / "en" / "review").exists()


def test_a_wrong_file_is_found_though_no_page_has_changed(small):
    """A list of corrections, and a theme's file that nothing would use."""
    build(small)
    (small.site_src / "corrections.csv").write_text("wrong\n", "utf-8")
    with pytest.raises(ConfigProblem):
        build(small)
    (small.site_src / "corrections.csv").unlink()
    (small.site_src / "theme").mkdir(exist_ok=True)
    (small.site_src / "theme" / "artcle.html").write_text("x", "utf-8")
    with pytest.raises(ConfigProblem):
        build(small)
