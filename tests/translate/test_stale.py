"""A changed sentence keeps the person's translation, as stale; and no history of a file loses what a person wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from build_site.model import TranslationUnit
from build_site.translate.fuzzy import FuzzyIndex, alike, words
from build_site.translate.lookup import translate
from build_site.translate.memory import machine_line, sha, unit_of, units
from build_site.translate.po import Catalog, Entry, parse, serialise
from build_site.translate.suggestions import Known, suggest
from build_site.translate.update import put_machine, update
from build_site.translate.wanted import Want

OLD = "Toàn huyện có 1.599 đảng viên sinh hoạt tại 52 chi bộ."
NEW = "Toàn huyện có 1.600 đảng viên sinh hoạt tại 52 chi bộ."
OTHER = "Hội nghị bế mạc chiều cùng ngày."
PERSONS = {"human", "approved", "stale"}


def updated(catalog: Catalog | None, *sources: str, role: str = "body") -> Catalog:
    wants = [Want(role, source, number, "000.txt") for number, source in enumerate(sources, 1)]  # type: ignore[arg-type]
    return update(catalog, wants, language="en", project="A Digest")


def signed(text: str) -> str:
    return machine_line("google@1", "2026-11-20", text)


def test_likeness() -> None:
    """Per cent of shared words: tone placement and case do not count, one changed number of thirteen words does."""
    assert alike(words("Huyện uỷ họp."), words("huyện ủy họp.")) == 100
    assert alike(words(OLD), words(NEW)) == 92
    assert alike(words(OLD), words(OTHER)) < 30
    assert alike((), ()) == 0


def test_a_changed_sentence_keeps_a_persons_text_as_msgmerge_writes_it() -> None:
    """fuzzy, `#| msgid` with the old source, the old text untouched; the old entry stays as obsolete."""
    person = Entry(OLD, "The district has 1,599 Party members in 52 cells.", "body", ("note: A doubt.",))
    catalog = updated(Catalog((person,)), OTHER, NEW)
    text = serialise(catalog)
    assert f'#, fuzzy\n#| msgid "{OLD}"\nmsgctxt "body"\nmsgid "{NEW}"\nmsgstr "{person.target}"\n' in text
    assert f'#~ msgid "{OLD}"\n#~ msgstr "{person.target}"\n' in text
    unit = units(parse(text, ""))["body", NEW]
    assert (unit.state, unit.target, unit.previous, unit.note) == ("stale", person.target, OLD, "A doubt.")
    assert updated(catalog, OTHER, NEW) == catalog


def test_a_source_that_returns_has_its_translation_back() -> None:
    """Changed and changed back: the person's text is whole again, not stale; changed twice, the first source stays."""
    catalog = updated(Catalog((Entry(OLD, "Ours.", "body"),)), NEW)
    third = updated(catalog, NEW.replace("52", "53"))
    assert units(third)["body", NEW.replace("52", "53")].previous == OLD
    assert units(updated(third, OLD))["body", OLD].state == "human"
    assert units(updated(updated(third, OLD), NEW))["body", NEW].state == "stale"


def test_an_approved_text_goes_along_and_is_nobodys_machine_text() -> None:
    """An editor approved it for the old sentence: it is stale, and who made it stands in words."""
    catalog = updated(Catalog((Entry(OLD, "Approved.", "body", (signed("Approved."),)),)), NEW)
    assert unit_of(catalog.entries[0]).state == "stale"
    assert catalog.entries[0].comments == (f"was {signed('Approved.')}",)


def test_machine_text_does_not_go_along() -> None:
    """A machine's words of the old sentence are not shown; they stay in the file as obsolete."""
    catalog = updated(Catalog((Entry(OLD, "Machine.", "body", (signed("Machine."),), flags=("fuzzy",)),)), NEW)
    assert [(entry.target, entry.obsolete) for entry in catalog.entries] == [("", False), ("Machine.", True)]


@pytest.mark.parametrize("role", ["title", "caption"])
def test_another_role_is_another_text(role: str) -> None:
    """A headline is not a sentence changed."""
    catalog = update(Catalog((Entry(OLD, "Ours.", role),)), [Want("body", NEW)], language="en", project="")
    assert catalog.entries[0].target == ""


