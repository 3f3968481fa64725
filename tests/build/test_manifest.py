"""manifest.json and its parts name every file of the site; `check` finds whatever in a copy is another."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import sys
from pathlib import Path

import pytest

from build_site.errors import StoreProblem
from build_site.store.manifest import SHARE, Part, part_bytes, part_of, part_path, root_bytes
from build_site.store.publish import MANIFEST
from build_site.verify import verify_copy, verify_sentences
from build_site.work.workshop import Workshop
from tests.build.conftest import build, files, seed, times

ALTERATIONS = 200


def named(out: Path) -> tuple[dict[str, str], dict[str, str]]:
    """(path → SHA-256, seed → SHA-256) as the manifest has them."""
    root = json.loads((out / "manifest.json").read_text("utf-8"))
    found: dict[str, str] = {}
    seeds: dict[str, str] = {}
    for part in root["parts"]:
        data = (out / part["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == part["sha256"]
        content = json.loads(data)
        assert list(content["files"]) == sorted(content["files"])
        assert len(content["files"]) == part["files"]
        found |= content["files"]
        seeds |= content["seeds"]
    assert root["files"] == len(found)
    return found, seeds


@pytest.mark.guarantee("G1")
def test_every_file_and_every_seed_is_named(small):
    """Each file of the site but the manifest's own and the list of what is ours, with its SHA-256; each seed with that
    of its bytes; and no time, no path of a machine."""
    (small.seeds / "web.jsonl").write_text(
        json.dumps({"id": 7, "text": seed(small, "001").read_text("utf-8").replace("2023", "2022")}) + "\n", "utf-8"
    )
    build(small)
    found, seeds = named(small.out)
    made = files(small.out)
    own = {"manifest.json", MANIFEST, *(path for path in made if path.startswith("manifest/"))}
    assert found == {path: hashlib.sha256(data).hexdigest() for path, data in made.items() if path not in own}
    assert len(own) == len(json.loads(made["manifest.json"])["parts"]) + 2
    wanted = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in small.seeds.glob("*.txt")}
    line = (small.seeds / "web.jsonl").read_bytes().strip()
    assert seeds == wanted | {"web.jsonl#7": hashlib.sha256(line).hexdigest()}
    assert json.loads(made["manifest.json"]).keys() == {"format", "program", "files", "parts", "sha256"}


@pytest.mark.guarantee("G1", "A8")
def test_every_alteration_of_a_copy_is_named(small, tmp_path):
    """A byte flipped, a file cut, emptied, lengthened, removed, renamed, exchanged for another or added, wherever it
    stands, the manifest's own files included: each is named, and nothing else is."""
    build(small)
    copy = tmp_path / "copy"
    shutil.copytree(small.out, copy)
    assert verify_copy(copy).problems == ()
    whole = {path: data for path, data in files(copy).items() if path not in (MANIFEST, "_headers")}
    paths = sorted(whole)
    special = [path for path in paths if path.startswith("manifest")]
    for number in range(ALTERATIONS):
        chance = random.Random(number)
        path = chance.choice(special if number % 8 == 0 else paths)
        file, data = copy / path, whole[path]
        kind = chance.randrange(7)
        wrong = {path}
        if kind == 0 and data:
            at = chance.randrange(len(data))
            # A blank between the signs of the root is no part of what it says, and hurts nobody.
            changed = data[:at] + bytes([data[at] ^ 1 << chance.randrange(7)]) + data[at + 1 :]
            file.write_bytes(changed if path != "manifest.json" else data.replace(b'"files": ', b'"files": 1', 1))
        elif kind == 1:
            file.write_bytes(data[: len(data) // 2])
        elif kind == 2:
            file.write_bytes(b"" if data else b"x")
        elif kind == 3:
            file.unlink()
        elif kind == 4:
            other = next(each for each in paths if whole[each] != data)
            file.write_bytes(whole[other])
        elif kind == 5:
            wrong = {f"{path}.bak"}
            (copy / f"{path}.bak").write_bytes(data)
        else:
            file.unlink()
            file.symlink_to(small.out / path)
        try:
            found = {problem.where for problem in verify_copy(copy).problems}
        except StoreProblem:
            found = {"manifest.json"}  # it is not there at all
        assert found == wrong, (number, kind)
        for each in wrong:
            (copy / each).unlink(missing_ok=True)
        file.unlink(missing_ok=True)
        file.write_bytes(data)
    assert verify_copy(copy).problems == ()


def test_a_part_that_leads_elsewhere_is_not_followed(tmp_path):
    """A forged manifest makes `check` read nothing outside the copy."""
    outside = tmp_path / "secret"
    outside.write_text("x", "utf-8")
    copy = tmp_path / "copy"
    copy.mkdir()
    rows = [("../secret", hashlib.sha256(b"x").hexdigest(), ""), (str(outside), hashlib.sha256(b"x").hexdigest(), "")]
    data = part_bytes(rows)
    part = Part("../part.json", "", 2, hashlib.sha256(data).hexdigest())
    (tmp_path / "part.json").write_bytes(data)
    (copy / "manifest.json").write_bytes(root_bytes([part]))
    assert [each.what for each in verify_copy(copy).problems] == ["it is missing"]
    (copy / "manifest").mkdir()
    (copy / part_path("site")).write_bytes(data)
    (copy / "manifest.json").write_bytes(root_bytes([Part(part_path("site"), "", 2, part.sha256)]))
    assert {each.where for each in verify_copy(copy).problems} == {"../secret", str(outside)}


def test_a_path_says_in_which_part_it_is_named():
    """Both languages of an article and what the search shows of it stand in one part, with a quarter of the year's
    other articles; what an edit changes of the lists stands in one, older pages of long lists in another."""
    article = "articles/2023/gia-lam-doi-moi"
    own = {part_of(path) for path in (f"en/{article}/index.html", f"en/{article}/article.json", f"search/{article}.js")}
    assert len(own) == 1
    assert re.fullmatch(r"articles-2023-[0-9a-f]", own.pop())
    assert len({part_of(f"en/articles/2023/a-{number}/index.html") for number in range(500)}) == SHARE
    lists = ("en/tags/a/feed.xml", "vi/people/b/index.html", "en/timeline/2023/index.html", "vi/places/index.html")
    front = ("index.html", "en/feed.xml", "data/articles.jsonl", "_headers", "en/news/an-address-of-its-own/index.html")
    assert set(map(part_of, (*lists, *front, "search/3f/w0.js", ""))) == {"site"}
    assert part_of("en/places/ha-noi/page-3/index.html") == "older-pages"
    assert part_of("en/glossary/chi-bo/index.html") == "glossary"


def test_an_edit_changes_the_parts_of_its_files(small):
    """After one word in one translation only the parts that name the changed files are written, and the root; a build
    with nothing to do writes none; what has grown is the same as what is made at once."""
    build(small)
    before, old = times(small.out), files(small.out)
    po = next(small.memory.rglob("001*.po"))
    po.write_text(po.read_text("utf-8").replace("Party", "party", 3), "utf-8")
    build(small)
    after, new = times(small.out), files(small.out)
    changed = {path for path in new if new[path] != old.get(path)}
    parts = json.loads(new["manifest.json"])["parts"]
    holding = {part["path"] for part in parts if changed & json.loads(new[part["path"]])["files"].keys()}
    written = {path for path in after if after[path] != before.get(path) and path.startswith("manifest")}
    assert written == holding | {"manifest.json"}
    assert build(small).written == 0
    (small.seeds / "b.txt").write_text(seed(small, "002").read_text("utf-8").replace("2023", "2021"), "utf-8")
    build(small)
    seed(small, "003").unlink()
    build(small)
    grown = files(small.out)
    shutil.rmtree(small.out)
    build(small, fresh=True)
    assert files(small.out) == grown
    assert verify_copy(small.out).problems == ()


def test_a_lost_part_is_made_again(small):
    """As any other file of the site, and so is the root."""
    build(small)
    whole = files(small.out)
    next((small.out / "manifest").iterdir()).unlink()
    build(small)
    assert files(small.out) == whole
    (small.out / "manifest.json").write_text("{}", "utf-8")
    build(small)
    assert files(small.out) == whole


def test_a_seed_that_has_the_text_of_another_is_told(tiny, run):
    """Whatever its name and encoding: a UTF-16 copy is a second article, and no fault of the site."""
    text = "Huyện Sông Lam họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện Sông Lam họp về công tác cán bộ.\n"
    (tiny.seeds / "one.txt").write_text(text, "utf-8")
    (tiny.seeds / "other.txt").write_text(text.replace("Lam", "Hồng"), "utf-8")
    (tiny.seeds / "two.txt").write_text(text.replace("\n", "\r\n"), "utf-16")
    build(tiny)
    done = run("check", project=tiny)
    assert done.returncode == 0
    what = "1 article has the whole text of another: seeds/two.txt (that of one)."
    assert what in " ".join(done.stdout.split())


@pytest.mark.guarantee("G2", "F4")
def test_every_sentence_is_compared(small):
    """A sentence of a page that the seed or the memory does not say is named with its place; the others are not."""
    build(small)
    shop = Workshop(small)
    whole = verify_sentences(shop)
    assert whole.problems == ()
    assert whole.sentences == 2 * sum(report for report in (build(small).states["human"],)) - 2 * 5
    page = next(small.out.glob("en/articles/2023/gia-lam*/index.html"))
    text = page.read_text("utf-8")
    page.write_text(text.replace("more than 11,000 Party members", "more than 12,000 Party members"), "utf-8")
    assert [each.what for each in verify_sentences(shop).problems] == [
        "the memory does not say “The Gia Lâm district Party organisation now has 46 Party cells and organisation…”"
    ]
    page = next(small.out.glob("vi/articles/2023/gia-lam*/index.html"))
    page.write_text(page.read_text("utf-8").replace("trên 11 nghìn đảng viên", "trên 12 nghìn đảng viên"), "utf-8")
    said = [each.what for each in verify_sentences(shop).problems]
    assert any(each.startswith("the seed does not say “Đảng bộ huyện Gia Lâm hiện có 46 chi") for each in said)


@pytest.mark.guarantee("G1")
@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links as other systems have them")
def test_a_copy_that_was_made_to_harm_is_checked_in_time(small, run):
    """Pipes, links to what has no end, to nothing, in a circle, and out of the copy, as pages and style sheets, known
    to the manifest and not: each is named, none is opened."""
    build(small)
    known, new = ("en/index.html", "vi/index.html", "assets/site.css"), [f"en/{n}.html" for n in range(5)]
    for path in known:
        (small.out / path).unlink()
    os.mkfifo(small.out / known[0])
    (small.out / known[1]).symlink_to("/dev/zero")
    os.mkfifo(small.out / known[2])
    os.mkfifo(small.out / new[0])
    for path, target in zip(new[1:], ("/dev/zero", "nowhere", small.out / new[3], small.root), strict=True):
        (small.out / path).symlink_to(target)
    done = run("check", "--copy", small.out, "--json")
    found = {each["where"] for each in json.loads(done.stdout)["problems"]}
    assert (done.returncode, {*known, *new} - found) == (1, set())


@pytest.mark.guarantee("G1")
def test_a_copy_needs_no_project(small, tmp_path, run):
    """`check --copy` in an empty folder proves a copy whole, and names what is wrong with exit code 1."""
    build(small)
    shutil.copytree(small.out, tmp_path / "copy")
    (tmp_path / "empty").mkdir()
    done = run("check", "--copy", tmp_path / "copy", cwd=tmp_path / "empty")
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "copy" / "en" / "index.html").write_text("x", "utf-8")
    (tmp_path / "copy" / "new.html").write_text("x", "utf-8")
    done = run("check", "--copy", tmp_path / "copy", cwd=tmp_path / "empty")
    assert done.returncode == 1
    assert "en/index.html: it is not what manifest.json says" in done.stdout
    assert "new.html: manifest.json does not name it" in done.stdout
