"""A6: what stands in .build_site/ is damaged: cut short, a bit turned over, of another version, another program's. It
counts as not there; the site is what a build from nothing makes.

`pytest tests/faults --kills 300` damages every file: a small one in five places, the database in 300.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from build_site.store.state import State
from tests.build.conftest import build
from tests.faults.program import Program
from tests.faults.world import World, spread

pytestmark = pytest.mark.guarantee("A6")
DATABASE = "state.sqlite"


def kept(world: World, kills: int) -> list[Path]:
    """The database, and files of the state but the lock: all of them, or some."""
    found = sorted(path for path in world.project.state.rglob("*") if path.is_file() and path.name != "lock")
    database = world.project.state / DATABASE
    others = [path for path in found if path != database]
    return [database, *(others[place - 1] for place in spread(len(others), max(3, kills // 3)))]


def turn(path: Path, place: int, bit: int) -> None:
    """In place; the file's time says that it was written, as after anything but a disk that goes bad in silence."""
    with path.open("rb+") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 1 << bit]))


def check(program: Program, world: World, what: object) -> None:
    """The next build, and one that reads and renders everything with what there is."""
    world.change()
    done = program.run(world.project, "build")
    assert (done.code, world.damage()) == (0, []), (what, done)


def test_a_bit_is_turned_over(program: Program, world: World, kills: int) -> None:
    """In any file, at any place."""
    for path in kept(world, kills):
        size = path.stat().st_size
        most = max(3, kills if kills > 50 else 0) if path.name == DATABASE else max(1, kills // 60)
        for place in spread(max(1, size // 64), most, size):
            if not path.is_file():
                continue  # made again under another name
            turn(path, min((place - 1) * 64, size - 1), place % 8)
            check(program, world, (path.name, place))


def test_a_file_is_cut_short(program: Program, world: World, kills: int) -> None:
    """At twenty lengths, nothing at all among them."""
    for path in kept(world, kills):
        choose = random.Random(path.name)
        for _ in range(max(2, min(20, kills // 15)) if path.name == DATABASE else 1):
            if path.is_file():
                with path.open("rb+") as file:
                    file.truncate(choose.choice((0, choose.randrange(path.stat().st_size + 1))))
                check(program, world, path.name)


def test_it_is_something_else(program: Program, world: World) -> None:
    """Another program's file, another kind of database, a folder's worth of nothing; or all of it is gone."""
    path = world.project.state / DATABASE
    for data in (b"", b"hello\n" * 1000, b"SQLite format 3\0" + bytes(5000)):
        path.write_bytes(data)
        check(program, world, data[:16])
    import sqlite3

    no_letters = "x'5b22805d'"  # JSON but for a byte that is no UTF-8, of which msgspec says something else
    for sql in (
        *("UPDATE meta SET value = '1' WHERE key = 'version'", "DROP TABLE article", "DELETE FROM digest"),
        *(f"UPDATE article SET record = {no_letters}", f"UPDATE search SET row = {no_letters}, entry = {no_letters}"),
    ):
        database = sqlite3.connect(path)
        database.execute(sql)
        database.commit()
        database.close()
        check(program, world, sql)
    for each in kept(world, 1000):
        each.write_bytes(b"")
    check(program, world, "all empty")
    shutil.rmtree(world.project.state)
    check(program, world, "all gone")


def test_translate_finds_the_state_damaged(program: Program, world: World, kills: int) -> None:
    """It starts over as a build does; the memory is not the state."""
    path = world.project.state / DATABASE
    world.use_engine("fake")
    for number in range(max(2, kills // 30)):
        data = bytearray(path.read_bytes())
        start = random.Random(number).randrange(100, len(data) - 300)
        data[start : start + 200] = bytes(200)
        path.write_bytes(data)
        done = program.run(world.project, "translate", "--json")
        assert (done.code, '"missing": 0' in done.out) == (0, True), (number, done)


def test_a_reader_that_stays_is_nobody_else(world: World) -> None:
    """The preview reads the state while a build ends, and closes it later: the next build finds it as it was left."""
    for _ in range(3):
        reader = State(world.project.state, read_only=True)
        assert reader.totals()[0] == 3
        world.change()
        build(world.project)
        assert reader.totals()[0] == 3
        reader.close()
        report = build(world.project)
        assert (report.changed, report.written) == (0, 0)
