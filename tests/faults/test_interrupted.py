"""A9: Ctrl-C. The run ends within two seconds with exit code 130, its processes with it; what it had begun is taken
away, what it had finished stays; and so do a parent's processes that is killed.

`pytest tests/faults --kills 300` interrupts at each call.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from build_site.store.project import Project
from build_site.translate.po import parse
from build_site.work.executors import Pool
from tests.conftest import ROOT
from tests.faults.layer import STATE, WRITES, Fault
from tests.faults.program import Program
from tests.faults.world import SENTENCES, TITLE, World, make_project, spread

pytestmark = pytest.mark.guarantee("A9")
SAYS = "Interrupted. What was finished is saved; run again to go on."


def test_a_build_is_interrupted_at_any_call(program: Program, world: World, kills: int) -> None:
    """Nothing half done is left, and the next build is as ever."""
    root = str(world.project.root)
    total = 0
    for _ in range(2):  # the first edit after the first build writes more than later ones
        world.change()
        total = program.run(world.project, "build", fault=Fault("count", root, WRITES | STATE)).calls
    for number in spread(total, kills, 7):
        world.change()
        done = program.run(world.project, "build", fault=Fault("interrupt", root, WRITES | STATE, number))
        if not done.met and done.code == 0:
            continue  # the way back between the two versions has some calls less
        assert done.code == 130, (number, done)
        assert done.err.strip() == SAYS, (number, done)
        assert (world.torn(), world.leftovers()) == ([], []), (number, done)
        done = program.run(world.project, "build")
        assert (done.code, world.damage()) == (0, []), (number, done)


def test_translate_is_interrupted_at_any_call(program: Program, world: World, kills: int) -> None:
    """What an engine has answered is saved."""
    world.use_engine("fake")
    root, memory = str(world.project.root), world.project.memory / "en"
    own = (memory / "1.po").read_text("utf-8")
    total = program.run(world.project, "translate", fault=Fault("count", root, WRITES)).calls
    for number in spread(total, kills, 8):
        for path in memory.glob("*.po"):
            path.unlink()
        (memory / "1.po").write_text(own, "utf-8")
        done = program.run(world.project, "translate", fault=Fault("interrupt", root, WRITES, number))
        # Interrupted in the very call that takes it away, what was begun is hidden, and goes with the next run.
        left = [] if done.met[0].startswith("remove ") else world.leftovers()
        assert (done.code, left) == (130, []), (number, done)
        found = [parse(path.read_text("utf-8"), path.name) for path in memory.glob("*.po")]
        machine = sum("mt: fake@1" in "\n".join(entry.comments) for one in found for entry in one.entries)
        again = program.run(world.project, "translate", "--json")
        assert (again.code, '"missing": 0' in again.out, world.leftovers()) == (0, True, []), (number, again)
        total_machine = sum(
            "mt: fake@1" in "\n".join(entry.comments)
            for path in memory.glob("*.po")
            for entry in parse(path.read_text("utf-8"), path.name).entries
        )
        assert f'"segments": {total_machine - machine}' in again.out or total_machine == machine, (number, again)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose build starts processes."""
    project = make_project(tmp_path_factory.mktemp("many") / "project", terms=10)
    for number in range(80):
        text = TITLE.replace("\n", f" lần {number}\n", 1) + "\n\n".join(SENTENCES * 4) + "\n"
        (project.seeds / f"{number}.txt").write_text(text, "utf-8")
    return project


def start(project: Project) -> subprocess.Popen[str]:
    """In a group of its own, as a shell starts it."""
    command = [sys.executable, "-m", "build_site", "build", "--jobs", "2", "--fresh", "--project", str(project.root)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    pipe = subprocess.PIPE
    command += ["--templates", str(project.templates)]
    return subprocess.Popen(
        command, env=environment, stdout=pipe, stderr=pipe, encoding="utf-8", start_new_session=True
    )


def group(number: int) -> list[int]:
    """The processes of a group that live."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == number and fields[0] not in "ZX":
            found.append(int(path.name))
    return found


def until(gone: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while group(gone) and time.monotonic() < end:
        time.sleep(0.02)
    return not group(gone)


def test_a_pool_that_is_not_waited_for_leaves_no_thread() -> None:
    """Python’s end would speak to it while it goes, and print an error behind ours."""
    pool = Pool(1, None)
    pool.submit(time.sleep, 60)
    pool.close(clean=False)
    assert [each for each in threading.enumerate() if "ExecutorManager" in type(each).__name__] == []


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="asks /proc who lives")


@needs_proc
@pytest.mark.parametrize("everybody", [True, False], ids=["the whole group", "the program alone"])
def test_processes_go_with_an_interrupted_build(many: Project, kills: int, everybody: bool) -> None:
    """A terminal interrupts the whole group, `kill -INT` the program alone: nothing but its one line is printed, and
    nobody is left."""
    for number in range(max(1, kills // 15)):
        process = start(many)
        end = time.monotonic() + 30
        while len(group(process.pid)) < 3 + number % 2 and time.monotonic() < end and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.15 * (number % 10))
        sent = time.monotonic()
        (os.killpg if everybody else os.kill)(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
        late = time.monotonic() - sent
        assert (process.returncode, late < 2) == (130, True), (number, late, err)
        assert err.strip() == SAYS, number
        assert until(process.pid, 2), number
        assert not (many.state / ".stage").exists(), number


@needs_proc
def test_processes_go_with_a_killed_build(many: Project, kills: int) -> None:
    """Nobody can tell them: they see it for themselves."""
    for number in range(max(1, kills // 30)):
        process = start(many)
        end = time.monotonic() + 30
        while len(group(process.pid)) < 4 and time.monotonic() < end and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.2 * (number % 10))
        process.kill()
        process.communicate()
        assert until(process.pid, 5), number
