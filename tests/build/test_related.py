"""Related articles and period pages in builds: the same built at once or bit by bit, and no more than needed."""

from __future__ import annotations

import re

import pytest

from build_site.store.project import Project
from tests.build.conftest import build, files, seed

TEXT = """{title} (08:00 0{n}/05/2024)

Ngày {n}/5, đồng chí Trần Văn Bền, Bí thư Huyện ủy Ba Bến kiểm tra việc thực hiện Kế hoạch số {number}-KH/HU.

Huyện kết nạp 1{n} đảng viên mới trong tháng.

Tin, ảnh: Thu Trang
"""


@pytest.fixture
def three(small: Project) -> Project:
    """The seeds and three articles, of which the first two cite one plan."""
    for n, number in ((1, 77), (2, 77), (3, 78)):
        write(small, n, number)
    return small


def write(project: Project, n: int, number: int) -> None:
    title = f"Huyện Ba Bến triển khai công tác tháng {n}"
    (project.seeds / f"90{n}.txt").write_text(TEXT.format(title=title, n=n, number=number), "utf-8")


def reasons(project: Project, n: int) -> dict[str, str]:
    """The titles of what an article's page names as related, with the reasons as a reader meets them."""
    (page,) = (
        path
        for path in project.out.glob("vi/articles/2024/*/index.html")
        if f"công tác tháng {n}</h1>" in path.read_text("utf-8")
    )
    part = page.read_text("utf-8").partition('id="h-rel"')[2].partition("</section>")[0]
    plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", item)).strip() for item in part.split("<li>")[1:]]
    return {item.partition(" Vì ")[0][-1]: item.partition(" Vì ")[2] for item in plain}


def test_the_explanation_is_true(three: Project) -> None:
    """The page says what both texts hold."""
    build(three)
    assert "77-KH/HU" in reasons(three, 2)["1"]
    assert "77-KH/HU" not in reasons(three, 3)["1"]
    assert "Trần Văn Bền" in reasons(three, 3)["1"]


def test_an_article_leads_to_older_ones(three: Project) -> None:
    """Newer articles, whatever they share, change no page that stands but the one before them in time; an older one
    that comes late is named by the newer."""
    late = three.seeds / "901.txt"
    text = late.read_text("utf-8")
    late.unlink()
    build(three)
    assert set(reasons(three, 3)) == {"2"}
    late.write_text(text, "utf-8")
    build(three)
    assert set(reasons(three, 3)) == {"1", "2"}
    assert not reasons(three, 1)
    pages = sorted(three.out.glob("vi/articles/*/*/index.html"))
    before = {page: page.stat().st_mtime_ns for page in pages}
    write(three, 4, 77)
    build(three)
    assert set(reasons(three, 4)) == {"1", "2", "3"}
    (changed,) = (page for page in pages if page.stat().st_mtime_ns != before[page])
    assert "công tác tháng 3</h1>" in changed.read_text("utf-8")


def test_bit_by_bit_is_at_once(three: Project) -> None:
    """Articles that come, change and go leave the same bytes as a build from nothing."""
    gone = three.seeds / "902.txt"
    text = gone.read_text("utf-8")
    gone.unlink()
    build(three)
    gone.write_text(text, "utf-8")
    build(three)
    write(three, 3, 77)
    build(three)
    assert "77-KH/HU" in reasons(three, 3)["1"]
    (three.seeds / "901.txt").unlink()
    build(three)
    bit_by_bit = files(three.out)
    build(three, fresh=True)
    assert files(three.out) == bit_by_bit


def test_a_far_article_is_left_alone(three: Project) -> None:
    """A change of one article renders nothing of one that shares nothing with it and is not beside it in time."""
    build(three)
    far = next(three.out.glob("en/articles/2019/*/index.html"))
    before = far.stat().st_mtime_ns
    path = three.seeds / "903.txt"
    path.write_text(path.read_text("utf-8").replace("trong tháng", "trong quý"), "utf-8")
    assert build(three).written < 60
    assert far.stat().st_mtime_ns == before


def test_the_editor_has_the_last_word(three: Project) -> None:
    """`related` comes first and says who chose it, `not_related` never comes; an unknown id is named, with its file."""
    other = seed(three, "003").stem
    notes = three.site_src / "articles" / "903.md"
    notes.write_text(f'+++\nrelated = ["{other}"]\nnot_related = ["902"]\n+++\n', "utf-8")
    assert not build(three).failures
    shown = reasons(three, 3)
    assert "2" not in shown
    assert next(iter(shown.values())) == "ban biên tập chọn ."
    notes.write_text('+++\nrelated = ["nothing/here"]\n+++\n', "utf-8")
    (failure,) = build(three).failures
    assert failure.where == "site_src/articles/903.md"
    assert "nothing/here" in failure.what
    assert "2" in reasons(three, 3)
