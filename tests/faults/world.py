"""A small project that goes to and fro between two versions of its inputs, and what its site must be in each."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from msgspec import structs

from build_site.store.files import is_leftover
from build_site.store.project import Project, find_project
from build_site.store.publish import MANIFEST
from tests.build.conftest import build, files
from tests.conftest import ROOT, SEEDS

OF_SITE = ("site.toml", "topics.toml", "sources.toml", "pages")
TITLE = "Huyện ủy họp bàn công tác cán bộ\n16:45 04/02/2023\n\n"
SENTENCES = (
    "Đảng bộ huyện hiện có 46 chi bộ trực thuộc với nhiều đảng viên.",
    "Trong năm qua, huyện đã kết nạp 159 đảng viên mới, vượt kế hoạch đề ra.",
    "Ban Thường vụ yêu cầu kiểm tra, giám sát thường xuyên hơn nữa ở cơ sở.",
)
PO = 'msgid ""\nmsgstr "Language: en\\n"\n\n' + "".join(
    f'msgctxt "body"\nmsgid "{source}"\nmsgstr "{{0}} of sentence {number}, 46 and 159."\n\n'
    for number, source in enumerate(SENTENCES)
)


def _versions() -> tuple[dict[str, str], dict[str, str]]:
    """What is below the project's folder in each version: articles changed, added and withdrawn, one with a person's
    translation that is corrected, and one with notes."""
    plain, notes = TITLE + "\n\n".join(SENTENCES) + "\n", "site_src/articles/1.md"
    real = SEEDS[2].read_text("utf-8")
    one = {
        "seeds/1.txt": plain,
        "seeds/2.txt": real,
        "seeds/old.txt": plain.replace("46", "47"),
        "site_src/translations/en/1.po": PO.format("The words"),
        notes: '+++\nheadline = "A headline"\n+++\n',
    }
    other = {
        "seeds/1.txt": plain + "\nĐoạn thêm vào của huyện Gia Lâm.\n",
        "seeds/2.txt": real,
        "seeds/new.txt": plain.replace("159", "160"),
        "site_src/translations/en/1.po": PO.format("Better words"),
        notes: '+++\nheadline = "Another headline"\ntags = ["cadre-work"]\n+++\n',
    }
    return one, other


def make_project(root: Path, terms: int = 30) -> Project:
    """Without articles."""
    for name in ("seeds", "site_src/articles", "site_src/translations/en", "site_src/glossary"):
        (root / name).mkdir(parents=True)
    for name in OF_SITE:
        source = ROOT / "site_src" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / "site_src" / name)
    rows = (ROOT / "site_src" / "glossary" / "vi-en.csv").read_text("utf-8").split("\n")
    (root / "site_src" / "glossary" / "vi-en.csv").write_text("\n".join(rows[: terms + 1]) + "\n", "utf-8")
    return find_project(root, templates=ROOT / "templates")


class World:
    def __init__(self, root: Path) -> None:
        self.project = make_project(root)
        self.versions = _versions()
        self.now = 1
        """Which version the inputs are in."""
        self.clean: list[dict[str, bytes]] = []
        """What a build from nothing makes of each."""
        self.pages: list[str] = []
        """How many pages it says that each has, as a report begins that line."""
        self._settings = (self.project.site_src / "site.toml").read_text("utf-8")
        for _ in self.versions:
            self.change()
            other = structs.replace(self.project, out=root / "clean", state=root / "clean-state")
            self.pages.append(f"\nPages         {build(other).pages} (")
            self.clean.append(files(other.out))
            shutil.rmtree(other.out)
            shutil.rmtree(other.state)
        build(self.project)
        assert self.damage() == []

    def change(self) -> None:
        """The inputs become the other version."""
        before, self.now = self.versions[self.now], 1 - self.now
        after = self.versions[self.now]
        for name in before.keys() - after.keys():
            (self.project.root / name).unlink(missing_ok=True)
        for name, text in after.items():
            path = self.project.root / name
            if not path.is_file() or path.read_text("utf-8") != text:
                path.write_text(text, "utf-8")

    def reset(self) -> None:
        """As it was in the beginning, for another test."""
        for path in (*self.project.seeds.rglob("*.*"), *self.project.memory.rglob("*.po")):
            if path.relative_to(self.project.root).as_posix() not in self.versions[self.now]:
                path.unlink()
        for name, text in self.versions[self.now].items():
            (self.project.root / name).write_text(text, "utf-8")
        self.use_engine("")
        build(self.project)
        left = self.damage(), self.leftovers()
        if left != ([], []):  # the next test begins with what is whole
            shutil.rmtree(self.project.out)
            shutil.rmtree(self.project.state)
            build(self.project)
        assert left == ([], [])

    def use_engine(self, name: str) -> None:
        """Set one engine, or none, in site.toml."""
        engines = f'engines = ["{name}"]' if name else "engines = []"
        text = self._settings.replace("engines = []", engines)
        (self.project.site_src / "site.toml").write_text(text, "utf-8")

    def torn(self) -> list[str]:
        """Files of the site that are whole in neither version; its own list of them may be longer than either's."""
        found = files(self.project.out) if self.project.out.is_dir() else {}
        wrong = [path for path, data in found.items() if data not in [one.get(path) for one in self.clean]]
        return [path for path in wrong if path != MANIFEST]

    def damage(self) -> list[str]:
        """In what the site differs from one made from nothing."""
        found, wanted = files(self.project.out), self.clean[self.now]
        return [path for path in sorted(found.keys() | wanted.keys()) if found.get(path) != wanted.get(path)]

    def leftovers(self) -> list[str]:
        """What a run has begun and not taken away."""
        paths = [path for path in self.project.root.rglob("*") if path.is_file()]
        stage = [path for path in paths if ".stage" in path.parts]
        return [str(path) for path in (*stage, *(path for path in paths if is_leftover(path.name)))]


def spread(total: int, most: int, number: int = 0) -> Iterator[int]:
    """The calls to try: all of them, or so many that lie evenly, other ones for each `number`."""
    if total <= most:
        return iter(range(1, total + 1))
    choose = random.Random(number)
    edges = [total * place // most for place in range(most + 1)]
    return (choose.randrange(low + 1, high + 1) for low, high in pairwise(edges))
