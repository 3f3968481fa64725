"""The warnings, the waivers, and the page that explains every check."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from build_site.digest.terms import Matcher
from build_site.errors import ConfigProblem
from build_site.model import CheckFinding, Term, TranslationUnit
from build_site.pipeline import Rules, check_rules
from build_site.store.packs import load_pack
from build_site.store.termbase import read_termbase
from build_site.translate.checks import CHECKS, CheckRules, check
from build_site.translate.checks_glossary import unkept_terms
from build_site.translate.memory import unit_of
from build_site.translate.po import parse
from tests.conftest import ROOT
from tests.translate.test_checks import cases

TERMS = (
    Term("huyen-uy", "Huyện ủy", "District Party Committee"),
    Term("chi-bo", "chi bộ", "Party cell", alternatives=("cell of the Party",), forbidden=("Party branch",)),
    Term("khoa", "khóa", "tenure", variants=("khóa XIII",)),
    Term("quan-triet", "quán triệt", "study and fully grasp"),
    Term("dong-chi", "đồng chí", "Mr/Ms"),
    Term("hnp", "Hà Nội Portal", "Hanoi Portal", abbr=("HNP",)),
)


def rules_with(terms: tuple[Term, ...]) -> CheckRules:
    pack = load_pack("vi")
    return check_rules(Rules(pack, Matcher(terms), (), target=load_pack("en").translate))


RULES = rules_with(TERMS)
SEVERITY = {each.id: each.severity for each in CHECKS}


def findings(source: str, target: str) -> list[str]:
    unit = TranslationUnit("body", source, target, "machine")
    return [f"{finding.id}: {finding.message}" for finding in check(unit, RULES)]


@pytest.mark.parametrize(("source", "target", "warning"), cases("warnings.txt"))
def test_warnings(source: str, target: str, warning: str) -> None:
    """Each says what is odd; what a good editor writes has none."""
    assert findings(source, target) == ([] if warning == "-" else [warning])


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ("The Party cell met.", 0),
        ("Party cells met.", 0),
        ("The cells of the Party met.", 0),
        ("The Party branch met.", 2),
        ("The unit met.", 1),
    ],
)
def test_the_glossary_takes_alternatives_and_plurals(target: str, count: int) -> None:
    """The preferred English or an alternative, in any number, is right; a forbidden word is named besides."""
    assert len(list(unkept_terms(target, [TERMS[1]]))) == count


def test_terms_are_counted() -> None:
    """Of many occurrences a third at least must have the term; the rest may be `it`."""
    assert not list(unkept_terms("The Party cell met, and it elected its secretary.", [TERMS[1]] * 3))
    assert list(unkept_terms("The Party cell met.", [TERMS[1]] * 4)) == ["chi bộ is “Party cell” (1 of 4)"]


def test_editors_may_inflect_and_turn_round() -> None:
    """`studied and fully grasped` keeps the term `study and fully grasp`; `learned` does not."""
    assert not list(unkept_terms("They studied it and fully grasped it.", [TERMS[3]], ("and",)))
    assert list(unkept_terms("They learned it.", [TERMS[3]], ("and",)))


def test_terms_that_english_takes_in_are_not_asked_for() -> None:
    """`khóa XIII` is the 13th, and `đồng chí` before a name is nothing."""
    source = "Đồng chí Trương Thị Mai dự Hội nghị khóa XIII."
    assert findings(source, "Trương Thị Mai attended the 13th plenum.") == []


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("They asked for it.", True),
        ("They are asking.", True),
        ("A task was set.", False),
        ("The requests were many.", True),
    ],
)
def test_short_words_take_their_endings(target: str, kept: bool) -> None:
    """`ask` is in `asking`, and not in `task`."""
    term = Term("de-nghi", "đề nghị", "ask", alternatives=("request",))
    assert (not list(unkept_terms(target, [term]))) is kept


@pytest.mark.parametrize("target", ["It cost US$11,000.", "It cost 11,000 USD.", "Some 11,000 dollars were paid."])
def test_signs_and_hyphens_are_no_part_of_words(target: str) -> None:
    """`US$` stands in `US$11,000`, and a hyphen is a blank."""
    assert not list(unkept_terms(target, [Term("usd", "đô la Mỹ", "US dollar", alternatives=("US$", "USD", "dollar"))]))
    assert not list(unkept_terms("A grass-roots body", [Term("co-so", "cơ sở", "grass roots")]))
    assert not list(unkept_terms("an unconstitutional act", [Term("hien-phap", "Hiến pháp", "Constitution")]))


def test_common_words_are_asked_for_in_their_own_field_alone() -> None:
    """`chương trình` is a programme beside a Party committee, and may be a show on television."""
    rules = rules_with((*TERMS, Term("chuong-trinh", "chương trình", "programme", common=True)))

    def ids(source: str) -> list[str]:
        return [term.id for term in rules.terms_in(source)]

    assert ids("Chương trình có nhiều tiết mục.") == []
    assert ids("Huyện ủy ban hành chương trình.") == ["huyen-uy", "chuong-trinh"]
    assert ids("Chương trình truyền hình của Huyện ủy.") == ["huyen-uy"]


def test_common_is_a_column_of_the_termbase(tmp_path: Path) -> None:
    """`yes` or empty; anything else is named with its line."""
    path = tmp_path / "vi-en.csv"
    path.write_text("term,target,common\nchương trình,programme,yes\nchi bộ,Party cell,\n", "utf-8")
    assert [term.common for term in read_termbase(path)] == [True, False]
    path.write_text("term,target,common\nchương trình,programme,often\n", "utf-8")
    with pytest.raises(ConfigProblem, match="2: common is “often”"):
        read_termbase(path)


def test_short_variants_are_common() -> None:
    """`đại hội` says but a part of `đại hội đảng bộ`; an abbreviation says all of its term."""
    congress = Term("dai-hoi", "đại hội đảng bộ", "Party congress", abbr=("ĐHĐB",), variants=("đại hội",))
    rules = rules_with((*TERMS, congress))
    assert list(rules.terms_in("Đại hội thể thao khai mạc.")) == []
    assert [term.id for term in rules.terms_in("Đại hội do chi bộ tổ chức.")] == ["dai-hoi", "chi-bo"]
    assert list(rules.terms_in("ĐHĐB khai mạc.")) == [congress]


@pytest.mark.parametrize("name", [each.id for each in CHECKS])
def test_every_check_can_be_waived(name: str) -> None:
    """The example of the page has no such finding once an editor's comment waives it, and keeps the others."""
    rules = rules_with(read_termbase(ROOT / "site_src" / "glossary" / "vi-en.csv"))
    source, target, *_ = (cell.replace("&#124;", "|") for cell in documented()[name])
    text = f'msgid ""\nmsgstr ""\n\n# waive: {name}\nmsgctxt "body"\nmsgid "{source}"\nmsgstr "{target}"\n'
    unit = unit_of(parse(text, "x.po").entries[0])
    assert unit.waived == (name,)
    found = {finding.id for finding in check(TranslationUnit("body", source, target, "human"), rules)}
    assert {finding.id for finding in check(unit, rules)} == found - {name}


