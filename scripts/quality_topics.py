"""Scores the topics that articles are given, and the pairing of key figures, on labels made by eye.

    scripts/quality_topics [--set topics|figures] [--show] [--pin [--lower REASON]]

Topics (tests/quality/labels/topics.jsonl): `topics` must be given; `also` may be. Precision is the share of the tags
given that are in either, recall the share of `topics` given, both over all articles together; "unseen" are those that
were labelled when the topics had been written, and that no keyword was chosen on.
Figures (tests/quality/labels/figures.jsonl): FLORES-200 dev with its human English. `right` are the figures (line from
0, value in English) that a reader found rightly paired; a figure that no reader has judged counts as wrong.
The labels hold ids, slugs, line numbers and values, no texts.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "scripts"))

import quality  # noqa: E402

from build_site.digest.documents import find_documents  # noqa: E402
from build_site.digest.figures import find_figures  # noqa: E402
from build_site.digest.terms import Matcher, find_terms  # noqa: E402
from build_site.digest.topics import find_tags  # noqa: E402
from build_site.model import Article, Block, Lines, Role, Segment, Tag, TranslationUnit  # noqa: E402
from build_site.source import decode_source  # noqa: E402
from build_site.store.termbase import read_termbase  # noqa: E402
from build_site.store.topics import read_topics  # noqa: E402

DATA: Path = quality.DATA
FACTS = quality.PACK.digest
LABELS = ROOT / "tests" / "quality" / "labels"


def labels(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LABELS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _texts(records: list[dict[str, Any]]) -> Iterator[tuple[str, Article | None]]:
    """(id, the article as the program reads it) of the labelled texts."""
    wanted = {record["id"]: record["set"] for record in records}
    for each in map(json.loads, (DATA / "raw/meta.jsonl").read_text("utf-8").splitlines()):
        if wanted.get(each["id"]) == "raw":
            data = (DATA / "raw" / each["file"]).read_bytes()
            yield each["id"], quality.read(lambda e=each, d=data: decode_source(f"{e['id']}.txt", d))
    missing = {name for name, kind in wanted.items() if kind == "scale"}
    with lzma.open(DATA / "scale/vi_articles.jsonl.xz", "rb") as lines:
        for line in lines:
            if not missing:
                return
            name = line[:80].decode("utf-8", "ignore").split('"id": "')[-1].split('"')[0]
            if name in missing:
                missing.discard(name)
                yield name, quality.read(lambda n=name, d=line: decode_source(f"scale.jsonl#{n}", d))


@lru_cache(maxsize=1)
def _given() -> dict[str, tuple[str, tuple[Tag, ...]]]:
    """id → (title, tags) of every labelled article."""
    matcher = Matcher(read_termbase(ROOT / "site_src/glossary/vi-en.csv"), [kind for kind, _ in FACTS.place_kinds])
    topics = read_topics(ROOT / "site_src/topics.toml")
    given = {}
    for name, article in _texts(labels("topics")):
        tags: tuple[Tag, ...] = ()
        if article:
            matches = find_terms(article, matcher)
            tags = find_tags(article, matches, matcher, topics, find_documents(article, FACTS))
        given[name] = (article.title if article else "", tags)
    return given


def score_topics(show: bool = False) -> dict[str, float]:
    scores: dict[str, float] = {}
    for name, splits in (("", ("seen", "unseen")), (", unseen", ("unseen",))):
        precision, recall = _score(
            [record for record in labels("topics") if record["split"] in splits], show and not name
        )
        scores |= {f"precision{name}": precision, f"recall{name}": recall}
    return scores


def _score(records: list[dict[str, Any]], show: bool) -> tuple[float, float]:
    right = made = found = wanted = 0
    for record in records:
        title, tags = _given()[record["id"]]
        slugs = {tag.slug for tag in tags}
        must, may = set(record["topics"]), set(record["topics"]) | set(record["also"])
        right, made = right + len(slugs & may), made + len(slugs)
        found, wanted = found + len(slugs & must), wanted + len(must)
        if show and (slugs - may or must - slugs):
            print(f"{record['id']}  {title[:90]}\n    wrong: {sorted(slugs - may)}  missed: {sorted(must - slugs)}")
            for tag in tags:
                print(f"      {tag.slug}: {', '.join(f'{reason.kind} {reason.what}' for reason in tag.because)}")
    return round(right / made, 4), round(found / wanted, 4)


def flores() -> Iterator[tuple[int, str, str]]:
    """(line from 0, value, a line to read) of every figure in FLORES dev and its human English."""
    folder = DATA / "mt" / "flores-dev"
    pairs = zip(
        (folder / "flores-dev.vi").read_text("utf-8").splitlines(),
        (folder / "flores-dev.en").read_text("utf-8").splitlines(),
        strict=True,
    )
    for number, (source, target) in enumerate(pairs):
        block = Block("paragraph", (1,), source, (Segment(source),))
        article = Article("a", "a.txt", "0" * 64, 1, "vi", "Tin", Lines(), (block,))
        units: dict[tuple[Role, str], TranslationUnit] = {
            ("body", source): TranslationUnit("body", source, target, "human")
        }
        for figure in find_figures(article, units, FACTS):
            said = f"{figure.value} | {figure.what} || {figure.value_source} | {figure.what_source}"
            yield number, figure.value, said


def score_figures(show: bool = False) -> dict[str, float]:
    judged = {(record["line"], record["value"]): record["right"] for record in labels("figures")}
    made = list(flores())
    for line, value, said in made:
        if show and not judged.get((line, value)):
            print(f"{line:4} {'not judged' if (line, value) not in judged else 'wrong'}: {said}")
    right = sum(bool(judged.get((line, value))) for line, value, _ in made)
    return {"precision": round(right / len(made), 4), "figures": len(made)}


SETS = {"topics": score_topics, "figures": score_figures}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--show", action="store_true", help="Print what is wrong or missed.")
    parser.add_argument("--pin", action="store_true", help="Keep what is reached as floors.")
    parser.add_argument("--lower", metavar="REASON", default="", help="Let --pin lower floors, for this reason.")
    options = parser.parse_args()
    measured: dict[str, dict[str, float]] = {}
    for name in [options.set] if options.set else SETS:
        measured[name] = SETS[name](options.show)
        print(name, "  ".join(f"{what} {value:.3f}" for what, value in measured[name].items()))
    if options.pin:
        quality.pin(measured, options.lower)


if __name__ == "__main__":
    main()
