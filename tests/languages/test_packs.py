"""Languages as data: the program's packs, a project's over them, and what is said of a file that does not fit."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from build_site.errors import ConfigProblem
from build_site.store.notes import read_notes
from build_site.store.packs import english_words, load_pack, load_pair
from build_site.store.settings import read_settings
from build_site.store.starter import NewDigest, start
from build_site.store.topics import read_topics
from build_site.translate.checks import blocking
from build_site.translate.numbers import read_numbers
from tests.conftest import ROOT

FRENCH = Path(__file__).parent / "vi-fr" / "site_src"


def own(tmp_path: Path, **files: str) -> Path:
    for code, text in files.items():
        path = tmp_path / "language" / f"{code}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_english_facts_are_for_english_readers_alone() -> None:
    """Kinds of documents, amounts and wordings in English stand in `with.en`; beside another language they are not."""
    english, other = load_pair("vi", "en")[0].digest, load_pack("vi", "fr").digest
    assert ("Nghị quyết", "Resolution") in english.document_targets
    assert english.figures.amounts
    assert english.reader.articles == load_pack("en").digest.reader.articles
    figures = other.figures
    assert not any((other.document_targets, figures.amounts, figures.about, other.reader.of))
    assert other.documents == english.documents


def test_the_interface_speaks_of_vietnamese_only_beside_it() -> None:
    """What the English pack says for any pair names none; what it says of Vietnamese stands in `with.vi`."""
    said = {key: text for key, text in load_pack("en").ui.items() if not key.startswith(("place", "rank_", "unit_"))}
    assert [key for key, text in said.items() if "Vietnam" in text or "Đ" in text] == []
    assert "Vietnamese" in load_pack("en", "vi").ui["glossary_lead"]


def test_a_new_pack_holds_the_interface_to_translate(tmp_path: Path) -> None:
    """`init` writes every string of the interface in English behind a #: as it stands nothing is set, and each # taken
    away sets one string."""
    start(tmp_path / "digest", NewDigest("Tin", source="vi", target="de"))
    path = tmp_path / "digest" / "site_src" / "language" / "de.toml"
    text = path.read_text("utf-8")
    english = load_pack("en").ui
    assert tomllib.loads(text)["ui"] == {}
    interface = text.partition("\n[ui]\n")[2]
    told = tomllib.loads(re.sub(r"""^# (["\w][^=\n]* = ")""", r"\1", interface, flags=re.MULTILINE))
    assert told == english
    path.write_text(text.replace('# latest = "', 'latest = "Neues" # "'), "utf-8")
    assert load_pack("de", "vi", path.parents[1]).ui["latest"] == "Neues"


def test_a_project_has_the_last_word(tmp_path: Path) -> None:
    """Its tables are merged with the program's, its values replace them; a variant is laid over its language."""
    folder = own(
        tmp_path,
        en='[ui]\nlatest = "News"\n[translate.units]\nrupiah = "IDR"\n[with.vi.ui]\nglossary_lead = "Words."\n',
    )
    pack = load_pack("en", "vi", folder)
    assert (pack.ui["latest"], pack.ui["glossary_lead"]) == ("News", "Words.")
    assert pack.translate.units["rupiah"] == "IDR"
    assert pack.translate.units["dong"] == "VND"
    assert load_pack("en-GB", "vi", folder).ui["latest"] == "News"
    assert load_pack("en-GB", "vi", folder).code == "en-GB"


def test_a_language_without_a_pack_has_its_code_for_a_name() -> None:
    """General rules serve for it."""
    pack = load_pack("km")
    assert (pack.name, pack.ui, pack.segment.abbreviations) == ("km", {}, ())


def test_faults_of_a_project_s_pack(tmp_path: Path) -> None:
    """All at once, each with its line and what may be meant."""
    text = (
        'name = "X"\ncode = "en"\n[segmant]\n[segment]\nabbreviation = ["Dr."]\nlabels = 3\n'
        '[ui]\nlatst = "L"\nlatest = ""\narticles_other = "articles"\nkind_desa = "village"\n'
        '[with.vi.ui]\nnav_tag = "T"\n'
    )
    folder = own(tmp_path, en=text, french="")
    with pytest.raises(ConfigProblem) as error:
        load_pair("vi", "en", folder)
    path = folder / "language" / "en.toml"
    for fault in (
        f"{path}:2: code: the name of the file is the language's code",
        f"{path}:3: there is no setting segmant; did you mean segment?",
        f"{path}:5: there is no setting segment.abbreviation; did you mean abbreviations?",
        f"{path}:6: segment.labels: ",
        f"{path}:8: ui: latst: there is no such string; did you mean latest?",
        f"{path}:9: ui: latest is empty",
        f"{path}:10: ui: articles_other: it needs the placeholders of “{{n}} articles”",
        f"{path}:13: with.vi.ui: nav_tag: there is no such string; did you mean nav_tags?",
        "french.toml: no language of this site is called so; did you mean en.toml?",
    ):
        assert fault in str(error.value)
    assert "kind_desa" not in str(error.value)


