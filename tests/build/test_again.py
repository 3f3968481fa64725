"""Building again: only what changed is written, and the result is what a clean build would give."""

from __future__ import annotations

import shutil

import pytest
from msgspec import structs

from tests.build.conftest import article_json, build, files, seed, times


def clean_build(project, tmp_path):
    """The bytes that a build from nothing gives for the same inputs."""
    fresh = structs.replace(project, out=tmp_path / "clean", state=tmp_path / "clean-state")
    build(fresh)
    return files(fresh.out)


def test_nothing_changed_nothing_written(small):
    """The second build of the same project touches no file."""
    build(small)
    before = times(small.out)
    report = build(small)
    assert (report.changed, report.written, report.removed) == (0, 0, 0)
    assert times(small.out) == before


def test_an_edit_of_one_body_writes_that_article(small, tmp_path):
    """One changed sentence rewrites the article's pages, not the other articles'."""
    build(small)
    before = times(small.out)
    path = seed(small, "004")
    path.write_text(path.read_text("utf-8").replace("76 đảng viên", "77 đảng viên"), "utf-8")
    report = build(small)
    changed = {name for name, time in times(small.out).items() if before.get(name) != time}
    articles = {name for name in changed if "/articles/" in name}
    assert report.changed == 1
    assert len(articles) == 5  # two pages, beside one article.json and a citation; its excerpts for the search
    assert all("ban-to-chuc-huyen-uy" in name for name in articles)
    assert files(small.out) == clean_build(small, tmp_path)


def test_another_title_changes_no_list_of_addresses(small, tmp_path):
    """The page for lost readers knows an article by its address, and reads its title in the article's own file."""
    build(small)
    before = times(small.out / "search")
    path = seed(small, "004")
    title, rest = path.read_text("utf-8").split("\n", 1)
    path.write_text(f"{title.replace('sơ kết', 'tổng kết')}\n{rest}", "utf-8")
    assert build(small).changed == 1
    assert [name for name, time in times(small.out / "search").items() if name[0] == "s" and before[name] != time] == []
    assert files(small.out) == clean_build(small, tmp_path)


def test_pages_are_counted_as_they_come_and_go(small, tmp_path):
    """The report tells as many pages as a build from nothing does: after a hurried build, an article more, one less."""
    build(small)
    path = seed(small, "004")
    kept = path.read_text("utf-8")
    path.unlink()
    build(small)
    path.write_text(kept, "utf-8")
    build(small, hurried=True)
    pages = build(small).pages
    assert pages == build(structs.replace(small, out=tmp_path / "other", state=tmp_path / "other-state")).pages


def test_a_changed_sentence_is_stale_and_says_so(small):
    """A number changed in the original: the old translation stays, marked as of an original that has changed since."""
    build(small)
    path = seed(small, "004")
    path.write_text(path.read_text("utf-8").replace("76 đảng viên", "77 đảng viên"), "utf-8")
    assert build(small).states["stale"] == 1
    segments = [each for block in article_json(small, path.name)["blocks"] for each in block["segments"]]
    changed = next(each for each in segments if "77 đảng viên" in each["vi"])
    assert changed["state"] == "stale"
    assert "76 new Party members" in changed["en"]


def test_the_state_is_disposable(small):
    """Without .build_site/ the build starts over, and writes nothing new."""
    build(small)
    before = times(small.out)
    shutil.rmtree(small.state)
    report = build(small)
    assert report.changed == 5
    assert report.written == 0
    assert times(small.out) == before


def test_a_damaged_state_is_thrown_away(small):
    """Rubbish in place of the state costs time, nothing else."""
    build(small)
    (small.state / "state.sqlite").write_bytes(b"not a database at all, and long enough to be looked at" * 100)
    assert build(small).written == 0


def test_what_was_deleted_is_made_again(small):
    """A file that is gone from build/ comes back."""
    build(small)
    page = small.out / "en" / "timeline" / "index.html"
    data = page.read_bytes()
    page.unlink()
    assert build(small).written == 1
    assert page.read_bytes() == data


