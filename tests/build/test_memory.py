"""`memory` on a real project, and what the memory does for the pages."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest

from build_site.fill import fill_memory
from build_site.store.project import Project
from tests.build.conftest import Run, article_json, build, files, seed


def po(project: Project, number: str = "000"):
    return next((project.site_src / "translations" / "en").glob(f"{number}*.po"))


def break_file(project: Project) -> None:
    path = po(project)
    path.write_text(path.read_text("utf-8").replace('msgstr "', "msgstr “", 3), "utf-8")


def change_a_sentence(project: Project) -> tuple[str, str]:
    """One word more in the longest sentence of the seed 000; returns (old, new) as they stand in the memory."""
    path = seed(project, "000")
    lines = [line for line in po(project).read_text("utf-8").split("\n") if line.startswith('msgid "')]
    old = max(lines, key=len)[7:-1].replace('\\"', '"')
    text = path.read_text("utf-8")
    start = old[:60]
    assert text.count(start) == 1
    path.write_text(text.replace(start, start.replace(" ", " cũng ", 1)), "utf-8")
    return old, old.replace(" ", " cũng ", 1)


def test_a_changed_sentence_is_shown_with_its_old_translation(small: Project) -> None:
    """At once, before `translate` has run, and the same after; the page says that the original has changed."""
    old, new = change_a_sentence(small)
    build(small)
    name = seed(small, "000").name
    pages = []
    for _ in range(2):
        segments = [one for block in article_json(small, name)["blocks"] for one in block["segments"]]
        (stale,) = [one for one in segments if one["state"] == "stale"]
        assert " ".join(stale["previous"].split()) == old
        assert stale["en"]
        pages.append(files(small.out))
        fill_memory(small)
        build(small)
    assert pages[0] == pages[1]
    page = next(text for path, text in pages[0].items() if path.startswith("en/articles") and b"st-stale" in text)
    assert "the original has changed since" in page.decode()
    text = po(small).read_text("utf-8")
    assert '#| msgid "' in text
    assert f'#~ msgid "{old}"'.replace('"', "") in text.replace('"', "").replace("\\", "")
    assert new.split(" cũng ")[0] in text


def test_suggestions_are_written_and_never_published(small: Project) -> None:
    """A sentence like a known one gets its translation as a comment; the page shows the Vietnamese."""
    path = po(small)
    shutil.copy(seed(small, "000"), small.seeds / "100_twin.txt")
    shutil.copy(path, path.with_name("100_twin.po"))
    change_a_sentence(small)
    path.unlink()  # this article's own translations are gone; those of its twin are not
    fill_memory(small)
    written = path.read_text("utf-8")
    assert "# suggestion 9" in written
    before = files(small.site_src)
    assert fill_memory(small).files_written == 0
    assert files(small.site_src) == before
    build(small)
    assert not any(b"suggestion 9" in data for data in files(small.out).values())
    states = {
        one["state"] for block in article_json(small, seed(small, "000").name)["blocks"] for one in block["segments"]
    }
    assert "missing" in states


def test_an_edit_survives_ten_rounds_byte_for_byte(small: Project) -> None:
    """Whatever a person put in place of the digest's words, no run touches it."""
    fill_memory(small)
    path = po(small)
    head, rest = path.read_text("utf-8").split("\n\n", 1)
    rest = rest.replace('msgstr "', 'msgstr "Edited: ', 5)
    path.write_text(f"{head}\n\n{rest}", "utf-8")
    before = path.read_bytes()
    for _ in range(10):
        assert fill_memory(small).files_written == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["m.csv", "m.tmx", "m.xlf", "m.xliff"])