def test_settings_name_two_languages(tmp_path: Path) -> None:
    """By code; two different ones."""
    path = tmp_path / "site.toml"
    path.write_text('[languages]\nsource = "vietnamese"\n', "utf-8")
    with pytest.raises(ConfigProblem, match=r"site\.toml:2: languages\.source: “vietnamese” is not a language code"):
        read_settings(path)
    path.write_text('[languages]\nsource = "fr"\ntarget = "fr"\n', "utf-8")
    with pytest.raises(ConfigProblem, match=r":3: languages\.target: “fr” is the articles' language too"):
        read_settings(path)


def test_topics_and_notes_call_languages_by_their_codes(tmp_path: Path) -> None:
    """`fr` and `vi` of a Vietnamese → French digest; the program's names for them are no fields of an editor's."""
    topics = read_topics(FRENCH / "topics.toml", ("vi", "fr"))
    assert (topics[0].source, topics[0].target, topics[0].description_target) == (
        "Nông thôn",
        "Vie rurale",
        "Routes, eau, récoltes.",
    )
    path = tmp_path / "topics.toml"
    path.write_text('[[topic]]\nslug = "a"\nvi = "A"\nen = "B"\ntarget = "C"\n', "utf-8")
    with pytest.raises(ConfigProblem) as error:
        read_topics(path, ("vi", "fr"))
    for fault in ("unknown field “en”", "unknown field “target”", "the field “fr” is missing", "slug, vi and fr"):
        assert fault in f"{error.value} {error.value.hint}"
    notes = tmp_path / "a.md"
    notes.write_text('+++\n[[summary]]\nparagraph = 1\nfr = "Ça."\nvi = "Đó."\n+++\n', "utf-8")
    found = read_notes(notes, ("vi", "fr"))
    assert found
    assert (found.summary[0].target, found.summary[0].source) == ("Ça.", "Đó.")


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("Có 1.850 ngày công.", "Soit 1 850 journées de travail.", ""),
        ("Có 1.850 ngày công.", "Soit 1\u202f850 journées de travail.", ""),
        ("Có 1.850 ngày công.", "Soit 1 805 journées de travail.", "numbers"),
        ("Đạt 98,4%.", "Soit 98,4 %.", ""),
        ("Đạt 98,4%.", "Soit 98.4 %.", "numbers"),
        ("Ngày 1/3/2026, xã có 1.234,5 ha.", "Le 1er mars 2026, la commune avait 1 234,5 ha.", ""),
        ("Ngày 3/2/2026.", "Le 2 mars 2026.", "dates"),
        ("Trị giá 12,5 tỷ đồng.", "D’une valeur de 12,5 milliards de dongs.", ""),
        ("Trị giá 12,5 tỷ đồng.", "D’une valeur de 12,5 milliards d’euros.", "units"),
        ("Cả hai mươi lăm hộ, năm 2026.", "Les 25 foyers, en 2026.", ""),
    ],
)
def test_translations_into_french_are_checked_by_french_rules(source: str, target: str, said: str) -> None:
    """Blanks between thousands, a decimal comma, names of months, scales: as the fixture's pack has them."""
    vi, fr = (pack.translate for pack in load_pair("vi", "fr", FRENCH))
    found = blocking(source, target, vi, fr)
    assert (said in "; ".join(found)) if said else not found


def test_blanks_between_thousands_do_not_join_other_numbers() -> None:
    """A year before a number of three digits is a number of its own."""
    fr = load_pack("fr", "vi", FRENCH).translate
    assert [sorted(one.values) for one in read_numbers("en 2026 327 foyers, 12 345 678", fr, strict=True)] == [
        [2026],
        [327],
        [12345678],
    ]


def test_english_words_hold_every_string() -> None:
    """What a project's pack may set is what some page asks for."""
    assert {"front_lead", "glossary_lead", "nav_latest"} <= english_words().keys()


def test_the_packs_of_the_guide_are_the_fixtures() -> None:
    """docs/how-to/add-a-language.md shows what is tested here, letter for letter."""
    guide = (ROOT / "docs" / "how-to" / "add-a-language.md").read_text("utf-8")
    shown = [block.partition("```")[0].strip() for block in guide.split("```toml\n")[1:]]
    assert len(shown) >= 4
    tested = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.rglob("*.toml"))]
    for block in shown:
        assert any(block in text for text in tested), block
