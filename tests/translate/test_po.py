"""The PO codec: what other tools write is read, what is written is stable, what is damaged is said with its line."""

import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_site.errors import MemoryProblem
from build_site.translate.po import Catalog, Entry, parse, serialise

FIXTURES = Path(__file__).parent / "fixtures"


def read(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def broken() -> list[object]:
    blocks = read("broken.txt").split("=== ")[1:]
    cases = [
        (*(part.strip() for part in block.partition("\n")[0].split("|")), block.partition("\n")[2]) for block in blocks
    ]
    return [pytest.param(*case[1:], id=case[0]) for case in cases]


def test_poedit_wrapping_flags_and_previous_texts() -> None:
    """A file as Poedit writes it: wrapped texts are joined, comments of each kind end in their own field."""
    catalog = parse(read("poedit.po"), "x.po")
    title, caption, old = catalog.entries
    assert title.source.endswith("các đoàn thể đảm bảo thực chất, hiệu quả")
    assert title.target.endswith("so that they are substantive and effective")
    assert caption.context == "caption"
    assert caption.target == 'Vũ Đức Bảo speaks "at last" \\ here'
    assert caption.comments[0].startswith("note: ")
    assert caption.extracted == ("a caption",)
    assert caption.references == ("seeds/000.txt:6", "seeds/002.txt:12")
    assert caption.flags == ("fuzzy", "no-wrap")
    assert caption.previous_ctxt == "body"
    assert caption.previous_id == "Trưởng ban Tổ chức Thành ủy phát biểu kết luận buổi làm việc"
    assert caption.line == 36
    assert (old.obsolete, old.source, old.previous_id, old.flags) == (True, "Vương Vân", "Vương", ("fuzzy",))
    assert catalog.field("language") == "en"
    assert catalog.field("X-Nothing") is None
    assert catalog.fields[2] == ("PO-Revision-Date", "2026-11-21 10:15+0700")


def test_weblate_and_unknown_comments() -> None:
    """A file as Weblate writes it, with comments of kinds nobody knows, loses none of its lines."""
    text = read("weblate.po")
    catalog = parse(text, "x.po")
    first, second, old = catalog.entries
    assert catalog.header is not None
    assert catalog.header.flags == ("fuzzy",)
    assert catalog.header.comments == ("SOME DESCRIPTIVE TITLE.", "Weblate <noreply@weblate.org>, 2026.", "")
    assert first.other == ("#= fuzzy", "#! a kind of comment that nobody knows yet")
    assert first.references == ("seeds/000.txt:4", "seeds/bài viết.txt:9")
    assert first.flags == ("fuzzy",)
    assert second.target == ""
    assert second.extracted == ("A sentence", "on two lines of comment")
    assert second.comments == ("", "a translator's thought")
    assert old.obsolete
    assert catalog.trailer == ("# the last word of the file",)
    written = serialise(catalog)
    for line in text.splitlines():
        if line.startswith("#") and line[:2] not in {"#:", "#,"}:
            assert line in written.splitlines()


@pytest.mark.parametrize("name", ["poedit.po", "weblate.po"])
def test_line_ends_and_byte_order_mark_do_not_matter(name: str) -> None:
    """CRLF, CR and a BOM give the same catalog."""
    text = read(name)
    catalog = parse(text, "x.po")
    assert parse("\ufeff" + text.replace("\n", "\r\n"), "x.po") == catalog
    assert parse(text.replace("\n", "\r"), "x.po") == catalog


@pytest.mark.parametrize("name", ["poedit.po", "weblate.po"])
def test_writing_is_stable(name: str) -> None:
    """Reading and writing once more changes nothing, neither texts nor bytes."""
    catalog = parse(read(name), "x.po")
    written = serialise(catalog)
    assert parse(written, "x.po") == catalog
    assert serialise(parse(written, "x.po")) == written
    assert "\r" not in written
    assert written.endswith("\n")
    assert "\n\n\n" not in written


def test_entries_read_at_one_go_and_line_by_line_are_the_same() -> None:
    """Entries in three lines are read at once. A blank behind the msgctxt makes them be read line by line, and changes
    neither what they say nor the lines that they and the damages behind them have."""
    text = read("weblate.po") + '\n# note: "so"\nmsgctxt "body"\nmsgid "Một \\"hai\\""\nmsgstr "One\\n"\n\n'
    slow = re.sub(r"^(msgctxt .*)", r"\1 ", text, flags=re.MULTILINE)
    quick, careful = parse(text, "x.po"), parse(slow, "x.po")
    assert quick == careful
    assert [entry.line for entry in quick.entries] == [entry.line for entry in careful.entries]
    damages = ['msgstr "again"\n', '"more"\nmsgstr "x"\n', '#~ msgstr "x"\n', "<<<<<<< ours\n", 'msgctxt "body"\n']
    for damage in damages:
        said = []
        for each in (text, slow):
            with pytest.raises(MemoryProblem) as caught:
                parse(each + damage, "x.po")
            said.append(str(caught.value))
        assert said[0] == said[1]


def test_the_written_form() -> None:
    """The order of an entry's parts, and no wrapping but after a text's own line breaks."""
    entry = Entry(
        "Câu " * 40,
        "one\ntwo\n",
        "body",
        ("mt: x",),
        ("#= y",),
        ("z",),
        ("a.txt:1", "b c.txt"),
        ("fuzzy", "no-wrap"),
        "title",
        'q"\\\t',
    )
    gone = Entry("Hết.", "End.", "body", previous_id="H.", obsolete=True)
    assert serialise(Catalog((gone, entry))) == (
        '# mt: x\n#= y\n#. z\n#: a.txt:1\n#: \u2068b c.txt\u2069\n#, fuzzy, no-wrap\n#| msgctxt "title"\n'
        f'#| msgid "q\\"\\\\\\t"\nmsgctxt "body"\nmsgid "{"Câu " * 40}"\nmsgstr ""\n"one\\n"\n"two\\n"\n'
        '\n#~| msgid "H."\n#~ msgctxt "body"\n#~ msgid "Hết."\n#~ msgstr "End."\n'
    )


def test_nothing_is_nothing() -> None:
    """An empty file is an empty catalog, and the other way round; a missing header is no fault."""
    assert parse("", "x.po") == Catalog(where="x.po")
    assert serialise(Catalog()) == ""
    assert parse('msgid "a"\nmsgstr "b"\n', "x.po").header is None


@pytest.mark.parametrize(("line", "what", "hint", "text"), broken())
def test_damage_is_located(line: str, what: str, hint: str, text: str) -> None:
    """Each kind of damage is one MemoryProblem that says the line, what it is, and what to do."""
    with pytest.raises(MemoryProblem) as problem:
        parse(text, "en/000.po")
    assert problem.value.where == f"en/000.po:{line}"
    assert what in problem.value.what
    assert hint in problem.value.hint


def test_an_obsolete_twin_is_no_duplicate() -> None:
    """An obsolete entry may have the text of a live one: tools leave such pairs behind."""
    text = 'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n\n#~ msgid "a"\n#~ msgstr "d"\n'
    assert [entry.target for entry in parse(text, "x").entries] == ["b", "c", "d"]


def test_polib_writes_and_we_read_and_back(tmp_path: Path) -> None:
    """polib's file, with its wrapping, gives the same entries; polib reads ours and finds the same again."""
    long = "Ban Thường vụ Huyện ủy đã tập trung lãnh đạo, chỉ đạo tổ chức thực hiện các kế hoạch. " * 3
    theirs = polib.POFile(wrapwidth=78)
    theirs.metadata = {"Language": "en", "Content-Type": "text/plain; charset=UTF-8"}
    theirs.append(
        polib.POEntry(
            msgctxt="body",
            msgid=long,
            msgstr='Tab\t, "quotes" and \\ line\nbreak',
            tcomment="mt: fake@1 2026-11-20 sha=00000000\nnote: two lines",
            comment="extracted",
            occurrences=[("seeds/000.txt", "4"), ("seeds/001.txt", "9")],
            flags=["fuzzy"],
            previous_msgid="Câu trước. " * 12,
            previous_msgctxt="title",
        )
    )
    theirs.append(polib.POEntry(msgctxt="body", msgid="Cũ. " * 30, msgstr="Old.", obsolete=True))
    path = tmp_path / "theirs.po"
    theirs.save(str(path))
    catalog = parse(path.read_text(encoding="utf-8"), "theirs.po")
    entry, old = catalog.entries
    assert entry.source == long
    assert entry.target == 'Tab\t, "quotes" and \\ line\nbreak'
    assert entry.comments == ("mt: fake@1 2026-11-20 sha=00000000", "note: two lines")
    assert entry.references == ("seeds/000.txt:4", "seeds/001.txt:9")
    assert entry.previous_id == "Câu trước. " * 12
    assert old.obsolete
    path.write_text(serialise(catalog), encoding="utf-8")
    again = polib.pofile(str(path), check_for_duplicates=True)
    assert [(one.msgctxt, one.msgid, one.msgstr, one.obsolete, one.flags) for one in again] == [
        (one.msgctxt, one.msgid, one.msgstr, one.obsolete, one.flags) for one in theirs
    ]
    assert again[0].previous_msgid == theirs[0].previous_msgid


@pytest.mark.skipif(not shutil.which("msgmerge"), reason="gettext is not installed")
def test_msgmerge_writes_and_we_read(tmp_path: Path) -> None:
    """msgmerge moves a person's text to a changed sentence (fuzzy, previous) and keeps a lost one as obsolete."""
    head = 'msgid ""\nmsgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    kept = "Kết nạp 1.599 đảng viên mới, đạt 159,9% kế hoạch nhiệm kỳ; chuyển đảng chính thức cho các đồng chí."
    ours = Catalog(
        (
            Entry(kept, "1,599 new members\nwere admitted.", "body", ("note: a note",)),
            Entry("Mất rồi.", "Gone.", "caption"),
        ),
        Entry("", "Language: en\nContent-Type: text/plain; charset=UTF-8\n"),
    )
    (tmp_path / "def.po").write_text(serialise(ours), encoding="utf-8")
    (tmp_path / "ref.pot").write_text(
        head + f'#: seeds/000.txt:7\nmsgctxt "body"\nmsgid "{kept.replace("1.599", "1.600")}"\nmsgstr ""\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        ["msgmerge", "--previous", "-q", "def.po", "ref.pot"], cwd=tmp_path, capture_output=True, check=True
    )
    catalog = parse(done.stdout.decode("utf-8"), "merged.po")
    entry, old = catalog.entries
    assert entry.source == kept.replace("1.599", "1.600")
    assert entry.previous_id == kept
    assert entry.target == "1,599 new members\nwere admitted."
    assert entry.flags == ("fuzzy",)
    assert entry.comments == ("note: a note",)
    assert (old.obsolete, old.context, old.source, old.target) == (True, "caption", "Mất rồi.", "Gone.")
    (tmp_path / "ours.po").write_text(serialise(catalog), encoding="utf-8")
    subprocess.run(
        ["msgfmt", "--check-format", "-o", "out.mo", "ours.po"], cwd=tmp_path, capture_output=True, check=True
    )


texts = st.text(st.characters(exclude_categories=("Cs", "Zl", "Zp"), exclude_characters="\r\0"), max_size=40)
lines = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)
words = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12)
entries = st.builds(
    Entry,
    st.one_of(texts, words),
    texts,
    st.none() | words,
    comments=st.tuples() | st.tuples(lines) | st.tuples(lines, lines),
    other=st.just(()) | st.just(("#= x", "#!y")),
    extracted=st.tuples() | st.tuples(lines),
    references=st.tuples() | st.tuples(words, words.map(lambda word: f"a {word}.txt:1")),
    flags=st.tuples() | st.tuples(words) | st.just(("fuzzy", "no-wrap")),
    previous_ctxt=st.none() | words,
    previous_id=st.none() | texts,
    obsolete=st.booleans(),
)