@pytest.mark.parametrize("name", ["assets/site.js", "robots.txt", "data/glossary.csv", "en/timeline/index.html"])
def test_what_was_deleted_is_made_again_where_every_page_changes(small, tmp_path, name):
    """Also a file that depends on nothing that has changed comes back in the build of another template."""
    templates = tmp_path / "look"
    shutil.copytree(small.templates, templates)
    project = structs.replace(small, templates=templates)
    build(project)
    base = templates / "base.html"
    base.write_text(base.read_text("utf-8").replace("</head>", '<meta name="x" content="1"></head>'), "utf-8")
    (project.out / name).unlink()
    build(project)
    assert (project.out / name).is_file()


def test_a_correction_that_was_hurried_reaches_the_list_of_corrections(small, tmp_path):
    """A build in a hurry shows it on the article's pages; the next one also where all corrections are listed."""
    build(small)
    rows = "date,article,source,before,after,note,kind\n2024-01-01,gone,Một câu.,Before.,After.,Why.,correction\n"
    (small.site_src / "corrections.csv").write_text(rows, "utf-8")
    build(small, hurried=True)
    build(small)
    assert files(small.out) == clean_build(small, tmp_path)


def test_a_removed_seed_takes_its_pages_along(small, tmp_path):
    """Pages of an article that is gone are removed, and their folders; a file that somebody put there stays."""
    build(small)
    (small.out / "CNAME").write_text("digest.example\n", "utf-8")
    shutil.rmtree(small.state)
    seed(small, "004").unlink()
    report = build(small)
    assert report.removed >= 4
    assert not list(small.out.glob("en/articles/2023/ban-to-chuc*"))
    left = files(small.out)
    assert left.pop("CNAME") == b"digest.example\n"
    assert left == clean_build(small, tmp_path)


def test_a_new_title_does_not_move_the_page(small):
    """The address an article once had is kept in urls.csv."""
    build(small)
    before = {path.parent.name for path in small.out.glob("en/articles/*/*/index.html")}
    path = seed(small, "000")
    path.write_text(path.read_text("utf-8").replace("Gia Lâm: Đổi mới", "Huyện Gia Lâm: Tiếp tục đổi mới", 1), "utf-8")
    build(small)
    assert {path.parent.name for path in small.out.glob("en/articles/*/*/index.html")} == before


def test_a_correction_in_the_memory_reaches_the_page(small, tmp_path):
    """An edited PO file rebuilds its article alone."""
    build(small)
    path = next(small.memory.glob("en/004*.po"))
    path.write_text(path.read_text("utf-8").replace("76 new Party members", "seventy-six new Party members"), "utf-8")
    report = build(small)
    assert report.changed == 1
    assert "seventy-six new Party members" in str(article_json(small, seed(small, "004").name))
    assert files(small.out) == clean_build(small, tmp_path)


def test_a_translation_elsewhere_fills_a_gap(small, tmp_path):
    """A sentence that another article's file translates is reused, and lost again when that file goes."""
    sentence = "Quang cảnh hội nghị."
    (small.seeds / "005.txt").write_text(
        f"Hội nghị cán bộ toàn tỉnh năm nay\n\n{sentence}\n\nMột đoạn văn khác.\n", "utf-8"
    )
    build(small)
    found = [each for block in article_json(small, "005.txt")["blocks"] for each in block["segments"]]
    assert [each["en"] for each in found if each["vi"] == sentence] == ["A general view of the conference."]
    next(small.memory.glob("en/002*.po")).unlink()
    build(small)
    found = [each for block in article_json(small, "005.txt")["blocks"] for each in block["segments"]]
    assert [each["en"] for each in found if each["vi"] == sentence] == [None]
    assert files(small.out) == clean_build(small, tmp_path)


def test_two_processes_give_the_same_bytes(small, tmp_path):
    """One process or two, the site is the same."""
    from msgspec import structs

    for number in range(70):
        title, day = f"Huyện họp bàn công tác cán bộ lần {number}", f"{number % 28 + 1}/6/2024"
        text = f"{title}\n\nNgày {day}, huyện họp. Có {number} đại biểu."
        (small.seeds / f"made-{number:02}.txt").write_text(text, "utf-8")
    build(small, jobs=1)
    other = structs.replace(small, out=tmp_path / "two", state=tmp_path / "two-state")
    build(other, jobs=2)
    assert files(small.out) == files(other.out)
