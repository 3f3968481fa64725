"""What a build and a check say at their end: what somebody should do next."""

from __future__ import annotations

import json

from build_site.check import AGAIN
from build_site.work.attention import MOST, Attention, Tally, Wants
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
