"""No name leads out of the site, no two share a place, and nothing is read or written through a link."""

# ruff: noqa: E501 - tables of what others send
from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from build_site.build import build
from build_site.config import Settings
from build_site.errors import BuildSiteError, ConfigProblem, PlanProblem, StoreProblem
from build_site.site.urls import article_tail, slug
from build_site.source.unicode import one_line, shown
from build_site.store.addresses import Addresses
from build_site.store.pages import read_pages
from build_site.store.project import Project
from build_site.store.seeds import list_seeds
from build_site.store.termbase import read_termbase
from build_site.store.termbase import slug as term_slug
from build_site.store.topics import read_topics
from tests.conftest import ROOT
from tests.hostile.fields import toml
from tests.hostile.test_unicode import GOOD, bare

_WAYS = (
    "../x",
    "../../x",
    "..",
    ".",
    "./x",
    "/x",
    "/etc/passwd",
    "//x",
    "~",
    "~/x",
    "~root/x",
    "a/../../x",
    "a//b",
    "x/",
    "..x",
    "...",
)
_WINDOWS = (
    "..\\x",
    "..\\..\\x",
    "\\x",
    "\\\\host\\share",
    "C:\\x",
    "C:x",
    "c:/x",
    "x:stream",
    "x.",
    "x ",
    "x.txt.",
    "CON",
    "con.txt",
)
_DEVICES = (
    "con",
    "PRN",
    "Aux",
    "nul",
    "NUL.txt",
    *(f"{name}{n}" for name in ("com", "LPT") for n in (0, 1, 9)),
    "clock$",
    "conin$",
)
_ENCODED = (
    "%2e%2e%2fx",
    "%2e%2e/x",
    "..%2fx",
    "%252e%252e%252f",
    "..%5cx",
    "%00",
    "x%00.html",
    "..%c0%afx",
    "..%ef%bc%8fx",
    "&#46;&#46;/x",
)
_SIGNS = (
    *"!\"#$%&'()*+,-:;<=>?@[]^_`{|}~",
    "",
    " ",
    "\t",
    "--",
    "---x---",
    "- -",
    "\u2024\u2024/x",
    "\uff0e\uff0e/x",
    "\u2215x",
    "\uff0fx",
    "\\u002e",
)
_LETTERS = (
    "Đảng",
    "đường",
    "ĐẢNG",
    "Ð",
    "ð",
    "ı",
    "İ",
    "ſ",
    "ﬁ",
    "ß",
    "中文",
    "🙂",
    "Ω",
    "𝒶",
    "²",
    "٣",
    "Ａ",
    "é",
    "e\u0301",
    "\u0301",
    "\u202ex",
    "\u200b",
    "a\u0000b",
)
_LONG = (
    "a" * 79,
    "a" * 80,
    "a" * 81,
    "a" * 300,
    "a" * 4_000,
    "a " * 2_000,
    "đ" * 300,
    "中" * 100,
    "-" * 300,
    "x-" * 200,
    "../" * 100,
    "🙂" * 60,
)
_WORDS = (
    "index",
    "index.html",
    "articles",
    "assets",
    "en",
    "vi",
    "search",
    "manifest",
    "feed.xml",
    "page-2",
    "letter-a",
    "undated",
    "404",
    ".well-known",
    ".git",
    ".built-by-build_site",
    "_headers",
    "CNAME",
    "manifest.json",
    "x.html",
    "-",
    "-rf",
    "--out=/x",
    "$(id)",
)
NAMES = (*_WAYS, *_WINDOWS, *_DEVICES, *_ENCODED, *_SIGNS, *_LETTERS, *_LONG, *_WORDS)
GOOD_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}