def test_export_and_import(small: Project, run: Run, name: str) -> None:
    """Out and in again changes nothing; into an empty memory it brings every translation back."""
    file = small.root / name
    form = ("--format", "xliff-2.0") if name.endswith("xliff") else ()
    fill_memory(small)
    assert run("memory", "export", file, *form, project=small).returncode == 0
    before = files(small.memory)
    done = run("memory", "import", file, "--overwrite", "--json", project=small)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files_written"] == 0
    assert files(small.memory) == before
    status = json.loads(run("memory", "status", "--json", project=small).stdout)
    for path in small.memory.rglob("*.po"):
        path.unlink()
    fill_memory(small)
    run("memory", "import", file, "--dry-run", project=small)
    assert json.loads(run("memory", "status", "--json", project=small).stdout)["states"]["human"] == 0
    assert run("memory", "import", file, project=small).returncode == 0
    assert json.loads(run("memory", "status", "--json", project=small).stdout)["states"] == status["states"]


def test_import_says_what_it_kept(small: Project, run: Run) -> None:
    """A person's text that differs is shown beside the file's; --overwrite replaces it and keeps it as a comment."""
    file = small.root / "m.csv"
    run("memory", "export", file, project=small)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    rows[1]["target"] += "!"
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    before = files(small.memory)
    done = run("memory", "import", file, project=small)
    assert "1 kept" in done.stdout
    assert "--overwrite" in done.stdout
    assert files(small.memory) == before
    assert "1 taken" in run("memory", "import", file, "--overwrite", project=small).stdout
    assert any(b"# before: " in data for data in files(small.memory).values())


