"""Thirty kinds of damage to a PO file: each is found at its line, and costs nothing but the entry it stands in."""

from __future__ import annotations

import pytest

from build_site.errors import MemoryProblem
from build_site.translate.po import parse
from build_site.translate.salvage import salvage

GOOD = """msgid ""
msgstr ""
"Language: en\\n"

#: seeds/000.txt:1
msgctxt "title"
msgid "Một"
msgstr "One"

#: seeds/000.txt:2
#, fuzzy
msgctxt "body"
msgid "Hai."
msgstr "Two."

# note: A doubt.
msgctxt "body"
msgid "Ba."
msgstr "Three."

#~ msgctxt "body"
#~ msgid "Cũ."
#~ msgstr "Old."
"""
ENTRY = '#: seeds/000.txt:2\n#, fuzzy\nmsgctxt "body"\nmsgid "Hai."\nmsgstr "Two."\n'
OURS = '<<<<<<< ours\nmsgstr "Two."\n=======\nmsgstr "Two!"\n>>>>>>> theirs\n'
WHOLE = f"<<<<<<< HEAD\n{ENTRY}\n=======\n{ENTRY.replace('Two', 'II')}\n>>>>>>> branch\n"

DAMAGES = {
    # name: (what stands in the file, what takes its place, line of the finding)
    "conflict inside an entry": ('msgstr "Two."\n', OURS, 14),
    "conflict around an entry": (ENTRY, WHOLE, 10),
    "diff3 conflict": ('msgstr "Two."\n', OURS.replace("=======", "||||||| base\n======="), 14),
    "conflict never closed, at the entry's end": ('msgstr "Two."\n', 'msgstr "Two."\n=======\n', 15),
    "msgid lost": ('msgid "Hai."\n', "", 13),
    "msgstr lost": ('msgstr "Two."\n', "", 13),
    "msgid and msgstr lost": ('msgid "Hai."\nmsgstr "Two."\n', "", 12),
    "no quote before": ('msgstr "Two."', 'msgstr Two."', 14),
    "no quote after": ('msgstr "Two."', 'msgstr "Two.', 14),
    "no quotes": ('msgstr "Two."', "msgstr Two.", 14),
    "curly quotes": ('msgstr "Two."', "msgstr “Two.”", 14),
    "single quotes": ('msgstr "Two."', "msgstr 'Two.'", 14),
    "quote inside": ('msgstr "Two."', 'msgstr "T"wo."', 14),
    "unknown escape": ('msgstr "Two."', 'msgstr "Two\\q."', 14),
    "backslash at the end": ('msgstr "Two."', 'msgstr "Two.\\"', 14),
    "line break inside a text": ('msgstr "Two."', 'msgstr "Tw\no."', 14),
    "continuation unquoted": ('msgstr "Two."', 'msgstr ""\nTwo.', 15),
    "keyword misspelt": ('msgstr "Two."', 'msgsrt "Two."', 14),
    "keyword in capitals": ('msgstr "Two."', 'MSGSTR "Two."', 14),
    "msgid twice": ('msgid "Hai."\n', 'msgid "Hai."\nmsgid "Hai."\n', 13),
    "msgstr twice": ('msgstr "Two."\n', 'msgstr "Two."\nmsgstr "II."\n', 13),
    "msgctxt after msgid": ('msgctxt "body"\nmsgid "Hai."\n', 'msgid "Hai."\nmsgctxt "body"\n', 12),
    "plural": ('msgstr "Two."', 'msgid_plural "Hai."\nmsgstr[0] "Two."', 14),
    "plural's msgstr": ('msgstr "Two."', 'msgstr[0] "Two."', 14),
    "duplicate": (ENTRY, ENTRY + "\n" + ENTRY.replace("Two", "II"), 19),
    "prose from a mail": ('msgstr "Two."\n', 'msgstr "Two."\nPlease check this one.\n', 15),
    "JSON": (ENTRY, '{"Hai.": "Two."}\n', 10),
    "HTML": (ENTRY, "<p>Two.</p>\n", 10),
    "half obsolete": ('msgstr "Two."', '#~ msgstr "Two."', 14),
    "previous without a keyword": ("#, fuzzy\n", "#, fuzzy\n#| Hai\n", 12),
    "unreadable character": ("Two.", "Tw\ufffd.", 13),
    "cut off": ('msgid "Hai."\nmsgstr "Two."\n', 'msgid "Hai', 13),
}


@pytest.mark.guarantee("A7")
def test_there_are_thirty() -> None:
    """The issue asks for thirty kinds."""
    assert len(DAMAGES) >= 30


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.guarantee("A7")
def test_good_units_survive(name: str) -> None:
    """The damage is named once, with path, line and advice; every other entry of the file is there, header included."""
    before, after, line = DAMAGES[name]
    text = GOOD.replace(before, after, 1)
    assert text != GOOD
    catalog, problems = salvage(text, "x.po")
    assert [problem.where for problem in problems] == [f"x.po:{line}"]
    assert all(problem.what and problem.hint for problem in problems)
    found = {entry.source: entry.target for entry in catalog.entries}
    assert {key: found.get(key) for key in ("Một", "Ba.", "Cũ.")} == {"Một": "One", "Ba.": "Three.", "Cũ.": "Old."}
    assert catalog.field("Language") == "en"
    if name != "unreadable character":
        with pytest.raises(MemoryProblem):
            parse(text, "x.po")


def test_a_whole_file_is_read_as_ever() -> None:
    """Nothing damaged: the same catalog, no finding, with any line ends and a byte order mark."""
    assert salvage(GOOD, "x.po") == (parse(GOOD, "x.po"), ())
    assert salvage("\ufeff" + GOOD.replace("\n", "\r\n"), "x.po") == (parse(GOOD, "x.po"), ())


def test_two_damages_are_two_findings_without_blank_lines_between_entries() -> None:
    """Other tools write no blank lines; an entry's end is seen by its msgstr."""
    text = GOOD.replace("\n\n", "\n").replace('"One"', "One").replace('"Three."', '"Three.')
    catalog, problems = salvage(text, "x.po")
    assert [problem.where for problem in problems] == ["x.po:7", "x.po:16"]
    assert [entry.target for entry in catalog.entries] == ["Two.", "Old."]


def test_a_second_header_is_named() -> None:
    """`parse` refuses the file, so the doctor must say why."""
    _, problems = salvage(GOOD + '\nmsgid ""\nmsgstr "Language: vi\\n"\n', "x.po")
    (problem,) = problems
    assert "a second time" in problem.what
    assert problem.where.startswith("x.po:")
