"""A5: one build at a time in a project. Of two that start together one builds and the other says who is at work; a
holder that is killed leaves nothing behind.

`pytest tests/faults --kills 300` starts 50 pairs and kills 20 holders.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from build_site.errors import Locked
from build_site.store.lock import locked
from tests.conftest import ROOT
from tests.faults.layer import WRITES, Fault
from tests.faults.program import Program
from tests.faults.world import World

pytestmark = pytest.mark.guarantee("A5")


def start(world: World, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "build_site", *arguments, "--project", str(world.project.root)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    pipe = subprocess.PIPE
    folders = ["--templates", str(world.project.templates)]
    return subprocess.Popen([*command, *folders], env=environment, stdout=pipe, stderr=pipe, encoding="utf-8")


def test_pairs_that_start_together(world: World, kills: int) -> None:
    """Each builds, or ends at once and names the one that does."""
    for _ in range(max(2, kills // 6)):
        world.change()
        pair = [start(world, "build"), start(world, "build")]
        ended = [(one.communicate(timeout=60), one) for one in pair]
        codes = sorted(one.returncode for _, one in ended)
        assert codes in ([0, 0], [0, 75]), ended
        for (_, err), one in ended:
            if one.returncode == 75:
                holder = re.search(r"another build is at work here \(process (\d+)\)", err)
                assert holder, err
                assert int(holder[1]) in {other.pid for other in pair if other is not one}
                assert "--wait" in err
        assert (world.damage(), world.leftovers()) == ([], [])


def test_pairs_of_which_one_waits(world: World, kills: int) -> None:
    """With --wait both build, one after the other."""
    for _ in range(max(1, kills // 60)):
        world.change()
        pair = [start(world, "build", "--wait", "60"), start(world, "translate", "--wait", "60")]
        ended = [(one.communicate(timeout=60), one) for one in pair]
        assert [one.returncode for _, one in ended] == [0, 0], ended
        world.reset()


def test_a_holder_is_killed(program: Program, world: World, kills: int) -> None:
    """The next build starts at once."""
    for number in range(max(2, kills // 15)):
        world.change()
        fault = Fault("kill", str(world.project.root), WRITES, 2 + number)
        assert program.run(world.project, "build", fault=fault).code == -signal.SIGKILL
        done = program.run(world.project, "build")
        assert (done.code, world.damage(), world.leftovers()) == (0, [], []), done


def test_who_waits_is_let_in(world: World) -> None:
    """As soon as the holder has ended, and not before; in vain for no longer than was asked for."""
    state = world.project.state
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(state)], env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout
        holder.stdout.readline()
        begun = time.monotonic()
        with pytest.raises(Locked, match=f"process {holder.pid}"), locked(state, wait=0.3):
            pass
        assert 0.3 <= time.monotonic() - begun < 3
        holder.kill()
        with locked(state, wait=30):
            assert (state / "lock").read_text("ascii") == str(os.getpid())
        assert (state / "lock").read_text("ascii") == ""
    finally:
        holder.kill()
        holder.communicate()


HOLDER = """
import sys, time
from pathlib import Path
from build_site.store.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
