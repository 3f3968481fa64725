"""The benchmark measures what it says: the same ordinary articles for all, and honest tables. Nothing is timed here."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from types import ModuleType

import pytest

from build_site.clean import clean
from build_site.pipeline import digest_article
from build_site.segment import segment
from build_site.source import decode_source
from build_site.store.packs import load_pair
from build_site.store.project import find_project
from build_site.translate.po import parse, serialise
from build_site.work.workshop import Workshop
from tests.conftest import ROOT

PACK, _ = load_pair("vi", "en")
SAMPLE = 60


@pytest.fixture(scope="module")
def script():
    """Imports a module of scripts/."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "scripts")
        yield importlib.import_module


@pytest.fixture(scope="module")
def maker(script) -> ModuleType:
    """scripts/bench_corpus.py."""
    return script("bench_corpus")


@pytest.fixture(scope="module")
def corpus(maker):
    return maker.Corpus()


def sentences(made, language: int) -> list[str]:
    return [pair[language] for paragraph in made.paragraphs for pair in paragraph]


def test_the_same_number_gives_the_same_article(maker, corpus):
    """On every machine and in every run: the corpus is made, not stored."""
    again = maker.Corpus()
    assert all(corpus.article(number) == again.article(number) for number in range(SAMPLE))


def test_articles_are_of_the_size_they_are_said_to_be(maker, corpus):
    """8 to 10 KB in both languages with the front matter, about 20 sentences, 3 to 6 of 40 tags, 2015 to 2026."""
    made = [corpus.article(number) for number in range(SAMPLE)]
    sizes = [len(maker.markdown(each).encode()) for each in made]
    assert 8_000 < sum(sizes) / SAMPLE < 10_000
    assert 17 <= sum(len(sentences(each, 0)) for each in made) / SAMPLE <= 25
    assert len(maker.TAGS) == len(set(maker.TAGS)) == 40
    assert all(3 <= len(set(each.tags)) <= 6 for each in made)
    assert all(2015 <= each.published.year <= 2026 for each in made)


def test_hardly_a_sentence_stands_in_two_articles(corpus):
    """What is known of one sentence saves no work with the next, as in the world."""
    told = Counter(text for number in range(5 * SAMPLE) for text in sentences(corpus.article(number), 0))
    assert sum(times for times in told.values() if times == 1) > 0.95 * told.total()


def test_we_and_the_peers_get_the_same(maker, corpus):
    """The Markdown file says in both languages what the seed and its PO file say."""
    for number in range(SAMPLE):
        made = corpus.article(number)
        raw, markdown = maker.raw(made), maker.markdown(made)
        known = {entry.source: entry.target for entry in parse(serialise(corpus.catalog(made)), "made").entries}
        for vietnamese, english in (made.title, *(pair for paragraph in made.paragraphs for pair in paragraph)):
            assert vietnamese in raw
            assert vietnamese in markdown
            assert english in markdown
            assert known.get(vietnamese) == english or known[made.agency + vietnamese] == english


def test_a_crawled_page_is_read_as_it_was_meant(maker, corpus):
    """Title, time and body come out of the raw text; what stands around them does not."""
    as_meant = 0
    for number in range(SAMPLE):
        made = corpus.article(number)
        article = segment(clean(decode_source("made.txt", maker.raw(made).encode()), PACK.clean, "vi"), PACK.segment)
        assert article.title == made.title[0]
        assert article.published
        assert article.published.startswith(made.published.isoformat(timespec="minutes"))
        said = [segment.source for block in article.blocks if block.kind == "paragraph" for segment in block.segments]
        meant = sentences(made, 0)
        as_meant += said == [made.agency + meant[0], *meant[1:]]
    assert as_meant > 0.9 * SAMPLE


def test_numbers_and_names_are_the_same_in_both_languages(corpus):
    """What is exchanged in a sentence is exchanged in its translation: the checks see ordinary text."""
    for pattern in corpus.patterns:
        slots = [Counter(re.findall(r"\{([pln]\[\d\]|d\.year)\}", text)) for text in pattern]
        assert slots[0].keys() == slots[1].keys(), pattern


