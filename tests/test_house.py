"""The rules of the house (docs/explanation/architecture.md), held by reading the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "build_site"
STAGES = ("source", "clean", "segment", "translate", "digest", "site")
SHARED = {"model", "errors", "config", "folding"}
FILES = sorted(PACKAGE.rglob("*.py"))
WORLD = {
    "asyncio",
    "datetime.now",
    "ftplib",
    "glob",
    "http",
    "io",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "random",
    "requests",
    "secrets",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
    "uuid",
    "warnings",
}
LAZY = {
    "deep_translator": "engines",
    "requests": "engines",
    "livereload": "preview",
    "watchfiles": "preview",
    "distributed": "work",
}
MOST_LINES = 300


def place(path: Path) -> str:
    """The folder below the package, or the module itself: `clean`, `build.py`."""
    return path.relative_to(PACKAGE).parts[0]


def imports(path: Path, *, top_level: bool = False) -> set[str]:
    """Modules that a file imports; only those outside functions where `top_level`."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_level else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def stage_files() -> list[Path]:
    return [path for path in FILES if place(path) in STAGES]


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", stage_files(), ids=name_of)
@pytest.mark.guarantee("B3")
def test_stages_are_pure(path):
    """A stage imports nothing that touches files, network, clock, environment or chance, and calls nothing that
    does."""
    modules = imports(path)
    touching = {module for module in modules for world in WORLD if module == world or module.startswith(world + ".")}
    assert not touching - {"pathlib"}
    if "pathlib" in modules:
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module == "pathlib"
            for alias in node.names
        }
        assert names <= {"PurePosixPath", "PurePath"}
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input", "exec", "eval", "breakpoint"}


@pytest.mark.parametrize("path", stage_files(), ids=name_of)
def test_no_stage_knows_a_later_one(path):
    """A stage imports what all share, itself, and earlier stages."""
    own = STAGES.index(place(path))
    allowed = SHARED | set(STAGES[: own + 1])
    used = {module.split(".")[1] for module in imports(path) if module.startswith("build_site.")}
    assert used <= allowed


def test_heavy_libraries_stay_where_they_belong():
    """Only engines/ imports deep_translator and requests, only preview/ livereload and watchfiles, and only inside
    functions."""
    for path in FILES:
        for module in imports(path):
            owner = LAZY.get(module.split(".")[0])
            assert owner in (None, place(path)), f"{name_of(path)} imports {module}"
        heavy = {module.split(".")[0] for module in imports(path, top_level=True)}
        assert not heavy & LAZY.keys(), f"{name_of(path)} imports it at once"


def test_only_the_command_line_prints():
    """The library raises; cli.py prints, in console.py's words."""
    for path in FILES:
        if name_of(path) not in ("cli.py", "console.py"):
            tree = ast.parse(path.read_text("utf-8"))
            called = {
                node.func.id
                for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            assert "print" not in called, name_of(path)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_modules_are_small(path):
    """Past 300 lines a module wants splitting; model.py is one list of records, and better read as one."""
    if name_of(path) == "model.py":
        pytest.skip("a list of records")
    assert path.read_text("utf-8").count("\n") <= MOST_LINES


def test_no_module_is_a_drawer():
    """No module named utils, helpers, common or misc."""
    assert not {path.stem for path in FILES} & {"utils", "util", "helpers", "common", "misc"}


@pytest.mark.guarantee("B5")
def test_every_file_is_opened_as_utf8():
    """Text is read and written with its encoding named."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("read_text", "write_text")
            ):
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                assert any(
                    isinstance(value, ast.Constant) and str(value.value).startswith("utf-8") for value in given
                ) or (isinstance(node.func.value, ast.Name) and node.func.value.id == "store"), (
                    f"{name_of(path)}:{node.lineno}"
                )


@pytest.mark.guarantee("C4")
def test_safe_stands_in_one_place():
    """Templates escape everything; `|safe` lets an editor's rendered Markdown through, in one named place."""
    uses = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "|safe" in line.replace(" ", "") or "Markup(" in line
    ]
    assert len(uses) == 1, uses


@pytest.mark.guarantee("E9")
def test_the_locks_hold_no_address():
    """requirements/*.txt name packages, versions and hashes: no address, no option of any host."""
    for path in (ROOT / "requirements").glob("*.txt"):
        for line in path.read_text("utf-8").splitlines():
            assert re.fullmatch(r"[\w.-]+==[\w.+-]+ \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?|", line), line


def test_errors_say_what_to_do():
    """Whatever stops a run or leaves an article out says what to do about it. (Engines' errors are counted, and told of
    with what was tried.)"""
    kinds = {"Config", "Source", "Memory", "Notes", "Template", "Plan", "Worker", "Cluster", "Shard", "Store"}
    silent = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {f"{kind}Problem" for kind in kinds}
        and "hint" not in {keyword.arg for keyword in node.keywords}
    ]
    assert silent == []
