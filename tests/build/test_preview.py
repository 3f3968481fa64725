"""`serve` on the loopback, as an editor uses it: what is saved is shown, and what is wrong is said."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from tests.build.conftest import build, seed
from tests.build.serving import Running, serving, serving_seeds, until


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One preview of the repository's seeds with thirty terms and a look of its own; each test leaves it as it was."""
    with serving_seeds(tmp_path_factory.mktemp("digest"), tmp_path_factory.mktemp("said") / "said.txt") as preview:
        yield preview


@pytest.fixture
def article(running: Running) -> str:
    """Path of the English page of seeds/004, when all is built."""
    running.quiet()
    out = running.project.out
    page = next(out.glob("en/articles/2023/ban-to-chuc*/index.html"))
    return f"/{page.relative_to(out).as_posix()}"


def data(article: str) -> str:
    """Its article.json, which has each sentence as it was written."""
    return article.replace("index.html", "article.json")


def change(path: Path, old: str, new: str) -> str:
    """Returns what stood there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text


def test_an_edit_is_shown_and_the_browser_told(running, article):
    """A saved seed is on the served page soon after; pages carry livereload's script, the files in build/ do not; the
    terminal names the file."""
    assert "livereload.js" in running.get(article)[1]
    assert "livereload.js" not in Path(f"{running.project.out}{article}").read_text("utf-8")
    path = seed(running.project, "004")
    good = change(path, "76 đảng viên", "77 đảng viên")
    running.shows(data(article), "77 đảng viên")
    path.write_text(good, "utf-8")
    running.shows(data(article), "76 đảng viên")
    running.quiet()
    assert any(f"seeds/{path.name}: " in line and " files written, " in line for line in running.builds())


def test_a_corrected_translation_is_shown(running, article):
    """A PO file."""
    path = running.project.memory / "en" / seed(running.project, "004").with_suffix(".po").name
    good = path.read_text("utf-8")
    last = good.rindex('msgstr "')
    path.write_text(f'{good[:last]}msgstr "Read anew, {good[last + 8 :]}', "utf-8")
    running.shows(article, "Read anew, ")
    path.write_text(good, "utf-8")
    until(lambda: "Read anew, " not in running.get(article)[1])


def test_a_file_that_is_moved_here_and_renamed_is_seen(running, tmp_path):
    """A file older than the server, moved into seeds/, is built; with another name it is another article; taken away,
    it has no page."""
    old = tmp_path / "old.txt"
    old.write_text("Huyện họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện họp về cán bộ.\n", "utf-8")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    seeds = running.project.seeds
    shutil.move(old, seeds / "old.txt")
    page = "/en/articles/2024/huyen-hop-ban-cong-tac-can-bo/"
    running.shows(page, "công tác cán bộ")
    (seeds / "old.txt").rename(seeds / "other.txt")
    until(lambda: running.get(page)[0] == 404)
    running.shows("/en/articles/2024/huyen-hop-ban-cong-tac-can-bo-2/", "công tác cán bộ")
    (seeds / "other.txt").unlink()
    until(lambda: running.get("/en/articles/2024/huyen-hop-ban-cong-tac-can-bo-2/")[0] == 404)
    (running.project.site_src / "urls.csv").write_text(
        "\n".join(
            line
            for line in (running.project.site_src / "urls.csv").read_text("utf-8").split("\n")
            if not line.startswith(("old,", "other,"))
        ),
        "utf-8",
    )


def test_a_template_is_shown_at_once(running, article):
    """On the page that is asked for, while the others are on their way."""
    base = running.project.templates / "base.html"
    good = change(base, "</body>", "<!-- mine --></body>")
    running.shows(article, "<!-- mine -->")
    # What is saved meanwhile is not forgotten.
    path = seed(running.project, "004")
    text = change(path, "76 đảng viên", "79 đảng viên")
    running.shows(data(article), "79 đảng viên")
    path.write_text(text, "utf-8")
    base.write_text(good, "utf-8")
    until(lambda: "<!-- mine -->" not in running.get(article)[1])
    running.shows(data(article), "76 đảng viên")


WRONG = [
    ("site_src/site.toml", "[languages]", "[nonsense", "site_src/site.toml:", "[nonsense"),
    ("site_src/site.toml", "base_url", "base_urk", "did you mean base_url?", "base_urk"),
    ("templates/base.html", "{% block main %}", "{% blok main %}", "templates/base.html:", "{% blok main %}"),
    ("templates/article.html", "{{ title }}", "{{ titel }}", "templates/article.html:", "{{ titel }}"),
    ("site_src/topics.toml", "[[", "[[[", "site_src/topics.toml", ""),
    ("site_src/glossary/vi-en.csv", ",preferred,", ",preffered,", "site_src/glossary/vi-en.csv:", "preffered"),
]


@pytest.mark.parametrize(("name", "old", "new", "said", "excerpt"), WRONG, ids=[each[2] for each in WRONG])
def test_what_is_wrong_is_said_in_the_browser(running, article, name, old, new, said, excerpt):
    """File, line, excerpt and what to do, on each page that is asked for, with status 500; the last good site stays on
    the disk, its style and scripts are served, and it can be seen; mended, the page is back."""
    path, before = running.project.root / name, Path(f"{running.project.out}{article}").read_bytes()
    good = change(path, old, new)
    until(lambda: running.get(article)[0] == 500)
    until(lambda: said in running.get(article)[1])
    until(lambda: "The site is not built" in running.get(article)[1])
    text = running.get(article)[1]
    assert "livereload.js" in text
    assert '<p class="preview-hint">' in text
    assert not excerpt or any(excerpt in line for line in text.split("\n") if "aria-current" in line)
    assert running.get("/assets/site.css")[0] == 200
    assert Path(f"{running.project.out}{article}").read_bytes() == before
    number = text.partition("see?number=")[2].partition("&")[0]
    status, seen = running.get(article, Cookie=f"build_site_preview={number}")
    assert (status, "this is the last good one" in seen) == (200, True)
    assert running.get(article, Cookie="build_site_preview=0")[0] == 500
    path.write_text(good, "utf-8")
    until(lambda: running.get(article)[0] == 200)
    running.quiet()
    assert "not built" in running.said()


def test_a_failing_article_costs_its_own_page(running, article):
    """The page of an article whose file cannot be read says so; the others are there, with a line that leads to it."""
    path = seed(running.project, "004")
    good = path.read_bytes()
    path.write_bytes(b"\0\1\2\3" * 50)
    until(lambda: running.get(article)[0] == 500)
    status, text = running.get(article)
    assert f"seeds/{path.name}" in text
    status, front = running.get("/en/")
    assert (status, "1 article could not be used as written." in front) == (200, True)
    assert f"seeds/{path.name}" in running.get("/.preview/problems")[1]
    path.write_bytes(good)
    running.shows(data(article), "76 đảng viên")
    assert "could not be used" not in running.get("/en/")[1]
    assert "Nothing is wrong" in running.get("/.preview/problems")[1]


def test_a_damaged_memory_is_shown_with_its_line(running, article):
    """A PO file with a conflict marker: the article's page shows the place; the page as it is built can be seen."""
    path = running.project.memory / "en" / seed(running.project, "004").with_suffix(".po").name
    good = path.read_text("utf-8")
    middle = good.index("\n\n", len(good) // 2)
    path.write_text(f"{good[:middle]}\n\n<<<<<<< mine\n{good[middle:]}", "utf-8")
    until(lambda: running.get(article)[0] == 500)
    text = running.get(article)[1]
    assert any("&lt;&lt;&lt;&lt;&lt;&lt;&lt; mine" in line for line in text.split("\n") if "aria-current" in line)
    number = text.partition("see?number=")[2].partition("&")[0]
    assert running.get(article, Cookie=f"build_site_preview={number}")[0] == 200
    path.write_text(good, "utf-8")
    until(lambda: running.get(article)[0] == 200)


def test_an_article_says_where_it_comes_from(running, article):
    """Below its page, in the preview alone: each paragraph's line of the seed and lines of the PO file, as links where
    an editor is set; and what wants to be looked at."""
    path = seed(running.project, "004")
    memory = running.project.memory / "en" / path.with_suffix(".po").name
    lines = memory.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines, 1) if line.startswith('msgid "Ngày 31/7'))
    page = running.get(article)[1]
    assert '<a href="#p1">p1</a> <span lang="vi">Ngày 31/7' in page
    assert f"<code>seeds/{path.name}:3</code>" in page
    assert f"<code>site_src/translations/en/{memory.name}:{at}</code>" in page
    assert "preview-bar" not in Path(f"{running.project.out}{article}").read_text("utf-8")
    assert "preview-bar" not in running.get("/en/")[1]
    settings = running.project.site_src / "site.toml"
    good = settings.read_text("utf-8")
    settings.write_text(f'{good}\n[preview]\neditor = "edit://{{path}}:{{line}}"\n', "utf-8")
    running.shows(article, f'href="edit://{memory}:{at}"')
    settings.write_text(good, "utf-8")
    until(lambda: "edit://" not in running.get(article)[1])
    text = memory.read_text("utf-8")
    memory.write_text(text.replace("On 31 July, ", "On 30 July, ", 1), "utf-8")
    running.shows(article, ", 3 to look at")
    running.shows(article, '<a href="#p1s1">p1s1</a>')
    memory.write_text(text, "utf-8")
    until(lambda: "to look at" not in running.get(article)[1])


