"""Articles that come in other shapes than text files: collections, Markdown, folders."""

from __future__ import annotations

import json
import lzma

from tests.build.conftest import article_json, build, files


def lines(count, **changed):
    """Records of made-up articles; `changed` replaces the text of a record."""
    for number in range(count):
        text = changed.get(
            f"r{number}", f"Ngày {number + 1}/6/2024, huyện Ba Bến họp. Có {number + 20} đại biểu dự họp."
        )
        record = {"id": f"r{number}", "title": f"Huyện họp bàn công tác cán bộ lần {number + 1}", "text": text}
        record |= {"url": f"https://babien.example/{number}", "source": "babien", "unknown": [1, 2]}
        yield json.dumps(record, ensure_ascii=False)


def test_a_collection_is_read_line_by_line(small):
    """Each line of a .jsonl file is an article with its own id, address and page."""
    (small.seeds / "ba-ben.jsonl").write_text("\n".join(lines(3)) + "\n\n", "utf-8")
    report = build(small)
    assert (report.articles, report.failures) == (8, ())
    data = article_json(small, "ba-ben.jsonl#r1")
    assert data["id"] == "ba-ben/r1"
    assert data["source"]["url"] == "https://babien.example/1"
    assert data["title"]["vi"] == "Huyện họp bàn công tác cán bộ lần 2"
    assert data["published"] == "2024-06-02"
    assert [each["vi"] for each in data["blocks"][0]["segments"]][1] == "Có 21 đại biểu dự họp."


def test_compressed_and_plain_give_the_same_site(small, tmp_path):
    """A .jsonl.xz file is read as it streams by."""
    from msgspec import structs

    text = "\n".join(lines(3))
    (small.seeds / "ba-ben.jsonl").write_text(text, "utf-8")
    build(small)
    plain = files(small.out)
    (small.seeds / "ba-ben.jsonl").unlink()
    with lzma.open(small.seeds / "ba-ben.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(text)
    other = structs.replace(small, out=tmp_path / "xz", state=tmp_path / "xz-state")
    build(other)
    changed = {name for name, data in files(other.out).items() if plain[name] != data}
    changed = {name for name in changed if name != "data/articles.jsonl" and not name.startswith("manifest")}
    assert all("huyen-hop" in name for name in changed)  # their pages, and the data, name the file they come from


def test_only_changed_records_are_digested_again(small, tmp_path):
    """A collection whose file has not changed is not read; one that has costs its changed records only."""
    path = small.seeds / "ba-ben.jsonl"
    path.write_text("\n".join(lines(5)), "utf-8")
    build(small)
    again = build(small)
    assert (again.changed, again.articles, again.removed) == (0, 10, 0)
    path.write_text("\n".join(lines(4, r2="Ngày 3/6/2024, huyện họp lại. Có 99 đại biểu dự họp.")), "utf-8")
    report = build(small)
    assert (report.changed, report.articles) == (1, 9)
    assert "99 đại biểu" in str(article_json(small, "ba-ben.jsonl#r2"))
    from msgspec import structs

    clean = structs.replace(small, out=tmp_path / "clean", state=tmp_path / "clean-state")
    build(clean)
    assert files(clean.out) == files(small.out)


def test_a_record_is_translated_like_any_article(small, run):
    """Its PO file and its notes stand in a folder named for the collection, and reach its page."""
    (small.seeds / "ba-ben.jsonl").write_text("\n".join(lines(2)), "utf-8")
    run("translate", project=small)
    po = small.memory / "en" / "ba-ben" / "r1.po"
    po.write_text(
        po.read_text("utf-8").replace('dự họp."\nmsgstr ""', 'dự họp."\nmsgstr "It had 21 delegates."'), "utf-8"
    )
    build(small)
    assert article_json(small, "ba-ben.jsonl#r1")["blocks"][0]["segments"][1]["en"] == "It had 21 delegates."
    notes = small.site_src / "articles" / "ba-ben" / "r1.md"
    notes.parent.mkdir()
    notes.write_text('+++\nheadline = "Ba Bến meets again"\n+++\n', "utf-8")
    assert build(small).changed == 1
    assert article_json(small, "ba-ben.jsonl#r1")["headline"]["text"] == "Ba Bến meets again"


def test_bad_lines_cost_themselves_only(small, run):
    """A line that is no record, an id that stands twice, a record without text: named in every build, others built."""
    good = list(lines(2))
    bad = ["{not json", good[0], json.dumps({"id": "empty", "title": "Chỉ có tiêu đề"})]
    (small.seeds / "ba-ben.jsonl").write_text("\n".join(good + bad), "utf-8")
    for _ in range(2):
        report = json.loads(run("build", "--json", project=small).stdout)
        assert report["articles"] == 7
        places = {each["where"] for each in report["failures"]}
        assert {"seeds/ba-ben.jsonl:3", "seeds/ba-ben.jsonl:4", "seeds/ba-ben.jsonl#empty"} == places


def test_a_cut_off_archive_gives_what_it_has(small, run):
    """A truncated .xz file is reported; what could be read of it is built."""
    data = lzma.compress("\n".join(lines(400)).encode())
    (small.seeds / "ba-ben.jsonl.xz").write_bytes(data[: len(data) * 2 // 3])
    report = json.loads(run("build", "--json", project=small).stdout)
    assert report["failures"]
    assert "damaged" in report["failures"][-1]["what"] or "damaged" in report["failures"][0]["what"]


def test_markdown_is_an_editors_own_article(small):
    """Front matter is believed; the markup says what is a heading and what an item; no Markdown reaches the page."""
    text = (
        '+++\ntitle = "Ba Bến họp bàn công tác cán bộ"\ndate = 2024-07-12\nauthors = ["Lê Hà"]\n+++\n\n'
        "Huyện họp về **công tác cán bộ** năm 2024, với sự tham dự của các chi, đảng bộ trực thuộc trên địa bàn"
        " huyện.\n\n"
        "## Kết quả\n\n- Kết nạp 12 đảng viên\n- Bổ nhiệm 3 cán bộ\n"
    )
    (small.seeds / "own.md").write_text(text, "utf-8")
    build(small)
    data = article_json(small, "own.md")
    assert data["title"]["vi"] == "Ba Bến họp bàn công tác cán bộ"
    assert (data["published"], data["published_from"]) == ("2024-07-12", "front matter")
    assert [each["name"] for each in data["authors"]] == ["Lê Hà"]
    assert [each["kind"] for each in data["blocks"]] == ["paragraph", "heading", "item", "item"]
    assert [each["lines"] for each in data["blocks"]] == [[7], [9], [11], [12]]
    assert "**" not in str(data)


def test_folders_are_collections(small):
    """A seed in a subfolder has the folder in its id, and its PO file in a folder of the same name."""
    (small.seeds / "2024" / "q2").mkdir(parents=True)
    (small.seeds / "2024" / "q2" / "a.txt").write_text(
        "Huyện họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện họp.\n", "utf-8"
    )
    build(small)
    assert article_json(small, "2024/q2/a.txt")["id"] == "2024/q2/a"
