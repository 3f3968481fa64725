"""Writing the memory: sentences come and go, and what a person wrote is never lost or changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from build_site.translate.memory import sha, unit_of, units
from build_site.translate.po import Catalog, Entry, parse, serialise
from build_site.translate.update import put_machine, update
from build_site.translate.wanted import Want

ONE = Want("body", "Một.", 4, "000.txt")
TWO = Want("body", "Hai.", 6, "000.txt")
KEYWORD = Want("keyword", "Hai.", 0, "000.txt")


def updated(catalog: Catalog | None, *wants: Want) -> Catalog:
    return update(catalog, wants, language="en", project="A Digest")


def test_a_new_file() -> None:
    """References, empty msgstr, document order, and a header that editors' tools accept."""
    assert serialise(updated(None, TWO, ONE, KEYWORD)) == (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: A Digest\\n"\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '\n#: seeds/000.txt:6\nmsgctxt "body"\nmsgid "Hai."\nmsgstr ""\n'
        '\n#: seeds/000.txt:4\nmsgctxt "body"\nmsgid "Một."\nmsgstr ""\n'
        '\n#: seeds/000.txt\nmsgctxt "keyword"\nmsgid "Hai."\nmsgstr ""\n'
    )


def test_an_update_with_nothing_new_changes_nothing() -> None:
    """Twice is once, also for a header with its own fields in its own order."""
    header = Entry("", "Language: en\nX-Generator: Poedit\nLast-Translator: Hà\n", comments=("Ours.",))
    once = updated(Catalog((Entry("Một.", "One.", "body"),), header), ONE, TWO)
    assert updated(once, ONE, TWO) == once
    assert once.header is not None
    assert once.header.target.startswith(header.target)
    assert once.header.comments == ("Ours.",)
    assert once.field("Content-Type") == "text/plain; charset=UTF-8"


def test_gone_and_back() -> None:
    """A sentence that leaves becomes obsolete; when it returns it has its text, comments and flags again."""
    person = Entry("Một.", "One.", "body", ("note: A doubt.",), flags=("no-wrap",), references=("seeds/000.txt:4",))
    catalog = updated(Catalog((person,)), ONE, TWO)
    gone = updated(catalog, TWO)
    assert [(entry.source, entry.obsolete) for entry in gone.entries] == [("Hai.", False), ("Một.", True)]
    assert units(gone).keys() == {("body", "Hai.")}
    assert updated(parse(serialise(gone), ""), ONE, TWO).entries == catalog.entries


def test_an_obsolete_translation_fills_a_live_gap() -> None:
    """Where a live entry has no text and an obsolete one of the same sentence has, the latter speaks."""
    catalog = Catalog((Entry("Một.", "", "body"), Entry("Một.", "One.", "body", obsolete=True)))
    assert units(updated(catalog, ONE))["body", "Một."].target == "One."


def test_other_contexts_are_kept() -> None:
    """An entry with a msgctxt that is no role, or none, is set aside, not thrown away."""
    strange = (Entry("Một.", "menu", "menu"), Entry("Hai.", "none"))
    catalog = updated(Catalog(strange), ONE)
    assert [(entry.context, entry.target, entry.obsolete) for entry in catalog.entries] == [
        ("body", "", False),
        ("menu", "menu", True),
        (None, "none", True),
    ]


def test_put_machine() -> None:
    """A machine's words are flagged and signed; newer words replace them, a person's comment stays."""
    catalog = updated(None, ONE, TWO)
    catalog = structs.replace(
        catalog, entries=(structs.replace(catalog.entries[0], comments=("mine",)), *catalog.entries[1:])
    )
    first = put_machine(catalog, "body", "Một.", "One.", "google@1", "2026-11-20")
    second = put_machine(first, "body", " Một. ", "The\none.", "fake@2", "2026-11-21")
    entry = second.entries[0]
    assert unit_of(first.entries[0]).state == unit_of(entry).state == "machine"
    assert entry.target == "The one."
    assert entry.comments == ("mine", f"mt: fake@2 2026-11-21 sha={sha('The one.')}")
    assert entry.flags == ("fuzzy",)
    assert second.entries[1:] == catalog.entries[1:]
    assert units(parse(serialise(second), ""))["body", "Một."].engine == "fake@2"


def test_put_machine_never_overwrites_a_person() -> None:
    """Human, approved and stale texts stay as they are."""
    signed = f"mt: google@1 2026-11-20 sha={sha('One.')}"
    for entry in (
        Entry("Một.", "One.", "body"),
        Entry("Một.", "One.", "body", (signed,)),
        Entry("Một.", "One!", "body", (signed,), flags=("fuzzy",)),
        Entry("Một.", "Zero.", "body", flags=("fuzzy",), previous_id="Không."),
    ):
        catalog = Catalog((entry,))
        assert put_machine(catalog, "body", "Một.", "Machine.", "fake@1", "2026-11-21") == catalog


