"""The data files of a built site: made again only when something in them has changed."""

from __future__ import annotations

import json

from build_site.build import build
from build_site.work import downloads
from tests.build.conftest import files, seed, times

NAMES = {"data/articles.jsonl", "data/glossary.csv", "data/glossary.tbx", "data/memory.tmx"}


def test_one_line_an_article(small):
    """Each line is the article.json that stands beside the pages whose address it names, oldest first."""
    build(small)
    out = small.out
    lines = [json.loads(line) for line in (out / "data/articles.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 5
    for line in lines:
        beside = json.loads((out / "en" / line.pop("address") / "article.json").read_text("utf-8"))
        assert line == beside
    dates = [line["published"] or "" for line in lines]
    assert dates == sorted(dates)


def test_untouched_files_stay(small):
    """Nothing new: nothing is written. A new byte in one article: its files are, the glossary is not."""
    build(small)
    before, old = times(small.out), files(small.out)
    assert build(small).written == 0
    path = next(small.memory.rglob("000_*.po"))
    path.write_text(path.read_text("utf-8").replace("11,000 Party members", "11,000 members"), "utf-8")
    build(small)
    after, new = times(small.out), files(small.out)
    assert {name for name in NAMES if after[name] != before[name]} == {"data/articles.jsonl", "data/memory.tmx"}
    assert b"11,000 members" in new["data/memory.tmx"]
    assert b"11,000 members" not in old["data/memory.tmx"]
    assert {name: len(new[name]) for name in NAMES} != {name: len(old[name]) for name in NAMES}


def test_each_digest_is_read_once(small, monkeypatch):
    """For both files that hold its parts; and that of an article for which nothing has changed not at all."""
    read = []
    digest_of = downloads.digest_of
    monkeypatch.setattr(
        downloads, "digest_of", lambda state, name, terms: read.append(name) or digest_of(state, name, terms)
    )
    build(small)
    assert sorted(read) == sorted({*read})
    assert len(read) == 5
    read.clear()
    path = next(small.memory.rglob("000_*.po"))
    path.write_text(path.read_text("utf-8").replace("11,000 Party members", "11,000 members"), "utf-8")
    build(small)
    assert read == [path.stem]


def test_a_lost_file_comes_back(small):
    """Deleted by hand, a file is made again, the same, and the page still knows its size."""
    build(small)
    old = files(small.out)
    (small.out / "data/memory.tmx").unlink()
    build(small)
    assert files(small.out) == old


def test_an_article_that_goes_leaves_the_files(small):
    """A seed removed is in no data file any more."""
    build(small)
    name = seed(small, "001").stem
    seed(small, "001").unlink()
    build(small)
    for path in NAMES:
        assert name not in (small.out / path).read_text("utf-8")


def test_a_patched_file_is_the_same_as_a_new_one(small):
    """Parts that have not changed are copied from the file that stands there: the result is what a fresh build makes,
    also after articles have come, changed and gone."""
    build(small)
    path = next(small.memory.rglob("000_*.po"))
    path.write_text(path.read_text("utf-8").replace("11,000 Party members", "11,000 members"), "utf-8")
    build(small)
    gone = seed(small, "001")
    text = gone.read_bytes()
    gone.unlink()
    build(small)
    gone.write_bytes(text)
    build(small)
    patched = files(small.out)
    build(small, fresh=True)
    assert files(small.out) == patched


def test_a_month_of_many_articles_is_divided(tiny, monkeypatch):
    """Beyond so many articles of a month, or without a date, two, four … files hold them, divided by their ids: each
    article stands in one, oldest first in each; the page leads to all; one more article changes one of them."""
    monkeypatch.setattr(downloads, "TOGETHER", 2)
    monkeypatch.setattr(downloads, "MOST", 3)
    for number in range(10):
        text = f"Huyện họp bàn công tác cán bộ lần {number}\n\nHuyện họp. Có {number + 10} đại biểu dự họp.\n"
        (tiny.seeds / f"a{number}.txt").write_text(text, "utf-8")
    build(tiny)
    parts = {path.stem: path.read_text("utf-8").splitlines() for path in tiny.out.glob("data/articles/*.jsonl")}
    assert set(parts) <= {"undated-1", "undated-2", "undated-3", "undated-4"}
    assert len(parts) > 2
    ids = [json.loads(line)["id"] for lines in parts.values() for line in lines]
    assert sorted(ids) == [f"a{number}" for number in range(10)]
    page = (tiny.out / "en/data/index.html").read_text("utf-8")
    for stem in parts:
        assert f'href="../../data/articles/{stem}.jsonl"' in page
    assert ">undated-" not in (tiny.out / "vi/data/index.html").read_text("utf-8")
    before = times(tiny.out)
    (tiny.seeds / "b.txt").write_text("Huyện họp bàn việc khác\n\nHuyện họp. Có 99 đại biểu dự họp.\n", "utf-8")
    build(tiny)
    after = times(tiny.out)
    changed = {name for name in after if name.startswith("data/articles/") and after[name] != before.get(name)}
    assert len(changed) == 1