def test_status_says_what_is_to_do(small: Project, run: Run) -> None:
    """Numbers stand before names, however long these are; seeds without a PO file and PO files without a seed are
    named; each with the next step. A pack says what it lacks."""
    long = "2026-09-12-" + "rat-dai-" * 12 + "x"
    (small.seeds / f"{long}.txt").write_text("Huyện họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện họp.\n", "utf-8")
    (small.seeds / "004_df705a6e996320bb.txt").rename(small.seeds / "renamed.txt")
    done = run("memory", "status", project=small)
    assert (
        f"2 seeds (seeds/{long}.txt, seeds/renamed.txt) have no PO files: python -m build_site translate" in done.stdout
    )
    assert "1 PO file (site_src/translations/en/004_df705a6e996320bb.po) belongs to no seed" in done.stdout
    assert "Not in it: 2 seeds" in run("memory", "pack", small.root / "x.po", project=small).stdout
    run("translate", project=small)
    lines = run("memory", "status", project=small).stdout.splitlines()
    assert lines[0].split() == ["human", "approved", "machine", "stale", "missing", "file"]
    (row,) = (line.split() for line in lines if long in line)
    assert row == ["·", "·", "·", "·", "2", f"site_src/translations/en/{long}.po"]
    assert any("memory pack FILE.po" in line for line in lines)
    assert not any("no PO file" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("m.xlsx", b"PK", "CSV UTF-8"),
        ("m.sdlxliff", b"<xliff/>", "Save Target As"),
        ("m.csv", "Nguồn,Bản dịch\n".encode(), "source, target"),
        ("m.csv", "source,target\nđ,caf".encode() + b"\xe9", "CSV UTF-8"),
        ("m.po", 'msgid "a"\nmsgstr "b"\n'.encode("utf-16"), "Save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_imported_says_what_to_do(small: Project, run: Run, name, data, hint) -> None:
    """Spreadsheets' and CAT tools' own files are not read; nothing is written."""
    before = files(small.memory)
    (small.root / name).write_bytes(data)
    done = run("memory", "import", small.root / name, project=small)
    assert done.returncode in (1, 2)
    assert hint in done.stderr
    assert files(small.memory) == before


@pytest.mark.parametrize(("name", "sign"), [("m.txt", "\t"), ("m.csv", ";"), ("m.tsv", "\t")])
def test_a_spreadsheets_table_comes_back(small: Project, run: Run, name, sign) -> None:
    """Excel's “Unicode text” is UTF-16 with tabs; its CSV has semicolons in half of the world."""
    run("memory", "export", small.root / "out.csv", project=small)
    rows = list(csv.reader(io.StringIO((small.root / "out.csv").read_text("utf-8-sig"), newline="")))
    rows[1][3] += "!"
    with (small.root / name).open("w", encoding="utf-16" if sign == "\t" else "utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=sign).writerows(rows)
    done = run("memory", "import", small.root / name, "--overwrite", project=small)
    assert "1 taken" in done.stdout
    assert "1 PO file written" in done.stdout


def test_doctor(small: Project, run: Run) -> None:
    """Damage is found by file and line, with exit code 1; nothing is changed; the rest of the memory counts."""
    assert run("memory", "doctor", project=small).returncode == 0
    break_file(small)
    other = po(small, "001")
    other.write_bytes(other.read_bytes() + b'\nmsgctxt "body"\nmsgid "x"\nmsgstr "caf\xe9"\n')
    before = files(small.memory)
    done = run("memory", "doctor", project=small)
    assert done.returncode == 1
    assert f"{po(small).name}:2:" in done.stderr
    assert f"{other.name}:" in done.stderr
    report = json.loads(run("memory", "doctor", "--json", project=small).stdout)
    assert len(report["damages"]) == 4
    assert report["entries"] > 130
    assert files(small.memory) == before
    assert run("memory", "status", project=small).returncode == 0


def test_a_file_that_is_not_utf8_stops_no_build(small: Project) -> None:
    """It is a damaged file like any other: named with its line, left alone, its article built without it."""
    path = po(small)
    path.write_bytes(path.read_bytes() + b"# caf\xe9\n")
    before = path.read_bytes()
    report = build(small)
    assert any(f"{path.name}:" in one.where for one in report.failures)
    assert path.read_bytes() == before


def test_pack_and_glossary(small: Project, run: Run) -> None:
    """A pack of what is missing goes out, is filled, and comes back; the glossary goes out as TBX."""
    po(small).unlink()
    fill_memory(small)
    file = small.root / "pack.po"
    done = run("memory", "pack", file, project=small)
    assert done.returncode == 0, done.stderr
    text = file.read_text("utf-8")
    assert text.count("# pack: ") > 10
    file.write_text(text.replace('msgstr ""\n\n', 'msgstr "Filled."\n\n', 4), "utf-8")
    assert "3 taken" in run("memory", "import", file, project=small).stdout.replace("4 taken", "3 taken")
    assert "Filled." in po(small).read_text("utf-8")
    tbx = small.root / "g.tbx"
    assert run("memory", "export-tbx", tbx, project=small).returncode == 0
    assert b"TBX-Basic" in tbx.read_bytes()


def test_a_pack_of_what_is_read_most(small: Project, run: Run) -> None:
    """--views takes a table of page views by address; rows of other pages are counted."""
    for path in small.memory.rglob("*.po"):
        path.unlink()
    fill_memory(small)
    addresses = dict(line.split(",") for line in (small.site_src / "urls.csv").read_text("utf-8").split()[1:])
    name = next(one for one in addresses if one.startswith("004"))
    table, file = small.root / "views.csv", small.root / "pack.po"
    table.write_text(f"page,views\n/en/{addresses[name]}/,1200\n/en/,5000\n", "utf-8")
    done = run("memory", "pack", file, "--most", "5", "--views", table, project=small)
    assert done.returncode == 0, done.stderr
    assert "1 rows are of no article" in done.stdout
    assert file.read_text("utf-8").count(f"# pack: {name} ") == 5
    table.write_text("page,views\n/en/x,many\n", "utf-8")
    done = run("memory", "pack", file, "--views", table, project=small)
    assert done.returncode != 0
    assert "views.csv:2" in done.stderr


def test_usage(small: Project, run: Run) -> None:
    """An unknown ending is a mistake of usage, a broken file names its line; neither writes anything."""
    assert run("memory", "export", small.root / "m.docx", project=small).returncode == 2
    bad = small.root / "bad.tmx"
    bad.write_text("<tmx><body>", "utf-8")
    done = run("memory", "import", bad, project=small)
    assert done.returncode == 1
    assert "bad.tmx:1" in done.stderr
