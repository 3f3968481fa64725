"""Characters that no reader sees, letters in other forms, and files that are no text."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from build_site.build import build
from build_site.model import Digest
from build_site.pipeline import Rules, digest_article
from build_site.source.unicode import one_form, one_line, shown
from build_site.store.project import Project, find_project
from build_site.work.workshop import Workshop
from tests.conftest import ROOT, SEEDS
from tests.hostile.fields import write_project
from tests.hostile.test_any_text import UNSEEN

ALLOWED = "\t\n"
HIDDEN = [
    char
    for code in (*range(0x110000 - 0x20000), 0xF0000, 0xFFFFD, 0x100000, 0x10FFFF)
    if unicodedata.category(char := chr(code)) in ("Cf", "Cc", "Cs", "Co") and char not in ALLOWED
]
WRITABLE = [char for char in HIDDEN if not "\ud800" <= char <= "\udfff" and not "\ue010" <= char <= "\uf8f0"]
"""Those that UTF-8 can hold, without most of those for private use."""


@pytest.mark.guarantee("C5")
def test_no_such_character_stays():
    """Every control, format, private-use and half character, in the middle of a word, is gone; a line end is one, a
    blank of any kind is a blank, and what other letters there are stays."""
    assert len(HIDDEN) > 2_000
    for char in HIDDEN:
        text, _ = one_form(f"Đả{char}ng")
        assert text in ("Đảng", "Đả\nng"), f"U+{ord(char):04X}"
        assert one_line(f"Đả{char}ng") in ("Đảng", "Đả ng")
        assert shown(f"Đả{char}ng") in ("Đảng", "Đả\rng")
    letters = "".join(chr(code) for code in range(0x20, 0x10000) if chr(code).isalpha() and not UNSEEN.match(chr(code)))
    assert one_form(letters)[0] == unicodedata.normalize("NFC", letters)


@pytest.mark.guarantee("C5")
def test_no_field_brings_one(tmp_path):
    """A project whose every field has them all: no page, feed, export or file of data has one, and no address."""
    words = iter(range(10_000))

    def say(field: str) -> str:
        kept = [char for char in WRITABLE if char not in "\r\x1c\x1d\x1e\x1f\x0b\x0c\x85\x00"]
        # Line ends would end the field's line in some of the files; a NUL ends a table.
        return f"từ{''.join(kept)}khóa{next(words)}"

    project = write_project(tmp_path / "project", say)
    report = build(project, drafts=True)
    assert not report.failures, report.failures
    assert report.articles == 5
    seen = 0
    for path in sorted(project.out.rglob("*")):
        if (
            path.suffix in (".html", ".json", ".jsonl", ".js", ".xml", ".tmx", ".tbx", ".csv", ".bib")
            and path.is_file()
        ):
            text = path.read_text("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
            if "assets" not in path.parts:
                found = UNSEEN.search(text)
                assert not found, (path, found)
                assert "\\u00" not in text.replace("\\u003c", "").replace("\\u003e", "").replace("\\u0026", "").replace(
                    "\\u0027", ""
                )
                seen += "từkhóa" in text
        assert path.name.isascii()
    assert seen > 50


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Workshop(find_project(ROOT)).rules


def alike(digest: Digest) -> str:
    """All that is made of a seed but what its bytes are."""
    text = repr(digest)
    return text.replace(digest.article.sha256, "").replace(str(digest.article.size), "")


@pytest.mark.guarantee("C6")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_forms_of_letters_make_no_difference(path, rules):
    """Composed or decomposed, in compatibility letters' parts, with no-break spaces or plain ones, CRLF or CR, a byte
    order mark, soft hyphens: the same digest."""

    def digest(data: bytes) -> str:
        return alike(
            digest_article(path.name, data, rules, memory_file="a.po", catalog=None, elsewhere=lambda *_: None)
        )

    text = unicodedata.normalize("NFC", path.read_text("utf-8")).replace("\u00a0", " ")
    wanted = digest(text.encode())
    apart = unicodedata.normalize("NFD", text)
    mixed = " ".join(
        unicodedata.normalize("NFD", word) if number % 2 else word for number, word in enumerate(text.split(" "))
    )
    for other in (
        *(apart, mixed, text.replace(" ", "\u00a0"), text.replace("\n", "\r\n"), text.replace("\n", "\r")),
        *("\ufeff" + text, text.replace("ng", "n\u00adg"), text.replace(" ", " \u200b"), text.replace("\n", "\u2028")),
    ):
        assert digest(other.encode()) == wanted


GOOD = (
    "Huyện Gia Lâm sơ kết công tác xây dựng Đảng\n\nNgày 31/7, Ban Tổ chức Huyện ủy Gia Lâm tổ chức hội nghị sơ kết.\n"
)
FILES: dict[str, tuple[bytes, str]] = {
    "utf-8": (GOOD.encode(), ""),
    "bom": (b"\xef\xbb\xbf" + GOOD.encode(), ""),
    "nfd": (unicodedata.normalize("NFD", GOOD).encode(), ""),
    "crlf": (GOOD.replace("\n", "\r\n").encode(), ""),
    "nul inside": (GOOD.replace("Huyện", "Hu\0yện").encode(), ""),
    "damaged characters": (GOOD.replace("sơ", "s\ufffd").encode(), ""),
    "one long line": ((GOOD.replace("\n", " ") * 9_000).encode(), "not an article"),
    "lines of one letter": (GOOD.encode() + b"a\n" * 100_000, ""),
    "utf-16 le": (GOOD.encode("utf-16"), ""),
    "utf-16 be": (b"\xfe\xff" + GOOD.encode("utf-16-be"), ""),
    "utf-16 without mark": (GOOD.encode("utf-16-le"), "not UTF-8"),
    "utf-32": (GOOD.encode("utf-32"), "not UTF-8"),
    "windows-1258": (GOOD.encode("cp1258", "replace"), "not UTF-8"),
    "tcvn": (bytes(byte | 0x80 if byte > 0x60 else byte for byte in GOOD.encode("ascii", "ignore")), "not UTF-8"),
    "latin-1": ("Hội nghị caf\xe9".encode("latin-1", "replace"), "not UTF-8"),
    "cut in a character": (GOOD.encode()[:4], "not UTF-8"),
    "overlong": (GOOD.encode() + b"\xc0\xaf", "not UTF-8"),
    "surrogate": (GOOD.encode() + b"\xed\xa0\x80", "not UTF-8"),
    "beyond unicode": (GOOD.encode() + b"\xf4\x90\x80\x80", "not UTF-8"),
    "empty": (b"", "no text"),
    "blanks": (b" \n\t \r\n\xc2\xa0", "no text"),
    "only marks": ("\ufeff\u200b\u202e\u00ad".encode(), "no text"),
    "only NUL": (b"\0" * 1000, "no text"),
    "zip": (b"PK\x03\x04" + bytes(range(256)), "not UTF-8"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not UTF-8"),
}


@pytest.mark.guarantee("C7")
def test_twenty_five_files(tmp_path):
    """Each kind of file is an article, or a failure that says what it is and where; none costs another."""
    assert len(FILES) == 25
    project = bare(tmp_path)
    for number, data in enumerate(data for data, _ in FILES.values()):
        (project.seeds / f"{number:02}.txt").write_bytes(data)
    report = build(project)
    said = {failure.name: failure.what for failure in report.failures}
    for number, (name, (_, wanted)) in enumerate(FILES.items()):
        what = said.pop(f"{number:02}.txt", "")
        assert (wanted in what) if wanted else not what, f"{name}: {what}"
    assert not said
    assert report.articles == sum(not wanted for _, wanted in FILES.values())


def bare(folder: Path) -> Project:
    """A project with nothing but settings, pages and a few terms."""
    shutil.copytree(ROOT / "site_src" / "pages", folder / "site_src" / "pages")
    for name in ("site.toml", "topics.toml"):
        shutil.copy(ROOT / "site_src" / name, folder / "site_src" / name)
    (folder / "site_src" / "glossary").mkdir()
    (folder / "site_src" / "glossary" / "vi-en.csv").write_text(
        "term,target\nhuyện ủy,district Party committee\n", "utf-8"
    )
    (folder / "seeds").mkdir()
    return find_project(folder, templates=ROOT / "templates")


LARGE = """
import resource, sys
from pathlib import Path
from build_site.build import build
from build_site.store.project import find_project
report = build(find_project(Path(sys.argv[1]), templates=Path(sys.argv[2])))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
status = Path("/proc/self/status")
if status.is_file():  # where Linux says it: ru_maxrss counts the process that started this one too
    peak = next(int(line.split()[1]) // 1024 for line in status.read_text("utf-8").split("\\n") if line[:6] == "VmHWM:")
print(report.articles, len(report.failures), peak)
"""


@pytest.mark.guarantee("C8")
def test_very_many_lines_need_bounded_memory(tmp_path):
    """A file of a hundred thousand short lines and one of a single line of more than a megabyte are no articles, one of
    five thousand paragraphs is, and a file of a gigabyte that is mostly a hole is refused unread: in 300 MB for all."""
    project = bare(tmp_path)
    (project.seeds / "lines.txt").write_text(GOOD + "Cam chín. \n" * 100_000, "utf-8")
    (project.seeds / "line.txt").write_text(GOOD + "Huyện ủy họp. " * 90_000, "utf-8")
    paragraphs = (f"Hội nghị thứ {number} đã bàn về việc trồng cam của các hộ dân.\n" for number in range(5_000))
    (project.seeds / "paragraphs.txt").write_text(GOOD + "".join(paragraphs), "utf-8")
    with (project.seeds / "hole.txt").open("wb") as file:
        file.truncate(1_000_000_000)
    command = [sys.executable, "-c", LARGE, str(project.root), str(ROOT / "templates")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=300, check=True)
    articles, failures, megabytes = map(int, done.stdout.split())
    assert (articles, failures) == (1, 3)
    assert megabytes < 300
