"""A2, A3, A4: the disk refuses (an I/O error, no space, no permission, read-only) at any call. The program says which
path and what to do, without a traceback, and exits with 74; every file of the site is whole; what it had begun is taken
away; and when the disk works again, the next build makes what a build from nothing makes.

`pytest tests/faults --kills 300` lets each call fail, the ordinary suite a few of them.
"""

from __future__ import annotations

import os
import shutil

import pytest

from build_site.store.files import refused
from build_site.translate.po import parse
from tests.build.conftest import files
from tests.faults.layer import READS, STATE, WRITES, Fault
from tests.faults.program import Ended, Program
from tests.faults.world import World, spread

ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS")
SAYS = {
    "EIO": ("Input/output error", "disk I/O error"),
    "ENOSPC": ("No space left on device", "disk is full"),
    "EACCES": ("Permission denied", "readonly database"),
    "EROFS": ("Read-only file system", "readonly database"),
}
SPACE = WRITES - {"remove", "rmdir", "chmod"}
"""What a full disk refuses."""


def check_said(done: Ended, name: str) -> None:
    """Where, what, and what to do."""
    assert "Traceback" not in done.err + done.out, done
    assert done.code in (0, 74), done
    if done.code:
        assert done.err.startswith("error: /"), done
        assert any(said in done.err for said in (*SAYS[name], "unable to open database file")), done
        assert len(done.err.strip().split("\n")) == 2, done


