"""The same input gives the same bytes, whatever the machine, its clock, and the number of workers."""

from __future__ import annotations

import ast
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from build_site.build import build
from build_site.store.project import find_project
from tests.conftest import ROOT

YEARS = 365.25 * 24 * 3600
AXES: dict[str, tuple[str, ...]] = {
    "hash seed": ("0", "1", "4294967295", "random"),
    "locale": ("C", "C.UTF-8", "vi_VN.UTF-8", "tr_TR.UTF-8"),
    "zone": ("UTC", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati", "America/St_Johns"),
    "umask": ("022", "077", "000"),
    "folder": ("project", "root", "elsewhere"),
    "listing": ("", "1", "2", "3"),
    "workers": ("1", "2", "4"),
    "clock": ("", str(-30 * YEARS), str(30 * YEARS)),
    "epoch": ("", "0", "2000000000"),
    "templates": ("kept", "kept ones", "compiled"),
    "python": ("", "-O", "-X warn_default_encoding -W error::EncodingWarning"),
}
BUILDS = 24

# Workers are used however little there is to do.
PROGRAM = """
import importlib, pkgutil, sys
import build_site.work
for found in pkgutil.iter_modules(build_site.work.__path__):
    wanted = found.name not in ("drawing", "cluster")
    module = importlib.import_module(f"build_site.work.{found.name}") if wanted else None
    if hasattr(module, "WORTH"):
        module.WORTH = 1
from build_site.cli import main
sys.exit(main())
"""


def matrix() -> list[dict[str, str]]:
    """Builds that together have every value of every axis beside every value of each other, as far as so many can."""
    chance = random.Random(5)
    names = list(AXES)
    wanted = {((a, x), (b, y)) for a, b in itertools.combinations(names, 2) for x in AXES[a] for y in AXES[b]}
    found = []
    while wanted and len(found) < BUILDS:
        tries = [{name: chance.choice(AXES[name]) for name in names} for _ in range(200)]
        best = max(tries, key=lambda each: sum(pair in wanted for pair in itertools.combinations(each.items(), 2)))
        wanted -= set(itertools.combinations(best.items(), 2))
        found.append(best)
    assert len(wanted) < 20, "too few pairs"
    return found


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A seed of each kind with its memory, and a glossary of a few terms."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("seeds", "site_src", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    for path in sorted((folder / "seeds").glob("*.txt"))[1:]:
        path.unlink()
    text = next((folder / "seeds").glob("000*.txt")).read_text("utf-8")
    for path in (folder / "site_src" / "pages").glob("method.*"):
        path.unlink()
    lines = [line for line in text.splitlines() if line.strip()]
    record = {"id": "a", "text": "\n".join(lines[:4]).replace("2023", "2022")}
    (folder / "seeds" / "web.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in lines[2:5])
    (folder / "seeds" / "thư mục").mkdir()
    (folder / "seeds" / "thư mục" / "é.html").write_text(f"<h1>Huyện Gia Lâm đổi mới</h1>{paragraphs}", "utf-8")
    path = folder / "site_src" / "glossary" / "vi-en.csv"
    path.write_text("\n".join(path.read_text("utf-8").split("\n")[:9]) + "\n", "utf-8")
    # Most of the time of a first build goes into compiling the templates: two builds of three find them compiled.
    build(find_project(folder))
    shutil.rmtree(folder / "build")
    (folder / "site_src" / "urls.csv").unlink()
    for path in (folder / ".build_site").iterdir():
        if path.name != "templates":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder


def built(source: Path, folder: Path, world: dict[str, str]) -> dict[str, str]:
    """path → SHA-256 of each file of the site and of urls.csv, built in such a world."""
    project = folder / ("a" * random.Random(str(world)).randrange(1, 40))
    shutil.copytree(source, project, copy_function=shutil.copyfile)
    if world["templates"] == "compiled":
        shutil.rmtree(project / ".build_site")
    names = list(project.rglob("*"))
    random.Random(str(world)).shuffle(names)
    for path in names:
        os.utime(path, (len(path.name) * 1e8, len(path.name) * 1e8))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "USER": project.name,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}",
        "PYTHONHASHSEED": world["hash seed"],
        "LC_ALL": world["locale"],
        "LANG": world["locale"],
        "TZ": world["zone"],
        "BUILD_SITE_TEST_UMASK": world["umask"],
        "BUILD_SITE_TEST_SHUFFLE": world["listing"],
        "BUILD_SITE_TEST_CLOCK": world["clock"],
        "BUILD_SITE_TEST_DATES": world["clock"] and "1",
        "PYTHONIOENCODING": "utf-8",
    }
    if world["epoch"]:
        environment["SOURCE_DATE_EPOCH"] = world["epoch"]
    where = {"project": project, "root": Path("/"), "elsewhere": folder}[world["folder"]]
    command = [
        sys.executable,
        *world["python"].split(),
        "-c",
        PROGRAM,
        "build",
        "--project",
        str(project),
        "--jobs",
        world["workers"],
        "--json",
    ]
    done = subprocess.run(
        command, env=environment, cwd=where, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, f"{world}\n{done.stderr}"
    files = [*(project / "build").rglob("*"), project / "site_src" / "urls.csv"]
    found = {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }
    shutil.rmtree(project)
    return found


@pytest.mark.guarantee("B1", "B3", "B4", "B5")
def test_twenty_four_worlds(source, tmp_path):
    """Hash seeds, locales (also such as have another i, or none), time zones, umasks, working folders, orders in which
    the disk lists, worker counts, clocks thirty years off, SOURCE_DATE_EPOCH, optimised and strict Python, paths and
    times of the files: one site."""
    worlds = matrix()
    with ThreadPoolExecutor(2) as pool:
        folders = [tmp_path / str(number) for number in range(len(worlds))]
        for folder in folders:
            folder.mkdir()
        sites = list(pool.map(lambda given: built(source, *given), zip(folders, worlds, strict=True)))
    assert len(sites) == BUILDS
    for world, site in zip(worlds, sites, strict=True):
        different = {path for path in site.keys() | sites[0].keys() if site.get(path) != sites[0].get(path)}
        assert not different, f"{sorted(different)[:5]} in {world}"
    assert len(sites[0]) > 80


CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "strftime", "ctime", "monotonic"}