def test_the_glossary_on_human_references(shared_data: Path) -> None:
    """It names at most 3 % of FLORES' human translations, and still asks for most terms of our own articles."""
    rules = rules_with(read_termbase(ROOT / "site_src" / "glossary" / "vi-en.csv"))
    folder = shared_data / "mt" / "flores-dev"
    texts = [(folder / f"flores-dev.{code}").read_text("utf-8").splitlines() for code in ("vi", "en")]
    named = [
        source
        for source, target in zip(*texts, strict=True)
        if list(unkept_terms(target, rules.terms_in(source), rules.target.small))
    ]
    assert len(named) <= len(texts[0]) * 0.03, named


def test_waivers() -> None:
    """`# waive: numbers, names` silences these checks for this text, and no others."""
    text = (
        'msgctxt "body"\nmsgid "Trao 35 suất quà (nhỏ)."\nmsgstr "53 gifts (small were given."\n'
        "\n# waive: numbers, names\n"
        'msgctxt "caption"\nmsgid "Trao 35 suất quà (nhỏ)."\nmsgstr "53 gifts (small were given."\n'
    )
    first, second = (unit_of(entry) for entry in parse('msgid ""\nmsgstr ""\n\n' + text, "x.po").entries)
    assert [finding.id for finding in check(first, RULES)] == ["numbers", "numbers", "brackets"]
    assert second.waived == ("numbers", "names")
    assert [finding.id for finding in check(second, RULES)] == ["brackets"]