@given(st.lists(entries, max_size=5), st.none() | texts, st.lists(lines.map(lambda text: f"# {text}"), max_size=2))
def test_parse_undoes_serialise(some: list[Entry], header: str | None, trailer: list[str]) -> None:
    """Whatever a catalog holds, its text gives it back, and that text is stable."""
    unique = {(one.context, one.source, one.obsolete): one for one in some if one.context is not None or one.source}
    ordered = sorted(unique.values(), key=lambda one: one.obsolete)
    catalog = Catalog(tuple(ordered), None if header is None else Entry("", header), "x.po", tuple(trailer))
    text = serialise(catalog)
    assert parse(text, "x.po") == catalog
    assert serialise(parse(text, "x.po")) == text


@given(st.text(st.sampled_from('#~|"\\msgid str\n[0]=<>,:.é'), max_size=60))
@pytest.mark.guarantee("C10", "C13")
def test_any_text_is_read_or_refused_with_its_line(text: str) -> None:
    """No text makes the reader fail in another way than by a located MemoryProblem."""
    problem = None
    try:
        catalog = parse(text, "x.po")
        assert parse(serialise(catalog), "x.po") == catalog
    except MemoryProblem as caught:
        problem = caught
    assert problem is None or (problem.where.startswith("x.po:") and problem.hint)
