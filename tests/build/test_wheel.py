"""The program as others install it: a wheel and an sdist, in an environment that has never seen the checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.conftest import ROOT


def _call(*command: str | Path, **options: object) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [*map(str, command)], capture_output=True, encoding="utf-8", env=environment, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, made from the checkout, and the wheel, made from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    _call(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel, and of the test environment nothing but its libraries."""
    folder = tmp_path_factory.mktemp("installed")
    _call(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    wheel = next(dist.glob("*.whl"))
    _call(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    own = Path(_call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def test_a_digest_starts_and_builds_from_the_wheel(installed, tmp_path):
    """`init`, `build --strict` and `check` work far from the checkout, with the look that the wheel carries."""
    where = _call(installed, "-c", "import build_site; print(build_site.__file__)", cwd=tmp_path)
    assert str(ROOT) not in where
    _call(installed, "-m", "build_site", "init", "my-digest", "--yes", cwd=tmp_path)
    report = json.loads(_call(installed, "-m", "build_site", "--strict", "--json", cwd=tmp_path / "my-digest"))
    assert (report["articles"], report["missing"], report["failures"]) == (2, 0, [])
    assert (tmp_path / "my-digest" / "build" / "assets" / "fonts" / "serif-text.woff2").is_file()
    _call(installed, "-m", "build_site", "check", cwd=tmp_path / "my-digest")
    page = _call(installed, "-m", "build_site", "docs", "settings", cwd=tmp_path)
    assert page == (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8"), "the manual is carried along"


def test_a_digest_names_the_wheel_that_it_was_started_with(installed, dist, tmp_path):
    """requirements.txt names the wheel, which lies beside it: another machine installs the same program."""
    _call(installed, "-m", "build_site", "init", "my-digest", "--yes", "--host", "github", cwd=tmp_path)
    wheel = next(dist.glob("*.whl"))
    lines = (tmp_path / "my-digest" / "requirements.txt").read_text("utf-8").splitlines()
    assert lines[-1] == f"./vendor/{wheel.name}"
    assert (tmp_path / "my-digest" / "vendor" / wheel.name).read_bytes() == wheel.read_bytes()
    assert (tmp_path / "my-digest" / ".github" / "workflows" / "publish.yml").is_file()


@pytest.mark.guarantee("E9")
def test_the_wheel_has_the_licences_of_what_it_carries(dist):
    """The program's licence, those of the fonts and the list of what is not ours lie in its metadata."""
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        held = {Path(name).name for name in wheel.namelist() if ".dist-info/licenses/" in name}
    assert held == {"LICENSE", "THIRD-PARTY.md", "OFL-BeVietnamPro.txt", "OFL-SourceSerif4.txt"}


@pytest.mark.guarantee("E9")
def test_whatever_is_no_source_text_is_on_the_list(dist):
    """Every font, picture, table and model that the wheel carries is named in THIRD-PARTY.md, with its licence or as
    ours."""
    listed = re.findall(r"`((?:templates|build_site)/[^`]+)`", (ROOT / "THIRD-PARTY.md").read_text("utf-8"))
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        carried = [name.removeprefix("build_site/_project/") for name in wheel.namelist() if ".dist-info/" not in name]
    written = (
        ".py",
        ".html",
        ".css",
        ".js",
        ".toml",
        ".md",
        ".csv",
        ".po",
        ".txt",
        ".typed",
        "gitignore",
        ".yml",
        ".sh",
        ".conf",
    )
    tables = [name for name in carried if name.startswith("build_site/language/") and not name.endswith(".toml")]
    others = [name for name in carried if not name.endswith(written)] + tables
    assert len(others) >= 10
    assert [name for name in others if not any(fnmatch(name, pattern) for pattern in listed)] == []


def test_neither_carries_what_is_not_the_programs(dist):
    """No seeds, tests, built sites or state in the wheel; no built site, state or environment in the sdist."""
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top.partition("-")[0] for top in tops} == {"build_site"}
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        tops = {name.split("/")[1] for name in sdist.getnames() if "/" in name}
    assert not tops & {"build", ".build_site", ".venv", ".venv-bench", ".git"}
    assert {"build_site", "templates", "site_src", "seeds", "tests", "LICENSE", "pyproject.toml"} <= tops
