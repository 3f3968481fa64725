"""States: who said a sentence is read from the file as the table of the memory module has it."""

import pytest

from build_site.model import Credit, TranslationUnit
from build_site.translate.memory import credit, machine_line, sha, unit_of, units
from build_site.translate.po import Catalog, Entry, parse

SOURCE = "Kết nạp 1.600 đảng viên."
BEFORE = "Kết nạp 1.599 đảng viên."
WORDS = "1,600 members were admitted."
SIGNED = f"mt: google@1.11.4 2026-11-20 sha={sha(WORDS)}"
OTHER = "mt: google@1.11.4 2026-11-20 sha=00000000"


def entry(target: str = WORDS, *comments: str, flags: tuple[str, ...] = (), previous: str | None = None) -> Entry:
    return Entry(SOURCE, target, "body", comments, flags=flags, previous_id=previous)


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (entry(""), "missing"),
        (entry(" \n"), "missing"),
        (entry("", SIGNED, flags=("fuzzy",)), "missing"),
        (entry(WORDS, SIGNED, flags=("fuzzy",)), "machine"),
        (entry(WORDS, OTHER, SIGNED, flags=("no-wrap", "fuzzy")), "machine"),
        (entry(WORDS, SIGNED), "approved"),
        (entry(WORDS, SIGNED, previous=BEFORE), "approved"),
        (entry(WORDS), "human"),
        (entry(WORDS, OTHER), "human"),
        (entry(WORDS, OTHER, flags=("fuzzy",)), "human"),
        (entry(WORDS, flags=("fuzzy",)), "human"),
        (entry(WORDS, "mt: garbled", flags=("fuzzy",)), "human"),
        (entry(WORDS, previous=BEFORE), "human"),
        (entry(WORDS, flags=("fuzzy",), previous=SOURCE), "human"),
        (entry(WORDS, flags=("fuzzy",), previous=f" {SOURCE}\n"), "human"),
        (entry(WORDS, flags=("fuzzy",), previous=BEFORE), "stale"),
        (entry(WORDS, OTHER, flags=("fuzzy",), previous=BEFORE), "stale"),
        (entry(WORDS, SIGNED, flags=("fuzzy",), previous=BEFORE), "missing"),
    ],
)
def test_state_table(one: Entry, state: str) -> None:
    """Every row of the table; a machine's text of another sentence counts as no translation."""
    unit = unit_of(one)
    assert unit.state == state
    assert (unit.target is None) == (state == "missing")
    assert (unit.engine == "google@1.11.4") == (state in {"machine", "approved"})
    assert (unit.date == "2026-11-20") == (state in {"machine", "approved"})
    assert unit.previous == (BEFORE if state == "stale" else None)


def test_white_space_and_notes() -> None:
    """Sources and targets are normalised; `# note:` lines are for readers, other comments are not."""
    one = Entry(" Một\ncâu. ", "One\n sentence.\n", "caption", ("note: A doubt.", "to do", " note:  And more. "))
    assert unit_of(one) == TranslationUnit("caption", "Một câu.", "One sentence.", "human", note="A doubt. And more.")


def test_units_by_role_and_source() -> None:
    """One source may have a translation for each role; obsolete entries and unknown msgctxt are left out."""
    catalog = Catalog(
        (
            Entry("Bắc Giang", "Bắc Giang province", "heading"),
            Entry("Bắc  Giang", "Bắc Giang", "keyword"),
            Entry("Bắc Giang", "elsewhere", "menu"),
            Entry("Bắc Giang", "nowhere"),
            Entry("Hết.", "End.", "body", obsolete=True),
        )
    )
    found = units(catalog)
    assert {key: unit.target for key, unit in found.items()} == {
        ("heading", "Bắc Giang"): "Bắc Giang province",
        ("keyword", "Bắc Giang"): "Bắc Giang",
    }


@pytest.mark.parametrize(
    ("header", "name", "date"),
    [
        ("Last-Translator: Lê Hà <ha@example.org>\\nPO-Revision-Date: 2026-11-21 10:15+0700\\n", "Lê Hà", "2026-11-21"),
        (
            "Last-Translator: The digest’s editors\\nPO-Revision-Date: 2026-11-21\\n",
            "The digest’s editors",
            "2026-11-21",
        ),
        ("Last-Translator: FULL NAME <EMAIL@ADDRESS>\\nPO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n", None, None),
        ("Last-Translator: ha@example.org\\nPO-Revision-Date: 2026-13-45\\n", None, None),
        ("Last-Translator: <ha@example.org>\\n", None, None),
        ("Language: en\\n", None, None),
    ],
)
def test_credit(header: str, name: str | None, date: str | None) -> None:
    """The header's translator and date, without mail addresses and tools' placeholders."""
    assert credit(parse(f'msgid ""\nmsgstr "{header}"\n', "x"), "t/000.po") == Credit("t/000.po", name, date)


def test_credit_of_nothing() -> None:
    """An article without a PO file has the path where it would stand."""
    assert credit(None, "translations/en/000.po") == Credit("translations/en/000.po")


@pytest.mark.parametrize(
    ("engine", "date"), [("my engine@1", "2026-11-20"), ("google", "2026-11-20"), ("a@1", "today")]
)
def test_a_signature_that_could_not_be_read_is_refused(engine: str, date: str) -> None:
    """Otherwise a machine's text would pass for a person's."""
    with pytest.raises(ValueError, match="engine@version"):
        machine_line(engine, date, WORDS)


def test_controls_stay_in_the_file() -> None:
    """What no page and no feed can hold never leaves the PO file, where it is nobody's business."""
    unit = unit_of(Entry("Một", "O\x00ne\x1b two", "body", ("note: a\x07b",)))
    assert (unit.target, unit.note, unit.state) == ("One two", "ab", "human")
