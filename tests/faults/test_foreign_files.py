"""A10: an output folder that holds somebody else's files is refused; in one of ours, files that the program did not
make are left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from build_site.store.publish import MANIFEST
from tests.build.conftest import files
from tests.faults.program import Program
from tests.faults.world import World

pytestmark = pytest.mark.guarantee("A10")


def one_file(out: Path) -> None:
    (out / "thesis.txt").write_text("ten years of work", "utf-8")


def a_hidden_file(out: Path) -> None:
    (out / ".env").write_text("KEY=1", "utf-8")


def a_folder(out: Path) -> None:
    (out / "photos" / "2019").mkdir(parents=True)


def another_site(out: Path) -> None:
    (out / "index.html").write_text("<p>Mine.</p>", "utf-8")
    (out / "en").mkdir()


def a_link(out: Path) -> None:
    (out / "index.html").symlink_to("/etc/hostname")


@pytest.mark.parametrize("put", [one_file, a_hidden_file, a_folder, another_site, a_link])
def test_a_folder_of_others_is_refused(
    program: Program, world: World, tmp_path: Path, put: Callable[[Path], None]
) -> None:
    """Before anything is written, with its name and what to do."""
    out = tmp_path / "out"
    out.mkdir()
    put(out)
    before = sorted(out.rglob("*")), files(out)
    done = program.run(world.project, "build", "--out", str(out))
    assert (done.code, "files that this program did not make" in done.err) == (74, True), done
    assert (sorted(out.rglob("*")), files(out)) == before


def test_others_files_in_our_folder_stay(program: Program, world: World) -> None:
    """Whatever comes and goes around them: beside pages, in folders that lose all of theirs, and where the program's
    own list names what lies elsewhere."""
    out, outside = world.project.out, world.project.root / "outside.txt"
    outside.write_text("mine", "utf-8")
    mine = [out / "CNAME", out / "en" / "mine.txt", out / "en" / "places" / "gia-lam" / "mine.txt"]
    world.change()
    assert program.run(world.project, "build").code == 0
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", "utf-8")
    manifest = out / MANIFEST
    manifest.write_text(manifest.read_text("utf-8") + "../outside.txt\n/etc/hostname\n\n.\n..\nen\n", "utf-8")
    for arguments in ((), ("--fresh",), ("--drafts",), ()):
        world.change()
        assert program.run(world.project, "build", *arguments).code == 0
        assert [path.read_text("utf-8") for path in (*mine, outside)] == ["mine"] * 4, arguments
    for path in (*mine, outside):
        path.unlink()
    world.change()
    assert program.run(world.project, "build", "--fresh").code == 0


def test_a_list_that_was_cut_short(program: Program, world: World) -> None:
    """The folder's own list lost its end when a build was killed: what it no longer names stays until it is made again,
    and the next line is no part of the torn one."""
    manifest = world.project.out / MANIFEST
    for cut in (1, 20, 200):
        manifest.write_bytes(manifest.read_bytes()[:-cut])
        world.change()
        assert program.run(world.project, "build").code == 0
        assert world.damage() == []
