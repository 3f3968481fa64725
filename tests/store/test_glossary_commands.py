"""`glossary check`, `export` and `import`: faults by line, and files that go out and come back without loss."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from build_site.errors import ConfigProblem, MemoryProblem
from build_site.glossary_commands import candidates, check, export, import_terms
from build_site.store.project import Project, find_project
from build_site.store.termbase import read_termbase
from build_site.store.termbase_check import check_termbase
from build_site.translate.exchange_tbx import read_tbx, write_tbx
from tests.conftest import ROOT

HEAD = (
    "term,target,abbr,variants,context,alternatives,status,pos,domain,definition,note,source,"
    "forbidden,reviewed_by,date\n"
)
GOOD = "chi bộ,Party cell,,chi bộ đảng,,cell,preferred,noun,law,A unit.,,us,group,editors,2026-01-01\n"
PAIR = ("vi", "en")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a termbase of one row."""
    for name in ("seeds", "templates", "site_src/glossary"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("site.toml", "topics.toml"):
        (tmp_path / "site_src" / name).write_text((ROOT / "site_src" / name).read_text("utf-8"), "utf-8")
    (tmp_path / "site_src/glossary/vi-en.csv").write_text(HEAD + GOOD, "utf-8")
    return find_project(tmp_path)


def faults(tmp_path: Path, *rows: str, good: str = GOOD) -> list[str]:
    path = tmp_path / "g.csv"
    path.write_text(HEAD + good + "".join(row + "\n" for row in rows), "utf-8")
    return [f"{one.where} {one.severity} {one.what}" for one in check_termbase(path, "g.csv", {"law"})]


def test_a_good_row_has_no_fault(tmp_path: Path) -> None:
    """Nothing is asked for that the row does not need."""
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("đảng,Party,,Chi bộ Đảng,,,,,law,x,,us,,e,2026", "g.csv:3 error “Chi bộ Đảng” stands in line 2 already"),
        ("đảng,Party,,,,Party,,,law,x,,us,,e,2026", "g.csv:3 error alternatives repeats “Party” itself"),
        ("đảng,Party,,Đảng,,,,,law,x,,us,,e,2026", "g.csv:3 error variants repeats “đảng” itself"),
        ("đảng,Party,,,,,,,law,x,,us,Party,e,2026", "g.csv:3 error “Party” is both wanted and forbidden"),
        ("đảng,Party,,,,,,,law,,,us,,e,2026", "g.csv:3 error “đảng” has no definition"),
        ("đảng,Party,,,,,,,law,x,,,,e,2026", "g.csv:3 error “đảng” has no source"),
        ("đảng,Party,,,,,,,lwa,x,,us,,e,2026", "g.csv:3 error domain “lwa” is unknown"),
        (
            "đảng,Party,,,,,maybe,,law,x,,us,,e,2026",
            "g.csv:3 error unknown status “maybe” (one of: preferred, admitted,",
        ),
        (
            "OCOP,One Commune,,,,,,,law,x,,us,,e,2026",
            "g.csv:3 error “OCOP” is an abbreviation that is spelt out nowhere",
        ),
        ("đảng,Party ,,,,,,,law,x,,us,,e,2026", "g.csv:3 error target “Party” has blanks around it"),
        ("đảng,Party,,,,,,,law,x,,us,,,2026", "g.csv:3 warning “đảng” has no reviewed_by"),
        ("đảng,Party,,,,,,,law,x,,us,,e,", "g.csv:3 warning “đảng” has no date"),
        (
            "đảng,Party,CB,,,,,,law,x,,us,,e,2026\nx y,z,CB,,,,,,law,x,,us,,e,2026",
            "g.csv:4 error abbreviation “CB” stands",
        ),
        (
            "đảng,Party,,bộ,,,,,law,x,,us,,e,2026\nbộ,ministry,,đảng,,,,,law,x,,us,,e,2026",
            "g.csv:4 error “bộ” and line 3 are each a form of the other",
        ),
    ],
)
def test_every_fault(tmp_path: Path, row: str, fault: str) -> None:
    """Each fault is found, with its line, and is the only one."""
    found = faults(tmp_path, row)
    assert [one for one in found if one.startswith(fault)], found
    assert len(found) == 1, found


def test_a_context_tells_two_terms_apart(tmp_path: Path) -> None:
    """A shared form is no fault where at most one of its terms asks for no context."""
    one = "Ban Thường vụ,Standing Committee,BTV,,,,,,law,x,,us,,e,2026"
    assert faults(tmp_path, one, 'biên tập viên,editor,BTV,,"BTV: VTV",,,,law,x,,us,,e,2026') == []


def test_the_project_s_own_glossary_is_in_order() -> None:
    """No error and no warning: every row is reviewed."""
    assert check(find_project(ROOT)).faults == ()


