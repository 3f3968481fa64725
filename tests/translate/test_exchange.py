"""The memory to other programs and back, without loss; and an import never takes a person's text."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec import structs

from build_site.errors import MemoryProblem
from build_site.model import Term
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.exchange import Done, Exchanged, exported, imported
from build_site.translate.exchange_csv import guarded, read_csv, unguarded, write_csv
from build_site.translate.exchange_tbx import write_tbx
from build_site.translate.exchange_tmx import read_tmx, tmx_unit, write_tmx
from build_site.translate.exchange_xliff import read_xliff, write_xliff
from build_site.translate.exchange_xml import XML_LANG, clean
from build_site.translate.memory import machine_line, sha, unit_of
from build_site.translate.pack import packed, signed, unpacked
from build_site.translate.po import parse, serialise

PAIR = ("vi", "en")
MT = machine_line("google@1.11.4", "2026-11-20", "Machine & <co>.")
OK = machine_line("google@1.11.4", "2026-11-20", "Approved.")
CATALOG = Catalog(
    (
        Entry("Tiêu đề “hay” & <b>đẹp</b>", "A “good” & <b>fine</b> headline", "title", ("note: A doubt, “quoted”.",)),
        Entry("Một.", "Machine & <co>.", "body", (MT,), flags=("fuzzy",)),
        Entry("Hai.", "Approved.", "body", (OK,)),
        Entry("Ba nay là 4.", "Three; old, text", "body", flags=("fuzzy",), previous_id="Ba là 3."),
        Entry("- Bốn.", "=SUM(A1)", "item"),
        Entry("Năm.", "", "caption"),
        Entry("Hai.", "Two", "keyword"),
        Entry("Sáu là 6 & 7.", "Six is 8.", "body", ("waive: numbers, names", "note: As printed.")),
        Entry("Bảy.", "Machine & <co>.", "body", (MT, "waive: untranslated"), flags=("fuzzy",)),
        Entry("Tám \\ “tám” ]]> \t <x/> &amp;", "Eight\n  \\ “eight” ]]> <x/> &amp; 😀\n", "heading"),
    )
)
ITEMS = tuple(exported("2023/000", CATALOG)) + tuple(exported("2023/001", CATALOG))


def from_tmx(data: bytes) -> tuple[Exchanged, ...]:
    return read_tmx(data, PAIR, "x")


FORMS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], tuple[Exchanged, ...]]]] = {
    "csv": (lambda: write_csv(ITEMS), lambda data: read_csv(data, "x")),
    "tmx": (lambda: write_tmx(ITEMS, PAIR, "1"), from_tmx),
    "xliff 1.2": (lambda: write_xliff(ITEMS, PAIR, "1.2"), lambda data: read_xliff(data, "x")),
    "xliff 2.0": (lambda: write_xliff(ITEMS, PAIR, "2.0"), lambda data: read_xliff(data, "x")),
}


TOOLKIT = """
import json, sys
try:
    from translate.storage import csvl10n, tbx, tmx, xliff, xliff2
except ImportError:
    sys.exit(77)
stores = {
    "csv": csvl10n.csvfile, "tmx": tmx.tmxfile, "xliff 1.2": xliff.xlifffile, "xliff 2.0": xliff2.Xliff2File,
    "tbx": tbx.tbxfile,
}
name, edits = sys.argv[1], json.loads(sys.argv[2])
data = sys.stdin.buffer.read()
if data:
    loaded = stores[name].parsestring(data)
else:
    loaded = stores[name]()
    loaded.setsourcelanguage("vi")
    loaded.settargetlanguage("en")
    for source, target in edits.items():
        if name == "tmx":
            loaded.addtranslation(source, "vi", target, "en")
        else:
            loaded.addsourceunit(source).target = target
units = [unit for unit in loaded.units if not unit.isheader()]
for unit in units:
    if data and unit.source in edits:
        unit.target = edits[unit.source]