def test_the_most_alike_wins_and_each_is_used_once() -> None:
    """Of two changed sentences, each gets the text of its own former self; a third gets nothing."""
    one, two = "Chi bộ 1 có 20 đảng viên nam và nữ.", "Chi bộ 2 có 30 đảng viên nam và nữ."
    catalog = Catalog((Entry(one, "Cell 1.", "body"), Entry(two, "Cell 2.", "body")))
    news = (
        "Chi bộ 2 có 31 đảng viên nam và nữ.",
        "Chi bộ 1 có 21 đảng viên nam và nữ.",
        "Chi bộ 9 có 9 đảng viên nam và nữ.",
    )
    found = units(updated(catalog, *news))
    assert [found["body", new].target for new in news] == ["Cell 2.", "Cell 1.", None]


def test_a_build_shows_it_before_the_file_is_brought_up_to_date() -> None:
    """Look-up says what the next `update` will write."""
    catalog = Catalog((Entry(OLD, "Ours.", "body"), Entry(OTHER, "Closed.", "body")))
    wants = [Want("body", NEW), Want("body", OTHER)]
    found = translate(wants, catalog, lambda role, source: None)
    assert (found["body", NEW].state, found["body", NEW].previous) == ("stale", OLD)
    later = translate(wants, updated(catalog, NEW, OTHER), lambda role, source: None)
    assert later == found


def test_a_persons_choice_ends_it() -> None:
    """Clearing the flag accepts the text; emptying it is not undone by the next run."""
    catalog = updated(Catalog((Entry(OLD, "Ours.", "body"),)), NEW)
    accepted = structs.replace(catalog, entries=(structs.replace(catalog.entries[0], flags=()), *catalog.entries[1:]))
    assert units(updated(accepted, NEW))["body", NEW].state == "human"
    emptied = structs.replace(catalog, entries=(Entry(NEW, "", "body"), *catalog.entries[1:]))
    assert units(updated(emptied, NEW))["body", NEW].state == "missing"


def test_suggestions() -> None:
    """Similar sentences of the memory stand as comments on a missing entry: refreshed, gone when it is filled, never
    anybody's translation."""
    unit = TranslationUnit("body", OLD, "The district has 1,599 members.", "human")
    known = Known(lambda: [unit, TranslationUnit("body", OTHER, "Closed.", "human")])
    catalog = suggest(updated(None, NEW, OTHER + " Hết."), known)
    line = f"suggestion 92 %: The district has 1,599 members. ← {OLD}"
    assert catalog.entries[0].comments == (line,)
    assert units(catalog)["body", NEW] == TranslationUnit("body", NEW)
    assert suggest(catalog, known) == catalog
    assert suggest(parse(serialise(catalog), ""), known) == catalog
    assert suggest(catalog, Known(list)).entries[0].comments == ()
    filled = structs.replace(
        catalog, entries=(structs.replace(catalog.entries[0], target="Mine."), *catalog.entries[1:])
    )
    assert updated(filled, NEW).entries[0].comments == ()
    assert suggest(filled, known).entries[0].comments == ()
    machine = put_machine(catalog, "body", NEW, "It has 1,600.", "fake@1", "2026-11-20")
    assert machine.entries[0].comments == (f"mt: fake@1 2026-11-20 sha={sha('It has 1,600.')}",)


vocabulary = st.sampled_from("một hai ba bốn năm sáu bảy tám chín mười .".split())


@given(
    st.lists(st.lists(vocabulary, min_size=1, max_size=9).map(" ".join), max_size=12),
    st.lists(vocabulary, min_size=1, max_size=9),
)
def test_the_index_finds_every_match(texts: list[str], wanted: list[str]) -> None:
    """What a comparison with every text finds, the index finds."""
    text = " ".join(wanted)
    plain = {number for number, one in enumerate(texts) if alike(words(one), words(text)) >= 75}
    # The words are compared in one direction, and SequenceMatcher is not quite symmetrical.
    found = {number for _, number in FuzzyIndex((one, number) for number, one in enumerate(texts)).matches(text)}
    back = {number for number, one in enumerate(texts) if alike(words(text), words(one)) >= 75}
    assert found in (back, plain)


