"""Defects that a hunt found, each kept as a test: the site is what a clean build would give, and one bad thing costs
itself."""

from __future__ import annotations

import json
import lzma
import os
import shutil
import subprocess
import sys

import pytest
from msgspec import structs

from build_site.build import build as build_site
from build_site.store.state import State
from tests.build.conftest import article_json, build, files, seed
from tests.conftest import ROOT

TEXT = "Huyện họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện họp về công tác cán bộ. Có {n} đại biểu dự họp.\n"


def record(number):
    return json.dumps({"id": number, "text": TEXT.format(n=number + 20)}, ensure_ascii=False)


def clean(project, tmp_path):
    """What a build from nothing gives for the same inputs."""
    other = structs.replace(project, out=tmp_path / "clean", state=tmp_path / "clean-state")
    build(other)
    return files(other.out)


def test_a_collection_may_change_its_ending(small, tmp_path):
    """web.jsonl compressed to web.jsonl.xz: the same articles, from the new file, in every build."""
    plain = small.seeds / "web.jsonl"
    plain.write_text("".join(f"{record(n)}\n" for n in range(3)), "utf-8")
    build(small)
    (small.seeds / "web.jsonl.xz").write_bytes(lzma.compress(plain.read_bytes()))
    plain.unlink()
    for _ in range(3):
        assert build(small).articles == 8
    assert files(small.out) == clean(small, tmp_path)


def test_a_seed_may_change_its_ending(small, tmp_path):
    """a.txt renamed to a.md keeps size, time and inode, and is read as Markdown all the same."""
    path = small.seeds / "a.txt"
    path.write_text(TEXT.format(n=3), "utf-8")
    build(small)
    path.rename(path.with_suffix(".md"))
    assert build(small).changed == 1
    assert files(small.out) == clean(small, tmp_path)


def test_names_that_fold_to_one_address_share_a_page(small):
    """Nguyễn Văn Hòa and Nguyễn Văn Hóa in one article."""
    text = (
        "Hội nghị tổng kết năm\n01/02/2020\n\n"
        "Đồng chí Nguyễn Văn Hòa, Bí thư Huyện ủy Gia Lâm và đồng chí Nguyễn Văn Hóa,"
        " Chủ tịch UBND huyện Gia Lâm cùng dự hội nghị.\n\nHội nghị đã bàn nhiều việc quan trọng của địa phương.\n"
    )
    (small.seeds / "a.txt").write_text(text, "utf-8")
    build(small)
    page = (small.out / "en/people/nguyen-van-hoa/index.html").read_text("utf-8")
    assert "Nguyễn Văn Hòa" in page
    assert "Nguyễn Văn Hóa" in page


def test_what_translate_fills_reaches_other_articles(small, tmp_path, run):
    """Two articles with the same text, both with empty entries: one is filled, and the other shows it."""
    for name in "ab":
        (small.seeds / f"{name}.txt").write_text(TEXT.format(n=3), "utf-8")
    run("translate", "--offline", project=small)
    build(small)
    settings = small.site_src / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace("engines = []", 'engines = ["fake"]'), "utf-8")
    run("translate", project=small)
    assert build(small).missing == 0
    assert files(small.out) == clean(small, tmp_path)


def test_one_id_twice_is_a_failure_not_a_flicker(small, run):
    """seeds/web/1.txt and the record 1 of seeds/web.jsonl: the file wins, the record is named, in every build."""
    (small.seeds / "web").mkdir()
    (small.seeds / "web" / "1.txt").write_text(TEXT.format(n=3), "utf-8")
    (small.seeds / "web.jsonl").write_text(f"{record(1)}\n{record(2)}\n", "utf-8")
    for _ in range(2):
        report = json.loads(run("build", "--json", project=small).stdout)
        assert [each["where"] for each in report["failures"]] == ["seeds/web.jsonl#1"]
        assert article_json(small, "web/1.txt")["id"] == "web/1"


def test_templates_are_watched_wherever_the_project_is(small, tmp_path):
    """A project below a folder named assets sees its templates change."""
    templates = tmp_path / "assets" / "templates"
    shutil.copytree(small.templates, templates)
    project = structs.replace(small, templates=templates)
    build(project)
    path = templates / "base.html"
    path.write_text(path.read_text("utf-8").replace("</body>", "<!-- new --></body>"), "utf-8")
    assert build(project).written > 100