json.dump([[[unit.source, unit.target] for unit in units], bytes(loaded).decode()], sys.stdout)
"""


def through_toolkit(name: str, data: bytes, edits: dict[str, str] | None = None) -> tuple[list[list[str]], bytes]:
    """The (source, target) pairs that translate-toolkit reads, and the file as it saves it, after somebody's edits;
    without data, a file that it makes of the edits. In a process of its own: its package is called `translate`, as a
    folder of tests is."""
    command = [sys.executable, "-X", "utf8", "-c", TOOLKIT, name, json.dumps(edits or {})]
    run = subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)
    if run.returncode == 77:
        pytest.skip("translate-toolkit is not installed")
    assert run.returncode == 0, run.stderr.decode()
    pairs, saved = json.loads(run.stdout)
    return pairs, saved.encode()


@pytest.mark.parametrize("name", FORMS)
def test_there_and_back(name: str) -> None:
    """Every field of every text comes back (TMX holds no text without a translation)."""
    write, read = FORMS[name]
    assert read(write()) == tuple(item for item in ITEMS if item.target or name != "tmx")


@pytest.mark.parametrize("name", FORMS)
def test_through_translate_toolkit(name: str) -> None:
    """Loaded and saved by the toolkit that Weblate and Pootle stand on, nothing is lost: texts, states, notes, waivers,
    engines, previous sources."""
    write, read = FORMS[name]
    items = tuple(item for item in ITEMS if item.target or name != "tmx")
    assert {item.state for item in items} >= {"human", "approved", "machine", "stale"}
    pairs, saved = through_toolkit(name, write())
    if name != "csv":  # of a table it shows the guards against formulas, which belong to the cell
        assert [(source, target or "") for source, target in pairs] == [(item.source, item.target) for item in items]
    assert read(saved) == items


@pytest.mark.parametrize("name", FORMS)
def test_an_edit_in_the_toolkit_comes_back(name: str) -> None:
    """A text that somebody filled or changed there is a person's here; all the others are what they were."""
    write, read = FORMS[name]
    edits = {"Một.": "One,\nsaid “somebody” & <co>."} | ({} if name == "tmx" else {"Năm.": "Five"})
    _, saved = through_toolkit(name, write(), edits)
    new, _ = imported(CATALOG, "2023/000", read(saved), origin=name, date="2026-11-22")
    for old, entry in zip(CATALOG.entries, new.entries, strict=True):
        if old.source in edits:
            assert (unit_of(entry).state, unit_of(entry).target) == ("human", " ".join(edits[old.source].split()))
        else:
            assert entry == old


@pytest.mark.parametrize("name", FORMS)
def test_a_file_that_the_toolkit_made(name: str) -> None:
    """Its own files are read, whatever stands in them; what nobody has confirmed is not a person's."""
    made = {"Năm.": "Five &\n<co> “]]>”.", "Một.": "One."}
    _, saved = through_toolkit(name, b"", made)
    items = FORMS[name][1](saved)
    assert {item.source: item.target for item in items} == made
    new, _ = imported(CATALOG, "2023/000", items, origin=name.partition(" ")[0], date="2026-11-22")
    unit = unit_of(target(new, "Năm.", "caption"))
    assert unit.target == "Five & <co> “]]>”."
    confirmed = name == "csv" or b'approved="yes"' in saved
    assert unit.state == ("human" if confirmed else "machine")


LINES = (
    "two\nlines", "a\n\nb\n", "\ttab", " blanks  ", '<a href="x">&lt;&#39;</a>', "]]>", "=1+1", "'=1", "😀 \u202b", "é",
)  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("toolkit", [False, True])
def test_lines_blanks_and_marks(name: str, toolkit: bool) -> None:
    """Line breaks, blanks at the ends, mark-up, formulas: each text comes back as it was."""
    items = tuple(
        Exchanged(f"{text}{n}", text, "machine", "2023/000", "body", "g@1", "2026-11-20", base=sha(text))
        for n, text in enumerate(LINES)
    )
    data = {
        "csv": lambda: write_csv(items), "tmx": lambda: write_tmx(items, PAIR, "1"),
        "xliff 1.2": lambda: write_xliff(items, PAIR, "1.2"), "xliff 2.0": lambda: write_xliff(items, PAIR, "2.0"),
    }[name]()  # fmt: skip
    if toolkit:
        data = through_toolkit(name, data)[1]
    found = FORMS[name][1](data)
    assert [(one.source, one.target, one.state, one.base) for one in found] == [
        (one.source, one.target, one.state, one.base) for one in items
    ]