def test_the_checks_see_ordinary_translations(maker, corpus):
    """Every text has its translation, and the checks doubt few: as many as an editor would leave behind."""
    rules = Workshop(find_project(ROOT)).rules
    found: Counter[bool] = Counter()
    for made in map(corpus.article, range(SAMPLE // 4)):
        digest = digest_article(
            "made.txt", maker.raw(made).encode(), rules, memory_file="made.po", catalog=corpus.catalog(made),
            elsewhere=lambda *_: None,
        )  # fmt: skip
        assert digest.people
        assert digest.places
        assert digest.figures
        assert digest.tags
        assert all(unit.target for unit in digest.all_units)
        found.update(bool(unit.findings) for unit in digest.all_units)
    assert found[True] < 0.06 * found.total()


def test_an_edit_changes_what_it_says(corpus):
    """Another edition ends in another paragraph, another title is another title; the rest stays."""
    before, edited, retitled = corpus.article(7), corpus.article(7, edition=3), corpus.article(7, retitled=3)
    assert edited.paragraphs[:-1] == before.paragraphs
    assert "lần thứ 3" in edited.paragraphs[-1][0][0]
    assert edited != corpus.article(7, edition=4)
    assert retitled.title != before.title
    assert retitled.paragraphs == before.paragraphs
    assert corpus.newest(7).published > max(corpus.article(number).published for number in range(SAMPLE))


def test_ratios_are_taken_pair_by_pair(script):
    """A machine that is half as fast in the second pair leaves the ratio as it is."""
    table, running = script("bench_table"), script("bench_run")

    def taken(wall: float) -> object:
        return running.Taken(wall, 2 * wall, 0, 0.04, "")

    case = table.Case("one body edited", [taken(1), taken(2), taken(1)], [taken(10), taken(20), taken(8)], files=12)
    lines = table.cases_table([case], "hugo")
    assert lines[0].count("|") == lines[1].count("|") == lines[2].count("|")
    cells = [cell.strip() for cell in lines[2].strip("|").split("|")]
    assert cells[:5] == ["one body edited", "1.00 (1.00–2.00)", "2.00", "10.0 (8.00–20.0)", "20.0"]
    assert cells[5:] == ["0.10 (0.10–0.12)", "0.10", "12", "4 %"]


def test_every_table_has_a_row_for_each_case(script):
    """Whatever is not known is a dash, and no ratio is made up."""
    table, lives, running = script("bench_table"), script("bench_live"), script("bench_run")
    alone = table.Case("alone", [running.Taken(3, 4, 0, 0, "")])
    grown = table.Case("alone", [running.Taken(33, 44, 0, 0, "")])
    server = lives.Live("hugo", 1.5, [0.25, 0.21, 0.28], [], [float("inf")], 233.4)
    assert table.first_table([alone], "hugo")[2] == "| alone | 3.00 (3.00–3.00) | 4.00 | – | – | – | – | – |"
    assert table.growth_table((10, [alone]), (100, [grown]))[2] == "| alone | 11.0 × | 11.0 × |"
    assert table.live_table([server])[2] == "| hugo | 250 (210–280) | – | never (never–never) | 1.50 | 233 |"
    assert table.start_table([alone])[2] == "| alone | 3.00 (3.00–3.00) | 4.00 | – | 0 % |"


def test_every_peer_has_its_site(script):
    """Each has a small site in scripts/bench_sites/, with the template that a change of the look goes into."""
    peers = script("bench_peers")
    assert {path.name for path in peers.SITES.iterdir()} == set(peers.KINDS)
    for name, kind in peers.KINDS.items():
        assert (peers.SITES / name / kind.look).read_text("utf-8").count("</head>") == 1


def test_a_change_of_the_look_is_another_each_time(script, tmp_path):
    """A template that is changed twice says the second alone, and is otherwise as it was."""
    peers = script("bench_peers")
    site = peers.project_site(tmp_path, 1, tmp_path / "trash", lambda made: None)
    site.look.parent.mkdir()
    site.look.write_text("<head>\n</head><body>", "utf-8")
    assert site.change_look(1) in site.look.read_text("utf-8")
    site.change_look(2)
    assert site.look.read_text("utf-8") == '<head>\n<meta name="bench" content="2">\n</head><body>'


def test_an_old_site_is_moved_away(script, tmp_path):
    """Before each first build, into one place, whatever lies there already."""
    peers = script("bench_peers")
    site = peers.project_site(tmp_path, 1, tmp_path / "trash", lambda made: None)
    for _ in range(2):
        site.out.mkdir()
        site.forget()
        assert not site.out.exists()
    assert len(list((tmp_path / "trash").glob("*/build"))) == 2
