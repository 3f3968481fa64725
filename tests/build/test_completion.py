"""Completion in the shell itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BASH = """
eval "$(build_site completion bash)"
complete -p build_site >/dev/null || exit 3
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
COMP_LINE="${{COMP_WORDS[*]}}"; COMP_POINT=${{#COMP_LINE}}
_build_site_completion build_site
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A search path on which `build_site` is this program, as pip would install it."""
    command = tmp_path / "bin" / "build_site"
    command.parent.mkdir()
    script = "import sys; sys.argv[0] = 'build_site'; from build_site.cli import main; main()"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -c "{script}" "$@"\n', "utf-8")
    command.chmod(0o755)
    return f"{command.parent}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("build_site ser", "serve"), ("build_site build --off", "--offline"), ("build_site glossary ca", "candidates")],
)
@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
def test_bash_completes(words, wanted, path):
    """Commands, their options, and commands of a group, by what `completion` prints."""
    done = subprocess.run(
        ["bash", "-c", BASH.format(words=words)],
        env=os.environ | {"PATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert wanted in {line.partition(":")[0] for line in done.stdout.split()}, done.stdout + done.stderr