def test_put_machine_keeps_what_may_have_been_approved() -> None:
    """msgmerge flags approved text of a changed sentence like raw machine text; it is kept for its own sentence."""
    signed = f"mt: google@1 2026-11-20 sha={sha('Zero.')}"
    moved = Entry("Một.", "Zero.", "body", (signed,), flags=("fuzzy",), previous_id="Không.")
    new, old = put_machine(Catalog((moved,)), "body", "Một.", "One.", "fake@1", "2026-11-21").entries
    assert (new.source, new.target, new.previous_id) == ("Một.", "One.", None)
    assert (old.source, old.target, old.obsolete, old.comments) == ("Không.", "Zero.", True, (signed,))


def test_put_machine_adds_an_entry_that_is_not_there_and_refuses_nothing() -> None:
    """A sentence without entry gets one, before the obsolete ones; an empty text is a mistake of the caller."""
    catalog = put_machine(
        Catalog((Entry("Cũ.", "Old.", "body", obsolete=True),)), "body", "Một.", "One.", "fake@1", "2026-11-21"
    )
    assert [entry.source for entry in catalog.entries] == ["Một.", "Cũ."]
    with pytest.raises(ValueError, match="empty"):
        put_machine(catalog, "body", "Một.", " ", "fake@1", "2026-11-21")


sources = st.sampled_from(["Một.", "Hai.", "Ba.", "Bốn."])
wants = st.builds(Want, st.sampled_from(["body", "caption"]), sources, st.integers(1, 9), st.just("000.txt"))
steps = st.one_of(
    st.tuples(st.just("update"), st.lists(wants, max_size=5, unique_by=lambda want: (want.role, want.source))),
    st.tuples(st.just("machine"), wants, st.sampled_from(["One.", "Two.", "Three."])),
    st.tuples(st.just("person"), st.integers(0, 9), st.text("abc ", min_size=1).filter(str.strip)),
    st.tuples(st.just("approve"), st.integers(0, 9)),
    st.tuples(st.just("merge"), st.integers(0, 9), sources),
    st.tuples(st.just("save")),
)


def edited(catalog: Catalog, number: int, **changes: object) -> Catalog:
    alive = [index for index, entry in enumerate(catalog.entries) if not entry.obsolete]
    if not alive:
        return catalog
    index = alive[number % len(alive)]
    entry = structs.replace(catalog.entries[index], **changes)
    return structs.replace(catalog, entries=(*catalog.entries[:index], entry, *catalog.entries[index + 1 :]))


@given(st.lists(steps, max_size=25))
def test_no_run_ever_loses_a_persons_text(history: list[tuple[object, ...]]) -> None:
    """Over any history of updates, machine runs, edits, approvals, merges and saves, each text of a person that was
    not changed by a person is in the file, with its sentence; and it is shown whenever its sentence is wanted.
    """
    catalog = updated(None, ONE)
    for step, *data in history:
        before = [entry for entry in catalog.entries if unit_of(entry).state in {"human", "approved", "stale"}]
        if step == "person":
            catalog = edited(catalog, data[0], target=data[1])  # type: ignore[arg-type]
        elif step == "approve":
            catalog = edited(catalog, data[0], flags=())  # type: ignore[arg-type]
        elif step == "merge":
            old = [entry for entry in catalog.entries if not entry.obsolete]
            taken = {(entry.context, entry.source) for entry in old}
            if old and (old[data[0] % len(old)].context, data[1]) not in taken:  # type: ignore[operator]
                entry = old[data[0] % len(old)]  # type: ignore[operator]
                catalog = edited(catalog, data[0], source=data[1], previous_id=entry.source, flags=("fuzzy",))  # type: ignore[arg-type]
        elif step == "save":
            catalog = parse(serialise(catalog), "")
        else:
            if step == "update":
                catalog = updated(catalog, *data[0])  # type: ignore[misc]
                shown = units(catalog)
                for entry in before:
                    key = (entry.context, entry.source)
                    if key in shown:
                        assert shown[key].state in {"human", "approved", "stale"}  # type: ignore[index]
            else:
                catalog = put_machine(catalog, data[0].role, data[0].source, data[1], "fake@1", "2026-11-20")  # type: ignore
            after = {
                (entry.context, entry.source, entry.target, entry.flags, entry.comments) for entry in catalog.entries
            }
            for entry in before:
                assert (entry.context, entry.source, entry.target, entry.flags, entry.comments) in after