def test_what_editors_leave_for_a_moment_builds_nothing(running, article):
    """Swap files, backups, locks, vim's probe and half-written files; a file that is saved by renaming is built once,
    whichever way the editor goes."""
    running.quiet()
    before, path = running.builds(), seed(running.project, "004")
    beside = (".004.txt.swp", "4913", "004.txt~", ".#004.txt", "#004.txt#", "004.txt.tmp", "~$004.txt", "sedXYZ12")
    for name in (*beside, "004.txt.crswap", "Thumbs.db"):
        other = path.with_name(name)
        other.write_text("for a moment", "utf-8")
        if name in ("4913", "sedXYZ12"):
            other.unlink()
    running.quiet()
    assert running.builds() == before
    good = path.read_text("utf-8")
    # vim: the old file becomes the backup, a new one is written in its place, the backup goes.
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text(good.replace("76 đảng viên", "81 đảng viên"), "utf-8")
    backup.unlink()
    running.shows(data(article), "81 đảng viên")
    # Others: written aside, and renamed over it.
    aside = path.with_name(f"{path.name}.tmp")
    aside.write_text(good, "utf-8")
    aside.replace(path)
    running.shows(data(article), "76 đảng viên")
    running.quiet()
    assert len(running.builds()) == len(before) + 2
    for name in (".004.txt.swp", ".#004.txt", "#004.txt#", "~$004.txt", "004.txt.crswap", "Thumbs.db"):
        path.with_name(name).unlink()