@pytest.mark.parametrize("name", FORMS)
def test_an_import_of_an_untouched_export_changes_nothing(name: str) -> None:
    """Not a byte."""
    write, read = FORMS[name]
    new, done = imported(CATALOG, "2023/000", read(write()), origin=name, date="2026-11-22", overwrite=True)
    assert new == CATALOG
    assert {one.outcome for one in done} <= {"unchanged", "empty"}


@pytest.mark.parametrize("name", FORMS)
def test_into_an_empty_memory(name: str) -> None:
    """Each text comes back with its state, engine, date, note and waivers: nothing of a machine becomes a person’s or
    the reverse."""
    write, read = FORMS[name]
    empty = Catalog(tuple(Entry(entry.source, context=entry.context) for entry in CATALOG.entries))
    new, _ = imported(empty, "2023/000", read(write()), origin=name, date="2026-11-22")
    kept = [unit_of(entry) for entry in CATALOG.entries]
    assert [unit_of(entry) for entry in new.entries] == kept


def edit(source: str, role: str, target: str, **more: Any) -> list[Exchanged]:
    item = next(one for one in ITEMS if (one.source, one.role) == (source, role))
    return [structs.replace(item, target=target, **more)]


def take(items: list[Exchanged], catalog: Catalog = CATALOG, overwrite: bool = False) -> tuple[Catalog, list[Done]]:
    return imported(catalog, "2023/000", items, origin="csv", date="2026-11-22", overwrite=overwrite)


def target(catalog: Catalog, source: str, role: str) -> Entry:
    return next(entry for entry in catalog.entries if (entry.source, entry.context) == (source, role))


@pytest.mark.parametrize(
    ("source", "role", "outcome", "state"),
    [
        ("Một.", "body", "taken", "human"),
        ("Năm.", "caption", "taken", "human"),
        ("Ba nay là 4.", "body", "taken", "stale"),
        ("Hai.", "body", "kept", "approved"),
        ("Hai.", "keyword", "kept", "human"),
    ],
)
def test_a_text_changed_elsewhere(source: str, role: str, outcome: str, state: str) -> None:
    """A translator's words fill gaps, replace a machine's, and stale ones that nobody has touched since; a person's and
    an approved text stay, and the report has both."""
    new, done = take(edit(source, role, "New words"))
    entry = target(new, source, role)
    assert done[0].outcome == outcome
    assert unit_of(entry).state == state
    assert (entry.target == "New words") == (outcome == "taken")
    if outcome == "kept":
        assert (done[0].kept, done[0].offered) == (target(CATALOG, source, role).target, "New words")
    if state == "stale":
        assert "before: Three; old, text" in entry.comments


def test_a_finished_stale_text_is_no_longer_stale() -> None:
    """The other program says that it is final."""
    new, _ = take(edit("Ba nay là 4.", "body", "Three is 4.", state="human"))
    entry = target(new, "Ba nay là 4.", "body")
    assert (unit_of(entry).state, entry.previous_id, entry.flags) == ("human", None, ())


def test_overwrite_keeps_the_old_text_as_a_comment() -> None:
    """And only a confirmed or changed text may overwrite: never a machine's."""
    new, done = take(edit("Hai.", "keyword", "Second"), overwrite=True)
    entry = target(new, "Hai.", "keyword")
    assert (done[0].outcome, entry.target, entry.comments) == ("taken", "Second", ("before: Two",))
    machine = [Exchanged("Hai.", "Robot", "machine")]
    assert take(machine, overwrite=True)[0] == CATALOG


def test_somebody_else_was_faster() -> None:
    """A stale text that was corrected here after the export is a person's, and stays."""
    here = Catalog((Entry("Ba nay là 4.", "Corrected here.", "body", flags=("fuzzy",), previous_id="Ba là 3."),))
    new, done = take(edit("Ba nay là 4.", "body", "Theirs."), here)
    assert (new, done[0].outcome) == (here, "kept")