def test_static_may_replace_an_asset(small):
    """site_src/static/assets/site.css stands instead of the theme's, in every build."""
    own = small.site_src / "static" / "assets" / "site.css"
    own.parent.mkdir(parents=True)
    own.write_text("/* mine */", "utf-8")
    (small.site_src / "static" / ".nojekyll").touch()
    for _ in range(3):
        build(small)
        assert (small.out / "assets" / "site.css").read_text("utf-8") == "/* mine */"
    assert (small.out / ".nojekyll").exists()


@pytest.mark.guarantee("D3")
def test_static_cannot_stand_where_a_folder_must(small, run):
    """A file static/en is refused before anything is written."""
    (small.site_src / "static").mkdir(exist_ok=True)
    (small.site_src / "static" / "en").write_text("x", "utf-8")
    done = run("build", project=small)
    assert done.returncode == 1
    assert "en: a file would stand where the site needs a folder" in done.stderr


def test_a_kill_behind_publishing_leaves_no_orphan(small, monkeypatch):
    """Killed when the files stand but are not yet remembered; an article withdrawn then is gone with the next build."""
    code = (
        "import os, sys, build_site.work.publishing as p\n"
        "from pathlib import Path\n"
        "from build_site.build import build\n"
        "from build_site.store.project import find_project\n"
        "publish = p.publish\n"
        "p.publish = lambda *given: (publish(*given), os._exit(9))\n"
        "build(find_project(Path(sys.argv[1]), templates=Path(sys.argv[2])))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(small.root), str(small.templates)]
    assert subprocess.run(command, env=environment, timeout=60, check=False).returncode == 9
    seed(small, "004").unlink()
    build(small)
    assert not list(small.out.glob("*/articles/2023/ban-to-chuc*"))


def test_urls_csv_is_an_input(small, tmp_path):
    """Lost, it is written again as it was; edited, it moves the page."""
    build(small)
    path = small.site_src / "urls.csv"
    before = path.read_text("utf-8")
    path.unlink()
    build(small)
    assert sorted(path.read_text("utf-8").split()) == sorted(before.split())
    path.write_text(
        before.replace("articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao", "articles/2023/gia-lam"), "utf-8"
    )
    build(small)
    assert (small.out / "en/articles/2023/gia-lam/index.html").exists()
    assert files(small.out) == clean(small, tmp_path)


def test_a_hash_in_a_name_is_part_of_it(small):
    """seeds/a#b.jsonl is a collection like any other."""
    (small.seeds / "a#b.jsonl").write_text(f"{record(1)}\n{record(2)}\n", "utf-8")
    assert build(small).articles == 7
    assert article_json(small, "a#b.jsonl#1")["id"] == "a#b/1"


def test_markdown_tables_lose_nothing(small):
    """Every cell of a table is in the text."""
    text = "# Kết quả kết nạp đảng viên\n\nHuyện công bố kết quả năm 2024 như sau:\n\n"
    text += "| Xã | Số |\n|---|---|\n| Yên Viên | 1.599 |\n"
    (small.seeds / "own.md").write_text(text, "utf-8")
    build(small)
    data = str(article_json(small, "own.md")["blocks"])
    assert "Yên Viên" in data
    assert "1.599" in data


@pytest.mark.parametrize("offset", [5000, 20_000, 60_000, 150_000])
def test_a_state_damaged_anywhere_is_thrown_away(small, offset):
    """256 bytes of rubbish in the middle of the state cost time, nothing else."""
    build(small)
    before = files(small.out)
    path = small.state / "state.sqlite"
    data = bytearray(path.read_bytes())
    data[offset : offset + 256] = os.urandom(256)
    path.write_bytes(data[: path.stat().st_size])
    build(small)
    assert files(small.out) == before


def test_fresh_forgets_everything(small):
    """--fresh starts from an empty state."""
    build(small)
    assert build_site(small, fresh=True).changed == 5


@pytest.mark.parametrize(
    "name", ["site_src/translations/en/004_df705a6e996320bb.po", "site_src/articles/004_df705a6e996320bb.md"]
)
@pytest.mark.guarantee("C7")
def test_a_file_in_another_encoding_costs_itself(small, run, name):
    """A PO file or notes saved as UTF-16: named, left out, the rest built."""
    path = small.root / name
    path.write_text(path.read_text("utf-8"), "utf-16")
    report = json.loads(run("build", "--json", project=small).stdout)
    assert report["articles"] == 5
    assert len(report["failures"]) == 1
    assert name.rpartition("/")[2] in report["failures"][0]["where"]


@pytest.mark.guarantee("C7", "D4")
def test_a_name_that_is_not_utf8_is_refused(small, run):
    """The file system allows it; pages and PO files cannot carry it."""
    handle = os.open(os.fsencode(small.seeds) + b"/\xff\xfe.txt", os.O_CREAT | os.O_WRONLY)
    os.write(handle, TEXT.format(n=3).encode())
    os.close(handle)
    report = json.loads(run("build", "--json", project=small).stdout)
    assert "not UTF-8" in report["failures"][0]["what"]
    assert report["articles"] == 5


def test_a_very_long_id_is_refused(small, run):
    """An id longer than a file's name may be is named; `translate` works for the longest that is taken."""
    (small.seeds / "web.jsonl").write_text(json.dumps({"id": "x" * 300, "text": TEXT.format(n=3)}) + "\n", "utf-8")
    (small.seeds / f"{'y' * 190}.txt").write_text(TEXT.format(n=3), "utf-8")
    report = json.loads(run("translate", "--json", project=small).stdout)
    assert ["longer than 200 bytes" in each["what"] for each in report["failures"]] == [True]
    assert json.loads(run("build", "--json", project=small).stdout)["articles"] == 6


def test_what_is_no_address_is_no_link(small, run):
    """A record whose url cannot be an address is built without it."""
    line = json.dumps({"id": 1, "title": "Huyện họp", "text": TEXT.format(n=3), "url": "http://[x"}, ensure_ascii=False)
    (small.seeds / "web.jsonl").write_text(line + "\n", "utf-8")
    assert build(small).failures == ()
    assert article_json(small, "web.jsonl#1")["source"]["url"] is None
    assert run("check", project=small).returncode == 0


def test_an_option_may_be_called_like_a_command(small, run):
    """--out build is a folder, not a command."""
    done = run("--out", small.root / "check", project=small)
    assert done.returncode == 0
    assert (small.root / "check" / "index.html").exists()


def test_inspect_goes_on_behind_a_bad_record(tmp_path, run):
    """Good records of a collection are printed though others are bad."""
    (tmp_path / "w.jsonl").write_text(f'{{"id":1}}\nnot json\n{record(2)}\n', "utf-8")
    done = run("inspect", tmp_path / "w.jsonl", "--project", ROOT)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["w/2"]


def test_the_site_is_not_written_into_its_sources(small, run):
    """--out below seeds/ or site_src/ is refused: the next build would read it."""
    for folder in (small.seeds, small.site_src):
        assert run("build", "--out", folder / "out", project=small).returncode == 2


def test_a_collection_with_a_byte_order_mark(small):
    """Windows writes one; the first record is read all the same."""
    (small.seeds / "web.jsonl").write_bytes(b"\xef\xbb\xbf" + record(1).encode() + b"\n")
    assert build(small).articles == 6


def test_a_failed_build_frees_the_state(small, monkeypatch):
    """In one process, as in the preview: a build that fails does not lock the next one out."""
    import build_site.build as module

    def fail(*given):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(module, "_render_all", fail)
    with pytest.raises(RuntimeError):
        build(small)
    monkeypatch.undo()
    state = State(small.state)
    state.put("x", "1")
    state.commit()
    state.close()
    assert build(small).articles == 5


def test_a_po_file_that_translate_wrote_and_somebody_removed(small, tmp_path, run):
    """What `translate` filled is in the state; when its file goes before any build has read it, so do its texts."""
    (small.seeds / "a.txt").write_text(TEXT.format(n=3), "utf-8")
    settings = small.site_src / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace("engines = []", 'engines = ["fake"]'), "utf-8")
    assert run("translate", project=small).returncode == 0
    (small.memory / "en" / "a.po").unlink()
    build(small)
    assert files(small.out) == clean(small, tmp_path)
    assert json.loads(run("translate", "--json", project=small).stdout)["missing"] == 0


def test_what_a_killed_build_has_removed_already(small, tmp_path):
    """Pages of a list that is no more, and an article's search file, were removed by a build that was killed then: the
    next one does not count them among the site's files."""
    (small.seeds / "a.txt").write_text(TEXT.format(n=3) + "\nÔng Lò Văn Pá ở huyện Mường Tè phát biểu.\n", "utf-8")
    build(small)
    before = files(small.out)
    (small.seeds / "a.txt").unlink()
    build(small)
    gone = before.keys() - files(small.out).keys()
    assert any("/places/" in path for path in gone)
    (small.seeds / "a.txt").write_text(TEXT.format(n=3) + "\nÔng Lò Văn Pá ở huyện Mường Tè phát biểu.\n", "utf-8")
    build(small)
    (small.seeds / "a.txt").unlink()
    for path in gone:
        (small.out / path).unlink()
    build(small)
    assert files(small.out) == clean(small, tmp_path)
