"""A person's text outlives everything: random histories in which Poedit, Weblate and msgmerge save the files, seeds
change, move and go, engines change, and the program is killed. No run ever changes or drops what a person wrote."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from build_site.fill import fill_memory
from build_site.memory_commands import export_memory, import_memory, pack
from build_site.store.memory import Memory
from build_site.store.project import Project
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.memory import key_of, unit_of
from build_site.translate.suggestions import without_suggestions
from tests.build.conftest import article_json, build
from tests.build.editors import MSGMERGE, Mortal, Weblate, msgmerge, poedit

TITLES = ("Huyện ủy tổng kết công tác xây dựng Đảng", "Tỉnh ủy họp bàn về công tác cán bộ năm nay")
SENTENCES = (
    "Đảng bộ huyện hiện có 46 chi bộ trực thuộc với nhiều đảng viên.",
    "Trong năm qua, huyện đã kết nạp 159 đảng viên mới, vượt kế hoạch đề ra.",
    "Các đại biểu biểu dương những kết quả mà cán bộ và nhân dân đã đạt được.",
    "Hội nghị thống nhất phương hướng, nhiệm vụ trọng tâm của năm tới.",
    "Đồng chí Bí thư đề nghị các đơn vị tiếp tục nâng cao chất lượng sinh hoạt chi bộ.",
    "Ban Thường vụ yêu cầu kiểm tra, giám sát thường xuyên hơn nữa ở cơ sở.",
)
CHANGES = ("trực tiếp", "tích cực", "toàn diện", "kịp thời")
ENGINES = ((), ("tests.build.editors:First",), ("tests.build.editors:Second",), ("fake",))
Person = tuple[str, str | None, str, str, tuple[str, ...], tuple[str, ...], str | None]


@pytest.fixture(scope="module")
def weblate() -> Iterator[Weblate]:
    program = Weblate()
    yield program
    program.close()


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    program = Mortal()
    yield program
    program.close()


class World:
    """A project, and what may happen to it. `random` decides; the same seed gives the same history."""

    def __init__(self, project: Project, weblate: Weblate, mortal: Mortal, number: int) -> None:
        self.project, self.weblate, self.mortal = project, weblate, mortal
        self.random = random.Random(number)
        self.words = count(1)
        self.memory = Memory(project.site_src, "en")
        self.settings = (project.site_src / "site.toml").read_text("utf-8")
        self.happened: Counter[str] = Counter()
        for name, title in zip("12", TITLES, strict=True):
            self.seed(name).write_text("\n\n".join((title, *self.random.sample(SENTENCES, 4))) + "\n", "utf-8")

    def seed(self, name: str) -> Path:
        return self.project.seeds / f"{name}.txt"

    def one_seed(self) -> Path:
        return self.random.choice(sorted(self.project.seeds.glob("*.txt")))

    def one_file(self) -> Path | None:
        found = sorted(self.project.memory.rglob("*.po"))
        return self.random.choice(found) if found else None

    def typed(self) -> str:
        """Words that nobody has typed before; sometimes none: a text is only confirmed."""
        kind = self.random.randrange(6)
        text = f"A person’s words {next(self.words)}, with “quotes”, \\ and numbers 46 and 159."
        return ("", text, text + "\n", text * 3, text.replace(", ", "\n"), text)[kind]

    # People and their tools

    def use_poedit(self) -> None:
        if path := self.one_file():
            poedit(path, self.random.randrange(9), self.typed(), crlf=self.random.random() < 0.2)

    def use_weblate(self) -> None:
        path = self.one_file()
        if path and self.weblate.there:
            self.weblate.save(path, self.random.randrange(9), self.typed(), fuzzy=self.random.random() < 0.4)

    def use_msgmerge(self) -> None:
        path = self.one_file()
        if path is None or MSGMERGE is None:
            return
        catalog = self.memory.read(path.relative_to(self.memory.folder).with_suffix("").as_posix())
        entries = [entry for entry in catalog.entries if not entry.obsolete] if catalog else []
        template = [(entry.context or "body", entry.source) for entry in entries]
        if template:
            place = self.random.randrange(len(template))
            context, source = template[place]
            template[place] = (context, source.replace(" ", f" {self.random.choice(CHANGES)} ", 1))
        msgmerge(path, template)

    def by_hand(self) -> None:
        """A note and a remark above an entry, in a text editor."""
        if path := self.one_file():
            remark = f"\n\n# note: A doubt {next(self.words)}.\n# mine\n#:"
            path.write_text(path.read_text("utf-8").replace("\n\n#:", remark, 1), "utf-8")

    # The articles

    def change_source(self) -> None:
        path = self.one_seed()
        parts = path.read_text("utf-8").strip().split("\n\n")
        place = self.random.randrange(len(parts))
        kind = self.random.randrange(4)
        if kind == 0 and len(parts) > 3:
            parts.pop(max(place, 1))
        elif kind == 1:
            parts.append(self.random.choice(SENTENCES))
        else:
            parts[place] = parts[place].replace(" ", f" {self.random.choice(CHANGES)} ", 1)
        path.write_text("\n\n".join(dict.fromkeys(parts)) + "\n", "utf-8")

    def rename(self) -> None:
        path = self.one_seed()
        path.rename(path.with_name(f"{self.random.randrange(1, 5)}{path.name[1:]}"))

    def change_engine(self) -> None:
        names = ", ".join(f'"{name}"' for name in self.random.choice(ENGINES))
        text = self.settings.replace("engines = []", f"engines = [{names}]")
        (self.project.site_src / "site.toml").write_text(text, "utf-8")

    # The program

    def translate(self) -> None:
        fill_memory(self.project)

    def build(self) -> None:
        build(self.project)

    def exchange(self) -> None:
        """Out and in again, with somebody's changes in between, in a random format."""
        form = self.random.choice(("csv", "tmx", "xliff-1.2", "xliff-2.0", "po"))
        path = self.project.root / f"exchange.{form.partition('-')[0]}"
        if form == "po":
            pack(self.project, path)
        else:
            export_memory(self.project, path, form)
        data = path.read_bytes()
        path.write_bytes(data.replace(b"[en] ", b"Somebody else\xe2\x80\x99s ", 2))
        import_memory(self.project, path)

    def killed(self) -> None:
        """`translate` in a process of its own, killed at one of its writes: before, between or after its steps."""
        self.happened["really killed"] += self.mortal.translate(self.project, self.random.randrange(1, 9))

    # What must hold

    def people(self) -> Counter[Person]:
        """Every text of a person, live or obsolete, in every file, with all that stands by it."""
        found: Counter[Person] = Counter()
        for article in self.memory.signatures():
            catalog = self.memory.read(article)
            for entry in catalog.entries if catalog else ():
                if unit_of(entry).state in {"human", "approved", "stale"}:
                    bare = without_suggestions(entry)
                    found[
                        article, bare.context, bare.source, bare.target, bare.flags, bare.comments, bare.previous_id
                    ] += 1
        return found

    def shown(self) -> None:
        """Every article prints its own file's human and approved texts, and says so."""
        build(self.project)
        for path in self.project.seeds.glob("*.txt"):
            catalog = self.memory.read(path.stem) or Catalog()
            own = {key_of(entry): unit_of(entry) for entry in catalog.entries if not entry.obsolete}
            data: dict[str, Any] = article_json(self.project, path.name)
            for segment in (one for block in data["blocks"] for one in block["segments"]):
                unit = own.get(("body", " ".join(segment["vi"].split())))
                if unit and unit.state in {"human", "approved", "stale"}:
                    assert (segment["en"], segment["state"]) == (unit.target, unit.state)


