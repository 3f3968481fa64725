"""Scores the summaries and the overviews by ROUGE beside the classic methods, all in one run.

    scripts/summaries [--set hand|leads|held|ktlab|vims] [--half dev|held] [--classic] [--worst 5]
                      [--pin [--lower REASON]]

Sentences, syllables and ROUGE are those of ../shared/eval (`rouge.py`); every method chooses among the same sentences.
The sets: hand (hand-made summaries, 3 sentences), leads (editors' leads, 2 sentences, room for a lead), held (the
same on articles of the scale data that neither training nor choice has seen), ktlab and vims (clusters, 5 sentences;
an article's part is its summary of 3). A set is halved by the hash of the id: weights were chosen on `dev` alone.
--classic adds LexRank, TextRank, LSA and Luhn (needs `pip install sumy`) and the oracle.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).parent))

import rouge  # noqa: E402

from build_site.digest.overview import Told, overview  # noqa: E402
from build_site.digest.standing import Sentence  # noqa: E402
from build_site.digest.summary import choose  # noqa: E402
from build_site.model import SummarySentence  # noqa: E402
from build_site.store.packs import load_pair  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
FACTS = load_pair("vi", "en")[0].digest
LEAD_ROOM = 20
"""`room` where the summary stands for an editor's lead of two sentences."""
HELD_ARTICLES = 400

Scores = dict[str, list[float]]
Document = tuple[str, list[Sentence]]
"""Title, sentences."""


class Item(Struct, frozen=True):
    id: str
    documents: list[Document]
    references: list[str]

    @property
    def texts(self) -> list[str]:
        return [sentence.text for _, sentences in self.documents for sentence in sentences]