@pytest.mark.guarantee("B3")
def test_no_clock_in_what_makes_pages():
    """No stage and nothing of work/ or store/ asks what time it is for anything but to wait, to measure, and to doubt
    the time of a file that is still passing; chance and the environment are asked by engines and the command line
    alone."""
    asked: dict[str, set[str]] = {}
    for path in sorted((ROOT / "build_site").rglob("*.py")):
        name = path.relative_to(ROOT / "build_site").as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
                owner = ast.unparse(node.func.value)
                if re.fullmatch(r"(?:\w+\.)?(?:time|date|datetime|dt)", owner):
                    asked.setdefault(name, set()).add(f"{owner}.{node.func.attr}")
            if isinstance(node, ast.Attribute) and ast.unparse(node) in (
                "os.environ",
                "os.getlogin",
                "socket.gethostname",
                "random.random",
                "uuid.uuid4",
            ):
                asked.setdefault(name, set()).add(ast.unparse(node))
    stages = ("source/", "clean/", "segment/", "translate/", "digest/", "site/", "language/")
    assert {name: found for name, found in asked.items() if name.startswith(stages)} == {}
    waits = {"time.monotonic", "time.sleep", "os.environ"}
    rest = {
        name: found - waits for name, found in asked.items() if name.startswith(("work/", "store/")) and found - waits
    }
    assert rest == {"store/files.py": {"time.time_ns"}}  # which file is to be read again, nothing that is written


NO_NETWORK = """
import socket
def refuse(*_):
    raise AssertionError("a connection")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.mark.guarantee("B4")
def test_a_fresh_clone_needs_no_network(source, tmp_path):
    """With sockets forbidden, and with engines named but nothing missing, the site is the one that is built with them
    allowed."""
    world = dict.fromkeys(AXES, "") | {
        "hash seed": "0",
        "locale": "C",
        "zone": "UTC",
        "umask": "022",
        "folder": "project",
        "workers": "2",
    }
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
    allowed = built(source, tmp_path / "with", world)
    project = tmp_path / "project"
    shutil.copytree(source, project)
    code = NO_NETWORK + PROGRAM
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, "build", "--project", str(project), "--jobs", "1"]
    subprocess.run(command, env=environment, cwd=project, capture_output=True, timeout=300, check=True)
    files = [*(project / "build").rglob("*"), project / "site_src" / "urls.csv"]
    found = {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }
    assert found == allowed


@pytest.mark.guarantee("B1", "B5")
def test_names_that_python_cannot_read_are_said(source, tmp_path):
    """Where Python takes the names of files for another encoding than UTF-8, nothing is built: every name would be
    another."""
    shutil.copytree(source, tmp_path / "project")
    command = [sys.executable, "-X", "utf8=0", "-m", "build_site", "build", "--project", str(tmp_path / "project")]
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "PYTHONUTF8=1" in done.stderr
    assert not (tmp_path / "project" / "build").exists()