@pytest.mark.guarantee("D1", "D4")
def test_addresses_of_any_name():
    """150 names that would lead elsewhere, are reserved, have no letter or no end: addresses of a–z, 0–9 and hyphens, at
    most 80 characters, none reserved; what has letters keeps them, đ as d."""
    assert len(NAMES) >= 150
    for name in NAMES:
        made = slug(name)
        assert GOOD_SLUG.fullmatch(made), name
        assert len(made) <= 80
        assert made not in DEVICES
        tail = article_tail("2023-01-01", name)
        assert re.fullmatch(rf"articles/2023/{GOOD_SLUG.pattern}", tail), name
        term = term_slug(name)
        assert not term or (GOOD_SLUG.fullmatch(term) and len(term) <= 80 and term not in DEVICES), name
    assert [slug(name) for name in ("Đảng bộ … Đan Phượng", "đường", "con", "!!!", "")] == [
        "dang-bo-dan-phuong", "duong", "con-x", "x21-x21-x21", "x",
    ]  # fmt: skip


WATCHED = """
import json, os, sys
from pathlib import Path
from urllib.parse import unquote, urlsplit
root = Path(sys.argv[1]).resolve()
written = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)) and (isinstance(arguments[1], str) and set(arguments[1]) & set("wax+") or isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        written.append(os.fsdecode(arguments[0]))
    elif isinstance(arguments[0] if arguments else None, int):
        return
    elif event in ("os.remove", "os.rmdir", "os.mkdir") and arguments[-1] not in (-1, None):
        written.append(os.path.join(os.readlink(f"/proc/self/fd/{arguments[-1]}"), os.fsdecode(arguments[0])))
    elif event in ("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod"):
        written.append(os.fsdecode(arguments[0]))
    elif event == "sqlite3.connect":
        name = os.fsdecode(arguments[0])
        written.append(unquote(urlsplit(name).path) if name.startswith("file:") else name)
    elif event in ("os.rename", "os.link", "os.symlink"):
        written.extend(map(os.fsdecode, arguments[:2]))
    elif event.startswith(("socket.connect", "subprocess", "os.system", "os.exec", "os.posix_spawn", "ctypes.dlopen")):
        written.append(event)
from build_site.build import build
from build_site.config import Settings
from build_site.store.project import find_project
sys.dont_write_bytecode = True
sys.addaudithook(watch)
report = build(find_project(root, templates=Path(sys.argv[2])), drafts=True)
allowed = (root / "build", root / ".build_site")
outside = [path for path in written if not any(Path(os.path.realpath(path)).is_relative_to(each) for each in allowed)]
print(json.dumps([report.articles, [each.name for each in report.failures], outside, len(written)]))
"""


