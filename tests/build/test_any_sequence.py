"""Whatever is done to a project, in whatever order: what a build makes of the site that stands is, byte for byte, what
a build from nothing makes.

Each sequence is chosen by a number, and the same number chooses the same. `pytest tests/build/test_any_sequence.py
--sequences 200` runs so many; the ordinary suite runs a few.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from build_site.build import build
from build_site.digest import related
from build_site.site import documents, glossary, names, paging, periods, sitemap, timeline, told
from build_site.site.charts import dates
from build_site.site.search import blocks
from build_site.store import marking, naming, postings, shelves, standing
from build_site.store.project import Project, find_project
from build_site.work import downloads, metadata, relating
from tests.build.conftest import files
from tests.conftest import ROOT, SEEDS

STEPS = 8
PARAGRAPHS = [
    line.strip() for path in SEEDS for line in path.read_text("utf-8").split("\n") if 60 < len(line.strip()) < 900
]
"""Of the repository's own seeds: with people, posts, places, documents, terms of office."""
TITLES = (
    "Huyện ủy họp bàn công tác cán bộ",
    "Tin vắn",
    "Gia Lâm tổng kết công tác xây dựng Đảng",
    "TIN VẮN",
    "Hội nghị",
)
TAGS = ("cadre-work", "party-building", "party-membership", "local-government")