def baselines() -> ModuleType:
    """../shared/eval/summary_baselines.py: its oracle and its classic methods."""
    spec = importlib.util.spec_from_file_location("summary_baselines", rouge.EVAL / "summary_baselines.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentences_of(paragraphs: Sequence[str]) -> list[Sentence]:
    return [
        Sentence(text, block, number)
        for block, paragraph in enumerate(paragraphs)
        for number, text in enumerate(rouge.sentences(paragraph))
        if len(rouge.tokens(text)) >= 4
    ]


def records(name: str) -> Iterator[dict[str, Any]]:
    yield from rouge.read_jsonl(DATA / "summaries" / name)


def items(kind: str, half: str = "") -> Iterator[Item]:
    """Of one half, or all; of the scale data the development share stands for `dev`."""
    if kind == "held":
        from train_summary import articles

        for each, _ in zip(articles(11, frozenset({half == "dev"})), range(HELD_ARTICLES), strict=False):
            yield Item(each["id"], [(each["title"], sentences_of([each["text"]]))], [each["lead"]])
        return
    for item in whole(kind):
        if not half or (rouge.share(item.id, 2) == 0) == (half == "dev"):
            yield item


def whole(kind: str) -> Iterator[Item]:
    if kind == "hand":
        for each in records("human_single.jsonl"):
            yield Item(each["id"], [(each["title"], sentences_of(each["paragraphs"]))], [each["summary"]])
    elif kind == "leads":
        for each in records("vietnews_240.jsonl"):
            yield Item(each["id"], [(each["title"], sentences_of(each["body"]))], [each["lead"]])
    else:
        name = {"ktlab": "ktlab_multi.jsonl", "vims": "vims_multi.jsonl.xz"}[kind]
        for each in records(name):
            documents = [
                ((doc.get("info") or {}).get("TITLE") or "", sentences_of(doc.get("lines") or [doc["text"]]))
                for doc in each["docs"]
            ]
            yield Item(each["id"], [doc for doc in documents if doc[1]], each["references"])


def ours(kind: str, length: int, item: Item) -> list[str]:
    if kind in ("ktlab", "vims"):
        told = []
        for number, (title, sentences) in enumerate(item.documents):
            said = choose(sentences, title, FACTS)
            summary = tuple(SummarySentence(None, one.text, one.block, one.segment) for one in said)
            told.append(Told(str(number), None, summary))
        return [sentence.source for _, sentence in overview(told, length=length)]
    (document,) = item.documents
    room = {} if kind == "hand" else {"room": LEAD_ROOM}
    return [one.text for one in choose(document[1], document[0], FACTS, length=length, **room)]


def lead(length: int, item: Item) -> list[str]:
    return item.texts[:length]


def round_robin(length: int, item: Item) -> list[str]:
    most = max(len(sentences) for _, sentences in item.documents)
    turns = [doc[1][turn].text for turn in range(most) for doc in item.documents if turn < len(doc[1])]
    return turns[:length]


def classic(kind: str, length: int) -> dict[str, Callable[[Item], list[str]]]:
    module = baselines()
    try:
        methods = module.methods(True)
    except ImportError:
        sys.exit("--classic needs sumy: pip install sumy")
    return {
        "oracle": lambda item: module.oracle(item.texts[:120], item.references, length),
        **{
            name: lambda item, method=method: method(item.texts, length, [])
            for name, method in methods.items()
            if name not in ("lead", "oracle")
        },
    }


LENGTHS = {"hand": 3, "leads": 2, "held": 2, "ktlab": 5, "vims": 5}


def score(kind: str, half: str = "", *, with_classic: bool = False) -> dict[str, tuple[Scores, dict[str, float]]]:
    """Method → (ROUGE-1, -2, -L of each item, item → ROUGE-1)."""
    length = LENGTHS[kind]
    methods: dict[str, Callable[[Item], list[str]]] = {
        "ours": partial(ours, kind, length),
        "lead": partial(lead, length),
    }
    if kind in ("ktlab", "vims"):
        methods["lead, round robin"] = partial(round_robin, length)
    if with_classic:
        methods |= classic(kind, length)
    result: dict[str, tuple[Scores, dict[str, float]]] = {name: (defaultdict(list), {}) for name in methods}
    for item in items(kind, half):
        for name, method in methods.items():
            text = " ".join(method(item))
            scores, each = result[name]
            for key, value in zip(("ROUGE-1", "ROUGE-2", "ROUGE-L"), rouge.score(text, item.references), strict=True):
                scores[key].append(value)
            scores["syllables"].append(len(rouge.tokens(text)))
            each[item.id] = scores["ROUGE-1"][-1]
    return result


def floors(kind: str) -> tuple[Scores, dict[str, float]]:
    """Ours on the whole set, in the form of quality.py's SETS."""
    scores, each = score(kind)["ours"]
    return {name: values for name, values in scores.items() if name.startswith("ROUGE")}, each


SETS: dict[str, Callable[[], tuple[Scores, dict[str, float]]]] = {
    f"summaries, {kind}": partial(floors, kind) for kind in LENGTHS if kind != "held"
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--set", choices=tuple(LENGTHS), action="append")
    options.add_argument("--half", choices=("dev", "held"), default="")
    options.add_argument("--classic", action="store_true", help="beside LexRank, TextRank, LSA, Luhn and the oracle")
    options.add_argument("--worst", type=int, default=0, help="name the worst so many of each set")
    options.add_argument("--pin", action="store_true", help="hold what is reached now as floors (tests/quality)")
    options.add_argument("--lower", default="", metavar="REASON", help="let --pin lower a floor")
    given = options.parse_args()
    if not DATA.is_dir():
        sys.exit("The development texts (../shared/data) are not here.")
    for kind in given.set or LENGTHS:
        print(f"\n{kind}, {LENGTHS[kind]} sentences{f', {given.half} half' if given.half else ''}")
        for name, (scores, each) in score(kind, given.half, with_classic=given.classic).items():
            means = {key: sum(values) / len(values) for key, values in scores.items()}
            print(
                f"  {name:<18} {means['ROUGE-1']:5.1f} / {means['ROUGE-2']:5.1f} / {means['ROUGE-L']:5.1f}"
                f"   {means['syllables']:5.0f} syllables, {len(each)} items"
            )
            if name == "ours":
                for item, value in sorted(each.items(), key=lambda pair: pair[1])[: given.worst]:
                    print(f"      {value:5.1f} {item}")
    if given.pin:
        import quality

        quality.pin({name: quality.summary(made()[0]) for name, made in SETS.items()}, given.lower)


if __name__ == "__main__":
    main()
