"""The blocking checks: good translations pass, wrong ones are named; the rate of false alarms is measured."""

import time
from pathlib import Path

import msgspec
import pytest

from build_site.model import State, TranslationUnit
from build_site.store.packs import load_pack
from build_site.translate.checks import CheckRules, blocking, check, forbidden
from build_site.translate.facts import TranslateFacts
from build_site.translate.memory import unit_of
from build_site.translate.po import parse

FIXTURES = Path(__file__).parent / "fixtures"
VI: TranslateFacts = load_pack("vi").translate
EN: TranslateFacts = load_pack("en").translate


def cases(name: str) -> list[list[str]]:
    lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
    blocks = "\n".join(line for line in lines if not line.startswith("#")).split("\n\n")
    return [block.strip().split("\n") for block in blocks if block.strip()]


@pytest.mark.parametrize(("source", "target"), cases("good.txt"))
def test_good_translations_pass(source: str, target: str) -> None:
    """No finding on what a good translator writes."""
    assert blocking(source, target, VI, EN) == ()


@pytest.mark.parametrize(("source", "target", "finding"), cases("bad.txt"))
def test_bad_translations_are_named(source: str, target: str, finding: str) -> None:
    """The finding says which check and what."""
    assert finding in blocking(source, target, VI, EN)


@pytest.mark.parametrize(("source", "target", "finding"), cases("bad.txt"))
def test_what_forbids_is_found_without_the_rest(source: str, target: str, finding: str) -> None:
    """`check` of the memory asks for the blocking findings alone: they are those among all, and what is waived stays
    waived."""
    unit = TranslationUnit("segment", source, target, "human")
    rules = CheckRules(VI, EN)
    found = forbidden(unit, rules)
    assert found == tuple(each for each in check(unit, rules) if each.severity == "block")
    assert finding in {f"{each.id}: {each.message}" for each in found}
    waived = msgspec.structs.replace(unit, waived=tuple({each.id for each in found}))
    assert forbidden(waived, rules) == ()


def test_error_words_of_the_original_are_no_error_text() -> None:
    """An article about captchas may say so."""
    assert blocking("Trang web dùng captcha.", "The site uses a captcha.", VI, EN) == ()


def test_a_lone_exponent_is_no_number() -> None:
    """`10 m ²`, with a blank before the sign, is 10: the sign is no digit that could be read."""
    assert blocking("Diện tích 10 m ².", "An area of 10 m ².", VI, EN) == ()


def test_whole_numbers_and_fractions_are_compared_by_value() -> None:
    """1,5 triệu is 1,500,000, whichever way it is told."""
    assert blocking("Thu 1,5 triệu đồng.", "It took in 1,500,000 dong.", VI, EN) == ()
    assert blocking("Thu 1.500.000 đồng.", "It took in 1.5 million dong.", VI, EN) == ()


def test_a_language_without_facts_still_gets_checks() -> None:
    """The generic pack compares plain numbers, and reads 1.599 both ways."""
    generic = TranslateFacts()
    assert blocking("kết nạp 1.599 người", "1,599 were admitted", generic, generic) == ()
    assert blocking("kết nạp 15 người", "51 were admitted", generic, generic) != ()


def test_long_texts_take_linear_time() -> None:
    """Texts made to trouble a pattern take no more than a moment."""
    start = time.perf_counter()
    for part in ("1.", "1-", "1/A", "một trăm ", "<a ", "&#1", "10-A-", "27/02/", "X", "a@", "1,1."):
        blocking(part * 3_000, part * 3_000, VI, EN)
    assert time.perf_counter() - start < 10


def test_false_alarms_on_human_references(shared_data: Path) -> None:
    """At most 1 % of FLORES' human translations are flagged, by each check and by all together."""
    folder = shared_data / "mt" / "flores-dev"
    sources, targets = (
        (folder / f"flores-dev.{code}").read_text(encoding="utf-8").splitlines() for code in ("vi", "en")
    )
    flagged = [
        findings
        for source, target in zip(sources, targets, strict=True)
        if (findings := blocking(source, target, VI, EN))
    ]
    assert len(flagged) <= len(sources) / 100, flagged


def test_the_projects_own_translations_pass(root: Path) -> None:
    """The human translations that this project publishes have no finding."""
    files = sorted((root / "site_src" / "translations" / "en").rglob("*.po"))
    if not files:
        pytest.skip("the project has no translations yet")
    ours: set[State] = {"human", "approved"}
    found = {}
    for file in files:
        for entry in parse(file.read_text(encoding="utf-8"), file.name).entries:
            unit = unit_of(entry)
            if unit.state in ours and unit.target and (findings := blocking(unit.source, unit.target, VI, EN)):
                found[f"{file.name}:{entry.line}"] = findings
    assert not found
