"""A sentence that other articles have too: whose translation it shows, and how an article says it its own way."""

from __future__ import annotations

from typing import Any

from build_site.fill import fill_memory
from build_site.store.project import Project
from tests.build.conftest import article_json, build, files
from tests.build.test_again import clean_build

TEXT = "Quang cảnh hội nghị tổng kết."
BEFORE = "Hội nghị diễn ra trong một ngày."
AFTER = "Hội nghị bế mạc vào buổi chiều."

LAST = "Các đại biểu biểu dương những kết quả đã đạt được."


def write_seed(project: Project, name: str, *paragraphs: str) -> None:
    text = "\n\n".join((f"Bài viết mang số {name} về công tác cán bộ", *paragraphs))
    (project.seeds / f"{name}.txt").write_text(text + "\n", "utf-8")


def write_po(project: Project, name: str, *entries: tuple[str, str]) -> None:
    folder = project.memory / "en"
    folder.mkdir(exist_ok=True)
    text = "\n".join(f'msgctxt "body"\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in entries)
    (folder / f"{name}.po").write_text(text, "utf-8")


def shown(project: Project, name: str, text: str = TEXT) -> list[Any]:
    data = article_json(project, f"{name}.txt")
    return [one["en"] for block in data["blocks"] for one in block["segments"] if one["vi"] == text]


def test_the_surroundings_choose_and_a_better_match_rebuilds(tiny: Project, tmp_path) -> None:
    """An article takes the translation that stands in its own surroundings; when such a one appears elsewhere later,
    or its surroundings go, the article's page follows, and equals that of a clean build."""
    write_seed(tiny, "1", BEFORE, TEXT, AFTER)
    write_po(tiny, "a", (TEXT, "A view, alone."))
    build(tiny)
    assert shown(tiny, "1") == ["A view, alone."]
    write_po(tiny, "z", (BEFORE, ""), (TEXT, "A view, in between."), (AFTER, ""))
    report = build(tiny)
    assert (report.changed, shown(tiny, "1")) == (1, ["A view, in between."])
    assert files(tiny.out) == clean_build(tiny, tmp_path / "first")
    write_po(tiny, "z", (TEXT, "A view, in between."), ("Khác.", ""))
    report = build(tiny)
    assert (report.changed, shown(tiny, "1")) == (1, ["A view, alone."])
    assert files(tiny.out) == clean_build(tiny, tmp_path / "second")


def test_a_repeated_sentence_propagates_and_can_differ(tiny: Project) -> None:
    """One translation serves every article that has the sentence, wherever it stands in it; an entry with a text in an
    article's own file overrides it there and nowhere else, and a correction goes to all the others."""
    for name in ("1", "2", "3"):
        write_seed(tiny, name, BEFORE, TEXT, AFTER, f"{LAST} {TEXT}")
    fill_memory(tiny)
    path = tiny.memory / "en" / "1.po"
    entry = f'msgid "{TEXT}"\nmsgstr "'
    path.write_text(path.read_text("utf-8").replace(entry, entry + "A view."), "utf-8")
    build(tiny)
    assert [shown(tiny, name) for name in "123"] == [["A view.", "A view."]] * 3
    path = tiny.memory / "en" / "2.po"
    path.write_text(path.read_text("utf-8").replace(entry, entry + "The hall."), "utf-8")
    build(tiny)
    assert [shown(tiny, name)[0] for name in "123"][:2] == ["A view.", "The hall."]
    path = tiny.memory / "en" / "1.po"
    path.write_text(path.read_text("utf-8").replace("A view.", "The view."), "utf-8")
    fill_memory(tiny)
    build(tiny)
    assert [shown(tiny, name) for name in "12"] == [["The view."] * 2, ["The hall."] * 2]
    assert shown(tiny, "3")[0] == "The view."  # of two that stand in the same surroundings the first by file