def test_an_old_file_does_not_undo_new_work() -> None:
    """Where the file says what it said at the export and the memory has gone on, the memory is right."""
    here = Catalog((Entry("Một.", "Better machine.", "body", (machine_line("g@2", "2026-11-21", "Better machine."),),
                          flags=("fuzzy",)),))  # fmt: skip
    new, done = take(edit("Một.", "body", "Machine & <co>."), here)
    assert (new, done[0].outcome) == (here, "unchanged")


def test_approving_elsewhere() -> None:
    """A machine's text that comes back as final is approved, and still the machine's."""
    new, done = take(edit("Một.", "body", "Machine & <co>.", state="human"))
    assert done[0].outcome == "approved"
    assert unit_of(target(new, "Một.", "body")).state == "approved"


def test_a_strangers_memory() -> None:
    """A TMX of another program goes to every sentence that has none, as unreviewed words with their origin named."""
    data = b"""<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header/><body>
      <tu><tuv xml:lang="vi-VN"><seg>N\xc4\x83m.</seg></tuv>
      <tuv xml:lang="en-GB"><seg><bpt>&lt;b&gt;</bpt>Five.<ept>&lt;/b&gt;</ept></seg></tuv></tu>
      <tu><tuv xml:lang="vi"><seg>Hai.</seg></tuv><tuv xml:lang="en"><seg>Deux.</seg></tuv></tu>
      <tu><tuv xml:lang="fr"><seg>Un.</seg></tuv></tu></body></tmx>"""
    items = from_tmx(data)
    assert [(item.source, item.target) for item in items] == [("Năm.", "Five."), ("Hai.", "Deux.")]
    new, done = imported(CATALOG, "2023/000", items, origin="tmx", date="2026-11-22")
    unit = unit_of(target(new, "Năm.", "caption"))
    assert (unit.target, unit.state, unit.engine) == ("Five.", "machine", "import-tmx@1")
    assert [one.outcome for one in done] == ["taken", "kept", "kept"]


def test_a_strangers_xliff() -> None:
    """`approved="yes"` and the final states are a person's; anything else is unreviewed."""
    data = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a.txt"><body>
      <trans-unit id="1" approved="yes"><source>Một.</source><target>One.</target></trans-unit>
      <trans-unit id="2"><source>Hai.</source><target state="translated">T<g id="1">w</g>o.</target></trans-unit>
      </body></file></xliff>""".encode()
    found = [(one.target, one.state, one.article) for one in read_xliff(data, "x")]
    assert found == [("One.", "human", None), ("Two.", "machine", None)]


ANY = st.text(st.sampled_from("aĐ <>&\"'\r\n\t\x00\x7f\x85\xa0\u2028\ufffe😀"), max_size=12)


@given(ANY, ANY, ANY, ANY)
def test_a_unit_is_written_as_a_library_for_xml_writes_it(source: str, target: str, note: str, previous: str) -> None:
    """Whatever is in its texts: a TMX of a large memory is put together as text, and no byte of it is another."""
    item = Exchanged(source, target, "human", "2023/a", "body", None, None, note, previous)
    unit = etree.Element("tu")
    if note:
        etree.SubElement(unit, "note").text = clean(note)
    fields = {"article": "2023/a", "role": "body", "state": "human"} | ({"previous": previous} if previous else {})
    for name, value in fields.items():
        etree.SubElement(unit, "prop", type=f"x-{name}").text = clean(value)
    for code, text in zip(PAIR, (source, target), strict=True):
        etree.SubElement(etree.SubElement(unit, "tuv", {XML_LANG: code}), "seg").text = clean(text)
    assert tmx_unit(item, PAIR) == etree.tostring(unit, encoding="UTF-8", xml_declaration=False, pretty_print=True)


BOMB = b'<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx><body><tu><seg>&b;</seg></tu></body></tmx>'
OUTSIDE = b'<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff version="1.2"><file>&a;</file></xliff>'


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, b"<tmx><body>", b"", b"{}", b"<html/>"])
@pytest.mark.parametrize("read", [from_tmx, lambda data: read_xliff(data, "x")])
def test_hostile_and_broken_xml_is_refused(data: bytes, read: Callable[[bytes], object]) -> None:
    """Entities are neither expanded nor fetched; the message has the file's name."""
    with pytest.raises(MemoryProblem) as caught:
        read(data)
    assert caught.value.where.startswith("x")
    assert caught.value.hint