@pytest.mark.guarantee("A2")
@pytest.mark.parametrize("name", ERRORS)
def test_each_write_fails(program: Program, world: World, kills: int, name: str) -> None:
    """Once, and from then on."""
    root = str(world.project.root)
    kinds = SPACE if name == "ENOSPC" else WRITES
    world.change()
    total = program.run(world.project, "build", fault=Fault("count", root, kinds)).calls
    for lasting in (False, True):
        for number in spread(total, max(2, kills // 3), ERRORS.index(name)):
            world.change()
            fault = Fault(name, root, kinds, number, lasting)
            done = program.run(world.project, "build", fault=fault)
            check_said(done, name)
            assert world.torn() == [], (number, done)
            if done.code == 0 and done.met:  # only what saves time was refused, or what is taken away
                assert world.damage() == [], (number, done)
            if not lasting:
                assert world.leftovers() == [], (number, done)
            done = program.run(world.project, "build")
            assert (done.code, world.damage(), world.leftovers()) == (0, [], []), (number, done)


@pytest.mark.guarantee("A2")
@pytest.mark.parametrize("name", ["EIO", "EACCES"])
def test_each_read_fails(program: Program, world: World, kills: int, name: str) -> None:
    """A file is opened, looked at, or a folder listed, in vain: it is never taken for one that is not there."""
    root = str(world.project.root)
    world.change()
    total = program.run(world.project, "build", fault=Fault("count", root, READS)).calls
    for number in spread(total, kills, ERRORS.index(name)):
        world.change()
        done = program.run(world.project, "build", fault=Fault(name, root, READS, number))
        check_said(done, name)
        # A seed that may not be read costs its article, so that the site is of neither version.
        assert "it cannot be read" in done.out or world.torn() == [], (number, done)
        done = program.run(world.project, "build")
        assert (done.code, world.damage(), world.leftovers()) == (0, [], []), (number, done)


@pytest.mark.guarantee("A2")
def test_a_seed_that_may_not_be_read_once_is_asked_for_again(program: Program, world: World) -> None:
    """It costs its article, which is named; and the next build reads it, though nothing of it has changed."""
    world.change()
    path = str(world.project.seeds / "1.txt")
    done = program.run(world.project, "build", fault=Fault("EACCES", path, frozenset({"open to read"}), 1))
    assert (done.code, done.met) == (0, (f"open to read {path}",)), done
    assert "seeds/1.txt: it cannot be read: Permission denied" in done.out, done
    assert program.run(world.project, "build").code == 0
    assert world.damage() == []


@pytest.mark.guarantee("A2")
def test_a_disk_that_fails_takes_no_article_off_the_site(program: Program, world: World) -> None:
    """A seed on a drive that fails ends the build, which names it; the site stays as it was."""
    world.change()
    path = str(world.project.seeds / "1.txt")
    done = program.run(world.project, "build", fault=Fault("EIO", path, frozenset({"open to read"}), 1))
    assert (done.code, done.met) == (74, (f"open to read {path}",)), done
    assert f"{path}: Input/output error" in done.err, done
    assert world.torn() == []
    assert program.run(world.project, "build").code == 0
    assert world.damage() == []


@pytest.mark.guarantee("A3")
@pytest.mark.parametrize("name", ERRORS)
def test_each_change_of_the_state_fails(program: Program, world: World, kills: int, name: str) -> None:
    """SQLite cannot open, change or commit: an error that names the state, and the site stands as it was."""
    root = str(world.project.root)
    world.change()
    total = program.run(world.project, "build", fault=Fault("count", root, STATE)).calls
    for number in spread(total, max(2, kills // 2), ERRORS.index(name)):
        world.change()
        done = program.run(world.project, "build", fault=Fault(name, root, STATE, number, lasting=True))
        check_said(done, name)
        if not done.met and done.code == 0:
            continue  # the way back between the two versions has some calls less
        assert done.code == 74, (number, done)
        assert "state.sqlite" in done.err, (number, done)
        assert world.torn() == [], (number, done)
        assert world.leftovers() == [], (number, done)
        done = program.run(world.project, "build")
        assert (done.code, world.damage()) == (0, []), (number, done)


@pytest.mark.guarantee("A3")
@pytest.mark.parametrize("folder", ["read", "templates"])
def test_what_only_saves_time_cannot_be_kept(program: Program, world: World, kills: int, folder: str) -> None:
    """A disk that takes the state and not what is kept for the next start: the build goes on without."""
    kept = world.project.state / folder
    for name in ERRORS if kills > 50 else ERRORS[1:2]:
        shutil.rmtree(kept, ignore_errors=True)
        world.change()
        done = program.run(world.project, "build", "--fresh", fault=Fault(name, str(kept), SPACE, 1, lasting=True))
        assert (done.code, done.err, world.damage()) == (0, "", []), (name, done)
        assert done.met, name


@pytest.mark.guarantee("A2")
@pytest.mark.parametrize("name", ERRORS)
def test_translate_meets_each_error(program: Program, world: World, kills: int, name: str) -> None:
    """Every PO file is whole, and a person's words stand in it."""
    root, memory = str(world.project.root), world.project.memory / "en"
    world.use_engine("fake")
    before = files(memory)
    total = program.run(world.project, "translate", fault=Fault("count", root, SPACE)).calls
    after = files(memory)
    for number in spread(total, max(2, kills // 3), ERRORS.index(name)):
        for path in memory.glob("*.po"):
            path.unlink() if path.name not in before else path.write_bytes(before[path.name])
        done = program.run(world.project, "translate", fault=Fault(name, root, SPACE, number, lasting=number % 2 == 0))
        check_said(done, name)
        for path in memory.glob("*.po"):
            parse(path.read_text("utf-8"), path.name)
        assert (memory / "1.po").read_text("utf-8").count(" words of") == 3, (number, done)
        assert program.run(world.project, "translate").code == 0
        assert (files(memory), world.leftovers()) == (after, []), (number, done)


@pytest.mark.guarantee("A4")
def test_an_output_folder_that_cannot_be_written(program: Program, world: World) -> None:
    """Refused before any work is done."""
    root, out = world.project.root, world.project.out
    world.change()
    for name in ("EROFS", "EACCES"):
        done = program.run(world.project, "build", fault=Fault(name, str(out), WRITES, 1, lasting=True))
        check_said(done, name)
        assert (done.code, world.torn()) == (74, []), done
        assert done.err.startswith(f"error: {out}"), done
        assert done.seconds < 1, done
    done = program.run(world.project, "build", fault=Fault("count", str(root), WRITES))
    assert (done.code, world.damage()) == (0, [])
    assert "(2 read in this run)" in done.out, done  # as nothing was before


@pytest.mark.guarantee("A4")
def test_seeds_and_templates_may_be_read_only(program: Program, world: World) -> None:
    """Nothing is ever written there."""
    for folder in (world.project.seeds, world.project.templates):
        world.change()
        done = program.run(world.project, "build", fault=Fault("EROFS", str(folder), WRITES, 1, lasting=True))
        assert (done.code, done.met, world.damage()) == (0, (), [])


@pytest.mark.guarantee("A4")
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the rights of a folder bind everybody but root")
def test_a_folder_without_the_right_to_write(program: Program, world: World) -> None:
    """As above, by chmod."""
    world.change()
    world.project.out.chmod(0o555)
    done = program.run(world.project, "build")
    world.project.out.chmod(0o755)
    assert done.code == 74
    assert done.err.startswith(f"error: {world.project.out}")


@pytest.mark.guarantee("A3")
def test_a_file_that_may_not_grow(program: Program, world: World) -> None:
    """The real thing, from the system's own limit: SQLite's file first, then pages."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    for size in (2_000, 20_000, 60_000, 200_000):
        world.change()
        done = program.run(world.project, "build", limit=size)
        assert (done.code, "Traceback" in done.err) == (74, False), (size, done)
        assert world.torn() == [], size
        assert world.leftovers() == [], size
        done = program.run(world.project, "build")
        assert (done.code, world.damage()) == (0, []), (size, done)
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == limits


def test_a_bug_is_no_refusal() -> None:
    """Only what the world refuses is the disk's fault; the rest is told as a bug."""
    assert refused(OSError(28, "No space left on device", "/x")) is not None
    assert refused(FileNotFoundError(2, "No such file or directory", "/x")) is None