PEOPLE = ("use_poedit", "use_weblate", "use_msgmerge", "by_hand", "change_source", "rename", "change_engine")
PROGRAM = ("translate", "translate", "build", "exchange", "killed", "killed")
STEPS = 24


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed in the middle of its writing")
@pytest.mark.parametrize("number", range(8))
def test_no_run_changes_or_drops_what_a_person_wrote(
    tiny: Project, weblate: Weblate, mortal: Mortal, number: int
) -> None:
    """After each run of the program every text of a person that stood in the memory before it stands there still: in
    the same file, on the same sentence, with the same comments and flags. In the end each is shown as what it is."""
    world = World(tiny, weblate, mortal, number)
    world.change_engine()
    world.translate()
    for _ in range(STEPS):
        actor, step = world.random.choice(PEOPLE), world.random.choice(PROGRAM)
        getattr(world, actor)()
        before = world.people()
        getattr(world, step)()
        world.happened[actor] += 1
        world.happened["texts of people"] += before.total()
        lost = before - world.people()
        if step == "exchange":  # an import confirms and fills; what it replaces of stale text stays as a comment
            lost = Counter({person: 1 for person in lost if unchanged_state(person) != "stale"})
        assert not lost, (step, lost)
    assert world.happened["texts of people"]
    world.shown()