@given(st.text())
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    """Whatever the text, also one that begins with apostrophes."""
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r\n|%")


@given(st.lists(st.tuples(st.text(), st.text(min_size=1)), max_size=5))
def test_any_text_goes_through_csv(pairs: list[tuple[str, str]]) -> None:
    """Quotes, delimiters, line breaks of every kind."""
    items = tuple(Exchanged(source, words, "human", base=sha(words)) for source, words in pairs)
    same = read_csv(write_csv(items), "x")
    assert [(one.source, one.target) for one in same] == [(one.source, one.target) for one in items]


def test_csv_of_a_european_spreadsheet() -> None:
    """Semicolons or tabs between the cells, other order of columns, no byte order mark."""
    for mark in ";\t":
        out = io.StringIO()
        csv.writer(out, delimiter=mark).writerows([["Target", "Source"], ["One, two; three.", "Một."]])
        (item,) = read_csv(out.getvalue().encode(), "x")
        assert (item.source, item.target, item.state) == ("Một.", "One, two; three.", "human")


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ("source,target\nMột.,One.\n", "human"),
        ("source,target,state\nMột.,One.,\n", "machine"),
        ("source,target,fuzzy\nMột.,One.,True\n", "machine"),
        ("source,target,fuzzy\nMột.,One.,\n", "human"),
        ("source,target,state,developer_comments\nMột.,One.,,state=approved engine=g@1\n", "approved"),
        ("source,target,state,developer_comments\nMột.,One.,human,state=machine engine=g@1\n", "human"),
        ("source,target,developer_comments\nMột.,One.,a remark\n", "human"),
        ("sep=;\nsource;target;state\nMột.;One.;approved\n", "approved"),
    ],
)
def test_who_a_table_says_wrote_it(data: str, state: str) -> None:
    """A list of two columns is a person's; where there is a column for it, an empty cell confirms nothing."""
    (item,) = read_csv(data.encode(), "x")
    assert item.state == state


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"a,b\n1,2\n", "x:1"),
        (b'source,target\n"a,b\n', "x:"),
        (b"source,target,state\na,b,perfect\n", "x:2"),
        (b"source,target\na,\xff\n", "x:2"),
        (b"", "x:1"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(data: bytes, where: str) -> None:
    """Nothing of it is imported."""
    with pytest.raises(MemoryProblem) as caught:
        read_csv(data, "x")
    assert caught.value.where.startswith(where)


def test_glossary_as_tbx() -> None:
    """Concepts, both languages, status of each term; the toolkit reads the pairs."""
    term = Term(
        "huyen-uy", "huyện ủy", "District Party Committee", ("HU",), ("huyện uỷ",), ("the District Committee",),
        pos="noun", domain="party", definition="The organ & its people.", source="Statutes",
        forbidden=("district commission",),
    )  # fmt: skip
    data = write_tbx([term], PAIR, "A Digest")
    root = etree.fromstring(data)
    statuses = {one.findtext("term"): one.findtext("termNote") for one in root.iter("tig")}
    assert statuses["District Party Committee"] == "preferredTerm-admn-sts"
    assert statuses["district commission"] == "supersededTerm-admn-sts"
    assert statuses["huyện uỷ"] == "admittedTerm-admn-sts"
    assert through_toolkit("tbx", data)[0] == [["huyện ủy", "District Party Committee"]]


# Packs

DOUBT = "Một."


def make_pack(*catalogs: tuple[str, Catalog], most: int | None = None) -> Catalog:
    items = [item for article, catalog in catalogs for item in exported(article, catalog)]
    return packed(items, lambda item: ("numbers",) if item.source == DOUBT else (), Entry("", "Language: en\n"), most)


def test_a_pack_has_what_is_doubtful_first() -> None:
    """Machine text that a check doubts, stale, missing; nothing that a person finished; one entry for one text."""
    quiet = Entry("Sáu.", "Six.", "body", (machine_line("g@1", "2026-11-20", "Six."),), flags=("fuzzy",))
    pack = make_pack(("2023/000", structs.replace(CATALOG, entries=(quiet, *CATALOG.entries))), ("2023/001", CATALOG))
    assert [entry.source for entry in pack.entries] == ["Một.", "Ba nay là 4.", "Năm.", "Sáu.", "Bảy."]
    assert pack.entries[0].extracted[0] == "doubt: numbers"
    known = f"sha={sha('Machine & <co>.')} said={sha(chr(10))}"
    assert pack.entries[0].comments == tuple(f"pack: 2023/00{n} {known}" for n in (0, 1))
    assert [entry.source for entry in make_pack(("a", CATALOG), most=1).entries] == ["Một."]
    elsewhere = Catalog((Entry("Năm.", "Five.", "body"),))
    assert "Năm." not in {entry.source for entry in make_pack(("a", CATALOG), ("b", elsewhere)).entries}


def test_a_pack_asks_for_a_post_of_each_article() -> None:
    """The site shows no other article's English for a post, so a pack must not take it for done."""
    done, asked = Catalog((Entry("Bí thư", "Secretary", "post"),)), Catalog((Entry("Bí thư", "", "post"),))
    (entry,) = make_pack(("a", done), ("b", asked)).entries
    assert (entry.source, [each.partition(" sha")[0] for each in entry.comments]) == ("Bí thư", ["pack: b"])


def test_a_pack_has_what_is_read_most_first() -> None:
    """Where figures are given they come first, summed over the articles that share a text; among equals what is
    doubtful does, and of two doubtful ones that with more doubts."""
    one = Catalog((Entry("Ít.", "", "body"), Entry("Chung.", "", "body")))
    two = Catalog((Entry("Nhiều.", "", "body"), Entry("Chung.", "", "body")))
    texts = ("Nghi ngờ.", "Rất nghi ngờ.")
    three = Catalog(
        tuple(Entry(text, "M.", "body", (machine_line("g@1", "2026-11-20", "M."),), flags=("fuzzy",)) for text in texts)
    )
    items = [item for name, catalog in (("a", one), ("b", two), ("c", three)) for item in exported(name, catalog)]
    doubts = {"Nghi ngờ.": ("numbers",), "Rất nghi ngờ.": ("numbers", "dates")}

    def order(views: dict[str, int] | None) -> list[str]:
        pack = packed(items, lambda item: doubts.get(item.source, ()), Entry(""), None, views)
        return [entry.source for entry in pack.entries]

    assert order(None) == ["Rất nghi ngờ.", "Nghi ngờ.", "Ít.", "Chung.", "Nhiều."]
    assert order({"a": 3, "b": 5}) == ["Chung.", "Nhiều.", "Ít.", "Rất nghi ngờ.", "Nghi ngờ."]


def test_a_pack_comes_back() -> None:
    """Untouched it changes nothing; changed, approved and filled entries reach each of their articles."""
    pack = parse(serialise(make_pack(("2023/000", CATALOG), ("2023/001", CATALOG))), "pack.po")
    assert take(list(unpacked(pack)))[0] == CATALOG
    one, two, five, seven = pack.entries
    assert "waive: untranslated" in seven.comments
    one, two = structs.replace(one, flags=()), structs.replace(two, target="Now 4.", flags=())
    edited = structs.replace(pack, entries=(one, two, structs.replace(five, target="Five.")))
    for article in ("2023/000", "2023/001"):
        new, done = imported(CATALOG, article, unpacked(edited), origin="po", date="2026-11-22")
        keys = (("Một.", "body"), ("Ba nay là 4.", "body"), ("Năm.", "caption"))
        assert [unit_of(target(new, *key)).state for key in keys] == ["approved", "human", "human"]
        assert [each.outcome for each in done] == ["approved", "taken", "taken"]
        again, _ = imported(new, article, unpacked(edited), origin="po", date="2026-11-23")
        assert again == new


REMARKS = ("note: Theirs.", "waive: numbers, names", "Is this the old name?")


@pytest.mark.parametrize("changed", [{}, {"flags": ()}, {"target": "Their own words.", "flags": ()}])
def test_what_a_translator_says_in_a_pack_is_not_lost(changed: dict[str, Any]) -> None:
    """Notes, waivers and plain comments come back with an approved text, with their own, and with one that they left
    in doubt; a note that theirs replaces stays as a comment; once is enough."""
    machine = Entry("Một.", "One.", "body", (machine_line("g@1", "2026-11-20", "One."),), flags=("fuzzy",))
    mine = structs.replace(machine, comments=(*machine.comments, "note: Mine.", "For my eyes."))
    catalog = Catalog((mine,), Entry("", "Language: en\n"))
    (entry,) = make_pack(("a", catalog)).entries
    entry = structs.replace(
        entry, comments=tuple(one for one in entry.comments if "Mine." not in one) + REMARKS, **changed
    )
    edited = parse(serialise(Catalog((entry,), Entry("", "Language: en\n"))), "pack.po")
    new, (done,) = imported(catalog, "a", unpacked(edited), origin="po", date="2026-11-22")
    unit = unit_of(new.entries[0])
    assert (unit.note, unit.waived) == ("Theirs.", ("numbers", "names"))
    assert {"before: note: Mine.", "For my eyes.", REMARKS[2]} <= set(new.entries[0].comments)
    assert done.outcome == ("taken" if "target" in changed else "approved" if changed else "noted")
    again, _ = imported(new, "a", unpacked(edited), origin="po", date="2026-11-23")
    assert again == new


def test_an_old_pack_does_not_bring_an_old_note_back() -> None:
    """A note that nobody has touched in the pack says nothing against one that has changed in the memory since."""
    machine = Entry("Một.", "One.", "body", (machine_line("g@1", "2026-11-20", "One."), "note: Old."), flags=("fuzzy",))
    pack = make_pack(("a", Catalog((machine,))))
    for comments in (machine.comments[:1], (*machine.comments[:1], "note: New.")):
        today = Catalog((structs.replace(machine, comments=comments),))
        assert imported(today, "a", unpacked(pack), origin="po", date="2026-11-22")[0] == today


def test_a_pack_is_signed_by_its_translator() -> None:
    """The name and the date that the translator's editor wrote into the pack's header answer for the article."""
    article = Catalog((), Entry("", "Language: en\nLast-Translator: Old <o@example.org>\nX-Mine: 1\n"))
    pack = Catalog((), Entry("", "PO-Revision-Date: 2026-11-20 10:00+0700\nLast-Translator: Trần Thị Hà <h@e.vn>\n"))
    new = signed(article, pack)
    assert new.fields == (
        ("Language", "en"), ("X-Mine", "1"), ("Last-Translator", "Trần Thị Hà <h@e.vn>"),
        ("PO-Revision-Date", "2026-11-20 10:00+0700"),
    )  # fmt: skip
    assert signed(article, Catalog((), Entry("", "Last-Translator: FULL NAME <EMAIL@ADDRESS>\n"))) == article
    assert signed(article, Catalog()) == article


states = st.sampled_from(["human", "approved", "machine", "stale", "missing"])
strangers = st.builds(
    Exchanged, st.sampled_from([entry.source for entry in CATALOG.entries]),
    st.sampled_from(["", "New.", "Two", "Approved.", "Machine & <co>."]), states, st.sampled_from([None, "2023/000"]),
    base=st.sampled_from([None, sha("Two"), sha(""), sha("New.")]),
)  # fmt: skip


@given(st.lists(strangers, max_size=10))
def test_no_import_takes_a_persons_text(items: list[Exchanged]) -> None:
    """Whatever a file brings, without --overwrite what a person wrote or approved stays where it is, and stale text
    stays in the file."""
    new, _ = take(items)
    for old, entry in zip(CATALOG.entries, new.entries, strict=True):
        state = unit_of(old).state
        if state in ("human", "approved"):
            assert entry == old
        elif state == "stale":
            assert old.target == entry.target or f"before: {old.target}" in entry.comments