class Editor:
    """What people do to a project; `random` decides."""

    def __init__(self, project: Project, number: int) -> None:
        self.project = project
        self.random = random.Random(number)
        self.done: list[str] = []
        for _ in range(self.random.randrange(2, 7)):
            self.add()

    def text(self) -> str:
        choose = self.random
        title = choose.choice(TITLES) + choose.choice(("", "", f" {choose.randrange(9)}"))
        date = f"{choose.randrange(1, 29):02}/{choose.randrange(1, 13):02}/{choose.randrange(2021, 2024)}"
        head = [title] if choose.random() < 0.15 else [title, f"{choose.randrange(24):02}:00 {date}"]
        return "\n\n".join((*head, *choose.sample(PARAGRAPHS, choose.randrange(1, 5)))) + "\n"

    def seed(self) -> Path | None:
        found = sorted(self.project.seeds.rglob("*.txt"))
        return self.random.choice(found) if found else None

    def article(self) -> str:
        seed = self.seed()
        return seed.relative_to(self.project.seeds).with_suffix("").as_posix() if seed else "nothing"

    # Articles

    def add(self) -> None:
        name = f"{self.random.choice(('', '', 'more/'))}{self.random.randrange(40):02}.txt"
        path = self.project.seeds / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.text(), "utf-8")

    def several(self) -> None:
        for _ in range(self.random.randrange(2, 9)):
            self.add()

    def edit_body(self) -> None:
        if path := self.seed():
            parts = path.read_text("utf-8").strip().split("\n\n")
            parts[-1:] = self.random.sample(PARAGRAPHS, self.random.randrange(1, 3))
            path.write_text("\n\n".join(parts) + "\n", "utf-8")

    def edit_head(self) -> None:
        """Another title, another date, or both."""
        if path := self.seed():
            old, new = path.read_text("utf-8").split("\n\n"), self.text().split("\n\n")
            kind = self.random.randrange(3)
            head = [new[0] if kind else old[0], *new[1:2]] if kind != 1 else [new[0], *old[1:2]]
            path.write_text("\n\n".join((*head, *old[2:])), "utf-8")

    def delete(self) -> None:
        if path := self.seed():
            path.unlink()

    def rename(self) -> None:
        if path := self.seed():
            path.rename(path.with_name(f"{self.random.randrange(40):02}.txt"))

    def collect(self) -> None:
        """A collection of records, or one with others."""
        records = [
            f'{{"id": "{n}", "text": "{self.random.choice(PARAGRAPHS).replace(chr(34), "")}"}}' for n in range(9)
        ]
        lines = self.random.sample(records, self.random.randrange(4))
        (self.project.seeds / "web.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")

    # What editors write about them

    def edit_memory(self) -> None:
        path = self.project.memory / "en" / f"{self.article()}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        chosen = self.random.sample(PARAGRAPHS, 6)
        number = self.random.randrange(9)
        entries = [
            f'msgctxt "body"\nmsgid "{source.replace(chr(34), "")}"\nmsgstr "In English {number}, {place}."\n'
            for place, text in enumerate(chosen)
            for source in text.split(". ")[:2]
        ]
        path.write_text("\n".join(dict.fromkeys(entries)), "utf-8")

    def forget_memory(self) -> None:
        found = sorted(self.project.memory.rglob("*.po"))
        if found:
            self.random.choice(found).unlink()

    def edit_notes(self) -> None:
        path = self.project.site_src / "articles" / f"{self.article()}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        number = self.random.randrange(9)
        lines = [
            f'headline = "A headline {number % 3}"',
            f"tags = {list(self.random.sample(TAGS, self.random.randrange(1, 4)))}".replace("'", '"'),
            f'related = ["{self.article()}"]',
            f'not_related = ["{self.article()}"]',
            f'title = "{self.random.choice(TITLES)}"',
            f'date = "2022-0{self.random.randrange(1, 10)}-11"',
        ]
        chosen = sorted(self.random.sample(lines, self.random.randrange(4)))
        path.write_text("\n".join(("+++", *chosen, "+++", "", f"A note {number}.")) + "\n", "utf-8")

    def forget_notes(self) -> None:
        found = sorted((self.project.site_src / "articles").rglob("*.md"))
        if found:
            self.random.choice(found).unlink()

    def correct(self) -> None:
        path = self.project.site_src / "corrections.csv"
        if self.random.random() < 0.3:
            path.unlink(missing_ok=True)
            return
        rows = ["date,article,source,before,after,note,kind"]
        for number in range(self.random.randrange(1, 4)):
            source = self.random.choice(PARAGRAPHS).replace('"', "")
            rows.append(f'2024-01-0{number + 1},{self.article()},"{source}",before {number},after,why,correction')
        path.write_text("\n".join(rows) + "\n", "utf-8")

    def move(self) -> None:
        """Another address for an article."""
        path = self.project.site_src / "urls.csv"
        if path.is_file():
            rows = path.read_text("utf-8").split("\n")
            place = self.random.randrange(1, len(rows))
            if rows[place]:
                rows[place] = f"{rows[place].partition(',')[0]},articles/moved/{self.random.randrange(1000)}"
                path.write_text("\n".join(rows), "utf-8")

    # What leaves all as it was

    def touch(self) -> None:
        """New times for everything."""
        for folder in (self.project.seeds, self.project.site_src):
            for path in folder.rglob("*.*"):
                os.utime(path)

    def replace(self) -> None:
        """Other files with the same bytes."""
        for path in [path for path in self.project.site_src.rglob("*.*") if path.is_file()]:
            path.with_name("other").write_bytes(path.read_bytes())
            path.with_name("other").replace(path)

    def elsewhere(self) -> None:
        """The whole project stands in another folder, moved or copied there."""
        there = self.project.root.with_name(f"project-{len(self.done)}")
        if self.random.random() < 0.5:
            self.project.root.rename(there)
        else:
            keep = self.random.choice((shutil.copyfile, shutil.copy2))
            shutil.copytree(self.project.root, there, copy_function=keep)
            shutil.rmtree(self.project.root)
        self.project = find_project(there, templates=self.project.templates)

    # The site

    def change_line(self, name: str, choose: Callable[[str], bool], change: Callable[[str], str]) -> None:
        path = self.project.site_src / name
        lines = path.read_text("utf-8").split("\n")
        places = [place for place, line in enumerate(lines) if choose(line)]
        if places:
            place = self.random.choice(places)
            lines[place] = change(lines[place])
            path.write_text("\n".join(lines), "utf-8")

    def edit_glossary(self) -> None:
        number = self.random.randrange(9)
        self.change_line(
            "glossary/vi-en.csv", lambda line: "preferred" in line, lambda line: line.replace(".", f" {number}.", 1)
        )

    def edit_topics(self) -> None:
        number = self.random.randrange(9)
        self.change_line("topics.toml", lambda line: line.startswith("en = "), lambda line: f'{line[:-1]} {number}"')

    def edit_settings(self) -> None:
        other = self.random.choice(
            ('base_url = ""', 'base_url = "https://digest.example/"', 'base_url = "https://x.example/"')
        )
        self.change_line("site.toml", lambda line: line.startswith("base_url"), lambda _: other)

    def edit_template(self) -> None:
        path = self.project.site_src / "theme" / self.random.choice(("tag.html", "404.html", "article.html"))
        if path.is_file():
            path.unlink()
        else:
            path.parent.mkdir(exist_ok=True)
            text = (self.project.templates / path.name).read_text("utf-8")
            path.write_text(text + f"\n{{# {self.random.randrange(9)} #}}\n<!-- mine -->", "utf-8")

    def edit_own(self) -> None:
        """A page, or a file that is copied."""
        number = self.random.randrange(9)
        if self.random.random() < 0.5:
            for lang in ("en", "vi"):
                (self.project.site_src / "pages" / f"more{number % 2}.{lang}.md").write_text(
                    f"# {number}\n\nText.\n", "utf-8"
                )
        else:
            path = self.project.site_src / "static" / f"file-{number % 2}.txt"
            path.parent.mkdir(exist_ok=True)
            path.unlink() if path.is_file() else path.write_text(f"{number}\n", "utf-8")

    # The built site

    def damage(self) -> None:
        """Files of the site are deleted, replaced and altered in place."""
        found = sorted(path for path in self.project.out.rglob("*") if path.is_file() and not path.name.startswith("."))
        for path in self.random.sample(found, min(3, len(found))):
            kind = self.random.randrange(4)
            if kind == 0:
                path.unlink(missing_ok=True)
            elif kind == 1:
                shutil.rmtree(path.parent) if path.parent != self.project.out else path.unlink()
            elif path.is_file():
                path.write_bytes(path.read_bytes() + b"x")

    def forget(self) -> None:
        """The state is lost."""
        shutil.rmtree(self.project.state)

    def drafts(self) -> None:
        build(self.project, drafts=True)

    def step(self) -> None:
        """Something of this; what makes the whole site anew, seldom."""
        every = [self.several, self.add, self.edit_body, self.edit_head, self.delete, self.rename, self.collect]
        every += [
            self.edit_memory,
            self.forget_memory,
            self.edit_notes,
            self.edit_notes,
            self.forget_notes,
            self.correct,
        ]
        every += [self.move, self.damage, self.edit_own, self.touch, self.replace, self.elsewhere]
        if self.random.random() < 0.15:
            every = [
                self.edit_glossary,
                self.edit_topics,
                self.edit_settings,
                self.edit_template,
                self.forget,
                self.drafts,
            ]
        chosen = self.random.choice(every)
        self.done.append(chosen.__name__)
        chosen()


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without articles, and with a glossary of a few terms."""
    root = tmp_path_factory.mktemp("starter")
    ignored = shutil.ignore_patterns("translations", "articles", "urls.csv", "corrections.csv")
    shutil.copytree(ROOT / "site_src", root / "site_src", ignore=ignored)
    path = root / "site_src" / "glossary" / "vi-en.csv"
    rows = path.read_text("utf-8").split("\n")
    path.write_text("\n".join((rows[0], *rows[1:400:33])) + "\n", "utf-8")
    for name in ("seeds", "site_src/translations", "site_src/articles"):
        (root / name).mkdir()
    return root


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What else only large sites have: lists of several pages, terms that too many articles use."""
    for module in (paging, periods, shelves):
        monkeypatch.setattr(module, "PAGE", 3)
    for module, name, value in (
        (names, "ONE_PAGE", 4), (timeline, "ONE_PAGE", 5), (glossary, "ONE_PAGE", 6), (glossary, "EXAMPLES", 2),
        (documents, "ONE_PAGE", 4), (documents, "MOST", 3), (dates, "_NAMED", 1),
        (marking, "COMMON", 3), (relating, "COMMON", 3),  # fewer than postings keep
        (postings, "SHOWN", 3), (naming, "SHOWN", 3), (metadata, "ONE_FILE", 4), (metadata, "MOST", 2),
        (sitemap, "OF_A_YEAR", 3), (sitemap, "OF_A_LIST", 4), (related, "COMMON", 3),
        (blocks, "_LEAST", 4), (blocks, "_FEWEST", 1),
        (told, "NEWEST", 4), (marking, "NEWEST", 4), (postings, "MOST", 6), (postings, "LEAST", 4),
        (relating, "COMMON", 3), (marking, "COMMON", 3),  # a posting has more than relate anything
        (standing, "IN_TURN", 1_000_000), (downloads, "TOGETHER", 5), (downloads, "MOST", 3),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(metafunc.config.getoption("sequences")))


