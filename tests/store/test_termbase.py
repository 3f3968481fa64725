"""The termbase and the topics as editors write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site.errors import ConfigProblem
from build_site.store.termbase import read_termbase, slug
from build_site.store.topics import read_topics

HEAD = "term,target,abbr,variants,alternatives,status,domain,do_not_translate,forbidden\n"


def written(folder: Path, text: str | bytes, name: str = "vi-en.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_fields(tmp_path: Path) -> None:
    """Lists are split at `;`; what is not given is empty; a BOM and empty lines do not matter."""
    text = "\ufeff" + HEAD + '\nBan Thường vụ,Standing Committee,BTV; UVTV,Thường vụ,,,party,yes,"comrade; x"\n'
    (term,) = read_termbase(written(tmp_path, text))
    assert (term.id, term.term, term.target, term.abbr) == (
        "ban-thuong-vu",
        "Ban Thường vụ",
        "Standing Committee",
        ("BTV", "UVTV"),
    )
    assert (term.variants, term.status, term.do_not_translate, term.forbidden) == (
        ("Thường vụ",), "preferred", True, ("comrade", "x")
    )  # fmt: skip


def test_empty_columns_of_a_spreadsheet(tmp_path: Path) -> None:
    """Cells behind the last column that somebody has touched and left empty, in the header or in rows, do not count;
    one with something in it does."""
    path = tmp_path / "vi-en.csv"
    path.write_bytes("\ufeffterm;target;;\r\nhuyện;district;;\r\nxã;commune;;;\r\n;;;\r\n".encode())
    assert [(term.term, term.target) for term in read_termbase(path)] == [("huyện", "district"), ("xã", "commune")]
    path.write_text("term,target,,\nhuyện,district,,x\n", "utf-8")
    with pytest.raises(ConfigProblem, match="4 cells where the header has 2"):
        read_termbase(path)


def test_ids_are_unique_and_stable(tmp_path: Path) -> None:
    """Vietnamese is folded, đ is d; homonyms are told apart by domain, whatever their order."""
    one, other = "Đảng bộ,a,,,,,party,,\n", "đang bo,b,,,,,law,,\n"
    ids = {term.target: term.id for term in read_termbase(written(tmp_path, HEAD + one + other))}
    again = {term.target: term.id for term in read_termbase(written(tmp_path, HEAD + other + one))}
    assert ids == again == {"a": "dang-bo-party", "b": "dang-bo-law"}
    assert slug("Ủy viên T.Ư Đảng (khoá XIII)") == "uy-vien-t-u-dang-khoa-xiii"


def test_every_fault_with_its_line(tmp_path: Path) -> None:
    """One message names all faults of the file."""
    rows = (
        "cán bộ,official,CB,,,,x,,\nCán bộ,cadre,,,,,x,,\nchi bộ,,,,,,,,\nđảng,Party,CB,,,maybe,x,perhaps,Party\na,b\n"
    )
    path = written(tmp_path, HEAD + rows + "kho\u0301a,term,,,,,,,\n")
    with pytest.raises(ConfigProblem) as error:
        read_termbase(path)
    message = str(error.value)
    for fault in (
        ":3: term “Cán bộ” stands in line 2",
        ":4: target is empty",
        ":5: unknown status “maybe”",
        ":5: do_not_translate is “perhaps”",
        ":5: “Party” is both wanted and forbidden",
        ":5: abbreviation “CB” stands in line 2",
        ":6: 2 cells where the header has 9",
    ):
        assert f"{path}{fault}" in message
    assert error.value.where == f"{path}:3"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("target\nx\n", "1: missing column “term”"),
        ("term,target,statsu\n", "1: unknown column “statsu”; did you mean status?"),
        ("term;target\nmột;hai;ba\n", "2: 3 cells where the header has 2"),
        ("", "no header"),
        (HEAD + 'a,"b,,,\n', "broken quotes"),
        (HEAD + "kho\u0301a,term,,,,,,,\n", "2: term is not NFC"),
        (HEAD.encode() + b"\xff,x,,,,,,,\n", "not UTF-8"),
    ],
)
def test_broken_files(text: str | bytes, what: str, tmp_path: Path) -> None:
    """A file that cannot be read as a termbase is named with what is wrong."""
    with pytest.raises(ConfigProblem) as error:
        read_termbase(written(tmp_path, text))
    assert what in str(error.value)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_write_is_read(sign: str, encoding: str, tmp_path: Path) -> None:
    """Excel writes semicolons in half of the world, tabs as “Unicode text”, and its own line ends and byte order marks;
    lines count as they stand in the file."""
    rows = [
        ["Term ", "Target", "abbr", "Definition"],
        ["Đảng ủy", "Party committee", "ĐU; ĐUX", '"A, b; c"'],
        ["x", "", "", ""],
    ]
    text = "\r\n".join(sign.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows[:2])
    (term,) = read_termbase(written(tmp_path, (text + "\r\n").encode(encoding)))
    assert (term.term, term.target, term.abbr, term.definition) == (
        "Đảng ủy",
        "Party committee",
        ("ĐU", "ĐUX"),
        '"A, b; c"',
    )
    with pytest.raises(ConfigProblem, match=":3: target is empty"):
        read_termbase(written(tmp_path, (text + "\r\n" + sign.join(rows[2])).encode(encoding)))


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;;"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_line_that_tells_excel_the_sign_is_no_header(line: str, encoding: str, tmp_path: Path) -> None:
    """It says what stands between the cells, whatever the header has more of; lines count as they stand in the file."""
    text = f"{line}\r\nterm;target;abbr\r\nĐảng ủy;Party committee;ĐU\r\n"
    (term,) = read_termbase(written(tmp_path, text.encode(encoding)))
    assert (term.term, term.target, term.abbr) == ("Đảng ủy", "Party committee", ("ĐU",))
    with pytest.raises(ConfigProblem, match=":4: target is empty"):
        read_termbase(written(tmp_path, f"{text}x;;\r\n".encode(encoding)))


@pytest.mark.parametrize(("sign", "told"), [(",", "sep=,"), ("\t", "sep=\t"), ("|", "sep=|")])
def test_any_sign_may_be_told(sign: str, told: str, tmp_path: Path) -> None:
    """Commas, tabs, and what nobody would guess."""
    text = f"{told}\nterm{sign}target\nĐảng ủy{sign}Party committee\n"
    assert [term.target for term in read_termbase(written(tmp_path, text))] == ["Party committee"]


def test_context_tells_one_abbreviation_apart(tmp_path: Path) -> None:
    """Two terms of a domain may share an abbreviation where a context says which is meant; the column is checked."""
    head = "term,target,abbr,context\n"
    rows = 'Ban Thường vụ,Standing Committee,BTV,\nbiên tập viên,editor,BTV,"BTV: VTV, truyền hình"\n'
    _, editor = read_termbase(written(tmp_path, head + rows))
    assert editor.context == ("BTV: VTV, truyền hình",)
    with pytest.raises(ConfigProblem) as error:
        read_termbase(written(tmp_path, head + "biên tập viên,editor,BTV,BTV\nphóng viên,reporter,PV,BTV: VTV\n"))
    assert ":2: context “BTV” is not written as" in str(error.value)
    assert ":3: context “BTV: VTV”: “BTV” is no form of this term" in str(error.value)


def test_a_missing_file_is_a_config_problem(tmp_path: Path) -> None:
    """No OSError gets out; a site without topics has none."""
    with pytest.raises(ConfigProblem):
        read_termbase(tmp_path / "nothing")
    assert read_topics(tmp_path / "nothing") == ()


def test_topics(tmp_path: Path) -> None:
    """Topics in the order of the file."""
    text = '[[topic]]\nslug = "a"\nvi = "A"\nen = "B"\ndomains = ["x"]\n\n[[topic]]\nslug = "b"\nvi = "C"\nen = "D"\n'
    assert [(t.slug, t.target, t.domains) for t in read_topics(written(tmp_path, text, "topics.toml"))] == [
        ("a", "B", ("x",)),
        ("b", "D", ()),
    ]


def test_two_levels_of_topics(tmp_path: Path) -> None:
    """A parent stands in the file, has no parent, and nothing speaks for it."""
    table = '[[topic]]\nslug = "{0}"\nvi = "{0} v"\nen = "{0} e"\n{1}\n'
    text = table.format("party", "") + table.format("cadres", 'parent = "party"')
    assert [topic.parent for topic in read_topics(written(tmp_path, text, "topics.toml"))] == ["", "party"]
    text = (
        table.format("party", 'keywords = ["đảng"]')
        + table.format("cadres", 'parent = "party"')
        + table.format("posts", 'parent = "cadres"')
        + table.format("land", 'parent = "parti"')
    )
    with pytest.raises(ConfigProblem) as error:
        read_topics(written(tmp_path, text, "topics.toml"))
    for fault in (
        ":1: “party” is a parent, which articles get through its topics: keywords belong there",
        ":11: parent “cadres” has a parent itself; there are two levels",
        ":16: parent “parti” is no topic; did you mean “party”?",
    ):
        assert fault in str(error.value)


def test_faults_of_topics(tmp_path: Path) -> None:
    """Every fault with the line of its table, in one message; broken TOML with the parser's line."""
    text = (
        '[[topic]]\nslug = "A b"\nvi = ""\nen = "x"\n'
        '[[topic]]\nslug = "A b"\nvi = "y"\nen = "z"\nkeyword = []\n'
        "[[topic]]\nvi = 1\n"
    )
    path = written(tmp_path, text, "topics.toml")
    with pytest.raises(ConfigProblem) as error:
        read_topics(path)
    for fault in (
        ":1: slug “A b”",
        ":1: vi is empty",
        ":5: unknown field “keyword”",
        ":5: slug “A b” stands in line 1",
        ":10: ",
    ):
        assert f"{path}{fault}" in str(error.value)
    with pytest.raises(ConfigProblem) as error:
        read_topics(written(tmp_path, "a = 1\n[[topic]\n", "topics.toml"))
    assert error.value.where.endswith(":2")