def unchanged_state(person: Person) -> str:
    _, context, source, target, flags, comments, previous = person
    return unit_of(Entry(source, target, context, comments, flags=flags, previous_id=previous)).state


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed in the middle of its writing")
def test_a_killed_write_leaves_the_old_file_or_the_new_one(tiny: Project, weblate: Weblate, mortal: Mortal) -> None:
    """Killed at each step of its writing in turn: every PO file is whole, what was half written is hidden, and the next
    run that holds the lock, a build among them, has removed it. Other people's hidden files stay."""
    world = World(tiny, weblate, mortal, 0)
    mine = tiny.memory / "en" / ".1.po.swp"
    also_mine = tiny.memory / "en" / ".notes.tmp"
    left_behind = 0
    for steps in range(1, 7):
        shutil.rmtree(tiny.memory)
        mine.parent.mkdir(parents=True)
        for path in (mine, also_mine):
            path.write_text("x", "utf-8")
        mortal.translate(tiny, steps)
        for article in world.memory.signatures():
            assert world.memory.read(article) is not None
        hidden = {path.name for path in mine.parent.iterdir() if path.name.startswith(".")} - {
            mine.name,
            also_mine.name,
        }
        left_behind += len(hidden)
        build(tiny) if steps % 2 else fill_memory(tiny)
        assert {path.name for path in mine.parent.iterdir() if path.name.startswith(".")} == {mine.name, also_mine.name}
    assert left_behind >= 2


def saved_by_weblate(path: Path, weblate: Weblate) -> None:
    if not weblate.there:
        pytest.skip("translate-toolkit is not installed")
    weblate.save(path, 1, "The district’s “own” words,\nwith a \\ and a tab\t.", fuzzy=False)
    weblate.save(
        path, 2, "Words that still want a second look, long enough to be wrapped by any tool. " * 2, fuzzy=True
    )


def saved_by_poedit(path: Path, _: Weblate) -> None:
    poedit(path, 1, "The district’s “own” words,\nwith a \\ and a tab\t.")
    poedit(path, 2, "Words long enough to be wrapped by any tool that wraps at eighty or fewer characters. " * 2)


@pytest.mark.parametrize("save", [saved_by_poedit, saved_by_weblate])
def test_an_edit_survives_ten_builds_and_an_engine_upgrade_byte_for_byte(
    tiny: Project, weblate: Weblate, mortal: Mortal, save: Callable[[Path, Weblate], None]
) -> None:
    """A file saved by an editor's tool, with its own wrapping and header, is not rewritten: not by ten builds and runs
    of `translate`, nor by another version of the engine, nor by another engine. The page shows the edit."""
    world = World(tiny, weblate, mortal, 3)
    toml = tiny.site_src / "site.toml"
    toml.write_text(world.settings.replace("engines = []", f'engines = ["{ENGINES[1][0]}"]'), "utf-8")
    fill_memory(tiny)
    path = tiny.memory / "en" / "1.po"
    save(path, weblate)
    before = path.read_bytes()
    for number in range(10):
        if number == 4:
            toml.write_text(world.settings.replace("engines = []", f'engines = ["{ENGINES[2][0]}"]'), "utf-8")
        if number == 7:
            toml.write_text(world.settings.replace("engines = []", 'engines = ["fake"]'), "utf-8")
        build(tiny)
        fill_memory(tiny)
        assert path.read_bytes() == before
    world.shown()
    segments = [one for block in article_json(tiny, "1.txt")["blocks"] for one in block["segments"]]
    assert "The district’s “own” words, with a \\ and a tab ." in {one["en"] for one in segments}
