"""Everything at once on one project: two builds, a `translate`, a preview, and an editor who saves; each of the
programs is killed again and again. In the end every translation is there once, what people wrote is what they wrote
last, and the site is what a build from nothing makes.

`pytest tests/faults --kills 300` goes on for three minutes, the ordinary suite for a few seconds.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from build_site.errors import MemoryProblem, StoreProblem
from build_site.store.addresses import Addresses
from build_site.store.memory import Memory
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.po import parse, serialise
from tests.build.conftest import build, files
from tests.conftest import ROOT
from tests.faults.program import Program
from tests.faults.world import World

RUNS = (("build",), ("build", "--drafts"), ("translate",), ("serve", "--port", "0"))
CODES = {0, 74, 75, -9, -15, 130}
"""How a run may end: done, another one's files in the way, another one at work, killed."""


def start(world: World, arguments: tuple[str, ...], told: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "build_site", *arguments, "--project", str(world.project.root)]
    command += ["--templates", str(world.project.templates)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with told.open("ab") as out:
        return subprocess.Popen(command, env=environment, stdout=out, stderr=out)


def whole(world: World) -> list[str]:
    """Files of site and memory that are not whole, as they stand at this moment."""
    wrong = []
    for path in world.project.out.rglob("*.html"):
        if not path.read_bytes().rstrip().endswith(b"</html>"):
            wrong.append(str(path))
    for path in world.project.out.rglob("*.json"):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            wrong.append(str(path))
    for path in world.project.memory.rglob("*.po"):
        parse(path.read_text("utf-8"), path.name)
    return wrong


@pytest.mark.guarantee("A1", "A5")
def test_two_builds_a_preview_and_translate_are_killed_over_and_over(
    program: Program, world: World, kills: int, tmp_path: Path
) -> None:
    """The loop; then one `translate` and one build in peace."""
    world.use_engine("fake")
    choose, told = random.Random(kills), tmp_path / "told.txt"
    runs: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}
    killed = ended = 0
    end = time.monotonic() + max(8, kills * 0.6)
    try:
        while time.monotonic() < end:
            for arguments in RUNS:
                one = runs.get(arguments)
                if one is None or one.poll() is not None:
                    if one is not None:
                        ended += 1
                        assert one.returncode in CODES, (arguments, told.read_text("utf-8")[-3000:])
                    runs[arguments] = start(world, arguments, told)
            time.sleep(choose.uniform(0, 1.2))
            if choose.random() < 0.5:
                world.change()
            if choose.random() < 0.6:
                runs[choose.choice(RUNS)].kill()
                killed += 1
            if choose.random() < 0.3:
                assert whole(world) == []
    finally:
        for one in runs.values():
            one.kill()
            one.wait()
    print(f"{killed} killed, {ended} ended by themselves", file=sys.stderr)  # noqa: T201
    assert "Traceback" not in told.read_text("utf-8")
    assert whole(world) == []
    done = program.run(world.project, "translate", "--json")
    assert (done.code, json.loads(done.out)["missing"]) == (0, 0), done
    done = program.run(world.project, "build")
    assert (done.code, world.leftovers()) == (0, []), done
    clean = structs.replace(world.project, out=tmp_path / "clean", state=tmp_path / "clean-state")
    build(clean)
    grown, made = files(world.project.out), files(clean.out)
    assert [path for path in sorted(grown.keys() | made.keys()) if grown.get(path) != made.get(path)] == []
    for path in world.project.memory.rglob("*.po"):
        entries = [(entry.context, entry.source) for entry in parse(path.read_text("utf-8"), path.name).entries]
        assert len(set(entries)) == len(entries), path
    words = "The words" if world.now == 0 else "Better words"
    assert (world.project.memory / "en" / "1.po").read_text("utf-8").count(f"{words} of") == 3


@pytest.mark.guarantee("A1")
def test_an_address_that_an_editor_writes_at_that_moment_is_kept(tmp_path: Path) -> None:
    """urls.csv saved by a person while a build runs: the build ends with an error, and the person's file stands."""
    path = tmp_path / "urls.csv"
    addresses = Addresses(path)
    addresses.of("1", "articles/2023/one")
    assert addresses.save() == 1
    addresses.of("2", "articles/2023/two")
    mine = path.read_text("utf-8").replace("one", "another-one")
    path.write_text(mine, "utf-8")
    with pytest.raises(StoreProblem, match="at this moment"):
        addresses.save()
    assert {each.name: each.read_text("utf-8") for each in tmp_path.iterdir()} == {"urls.csv": mine}


@pytest.mark.guarantee("A1")
def test_what_an_editor_saves_at_that_moment_is_kept(tmp_path: Path) -> None:
    """A file that a person saves between its being read and replaced is read again: the person's text is never lost.
    One that is saved over and over is left alone, and named."""
    memory = Memory(tmp_path, "en")
    memory.folder.mkdir(parents=True)
    saves = 0

    def save() -> None:
        """As an editor does, a file in the other's place."""
        nonlocal saves
        saves += 1
        new = memory.path("1").with_suffix(".mine")
        new.write_text(serialise(Catalog(entries=(Entry("Hai.", target=f"Two {saves}."), Entry("Ba.")))), "utf-8")
        new.replace(memory.path("1"))

    def translating(most: int) -> Callable[[Catalog | None], Catalog]:
        def make(current: Catalog | None) -> Catalog:
            if saves < most:
                save()
            entries = current.entries if current else (Entry("Hai."), Entry("Ba."))
            return Catalog(entries=(entries[0], structs.replace(entries[1], target="Three.")))

        return make

    catalog, changed = memory.change("1", translating(3))
    assert ([entry.target for entry in catalog.entries], changed, saves) == (["Two 3.", "Three."], True, 3)
    assert memory.read("1") == catalog
    save()
    with pytest.raises(MemoryProblem, match="over and over"):
        memory.change("1", translating(1000))
    found = memory.read("1")
    assert found
    assert [entry.target for entry in found.entries] == [f"Two {saves}.", ""]
    assert sorted(path.name for path in memory.folder.iterdir()) == ["1.po"]