def test_a_checkout_of_a_thousand_files_is_a_build_or_two(running):
    """A thousand files that come and go together."""
    running.quiet()
    before = len(running.builds())
    folder = running.project.memory / "en" / "checkout"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number}.po").write_text(f'msgctxt "body"\nmsgid "Câu {number}."\nmsgstr "Nr {number}."\n', "utf-8")
    until(lambda: len(running.builds()) > before)
    running.quiet()
    middle = len(running.builds())
    assert middle <= before + 2
    shutil.rmtree(folder)
    until(lambda: len(running.builds()) > middle)
    running.quiet()
    assert len(running.builds()) <= middle + 2


def test_folders_may_go_and_come_back(running, article):
    """seeds/ deleted, and put there anew: the error, then the site, and edits are seen again; build/ deleted: it is
    made again."""
    seeds, away = running.project.seeds, running.project.root / "away"
    shutil.copytree(seeds, away)
    shutil.rmtree(seeds)
    until(lambda: running.get(article)[0] in (404, 500))
    until(lambda: running.get("/en/")[0] == 500)
    away.rename(seeds)
    running.shows(data(article), "76 đảng viên")
    path = seed(running.project, "004")
    good = change(path, "76 đảng viên", "83 đảng viên")
    running.shows(data(article), "83 đảng viên")
    path.write_text(good, "utf-8")
    running.shows(data(article), "76 đảng viên")
    running.quiet()
    shutil.rmtree(running.project.out)
    until((running.project.out / "index.html").is_file)
    running.shows(data(article), "76 đảng viên")
    assert running.process.poll() is None


