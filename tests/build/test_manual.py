"""A site of pages alone: this program's own documentation, and small ones."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from build_site.build import build
from build_site.check import check_site
from build_site.console import print_report
from build_site.errors import ConfigProblem
from build_site.store.project import Project, find_project
from build_site.verify import verify_copy
from tests.conftest import ROOT

BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")


class Links(HTMLParser):
    """Every link of a page: (address, language that it says it leads to)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.found.append((given.get("href") or "", given.get("hreflang")))


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """docs/ of this repository as a site, in a copy."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("build", ".build_site"))
    for name in BESIDE:
        shutil.copy(ROOT / name, folder)
    project = find_project(folder / "docs")
    build(project)
    return project


def text_of(project: Project, path: str) -> str:
    return (project.out / path).read_text("utf-8")


def test_its_report_says_nothing_of_articles(documentation: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A build of pages alone counts pages and files."""
    print_report(build(documentation), documentation)
    said = capsys.readouterr().out
    assert "Pages" in said
    assert not re.search(r"^(Articles|Sentences|Untranslated|Findings)", said, re.M)


def test_every_link_of_the_documentation_leads_somewhere(documentation: Project) -> None:
    """`check` finds nothing: pages, pictures and #places are there, also from a disk, and files are as they were
    written."""
    checked = check_site(documentation.out)
    assert checked.problems == ()
    assert checked.links > 2000
    assert verify_copy(documentation.out).problems == ()


def test_every_page_of_the_documentation_is_there(documentation: Project) -> None:
    """Each file is a page in its language, and all pages name it."""
    front = {address for address, _ in Links(text_of(documentation, "en/index.html")).found}
    for file in documentation.site_src.rglob("*.md"):
        name = file.relative_to(documentation.site_src).as_posix().removesuffix(".md")
        lang, name = ("vi", name.removesuffix(".vi")) if name.endswith(".vi") else ("en", name)
        path = f"{lang}/{name}/index.html".replace("/README", "")
        assert (documentation.out / path).is_file(), path
        if lang == "en":
            assert f"../{path}" in front
    for name in BESIDE:
        assert (documentation.out / "en" / name.lower().removesuffix(".md") / "index.html").is_file()


def test_no_link_names_a_markdown_file(documentation: Project) -> None:
    """What leads to a file on a code host leads to a page here, or is text."""
    for page in documentation.out.rglob("*.html"):
        for address, _ in Links(page.read_text("utf-8")).found:
            assert not re.search(r"\.md(#|$)|\.py$|\.toml$", address), (page, address)


def test_files_of_the_repository_are_named(documentation: Project) -> None:
    """The page of guarantees says which file holds each test, and shows no sign of HTML."""
    page = text_of(documentation, "en/reference/guarantees/index.html")
    assert "build/test_failures.py: " in page
    assert "&lt;br&gt;" not in page


def test_what_belongs_to_articles_is_not_there(documentation: Project) -> None:
    """No lists of articles, no search, no feeds, no data; and no link that asks for them."""
    folders = {path.name for path in documentation.out.iterdir() if path.is_dir()}
    assert folders == {"assets", "en", "images", "vi", "manifest"}
    for name in ("timeline", "tags", "glossary", "people", "places", "documents", "search", "data", "corrections"):
        assert not (documentation.out / "en" / name).exists()


def test_both_languages_name_each_other(documentation: Project) -> None:
    """A page that there is in both languages links the other; in the Vietnamese lists a page that there is in English
    alone stands with its language."""
    both = [path for path in documentation.site_src.rglob("*.vi.md") if path.name != "README.vi.md"]
    assert len(both) >= 2
    for path in both:
        tail = path.relative_to(documentation.site_src).as_posix().removesuffix(".vi.md") + "/index.html"
        up = "../" * (tail.count("/") + 1)
        assert (f"{up}vi/{tail}", "vi") in Links(text_of(documentation, f"en/{tail}")).found
        vietnamese = text_of(documentation, f"vi/{tail}")
        assert '<html lang="vi">' in vietnamese
        assert (f"{up}en/{tail}", "en") in Links(vietnamese).found
        assert (f"{up}en/reference/checks/index.html", "en") in Links(vietnamese).found


def test_a_second_build_writes_nothing(documentation: Project) -> None:
    """And its own site is no part of what it reads."""
    report = build(documentation)
    assert (report.written, report.removed) == (0, 0)


SETTINGS = '[site]\nbase_url = "https://manual.test/"\n[pages]\nalone = true\nalso = ["../NOTES.md"]\n'
FILES = {
    "manual/site.toml": SETTINGS,
    "manual/README.md": "# Start\n\nRead [second](b/two.md#part), then [first](b/one.md), [all](b/).\n",
    "manual/README.vi.md": "# Bắt đầu\n\nĐọc [trang một](b/one.vi.md).\n",
    "manual/b/one.md": "# One\n\nThe first sentence. A next.\n\n![seen](../pictures/p.png) [notes](../../NOTES.md#x)\n",
    "manual/b/one.vi.md": "# Một\n\nTiếng Việt.\n",
    "manual/b/two.md": "# Two\n\n## Part\n\n[source](../../main.c) [gone](gone.md)\n",
    "manual/b/deep/README.md": "# Deep\n\nBelow.\n",
    "manual/_draft.md": "no page\n",
    "manual/pictures/p.png": "PNG",
    "manual/pictures/unused.png": "PNG",
    "NOTES.md": "# Notes\n\n## X\n\n[start](manual/README.md)\n",
    "main.c": "",
}


