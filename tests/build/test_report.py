"""What a build and a check say at their end: what somebody should do next."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

from build_site.check import AGAIN
from build_site.console import Console, print_failures, print_notices
from build_site.model import Finding
from build_site.work.attention import MOST, Attention, Tally, Wants
from build_site.work.failures import Failure
from tests.build.conftest import Run

SEED = (
    "Xã Ba Bến sơ kết công tác sáu tháng\n12/07/2026\n\n"
    "Sáng 10/7/2026, Đảng ủy xã Ba Bến tổ chức hội nghị sơ kết công tác sáu tháng đầu năm.\n\n"
    "Sáu tháng đầu năm, Đảng bộ xã kết nạp 14 đảng viên, đạt 70% kế hoạch cả năm.\n"
)
MENU = "\n".join(f"Chuyên mục {letter}{letter}" for letter in "ABCDEGHIKLMNOPQRSTUVXY") + "\n"
PO = """msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "body"
msgid "Sáu tháng đầu năm, Đảng bộ xã kết nạp 14 đảng viên, đạt 70% kế hoạch cả năm."
msgstr "In six months the commune admitted 15 Party members, 70% of the plan."

msgctxt "body"
msgid "Sáng 10/7/2026, Đảng ủy xã Ba Bến tổ chức hội nghị sơ kết công tác sáu tháng đầu năm."
msgstr "On the morning of 10 July 2026, the Party committee of Ba Bến commune reviewed six months of work."
"""


def _read(told: str) -> dict[str, dict]:
    return {each["kind"]: each for each in json.loads(told)["read"]}


def test_a_build_says_what_of_the_articles_it_read_wants_somebody(tiny, run: Run):
    """New, untranslated, doubted, changed since: each with the articles and how many texts; nothing when nothing was
    read."""
    (tiny.seeds / "a.txt").write_text(SEED, "utf-8")
    memory = tiny.memory / "en" / "a.po"
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(PO, "utf-8")
    first = _read(run("build", "--json", project=tiny).stdout)
    assert first["new"] == {"kind": "new", "articles": 1, "texts": 0, "most": [["a.txt", 0]]}
    assert first["untranslated"]["most"] == [["a.txt", 1]]  # the title
    assert first["doubtful"]["most"] == [["a.txt", 1]]  # 15 for 14
    assert "stale" not in first
    assert _read(run("build", "--json", project=tiny).stdout) == {}
    (tiny.seeds / "a.txt").write_text(SEED.replace("tổ chức hội nghị", "tổ chức một hội nghị"), "utf-8")
    again = run("build", project=tiny).stdout
    assert "  1 changed since translated, 1 text: seeds/a.txt (1)\n" in again
    assert "  1 doubted by a check, 1 text: seeds/a.txt (1)\n" in again, again
    assert " new" not in again
    checked = run("check", project=tiny)
    assert "the memory does not say" not in checked.stdout


def test_a_build_says_where_most_was_left_out(tiny, run: Run):
    """More left out than kept, and not little: it names the article and how to see which rule took each line."""
    (tiny.seeds / "page.txt").write_text(f"{MENU * 2}{SEED}{MENU * 2}", "utf-8")
    said = run("build", project=tiny).stdout
    assert "  1 more left out than kept, " in said
    assert "inspect --explain" in said


def test_a_build_says_which_articles_are_gone(tiny, run: Run):
    """A seed that was deleted or renamed takes its page along: it is named, once, with what keeps address and
    translations of one that has a new name."""
    (tiny.seeds / "a.txt").write_text(SEED, "utf-8")
    (tiny.seeds / "b.jsonl").write_text(
        json.dumps({"id": 7, "text": SEED.replace("Ba Bến", "Tân Lập")}) + "\n", "utf-8"
    )
    run("build", project=tiny)
    (tiny.seeds / "a.txt").rename(tiny.seeds / "z.txt")
    (tiny.seeds / "b.jsonl").unlink()
    said = _read(run("build", "--json", project=tiny).stdout)
    assert said["gone"] == {"kind": "gone", "articles": 2, "texts": 0, "most": [["a.txt", 0], ["b.jsonl#7", 0]]}
    assert said["new"]["most"] == [["z.txt", 0]]
    (tiny.seeds / "z.txt").unlink()
    again = run("build", project=tiny).stdout
    assert "  1 gone, with its page: seeds/z.txt\n" in again
    assert "site_src/urls.csv" in again
    assert "gone" not in run("build", project=tiny).stdout


def test_a_renamed_article_keeps_what_it_has(tiny, run: Run):
    """As the report says: with its PO file and its line of urls.csv renamed, address and translations stay."""
    (tiny.seeds / "a.txt").write_text(SEED, "utf-8")
    memory = tiny.memory / "en" / "a.po"
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(PO, "utf-8")
    run("build", project=tiny)
    urls = tiny.site_src / "urls.csv"
    (page,) = tiny.out.glob("en/articles/*/*/index.html")
    before = page.read_text("utf-8")
    (tiny.seeds / "a.txt").rename(tiny.seeds / "z.txt")
    memory.rename(memory.with_name("z.po"))
    wanted = urls.read_text("utf-8").replace("\na,", "\nz,")
    urls.write_text(wanted, "utf-8")
    run("build", project=tiny)
    assert urls.read_text("utf-8") == wanted, "no line for what is gone"
    assert page.read_text("utf-8") == before.replace("a.txt", "z.txt").replace("en/a.po", "en/z.po")


def test_however_many_articles_are_read_few_are_named():
    """The largest numbers, of equals the first by name; all are counted."""
    tally = Tally()
    for number in range(1000):
        tally.add(f"{number:04}.txt", Wants(untranslated=number % 7), new=number % 2 == 0)
    new, untranslated = tally.told()
    assert new == Attention("new", 500, 0, tuple((f"{number:04}.txt", 0) for number in range(0, 2 * MOST, 2)))
    assert (untranslated.kind, untranslated.articles) == ("untranslated", 1000 - 143)
    assert untranslated.texts == sum(number % 7 for number in range(1000))
    assert untranslated.most == tuple((f"{number:04}.txt", 6) for number in range(6, 7 * MOST, 7))


def test_a_check_tells_errors_before_warnings_and_what_mends_them(tiny, run: Run):
    """Grouped by severity; what one thing mends stands together, and what mends it below, once. --json has it with
    each."""
    (tiny.seeds / "a.txt").write_text(SEED, "utf-8")
    memory = tiny.memory / "en" / "a.po"
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(PO, "utf-8")
    run("build", project=tiny)
    front = tiny.out / "en" / "index.html"
    front.write_text(
        front.read_text("utf-8").replace("</main>", '<a href="gone.html">x</a><a href="no.html">y</a></main>'), "utf-8"
    )
    checked = run("check", project=tiny)
    assert checked.returncode == 1
    said = checked.stdout
    assert said.startswith("Errors (")
    assert said.index("gone.html is not there") < said.index("no.html is not there") < said.index(AGAIN)
    assert said.count(AGAIN) == 1
    assert said.index(AGAIN) < said.index("numbers (block)")
    assert "Correct the msgstr" in said
    told = json.loads(run("check", "--json", project=tiny).stdout)
    assert {each["fix"] for each in told["problems"]} == {AGAIN}
    assert {each["id"] for each in told["memory"]} == {"numbers"}


def _printed(report: object, printer) -> list[str]:
    out = io.StringIO()
    printer(Console(out), report)
    return out.getvalue().splitlines()


def test_one_kind_of_finding_does_not_hide_the_others():
    """Of a hundred pages with the same to say one is shown, and how many there are; what is rare is shown whole."""
    often = [(f"{number}.html", Finding(0, f"{number} blocks were left out")) for number in range(100)]
    rare = [("x.txt", Finding(3, "damaged characters")), ("y.txt", Finding(0, "no title"))]
    assert _printed([*often, *rare], print_notices) == [
        "seeds/0.html: 0 blocks were left out",
        "  and 99 times more (--json has them all)",
        "seeds/x.txt:3: damaged characters",
        "seeds/y.txt: no title",
    ]


def test_a_folder_of_pictures_does_not_hide_what_failed():
    """Very many files of one kind are named in part; everything else is named whole."""
    pictures = [
        Failure(f"{number}.jpg", "a picture", f"seeds/{number}.jpg", "Leave it out.", "source") for number in range(50)
    ]
    other = Failure("a.txt", "the file holds no text", "seeds/a.txt", "Remove it.", "source")
    lines = _printed(SimpleNamespace(failures=(*pictures, other)), print_failures)
    assert lines[:2] == ["seeds/0.jpg: a picture; the article is left out", "  Leave it out."]
    assert lines[6:8] == [
        "  … and 47 more of this kind (--json has them all)",
        "seeds/a.txt: the file holds no text; the article is left out",
    ]