def test_it_ends_when_it_is_interrupted(running):
    """Ctrl-C: the last test of this preview."""
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(10) in (0, 130)
    assert "Traceback" not in running.said()


def test_a_site_that_is_wrong_from_the_start_is_served_once_it_is_mended(small, tmp_path):
    """The preview starts, says in the browser what is wrong, and goes on."""
    settings = small.site_src / "site.toml"
    good = change(settings, "[languages]", "[nonsense")
    with serving(small, tmp_path / "said.txt") as preview:
        assert preview.get("/")[0] == 500
        assert preview.get("/en/nothing/")[0] == 500
        settings.write_text(good, "utf-8")
        until(lambda: preview.get("/en/")[0] == 200)


def test_a_template_is_shown_before_the_whole_site_is_made_with_it(small, tmp_path):
    """While every page is being made anew, the one that is asked for comes at once, of an article and of a list, and is
    the one that is written in the end."""
    from build_site.work.glimpse import Glimpse

    templates = tmp_path / "look"
    shutil.copytree(small.templates, templates)
    project = structs.replace(small, templates=templates)
    build(project)
    base = templates / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", "<!-- mine --></body>"), "utf-8")
    glimpse = Glimpse(project)
    paths = [
        "index.html",
        "404.html",
        "en/timeline/2023/index.html",
        "vi/tags/cadre-work/index.html",
        "vi/people/index.html",
    ]
    paths += [path.relative_to(small.out).as_posix() for path in small.out.glob("*/articles/*/*/index.html")]
    paths += [path.relative_to(small.out).as_posix() for path in small.out.glob("en/glossary/*/index.html")]
    made = {path: glimpse.page(path) for path in paths}
    assert glimpse.page("assets/site.css") is None
    assert all(b"<!-- mine -->" in (page or b"") for page in made.values())
    build(project)
    assert made == {path: (small.out / path).read_bytes() for path in paths}


def test_a_hurried_build_makes_the_article_and_leaves_the_rest(small):
    """The article's page is there at once; the lists and the search follow with the next build."""
    build(small)
    path = seed(small, "004")
    page = next(small.out.glob("en/articles/2023/ban-to-chuc*/index.html"))
    front = (small.out / "en" / "index.html").read_bytes()
    title = path.read_text("utf-8").split("\n")[0]
    change(path, title, "Hội nghị tổng kết công tác cán bộ năm 2023")
    hurried = build(small, hurried=True)
    assert "Hội nghị tổng kết công tác cán bộ năm 2023" in page.read_text("utf-8")
    assert (small.out / "en" / "index.html").read_bytes() == front
    assert 0 < hurried.written < 15
    build(small)
    assert (small.out / "en" / "index.html").read_bytes() != front


def test_a_reader_that_outlasts_a_build_leaves_its_state_alone(small):
    """The preview reads the state while it is built: what was digested is not thrown away for that."""
    from build_site.store.state import State

    build(small)
    path = seed(small, "004")
    for number in range(3):
        reader = State(small.state, read_only=True)
        snapshot = reader.records()
        next(snapshot)
        change(path, f"{76 + number} đảng viên", f"{77 + number} đảng viên")
        assert build(small).changed == 1
        snapshot.close()
        reader.close()
    assert build(small).changed == 0


def test_a_build_that_is_broken_off_leaves_its_state_as_it_was(small):
    """An edit that comes while every page is made anew: what was digested is not thrown away."""

    class Off(Exception):
        pass

    def progress(what: str, done: int, total: int) -> None:
        if what == "Making pages" and done == 3:
            raise Off

    build(small)
    for number in range(3):
        (small.site_src / "theme").mkdir(exist_ok=True)
        text = (small.templates / "404.html").read_text("utf-8")
        (small.site_src / "theme" / "404.html").write_text(f"{text}<!-- {number} -->", "utf-8")
        with pytest.raises(Off):
            build(small, progress=progress)
    assert build(small).changed == 0