@pytest.fixture
def handbook(tmp_path: Path) -> Project:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return find_project(tmp_path / "manual")


def test_a_small_manual(handbook: Project) -> None:
    """Links between files become links between pages, in order; a folder without a page gets one; pictures that are
    shown are copied; other files are named."""
    report = build(handbook)
    assert report.articles == 0
    assert check_site(handbook.out).problems == ()
    start = text_of(handbook, "en/index.html")
    assert '<a href="b/two/index.html#part">second</a>, then <a href="b/one/index.html">first</a>' in start
    assert '<a href="b/index.html">all</a>' in start
    entries = re.findall(r'<li[^>]*><a href="([^"]+)"', start[start.index('<nav class="all"') : start.index("</main>")])
    assert entries == [f"../en/{each}/index.html" for each in ("b/two", "b/one", "b/deep", "notes")]
    one = text_of(handbook, "en/b/one/index.html")
    assert '<img src="../../../pictures/p.png" alt="seen">' in one
    assert '<a href="../../notes/index.html#x">notes</a>' in one
    assert '<a href="../index.html">start</a>' in text_of(handbook, "en/notes/index.html")
    assert {path.name for path in (handbook.out / "pictures").iterdir()} == {"p.png"}
    assert "source (<code>main.c</code>) gone (<code>gone.md</code>)" in text_of(handbook, "en/b/two/index.html")
    assert "<dd>The first sentence.</dd>" in text_of(handbook, "en/b/index.html")
    assert not list(handbook.out.rglob("*draft*"))


def test_languages_of_a_small_manual(handbook: Project) -> None:
    """`hreflang` for what there is in both languages; what there is in one alone says so and has none."""
    build(handbook)
    english = text_of(handbook, "en/b/one/index.html")
    assert '<link rel="alternate" hreflang="vi" href="https://manual.test/vi/b/one/">' in english
    assert 'rel="alternate"' not in text_of(handbook, "en/b/two/index.html")
    vietnamese = text_of(handbook, "vi/b/one/index.html")
    assert '<a href="../../../en/b/two/index.html" lang="en" hreflang="en">Two</a>' in vietnamese
    sitemap = text_of(handbook, "sitemap.xml")
    assert "https://manual.test/vi/b/one/" in sitemap
    assert "https://manual.test/en/b/two/" in sitemap


def test_a_page_that_goes_leaves_nothing(handbook: Project) -> None:
    """And a page that comes is there, with all that name it."""
    build(handbook)
    (handbook.root / "b/two.md").rename(handbook.root / "b/three.md")
    build(handbook)
    assert not (handbook.out / "en/b/two").exists()
    assert "b/three/index.html" in text_of(handbook, "en/b/one/index.html").replace("../", "")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("manual/README.md", None, "there is no front page"),
        ("NOTES.md", None, "there is no such file, which pages.also"),
        ("manual/b/one.md", "One\n", "the first line is not"),
        ("manual/b/ô.md", "# One\n", "only a–z"),
        ("manual/b.md", "# B\n", None),
        ("manual/b/deep.md", "# Deep\n", "has the same address"),
    ],
)
def test_what_is_wrong_is_said(handbook: Project, name: str, text: str | None, said: str | None) -> None:
    """With the file that is wrong, before anything is written."""
    path = handbook.root.parent / name
    if text is None:
        path.unlink()
    else:
        path.write_text(text, "utf-8")
    if said is None:
        build(handbook)
        return
    with pytest.raises(ConfigProblem, match=said):
        build(handbook)
    assert not (handbook.out / "index.html").exists()


def test_pages_of_a_digest_may_stand_in_folders(tiny: Project) -> None:
    """site_src/pages/guide/names.en.md is en/guide/names/; links that name files lead to pages; the footer names the
    pages that stand in no folder."""
    pages = tiny.site_src / "pages"
    (pages / "guide").mkdir()
    for lang, title in (("en", "Names"), ("vi", "Tên gọi")):
        text = f"# {title}\n\n## Of people\n\n[about](../about.{lang}.md) [back](../../timeline/index.html)\n"
        (pages / "guide" / f"names.{lang}.md").write_text(text, "utf-8")
    build(tiny)
    page = text_of(tiny, "en/guide/names/index.html")
    assert '<h2 id="of-people">' in page
    assert '<a href="../../about/index.html">about</a>' in page
    assert check_site(tiny.out).problems == ()
    assert "guide/names" not in text_of(tiny, "en/about/index.html")
    (pages / "guide" / "names.vi.md").unlink()
    with pytest.raises(ConfigProblem, match=r"names\.vi\.md: this page is missing in vi"):
        build(tiny)


def test_a_manual_is_no_digest(tmp_path: Path) -> None:
    """`pages.alone` within site_src/ is refused, and a folder with a site.toml that does not set it is no project."""
    (tmp_path / "site.toml").write_text("[site]\n", "utf-8")
    with pytest.raises(ConfigProblem, match="no folder"):
        find_project(tmp_path)
    for name in ("site_src", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("translations", "articles"))
    (tmp_path / "seeds").mkdir()
    with (tmp_path / "site_src" / "site.toml").open("a", encoding="utf-8") as file:
        file.write("\n[pages]\nalone = true\n")
    with pytest.raises(ConfigProblem, match=r"pages\.alone is for"):
        build(find_project(tmp_path))