def test_blocking_findings_stand_first() -> None:
    """The order is that of CHECKS, which puts the blocking ones first."""
    severities = [each.severity for each in CHECKS]
    assert severities == sorted(severities)
    unit = TranslationUnit("body", "Trao 35 suất quà (nhỏ).", "53 gifts (small were given.", "machine")
    assert check(unit, RULES)[0] == CheckFinding("numbers", "block", "35 is missing")


def test_long_texts_take_linear_time() -> None:
    """Texts made to trouble a warning or the units take no more than a moment."""
    start = time.perf_counter()
    for part in ("5 km ", "1a", "a b ", "a a a ", "(", "“a. B", "Đặng Xá ", "1 tỷ đồng ", "chi bộ ", "Nguyễn Văn Á, "):
        check(TranslationUnit("body", part * 2_000, part * 2_000 + "x", "machine"), RULES)
    names = " ".join(f"Wx{chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}" for n in range(2_000))
    check(TranslationUnit("body", names, names.replace("W", "F"), "machine"), RULES)
    assert time.perf_counter() - start < 10


def test_a_missing_translation_has_no_findings() -> None:
    """There is nothing to check."""
    assert check(TranslationUnit("body", "Trao 35 suất quà."), RULES) == ()


def documented() -> dict[str, list[str]]:
    """id → original, translation, finding, right translation: the examples of docs/reference/checks.md."""
    text = (ROOT / "docs/reference/checks.md").read_text("utf-8").partition("\n## An example of each\n")[2]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.split("\n") if line.startswith("|")]
    return {row[0].strip("`"): row[1:] for row in rows if row[0].startswith("`")}


def test_every_check_has_an_example() -> None:
    """In the order of the program. (What each asks is written by scripts/reference.)"""
    assert list(documented()) == [each.id for each in CHECKS]


@pytest.mark.parametrize("name", [each.id for each in CHECKS])
def test_examples_of_the_page_are_true(name: str) -> None:
    """Each example has the finding that the page gives it, the right one beside it none at all, and the check is named
    in both interface languages."""
    rules = rules_with(read_termbase(ROOT / "site_src" / "glossary" / "vi-en.csv"))
    source, target, message, right = (cell.replace("&#124;", "|") for cell in documented()[name])
    unit = TranslationUnit("body", source, target, "machine")
    assert CheckFinding(name, SEVERITY[name], message) in check(unit, rules)
    assert check(TranslationUnit("body", source, right, "machine"), rules) == ()
    for code in ("vi", "en"):
        assert load_pack(code).ui["check_" + name.replace(" ", "_")]


def test_each_blocking_check_on_human_references(shared_data: Path) -> None:
    """None flags more than 1 % of FLORES' human translations; length, names and repetition neither."""
    folder = shared_data / "mt" / "flores-dev"
    texts = [(folder / f"flores-dev.{code}").read_text("utf-8").splitlines() for code in ("vi", "en")]
    flagged: dict[str, int] = {}
    for source, target in zip(*texts, strict=True):
        unit = TranslationUnit("body", source, target, "human")
        for name in {finding.id for finding in check(unit, RULES)}:
            flagged[name] = flagged.get(name, 0) + 1
    quiet = [each.id for each in CHECKS if each.severity == "block"] + ["length", "names", "repetition"]
    assert all(flagged.get(name, 0) <= len(texts[0]) / 100 for name in quiet), flagged


def test_ids_are_words() -> None:
    """An id can stand in a comment, between commas."""
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)?", each.id) for each in CHECKS)