def watched_build(project: Project) -> tuple[int, list[str], list[str]]:
    """(articles, failures, what was written outside build/ and .build_site/, or asked of anybody)."""
    command = [sys.executable, "-c", WATCHED, str(project.root), str(project.templates)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    articles, failures, outside, count = json.loads(done.stdout.splitlines()[-1])
    assert count > 100
    return articles, failures, outside


@pytest.mark.guarantee("D1", "D3", "D4", "E1")
def test_nothing_is_written_outside(tmp_path):
    """A project whose titles, ids, names of people, places, documents, terms and files are those names: every file it
    writes is below build/ and .build_site/, but for urls.csv; all addresses are valid and no two the same; nothing is
    connected to."""
    project = bare(tmp_path / "project")
    lines = []
    for number, name in enumerate(NAMES):
        text = f"{name}\n\n{GOOD}"
        lines.append(
            json.dumps(
                {
                    "id": name or None,
                    "title": name,
                    "text": text,
                    "date": "2023-05-06",
                    "url": f"https://a.example/{number}",
                }
            )
        )
    (project.seeds / "web.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    for number, name in enumerate(
        name for name in NAMES if name and not set(name) & {"/", "\0"} and name not in (".", "..")
    ):
        try:
            (project.seeds / f"{name}.txt").write_text(f"{number}. {GOOD}", "utf-8")
        except OSError:
            continue  # too long for this disk
    entries = "".join(
        f"[[{kind}]]\n{key} = {toml(name)}\nparagraph = 1\n"
        for name in NAMES if one_line(name)
        for kind, key in (("people", "name"), ("places", "name"), ("documents", "number"), ("organisations", "name"))
    )  # fmt: skip
    (project.site_src / "articles").mkdir()
    (project.seeds / "notes.txt").write_text(GOOD, "utf-8")
    (project.site_src / "articles" / "notes.md").write_text(f"+++\n{entries}+++\n", "utf-8")
    cells = {one_line(name.replace('"', "")).lower() for name in NAMES} - {""}
    rows = "".join(f'"{cell}",x{number}\n' for number, cell in enumerate(sorted(cells)))
    (project.site_src / "glossary" / "vi-en.csv").write_text(f"term,target\n{rows}", "utf-8")
    articles, failures, outside = watched_build(project)
    assert articles > 200
    beside = {str(project.site_src), str(project.site_src / "urls.csv")}
    assert [path for path in outside if not Path(path).name.startswith(".urls.csv.") and path not in beside] == []
    made = [path.relative_to(project.out).as_posix() for path in project.out.rglob("*")]
    assert len({path.lower() for path in made}) == len(made)
    assert not [path for path in made if not path.isascii() or max(map(len, path.split("/"))) > 100]
    assert not [path for path in made if {part.split(".")[0].lower() for part in path.split("/")} & DEVICES]
    assert "notes.txt" not in failures


@pytest.mark.guarantee("D1")
@pytest.mark.parametrize(
    "address", [name for name in NAMES if "\0" not in name and not GOOD_SLUG.fullmatch(name)][:60], ids=ascii
)
def test_urls_csv_leads_nowhere_else(address, tmp_path):
    """A line of site_src/urls.csv whose address is none is refused before anything is written."""
    path = tmp_path / "urls.csv"
    path.write_text(f"id,address\na,{json.dumps(address, ensure_ascii=False)}\n", "utf-8")
    with pytest.raises(ConfigProblem):
        Addresses(path)


@pytest.mark.guarantee("D1")
def test_names_that_become_folders_are_refused(tmp_path):
    """A topic's slug and a page's name are a–z, 0–9 and hyphens, a language is one that there is a pack for."""
    wrong = [name for name in NAMES if not GOOD_SLUG.fullmatch(shown(name))]
    for name in wrong:
        path = tmp_path / "topics.toml"
        path.write_text(f'[[topic]]\nslug = {toml(name)}\nvi = "a"\nen = "b"\n', "utf-8")
        with pytest.raises(ConfigProblem):
            read_topics(path)
    project = bare(tmp_path / "project")
    for name in ("../x", "..", "en/../../x", "C:\\x", "/etc"):
        (project.site_src / "site.toml").write_text(f"[languages]\nsource = {toml(name)}\n", "utf-8")
        with pytest.raises(BuildSiteError):
            build(project)
    assert not project.out.exists() or not any(path for path in project.out.iterdir() if not path.name.startswith("."))
    pages = project.site_src / "pages"
    (pages / "A b.en.md").write_text("# A\n", "utf-8")
    with pytest.raises(ConfigProblem, match="only a–z"):
        read_pages(project, Settings())


@pytest.mark.guarantee("D3")
def test_twenty_sets_of_names_that_fold_to_one(tmp_path):
    """Names that differ by capitals, marks, forms of letters, signs or blanks alone: each article has its own address,
    terms have their own ids, and the same ones in every build."""
    sets = [
        *(("Đảng bộ", "đảng bộ", "ĐẢNG BỘ"), ("hòa", "hoà", "Hoa"), ("a b", "a-b", "a_b"), ("con", "con x", "CON"), ("!!!", "!!! ", "！！！")),
        *(("e\u0301", "é", "e"), ("ﬁ", "fi", "FI"), ("x", "X", "X."), ("1", "1.", "(1)"), ("中", "中 ", "中."), ("a" * 90, "a" * 91, "a" * 300)),
        *(("-", "--", "—"), ("Ð", "Đ", "D"), ("ı", "i", "İ"), ("ß", "ss", "SS"), ("&", "&amp;", "＆"), ("a/b", "a b/", "a\\b"), (".", "..", "…")),
        *(("index", "Index", "INDEX"), ("huyện", "huyền", "huyen")),
    ]  # fmt: skip
    assert len(sets) == 20
    project = bare(tmp_path)
    lines = [
        json.dumps(
            {
                "id": f"{number}-{at}",
                "title": f"{name} {'ơ' * 20} họp",
                "text": f"{name} {'ơ' * 20} họp\n\n{GOOD}",
                "date": "2023-05-06",
            }
        )
        for number, names in enumerate(sets)
        for at, name in enumerate(names)
    ]
    (project.seeds / "web.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    report = build(project)
    given = (project.site_src / "urls.csv").read_text("utf-8").splitlines()[1:]
    addresses = [line.rpartition(",")[2] for line in given]
    assert len(addresses) == report.articles == len(set(addresses)) == 60
    build(project, fresh=True)
    assert (project.site_src / "urls.csv").read_text("utf-8").splitlines()[1:] == given
    path = tmp_path / "terms.csv"
    for names in sets:
        different = dict.fromkeys(unicodedata.normalize("NFC", name).strip().lower() for name in names)
        path.write_text("term,target\n" + "".join(f'"{name}",x\n' for name in different), "utf-8")
        ids = [term.id for term in read_termbase(path)]
        assert len(set(ids)) == len(different)
        assert all(GOOD_SLUG.fullmatch(each) for each in ids), ids


@pytest.mark.guarantee("D3")
def test_a_page_cannot_take_an_address_of_the_site(tmp_path):
    """An editor's page or file that wants an address of the program's own is named, and nothing is written."""
    project = bare(tmp_path)
    (project.seeds / "a.txt").write_text(GOOD, "utf-8")
    (project.site_src / "static").mkdir()
    for name in ("index.html", "404.html", "manifest.json", "en/index.html", "sitemap.xml", "data/articles.jsonl"):
        path = project.site_src / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
        with pytest.raises(PlanProblem, match="want this address"):
            build(project)
        assert not (project.out / "index.html").exists()
        shutil.rmtree(project.site_src / "static")
    for lang in ("en", "vi"):
        (project.site_src / "pages" / f"glossary.{lang}.md").write_text("# G\n", "utf-8")
    with pytest.raises(PlanProblem, match="want this address"):
        build(project)


@pytest.mark.guarantee("D2")
def test_links_are_not_followed(tmp_path):
    """Links to a file, a folder, a parent, a loop and nothing, in seeds/ and static/, and hidden ones: reported or
    passed over, and no byte of outside is on any page; a hard link is a file like any other."""
    project = bare(tmp_path / "project")
    (project.seeds / "a.txt").write_text(GOOD, "utf-8")
    secret = tmp_path / "secret"
    (secret / "below").mkdir(parents=True)
    for path in (secret / "s.txt", secret / "below" / "t.txt", secret / "s.html"):
        path.write_text(GOOD.replace("Gia Lâm", "Bí Mật"), "utf-8")
    static = project.site_src / "static"
    static.mkdir()
    layouts = {
        project.seeds / "file.txt": secret / "s.txt", project.seeds / "folder": secret, project.seeds / "up": project.root,
        project.seeds / "loop": project.seeds, project.seeds / "gone.txt": secret / "nowhere", project.seeds / "self.txt": project.seeds / "self.txt",
        project.seeds / ".hidden.txt": secret / "s.txt", project.seeds / "c.jsonl": secret / "s.txt",
        static / "page.html": secret / "s.html", static / "folder": secret, static / "loop": static, static / "gone": secret / "nowhere",
    }  # fmt: skip
    assert len(layouts) == 12
    for link, target in layouts.items():
        link.symlink_to(target)
    report = build(project)
    assert report.articles == 1
    named = {each.name for each in report.failures}
    assert named == {
        f"seeds/{name}" for name in ("file.txt", "folder", "up", "loop", "gone.txt", "self.txt", "c.jsonl")
    }
    for path in project.out.rglob("*"):
        assert not path.is_symlink()
        if path.is_file():
            assert "Bí Mật".encode() not in path.read_bytes(), path


@pytest.mark.guarantee("D2")
@pytest.mark.parametrize("where", ["en", "en/articles", "assets", "search"])
def test_the_site_is_not_written_through_a_link(where, tmp_path):
    """A folder of the site that has become a link: the build names it and changes nothing behind it; a file that has
    become a link is a file again, and what it led to is as it was."""
    project = bare(tmp_path / "project")
    (project.seeds / "a.txt").write_text(GOOD, "utf-8")
    build(project)
    elsewhere = tmp_path / "elsewhere"
    shutil.move(project.out / where, elsewhere)
    (project.out / where).symlink_to(elsewhere)
    before = {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")}
    (project.seeds / "b.txt").write_text(GOOD.replace("Gia Lâm", "Thanh Trì"), "utf-8")
    (project.seeds / "a.txt").unlink()
    with pytest.raises(StoreProblem, match="it is a link"):
        build(project, fresh=True)
    assert {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")} == before
    (project.out / where).unlink()
    build(project, fresh=True)
    page = project.out / "en" / "index.html"
    outside = tmp_path / "outside.html"
    outside.write_text("mine", "utf-8")
    page.unlink()
    page.symlink_to(outside)
    build(project)
    assert not page.is_symlink()
    assert outside.read_text("utf-8") == "mine"
    page.unlink()
    os.link(outside, page)
    build(project)
    assert page.read_text("utf-8") != outside.read_text("utf-8") == "mine"


@pytest.mark.guarantee("D5")
def test_special_files_are_not_opened(tmp_path):
    """A pipe, a socket, a folder named like an article, and a device where one can be made."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    wanted = {"seeds/pipe.txt", "seeds/socket.txt"}
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path)
        try:
            server.bind("socket.txt")
        finally:
            os.chdir(here)
        try:
            os.mknod(tmp_path / "device.txt", 0o600 | 0o020000, os.makedev(1, 5))
            wanted.add("seeds/device.txt")
        except OSError:
            pass
        listing = list_seeds(tmp_path)
    assert {problem.where for problem in listing.problems} == wanted
    assert [seed.name for seed in listing.seeds] == ["good.txt"]


def test_names_that_nobody_sees_are_refused(tmp_path):
    """A file's name with a line end, an escape sequence or a direction override is refused, and printed as an escape."""
    for name in ("a\nb.txt", "a\x1b[31mb.txt", "a\u202etxt.exe.txt", "a\u200bb.txt"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    listing = list_seeds(tmp_path)
    assert not listing.seeds
    assert all(problem.where.isprintable() for problem in listing.problems)
    assert len(listing.problems) == 4


def test_a_name_is_no_markup_of_the_terminal(tmp_path):
    """Square brackets in the name of a seed with a finding do not end the report."""
    project = bare(tmp_path)
    (project.seeds / "[_red].txt").write_text(GOOD.replace("sơ", "s\ufffd"), "utf-8")
    (project.seeds / "[bold]x.txt").write_text(GOOD.replace("sơ", "s\ufffd"), "utf-8")
    (project.seeds / "[").mkdir()
    (project.seeds / "[" / "link=x].txt").write_text(GOOD.replace("sơ", "s\ufffd"), "utf-8")
    command = [
        sys.executable,
        "-m",
        "build_site",
        "--project",
        str(project.root),
        "--templates",
        str(project.templates),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert "seeds/[/link=x].txt" in done.stdout + done.stderr