@pytest.mark.parametrize("form", ["tbx", "tbx-2019"])
def test_the_glossary_comes_back_as_it_went(tmp_path: Path, form: str) -> None:
    """Of every term: forms, targets, status, domain, definition, note, source; what TBX has no place for stays here."""
    terms = read_termbase(ROOT / "site_src" / "glossary" / "vi-en.csv")
    rows = read_tbx(write_tbx(terms, PAIR, "x", "2019" if form == "tbx-2019" else "2008"), PAIR, "g.tbx")
    assert len(rows) == len(terms)
    for row, term in zip(rows, terms, strict=True):
        for name in ("term", "target", "status", "domain", "definition", "note", "source"):
            assert row.get(name, "") == " ".join(getattr(term, name).split()), term.id
        for name in ("variants", "alternatives", "forbidden"):
            assert row.get(name, "") == "; ".join(dict.fromkeys(getattr(term, name))), term.id
        assert set(row.get("abbr", "").split("; ")) == set(term.abbr or ("",)), term.id


def test_the_2019_edition_is_what_the_standard_says() -> None:
    """TBX version 3, DCA style: its namespace and element names."""
    root = etree.fromstring(write_tbx(read_termbase(ROOT / "site_src/glossary/vi-en.csv")[:3], PAIR, "x", "2019"))
    name = "{urn:iso:std:iso:30042:ed-2}"
    assert (root.tag, root.get("style"), root.get("type")) == (f"{name}tbx", "dca", "TBX-Basic")
    assert len(root.findall(f"{name}text/{name}body/{name}conceptEntry/{name}langSec/{name}termSec")) >= 6


def test_back_from_the_translate_toolkit(tmp_path: Path, project: Project) -> None:
    """Another program may read the file, change a target, add a term and write it: both arrive."""
    tbx = pytest.importorskip("translate.storage.tbx")
    export(project, tmp_path / "g.tbx")
    store = tbx.tbxfile.parsefile(str(tmp_path / "g.tbx"))
    store.setsourcelanguage("vi")
    store.settargetlanguage("en")
    assert [(unit.source, unit.target) for unit in store.units] == [("chi bộ", "Party cell")]
    added = store.addsourceunit("đảng viên")
    added.target = "Party member"
    store.savefile(str(tmp_path / "back.tbx"))
    report = import_terms(project, tmp_path / "back.tbx")
    assert (report.counts["added"], report.counts["same"], report.conflicts) == (1, 1, ())
    assert [term.term for term in read_termbase(project.site_src / "glossary/vi-en.csv")] == ["chi bộ", "đảng viên"]


def test_nothing_is_overwritten_unasked(tmp_path: Path, project: Project) -> None:
    """Conflicts are told and left; lists grow; empty cells are filled; --replace and --dry-run do what they say."""
    path, ours = tmp_path / "in.csv", project.site_src / "glossary/vi-en.csv"
    path.write_text(
        "term,target,variants,note\nChi bộ,Party branch,chi bộ cơ sở,Said often.\nđảng viên,member,,\n", "utf-8"
    )
    before = ours.read_bytes()
    dry = import_terms(project, path, dry_run=True)
    assert (ours.read_bytes(), dry.written) == (before, False)
    report = import_terms(project, path)
    assert [(one.outcome, one.column, one.here, one.offered) for one in report.conflicts] == [
        ("conflict", "target", "Party cell", "Party branch")
    ]
    first, second = read_termbase(ours)
    assert (first.target, first.variants, first.note) == ("Party cell", ("chi bộ đảng", "chi bộ cơ sở"), "Said often.")
    assert second.target == "member"
    assert import_terms(project, path, replace=True).counts["replaced"] == 2
    first, _ = read_termbase(ours)
    assert (first.target, first.variants) == ("Party branch", ("chi bộ cơ sở",))


def test_an_import_that_would_break_the_glossary_writes_nothing(tmp_path: Path, project: Project) -> None:
    """The faults are named, the file stays as it was."""
    ours = project.site_src / "glossary/vi-en.csv"
    before = ours.read_bytes()
    (tmp_path / "in.csv").write_text("term,target,status\nđảng,Party,perhaps\n", "utf-8")
    with pytest.raises(ConfigProblem, match="unknown status “perhaps”"):
        import_terms(project, tmp_path / "in.csv")
    (tmp_path / "in.tbx").write_text("<x/>", "utf-8")
    with pytest.raises(MemoryProblem, match="no TBX"):
        import_terms(project, tmp_path / "in.tbx")
    with pytest.raises(ConfigProblem, match="ending"):
        import_terms(project, tmp_path / "in.xls")
    assert ours.read_bytes() == before


def test_candidates_of_seeds_of_a_folder_and_of_a_collection(tmp_path: Path, project: Project) -> None:
    """Unknown abbreviations with file and line, from wherever the texts are."""
    text = "Hội nghị của xã\n\n" + "Ngày 3/2, xã họp bàn về công tác ATVSLĐ và XDĐSVH trên địa bàn. " * 6
    (tmp_path / "seeds/a.txt").write_text(text, "utf-8")
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.jsonl").write_text(
        '{"id": "1", "title": "Xã họp", "text": "' + "Ngày 3/2, xã họp bàn về HTQT của toàn xã hôm nay. " * 6 + '"}\n',
        "utf-8",
    )
    found = candidates(project)
    assert [(one.form, one.count, one.where) for one in found.abbreviations] == [
        ("ATVSLĐ", 6, "a.txt:3"),
        ("XDĐSVH", 6, "a.txt:3"),
    ]
    for source in (other, other / "b.jsonl"):
        assert [(one.form, one.articles) for one in candidates(project, source).abbreviations] == [("HTQT", 1)]