# One history of a file: what an editor, their tools, the newspaper and the engines may do to it.

number = st.integers(0, 99)
sentences = st.builds(
    "Toàn {} có {} đảng viên sinh hoạt tại {} chi bộ.".format,
    st.sampled_from(["huyện", "tỉnh"]), st.sampled_from(["1.599", "1.600"]), st.sampled_from(["52", "53"]),
) | st.sampled_from([OTHER, "Hai.", "Ba."])  # fmt: skip
sources = st.lists(sentences, max_size=5, unique=True)
words_of_a_person = st.text("abc ", min_size=1, max_size=6).filter(str.strip).map(lambda text: "P " + text.strip())
events = st.one_of(
    st.tuples(st.just("seed"), sources),
    st.tuples(st.just("seed"), sources),
    st.tuples(st.just("engine"), number, st.sampled_from(["One.", "Two."])),
    st.tuples(st.just("type"), number, words_of_a_person),
    st.tuples(st.just("type, still fuzzy"), number, words_of_a_person),
    st.tuples(st.just("clear fuzzy"), number),
    st.tuples(st.just("comment"), number, words_of_a_person),
    st.tuples(st.just("msgmerge"), number, sentences),
    st.tuples(st.just("suggest")),
    st.tuples(st.just("save")),
    st.tuples(st.just("rename")),
)  # fmt: skip


def changed(catalog: Catalog, index: int, **changes: object) -> Catalog:
    entry = structs.replace(catalog.entries[index], **changes)
    return structs.replace(catalog, entries=(*catalog.entries[:index], entry, *catalog.entries[index + 1 :]))


@settings(max_examples=300, deadline=None)
@given(sources, st.lists(events, max_size=30))
def test_no_history_loses_what_a_person_wrote(first: list[str], history: list[tuple[object, ...]]) -> None:
    """Every text that a person wrote or approved, and each of their comments, is there until a person replaces it."""
    catalog = updated(None, *first)
    now = first
    texts: set[str] = set()
    comments: set[str] = set()
    for what, *data in history:
        alive = [index for index, entry in enumerate(catalog.entries) if not entry.obsolete]
        index = alive[data[0] % len(alive)] if alive and data and isinstance(data[0], int) else None  # type: ignore[operator]
        if what == "seed":
            now = data[0]  # type: ignore[assignment]
            catalog = updated(catalog, *now)
        elif what == "suggest":
            known = [TranslationUnit("body", OLD, "Suggested.", "human")]
            catalog = suggest(catalog, Known(lambda known=known: known))  # type: ignore[misc]
        elif what == "save":
            catalog = parse(serialise(catalog).replace("\n", "\r\n"), "")
        elif what == "rename":  # the file goes with its article; the references are another name's
            catalog = update(catalog, [Want("body", one, 1, "x.txt") for one in now], language="en", project="")
        elif index is not None:
            entry = catalog.entries[index]
            if what == "engine":
                catalog = put_machine(catalog, "body", entry.source, str(data[1]), "fake@1", "2026-11-20")
            elif what in ("type", "type, still fuzzy"):
                flags = entry.flags if what != "type" else ()
                catalog = changed(catalog, index, target=data[1], flags=flags)
            elif what == "clear fuzzy":
                catalog = changed(catalog, index, flags=())
            elif what == "comment":
                catalog = changed(catalog, index, comments=(*entry.comments, data[1]))
                comments.add(str(data[1]))
            elif what == "msgmerge" and data[1] not in {catalog.entries[one].source for one in alive}:
                catalog = changed(catalog, index, source=data[1], previous_id=entry.source, flags=("fuzzy",))
            if what.startswith("type"):  # type: ignore[attr-defined]
                # The person's own replacement: what they typed over may be gone, unless it stands elsewhere too.
                texts &= {one.target for one in catalog.entries}
        texts |= {one.target for one in catalog.entries if unit_of(one).state in PERSONS}
        assert texts <= {one.target for one in catalog.entries}
        assert comments <= {comment for one in catalog.entries for comment in one.comments}
        assert {one.source for one in catalog.entries if not one.obsolete} >= set(now if what == "seed" else ())
