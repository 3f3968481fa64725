"""What seeds/ holds: articles, collections, and files that are neither, each named with what to do."""

from __future__ import annotations

from build_site.store.seeds import list_seeds


def _fill(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")


def test_the_folder_of_a_saved_page_is_one_message(tmp_path):
    """“Web page, complete” leaves a folder of pictures, styles and frames beside the page: nothing in it is a seed."""
    _fill(tmp_path, "Trang lưu.html", *(f"Trang lưu_files/{name}" for name in ("a.css", "b.js", "c.jpg", "saved.html")))
    listing = list_seeds(tmp_path)
    assert [seed.name for seed in listing.seeds] == ["Trang lưu.html"]
    assert [problem.where for problem in listing.problems] == ["seeds/Trang lưu_files"]
    assert "Trang lưu.html is left out" in listing.problems[0].what


def test_a_folder_of_that_name_without_a_page_is_a_folder(tmp_path):
    """An editor may call a folder so."""
    _fill(tmp_path, "court_files/a.txt", "b.files/c.txt")
    listing = list_seeds(tmp_path)
    assert [seed.name for seed in listing.seeds] == ["b.files/c.txt", "court_files/a.txt"]
    assert not listing.problems


def test_what_the_system_leaves_is_passed_over(tmp_path):
    """Windows and macOS write such files into every folder that they show."""
    _fill(tmp_path, "a.txt", "Thumbs.db", "desktop.ini", ".DS_Store", "~$a.docx", "a.txt~")
    listing = list_seeds(tmp_path)
    assert (len(listing.seeds), listing.problems) == (1, ())


def test_other_files_are_named_with_what_to_do(tmp_path):
    """A Word document is not told to be renamed."""
    _fill(tmp_path, "bài.docx", "bài.txt", "bài.md")
    told = {problem.where: str(problem) for problem in list_seeds(tmp_path).problems}
    assert set(told) == {"seeds/bài.docx", "seeds/bài.txt"}
    assert "paste it into: python -m build_site new -" in told["seeds/bài.docx"]
    assert "has the same name but for its ending" in told["seeds/bài.txt"]
    assert "Rename one of them" in told["seeds/bài.txt"]
