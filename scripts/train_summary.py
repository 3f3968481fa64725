"""Trains the ranking of sentences for the summary, and writes build_site/language/summary.vi.json.

    python -m venv .venv-train && .venv-train/bin/pip install lightgbm .
    .venv-train/bin/python scripts/train_summary.py [--step 1] [--trees 50] [--leaves 8] [--rate 0.2] [--out FILE]

The data are news articles with the leads that their editors wrote (../shared/data/scale, source `vietnews`), the lead
not being part of the text. Of each sentence the target is the share of its syllables, and of its pairs of syllables,
that the lead has too; `build_site/digest/traits.py` says what is measured of it. Articles whose title, lead or opening
stands in the evaluation set are left out, and by the hash of the id one in twenty is kept for development, one for
judging (`scripts/summaries`). docs/reference/summary-model.md is the model's card.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).parent))

import rouge  # noqa: E402

from build_site.digest.standing import Sentence, standings  # noqa: E402
from build_site.digest.summary import _stop_words  # noqa: E402
from build_site.digest.traits import NAMES, measure  # noqa: E402
from build_site.store.packs import load_pair  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
OUT = ROOT / "build_site" / "language" / "summary.vi.json"
FACTS = load_pair("vi", "en")[0].digest
FEWEST, MOST = 4, 80
"""Sentences of an article that is learned from."""
SHORTEST_LEAD = 60
"""Characters."""


def plain(text: str) -> str:
    return rouge.norm(text).lower()


def articles(step: int, keep: frozenset[int]) -> Iterator[dict[str, Any]]:
    """Every step-th article with a lead whose share of twenty is in `keep`, none of the evaluation set."""
    seen = set()
    for line in (DATA / "summaries" / "vietnews_240.jsonl").read_text("utf-8").splitlines():
        known = json.loads(line)
        seen |= {plain(known["lead"]), plain(known["title"]), plain(known["body"][0])[:60]}
    with lzma.open(DATA / "scale" / "vi_articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % step:
                continue
            article = json.loads(line)
            if article["source"] != "vietnews" or len(article.get("lead") or "") < SHORTEST_LEAD:
                continue
            if seen & {plain(article["lead"]), plain(article["title"]), plain(article["text"])[:60]}:
                continue
            if rouge.share(article["id"], 20) in keep:
                yield article


def examples(article: dict[str, Any]) -> list[tuple[list[float], float, float]]:
    """(traits, target, weight) of each sentence."""
    texts = [text for text in rouge.sentences(article["text"]) if len(rouge.tokens(text)) >= 4]
    if not FEWEST <= len(texts) <= MOST:
        return []
    lead = rouge.tokens(article["lead"])
    words, pairs = Counter(lead), Counter(pairwise(lead))
    found = standings([Sentence(text, 0, number) for number, text in enumerate(texts)], FACTS)
    rows = measure(texts, [each == "leaning" for each in found], article["title"], _stop_words(FACTS)).rows
    result = []
    for text, row, standing in zip(texts, rows, found, strict=True):
        if standing not in ("alone", "spare"):
            continue
        own = rouge.tokens(text)
        same = (Counter(own) & words).total() / len(own)
        same_pairs = (Counter(pairwise(own)) & pairs).total() / max(1, len(own) - 1)
        result.append((row, (same + same_pairs) / 2, len(own) ** 0.5))
    return result


def as_tree(tree: dict[str, Any]) -> dict[str, Any]:
    """A tree of the library in the form of `build_site.digest.ranking.Tree`; thresholds are kept to six digits."""
    made: dict[str, Any] = {"traits": [], "thresholds": [], "left": [], "right": [], "leaves": []}

    def walk(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            made["leaves"].append(round(node["leaf_value"], 6))
            return -len(made["leaves"])
        number = len(made["traits"])
        made["traits"].append(NAMES[node["split_feature"]])
        made["thresholds"].append(float(f"{node['threshold']:.6g}"))
        made["left"].append(0)
        made["right"].append(0)
        made["left"][number] = walk(node["left_child"])
        made["right"][number] = walk(node["right_child"])
        return number

    walk(tree["tree_structure"])
    return made


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--step", type=int, default=1, help="every so many-th article")
    options.add_argument("--trees", type=int, default=50)
    options.add_argument("--leaves", type=int, default=8)
    options.add_argument("--rate", type=float, default=0.2)
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    import lightgbm
    import numpy as np

    rows, target, weight, count = [], [], [], 0
    with Pool() as pool:
        for made in pool.imap(examples, articles(given.step, frozenset(range(2, 20))), 64):
            count += bool(made)
            for row, value, importance in made:
                rows.append(row)
                target.append(value)
                weight.append(importance)
    print(f"{count:,} articles, {len(rows):,} sentences")
    settings = {
        "objective": "regression",
        "num_leaves": given.leaves,
        "learning_rate": given.rate,
        "min_data_in_leaf": 200,
        "deterministic": True,
        "force_row_wise": True,
        "seed": 5,
        "verbose": -1,
    }
    data = lightgbm.Dataset(np.array(rows, dtype=np.float32), np.array(target), weight=np.array(weight))
    model = lightgbm.train(settings, data, given.trees)
    # The library keeps the mean of the target in the first tree's leaves, so the base stays 0.
    ranking = {"base": 0.0, "trees": [as_tree(tree) for tree in model.dump_model()["tree_info"]]}
    given.out.write_text(json.dumps(ranking, separators=(",", ":")) + "\n", "utf-8")
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")
    gain = model.feature_importance("gain")
    for name, value in sorted(zip(NAMES, gain, strict=True), key=lambda pair: -pair[1]):
        print(f"  {name:<16}{value / gain.sum():.3f}")


if __name__ == "__main__":
    main()
