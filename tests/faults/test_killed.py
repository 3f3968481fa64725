"""A1: the program is killed (SIGKILL) at any moment. Every file of the site is whole, old or new, no translation is
lost, and the next build makes what a build from nothing makes.

`pytest tests/faults --kills 300` tries 300 calls of a build and 300 random moments; the ordinary suite a few of each.
"""

from __future__ import annotations

import random
import shutil
import signal

import pytest

from build_site.translate.memory import units
from build_site.translate.po import parse
from tests.faults.layer import STATE, WRITES, Fault
from tests.faults.program import Program
from tests.faults.world import World, spread

pytestmark = pytest.mark.guarantee("A1")
KILLED = -signal.SIGKILL


def test_a_build_is_killed_at_each_call(program: Program, world: World, kills: int) -> None:
    """Articles are changed, added and withdrawn; each call to write, sync, rename, remove, and each change and commit
    of the state is the last one once."""
    root = str(world.project.root)
    world.change()
    done = program.run(world.project, "build", fault=Fault("count", root, WRITES | STATE))
    assert (done.code, world.damage()) == (0, [])
    for number in spread(done.calls, kills):
        world.change()
        done = program.run(world.project, "build", fault=Fault("kill", root, WRITES | STATE, number))
        assert done.code in (KILLED, 0), (number, done)
        assert world.torn() == [], number
        done = program.run(world.project, "build")
        assert (done.code, world.damage(), world.leftovers()) == (0, [], []), (number, done)
        assert world.pages[world.now] in done.out, (number, done)


def test_the_first_build_is_killed_at_each_call(program: Program, world: World, kills: int) -> None:
    """No state, no site."""
    root = str(world.project.root)
    shutil.rmtree(world.project.state)
    shutil.rmtree(world.project.out)
    total = program.run(world.project, "build", fault=Fault("count", root, WRITES | STATE)).calls
    for number in spread(total, max(2, kills // 3), 1):
        shutil.rmtree(world.project.state)
        shutil.rmtree(world.project.out, ignore_errors=True)
        done = program.run(world.project, "build", fault=Fault("kill", root, WRITES | STATE, number))
        assert done.code == KILLED, (number, done)
        assert world.torn() == [], number
        done = program.run(world.project, "build")
        assert (done.code, world.damage(), world.leftovers()) == (0, [], []), (number, done)
        assert world.pages[world.now] in done.out, (number, done)


def test_an_edit_is_taken_back_after_the_kill(program: Program, world: World, kills: int) -> None:
    """Nothing of what was begun stays: neither pages that nobody planned again nor their names in the folder's list."""
    root = str(world.project.root)
    world.change()
    total = program.run(world.project, "build", fault=Fault("count", root, WRITES | STATE)).calls
    for number in spread(total, kills, 3):
        world.change()
        done = program.run(world.project, "build", fault=Fault("kill", root, WRITES | STATE, number))
        assert done.code in (KILLED, 0), (number, done)
        world.change()
        done = program.run(world.project, "build")
        assert (done.code, world.damage(), world.leftovers()) == (0, [], []), (number, done)
        assert world.pages[world.now] in done.out, (number, done)
        world.change()
        assert program.run(world.project, "build").code == 0


def test_a_build_is_killed_at_any_moment(program: Program, world: World, kills: int) -> None:
    """In the middle of a write or a commit as well; sometimes twice before it is built again."""
    choose = random.Random(kills)
    world.change()
    whole = program.run(world.project, "build").seconds
    for number in range(kills):
        if choose.random() < 0.8:
            world.change()
        after = choose.uniform(0, whole)
        done = program.run(world.project, "build", after=after, signal=signal.SIGKILL)
        assert done.code in (KILLED, 0), (number, done)
        assert world.torn() == [], number
        if choose.random() < 0.7:
            done = program.run(world.project, "build")
            assert (done.code, world.damage(), world.leftovers()) == (0, [], []), (number, done)


def test_translate_is_killed_at_each_call(program: Program, world: World, kills: int) -> None:
    """What a person wrote and what an engine answered is in its file, in its own entry, before the next is asked for;
    every file can be read, and the next run goes on from there."""
    root, memory = world.project.root, world.project.memory / "en"
    world.use_engine("fake")
    own = (memory / "1.po").read_text("utf-8")

    def begin() -> None:
        shutil.rmtree(memory)
        memory.mkdir()
        (memory / "1.po").write_text(own, "utf-8")

    def found() -> dict[tuple[str, str, str], str | None]:
        known = {}
        for path in memory.glob("*.po"):
            for (role, source), unit in units(parse(path.read_text("utf-8"), path.name)).items():
                known[path.name, role, source] = unit.target
        return known

    begin()
    total = program.run(world.project, "translate", fault=Fault("count", str(root), WRITES)).calls
    wanted, before = found(), {}
    by_hand = {key: text for key, text in wanted.items() if " words of" in (text or "")}
    assert len(by_hand) == 3
    begin()
    for number in spread(total, kills, 2):
        done = program.run(world.project, "translate", fault=Fault("kill", str(root), WRITES, number))
        assert done.code in (KILLED, 0), (number, done)
        now = found()
        assert now.items() >= by_hand.items(), number
        assert all(text in (wanted[key], None, "") for key, text in now.items()), number
        assert {key for key, text in before.items() if text} <= {key for key, text in now.items() if text}, number
        before = now
        if done.code == 0 or number % 5 == 0:
            done = program.run(world.project, "translate")
            assert (done.code, found(), world.leftovers()) == (0, wanted, []), (number, done)
            begin()
            before = {}
