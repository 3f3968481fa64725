"""Scores what the digest finds – people, their posts, places, documents – on texts labelled by eye.

    scripts/quality_digest [--set people|posts|places|documents] [--labels digest_a] [--show] [--pin [--lower REASON]]

Every score is micro-averaged over all labelled articles: precision, recall and F1 over the items that an article's
labels list once each. Names are compared with case, tone placement and white space folded. A post counts with its
person; a place with its name and, where both sides give one, its kind; a document with its number, its kind and date
being scored apart over the documents found. The labels (tests/quality/labels/digest_*.jsonl) hold names and facts, no
texts; docs/reference/labels.md says what is labelled.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "scripts"))

import quality  # noqa: E402

from build_site.digest.documents import find_documents  # noqa: E402
from build_site.digest.people import find_people  # noqa: E402
from build_site.digest.places import find_places  # noqa: E402
from build_site.folding import fold  # noqa: E402
from build_site.model import Article  # noqa: E402
from build_site.source import decode_source  # noqa: E402

DATA: Path = quality.DATA
LABELS = ROOT / "tests" / "quality" / "labels"
FACTS = quality.PACK.digest
EVERYWHERE = {"việt nam"}
"""Not labelled as a place, and not counted where it is found."""

_OF_TERM = re.compile(r",? (?:các )?khóa [ivx]{1,5}(?:, [ivx]{1,5})*$")

Scores = dict[str, list[float]]
Items = Counter[tuple[str, ...]]


def key(text: str | None) -> str:
    return " ".join(fold(text or "").split())


def post_key(text: str) -> str:
    """A post as compared: the Congress or assembly it is of (`khóa XIII`) may stand there or not."""
    return _OF_TERM.sub("", key(text))


def labels(which: str = "") -> list[dict[str, Any]]:
    """The records of all label files, or of one."""
    found: list[dict[str, Any]] = []
    for path in sorted(LABELS.glob("digest_*.jsonl")):
        if which in ("", path.stem):
            found += [json.loads(line) | {"file": path.stem} for line in path.read_text("utf-8").splitlines()]
    return found


@lru_cache(maxsize=1)
def _texts() -> dict[str, Article | None]:
    """The labelled articles, cleaned and cut into sentences, by id."""
    wanted = {record["id"]: record["set"] for record in labels()}
    known = [json.loads(line) for line in (DATA / "raw/meta.jsonl").read_text("utf-8").splitlines()]
    articles: dict[str, Article | None] = {}
    for each in known:
        if wanted.get(each["id"]) == "raw":
            data = (DATA / "raw" / each["file"]).read_bytes()
            articles[each["id"]] = quality.read(lambda e=each, d=data: decode_source(f"{e['id']}.txt", d))
    missing = {name for name, kind in wanted.items() if kind == "scale"}
    with lzma.open(DATA / "scale/vi_articles.jsonl.xz", "rb") as lines:
        for line in lines:
            if not missing:
                break
            name = line[:80].decode("utf-8", "ignore").split('"id": "')[-1].split('"')[0]
            if name in missing:
                missing.discard(name)
                articles[name] = quality.read(lambda n=name, d=line: decode_source(f"scale.jsonl#{n}", d))
    return articles


def people(article: Article) -> Items:
    return Counter({(key(person.name),): 1 for person in find_people(article, FACTS)})


def gold_people(record: dict[str, Any]) -> Items:
    return Counter({(key(person["name"]),): 1 for person in record["people"]})


def posts(article: Article) -> Items:
    return Counter(
        {(key(each.name), post_key(post.source)): 1 for each in find_people(article, FACTS) for post in each.posts}
    )


def gold_posts(record: dict[str, Any]) -> Items:
    return Counter({(key(each["name"]), post_key(post)): 1 for each in record["people"] for post in each["posts"]})


def without_careers(found: Items, record: dict[str, Any]) -> Items:
    """`found` without unlabelled posts of people whose past career is told: these are neither right nor wrong."""
    careers = {key(each["name"]) for each in record["people"] if each.get("career")}
    gold = gold_posts(record)
    return Counter({item: 1 for item in found if item in gold or item[0] not in careers})


def places(article: Article) -> Items:
    found = ((key(place.name), key(place.kind)) for place in find_places(article, FACTS))
    return Counter({place: 1 for place in found if place[0] not in EVERYWHERE})


def gold_places(record: dict[str, Any]) -> Items:
    found = ((key(place["name"]), key(place["kind"])) for place in record["places"])
    return Counter({place: 1 for place in found if place[0] not in EVERYWHERE})


def documents(article: Article) -> Items:
    return Counter({(key(document.number),): 1 for document in find_documents(article, FACTS)})


def gold_documents(record: dict[str, Any]) -> Items:
    return Counter({(key(document["number"]),): 1 for document in record["documents"]})


def pair(found: Items, gold: Items) -> tuple[Items, Items, Items]:
    """(right, found wrongly, missed). A place without a kind is right beside one of its name with a kind."""
    right, extra = found & gold, found - gold
    missed = gold - found
    for item in list(extra):
        if len(item) == 2 and (item[1] == "" or (item[0], "") in missed):
            other = next((each for each in missed if each[0] == item[0] and "" in (each[1], item[1])), None)
            if other:
                right[other] += 1
                del extra[item], missed[other]
    return right, extra, missed


def micro(right: int, extra: int, missed: int) -> Scores:
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return {"precision": [precision], "recall": [recall], "F1": [quality.f1(precision, recall)]}


FINDERS: dict[str, tuple[Callable[[Article], Items], Callable[[dict[str, Any]], Items]]] = {
    "people": (people, gold_people),
    "posts": (posts, gold_posts),
    "places": (places, gold_places),
    "documents": (documents, gold_documents),
}


def score(kind: str, which: str = "", *, show: bool = False) -> Scores:
    """precision, recall, F1 of one kind of finding over the labelled articles; for documents also their facts."""
    finder, gold_of = FINDERS[kind]
    counts = [0, 0, 0]
    for record in labels(which):
        article = _texts()[record["id"]]
        found = finder(article) if article else Counter()
        if kind == "posts":
            found = without_careers(found, record)
        parts = pair(found, gold_of(record))
        for place, items in enumerate(parts):
            counts[place] += items.total()
        if show and (parts[1] or parts[2]):
            print(f"  {record['id']}" + ("" if article else "  (refused)"))
            print("".join(f"    + {' | '.join(item)}\n" for item in parts[1]), end="")
            print("".join(f"    - {' | '.join(item)}\n" for item in parts[2]), end="")
    scores = micro(*counts)
    return scores | dict(_facts_of_documents(labels(which))) if kind == "documents" else scores


def _facts_of_documents(records: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[float]]]:
    """Share of the documents found whose kind and date are as labelled (a date that is not labelled must be None)."""
    kinds: list[float] = []
    dates: list[float] = []
    for record in records:
        gold = {key(document["number"]): document for document in record["documents"]}
        article = _texts()[record["id"]]
        for document in find_documents(article, FACTS) if article else ():
            if other := gold.get(key(document.number)):
                kinds.append(key(document.kind) == key(other["kind"]))
                dates.append(document.date == other["date"])
    yield "kind", kinds or [1.0]
    yield "date", dates or [1.0]


SETS: dict[str, Callable[[], tuple[Scores, dict[str, float]]]] = {
    "people": lambda: (score("people"), {}),
    "posts": lambda: (score("posts"), {}),
    "places": lambda: (score("places"), {}),
    "documents": lambda: (score("documents"), {}),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--set", choices=tuple(SETS), action="append")
    options.add_argument("--labels", default="", help="one file of labels: digest_a")
    options.add_argument("--show", action="store_true", help="print what was found wrongly (+) and missed (-)")
    options.add_argument("--pin", action="store_true", help="hold what is reached now as floors (tests/quality)")
    options.add_argument("--lower", default="", metavar="REASON", help="let --pin lower a floor")
    given = options.parse_args()
    if not DATA.is_dir():
        sys.exit("The development texts (../shared/data) are not here.")
    files = [given.labels] if given.labels else [*sorted({record["file"] for record in labels()}), ""]
    for kind in given.set or SETS:
        for which in files:
            print(f"\n{kind}, {which or 'all labels'}")
            for name, values in score(kind, which, show=given.show and which == files[0]).items():
                print(f"  {name:<10} {sum(values) / len(values):.3f}")
    if given.pin:
        quality.pin({kind: quality.summary(SETS[kind]()[0]) for kind in given.set or SETS}, given.lower)


if __name__ == "__main__":
    main()
