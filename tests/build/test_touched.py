"""What a new article changes of a site: its own pages, and of others only what shows it."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from build_site.store.project import Project
from tests.build.conftest import build, files, seed
from tests.site.test_metadata import SM

import xml.etree.ElementTree as ET  # isort: skip


def newest(project: Project) -> None:
    """A seed newer than all others, with the text of one of them under another title."""
    text = seed(project, "000").read_text("utf-8").split("\n")
    text[0] = "Huyện Gia Lâm họp bàn công tác cán bộ (16:45 04/02/2025)"
    (project.seeds / "new.txt").write_text("\n".join(text), "utf-8")


def test_a_new_article_touches_no_term_but_those_that_show_it(project: Project, tmp_path: Path) -> None:
    """Of the glossary's 2,700 pages those change that give the new article as an example; and what was built step by
    step is what is built at once."""
    build(project)
    before = files(project.out)
    newest(project)
    build(project)
    after = files(project.out)
    changed = {path for path in after if before.get(path) != after[path]}
    (tail,) = {
        path[3:] for path in changed - before.keys() if path.startswith("en/articles/2025/") and path[-5:] == ".html"
    }
    terms = {path for path in changed if path.split("/")[1:2] == ["glossary"] and path.count("/") == 3}
    assert terms
    assert not [path for path in terms if tail not in after[path].decode()]
    assert not [path for path in changed if "/glossary/letter-" in path]
    clean = structs.replace(project, out=tmp_path / "clean", state=tmp_path / "clean-state")
    build(clean)
    assert files(clean.out) == after


def test_an_article_has_its_data_once(small: Project) -> None:
    """article.json stands beside the English page, and the Vietnamese one leads there."""
    build(small)
    found = [path for path in files(small.out) if path.endswith("/article.json")]
    assert len(found) == 5
    assert all(path.startswith("en/articles/") for path in found)
    page = (small.out / found[0].replace("en/", "vi/", 1)).parent / "index.html"
    assert f'href="../../../../{found[0]}"' in page.read_text("utf-8")


def test_a_sitemap_in_parts_names_every_page_once(small: Project, monkeypatch) -> None:
    """From some number of articles on sitemap.xml is an index; its parts together name what one file would. A new
    article of a new year brings a part, and leaves those of other years."""
    from build_site.work import metadata

    def addresses(path: Path) -> list[str]:
        return [each.findtext(SM + "loc") or "" for each in ET.parse(path).getroot()]

    build(small)
    one = addresses(small.out / "sitemap.xml")
    monkeypatch.setattr(metadata, "ONE_FILE", 3)
    parted = structs.replace(small, out=small.root / "parted", state=small.root / "parted-state")
    build(parted)
    parts = [parted.out / each.rpartition("/")[2] for each in addresses(parted.out / "sitemap.xml")]
    assert sorted(where for part in parts for where in addresses(part)) == sorted(one)
    before = files(parted.out)
    newest(parted)
    build(parted)
    after = files(parted.out)
    maps = {path for path in after if path.startswith("sitemap") and before.get(path) != after[path]}
    assert {"sitemap.xml", "sitemap-2025.xml"} <= maps <= {
        "sitemap.xml", "sitemap-2025.xml", "sitemap-timeline.xml", "sitemap-tags.xml", "sitemap-people.xml",
        "sitemap-places.xml", "sitemap-documents.xml",
    }  # fmt: skip