@pytest.mark.usefixtures("soon")
@pytest.mark.guarantee("B2", "D6")
def test_a_site_grown_step_by_step_is_one_made_at_once(starter: Path, tmp_path: Path, number: int) -> None:
    """After any sequence of edits, each followed by a build, or by one in a hurry first: the same files with the same
    bytes as from nothing; and one more build finds nothing to do, but reads again the articles whose PO file or notes
    are damaged."""
    for name in ("seeds", "site_src"):
        shutil.copytree(starter / name, tmp_path / "project" / name)
    editor = Editor(find_project(tmp_path / "project", templates=ROOT / "templates"), number)
    build(editor.project)
    for step in range(STEPS):
        editor.step()
        if editor.random.random() < 0.3:
            build(editor.project, hurried=True)
        if editor.random.random() < 0.3:
            editor.step()
            build(editor.project, hurried=True)
        project = editor.project
        build(project)
        if step == STEPS - 1 or editor.random.random() < 0.1:
            clean = structs.replace(project, out=tmp_path / "clean", state=tmp_path / "clean-state")
            build(clean)
            grown, made = files(project.out), files(clean.out)
            assert grown.keys() == made.keys(), editor.done
            assert not [path for path in grown if grown[path] != made[path]], editor.done
            shutil.rmtree(clean.out)
            shutil.rmtree(clean.state)
    again = build(project)
    assert (again.written, again.removed) == (0, 0), editor.done
    assert again.changed == 0 or again.failures, editor.done
