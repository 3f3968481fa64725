"""Scores the cleaning on the development texts of ../shared/data, and prints one table a set.

    scripts/quality [--set feed|page|html|bodies|scale] [--worst 5] [--pin [--lower REASON]]

Scores are over multisets of syllables. Body: what must be there (paragraphs, lead, headings, items) and what may be
there (the title
too). Leak: the share of a kind's syllables that are found in the body beyond what the body needs. Title, date and
byline: the share
that is right where the text or its labels give one; "invented" where they give none.

Labels of the feed texts were made by eye (tests/quality/labels): line numbers from 0 and kinds, no texts.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_site.clean import clean  # noqa: E402
from build_site.errors import BuildSiteError  # noqa: E402
from build_site.model import Article, Source  # noqa: E402
from build_site.segment import segment  # noqa: E402
from build_site.source import decode_source  # noqa: E402
from build_site.store.packs import load_pair  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
LABELS = ROOT / "tests" / "quality" / "labels" / "feed_text.jsonl"
FLOORS = ROOT / "tests" / "quality" / "floors.json"
PACK, _ = load_pair("vi", "en")
_SYLLABLE = re.compile(r"[^\W_]+(?:[./,\-–:][^\W_]+)*")
BYLINE_WORDS = frozenset(["tin", "ảnh", "bài", "và", "theo", "tác", "giả", "nguồn"])

NOT_ARTICLES = {"ce0aa84153"}
"""Labelled texts that are to be refused: streaming spam on a government site."""
REQUIRED = {"body", "lead", "heading"}
ALLOWED = REQUIRED | {"mixed_head", "title"}
LEAKS = {"boilerplate": {"boilerplate", "related", "views", "date"}, "caption": {"caption"}}

Scores = dict[str, list[float]]


def syllables(text: str | None) -> list[str]:
    text = unicodedata.normalize("NFC", (text or "").replace("_", " "))
    return _SYLLABLE.findall(" ".join(text.split()).lower())


def bag(texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in syllables(text))


def body_of(article: Article | None) -> list[str]:
    """The texts of the body: captions are not of it."""
    return [block.text for block in article.blocks if block.kind != "caption"] if article else []


def read(source: Callable[[], Source]) -> Article | None:
    """The article, or None where the file was refused."""
    try:
        return segment(clean(source(), PACK.clean, "vi"), PACK.segment)
    except BuildSiteError:
        return None


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_body(article: Article | None, required: Counter[str], allowed: Counter[str], scores: Scores) -> float:
    body = bag(body_of(article))
    precision = (body & allowed).total() / body.total() if body else 0.0
    recall = (body & required).total() / max(1, required.total())
    scores["precision"].append(precision)
    scores["recall"].append(recall)
    scores["F1"].append(f1(precision, recall))
    return scores["F1"][-1]


def same_title(ours: str | None, gold: str) -> bool:
    """Equal, or one within the other with at most six syllables more."""
    a, b = syllables(ours), syllables(gold)
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    return bool(a) and f" {' '.join(shorter)} " in f" {' '.join(longer)} " and len(longer) - len(shorter) <= 6


def same_byline(article: Article | None, gold: str) -> bool:
    """All of the gold's syllables, and at most three more."""
    ours = " ".join(f"{each.name} {each.organisation or ''}" for each in article.authors) if article else ""
    a = [word for word in syllables(ours) if word not in BYLINE_WORDS]
    b = [word for word in syllables(gold) if word not in BYLINE_WORDS]
    return bool(b) and set(b) <= set(a) and len(a) - len(b) <= 3


def text_sets(kind: str) -> Iterator[tuple[str, str, dict[int, str], dict[str, Any]]]:
    """(id, text, line from 0 → kind, what is known) of the labelled texts."""
    known = {each["id"]: each for each in map(json.loads, (DATA / "raw/meta.jsonl").read_text("utf-8").splitlines())}
    if kind == "feed":
        labels = {each["id"]: each["labels"] for each in map(json.loads, LABELS.read_text("utf-8").splitlines())}
    else:
        labels = {name: each["line_labels"] for name, each in known.items() if each["kind"] == "page_text"}
    for name, lines in sorted(labels.items()):
        text = (DATA / "raw" / known[name]["file"]).read_text("utf-8")
        yield name, text, dict(lines), known[name]


def score_texts(kind: str) -> tuple[Scores, dict[str, float]]:
    scores: Scores = defaultdict(list)
    each: dict[str, float] = {}
    for name, text, labels, known in text_sets(kind):
        lines = text.split("\n")
        article = read(lambda name=name, text=text: decode_source(f"{name}.txt", text.encode()))

        def of(kinds: set[str], lines: list[str] = lines, labels: dict[int, str] = labels) -> Counter[str]:
            return bag([lines[number] for number, label in labels.items() if label in kinds])

        if not of(REQUIRED) or name in NOT_ARTICLES:
            continue
        gold_title = [lines[number] for number, label in labels.items() if label == "title"]
        allowed = of(ALLOWED) + bag([known["title"]])
        each[name] = score_body(article, of(REQUIRED), allowed, scores)
        extra = bag(body_of(article)) - allowed
        for leak, kinds in LEAKS.items():
            if found := of(kinds):
                scores[f"leak, {leak}"].append((extra & found).total() / found.total())
        if gold_title or (kind == "page" and known["title"]):
            gold = gold_title[0] if gold_title else known["title"]
            scores["title"].append(same_title(article.title if article else None, gold))
        score_date(article, known.get("date") if kind == "page" else None, scores, exact=kind == "page")
        if kind == "feed" and article and article.published and known.get("date"):
            scores["date within 2 days"].append(abs(days(article.published) - days(known["date"])) <= 2)
        bylines = [lines[number] for number, label in labels.items() if label == "byline"]
        if bylines:
            scores["byline"].append(same_byline(article, " ".join(bylines)))
        elif article:
            scores["byline invented"].append(bool(article.authors))
    return scores, each


def days(iso: str) -> int:
    from datetime import date

    return date.fromisoformat(iso[:10]).toordinal()


def score_date(article: Article | None, gold: str | None, scores: Scores, *, exact: bool) -> None:
    if gold:
        scores["date"].append(bool(article and article.published and article.published[:10] == gold))
    elif exact:
        scores["date invented"].append(bool(article and article.published))


def score_html() -> tuple[Scores, dict[str, float]]:
    scores: Scores = defaultdict(list)
    each: dict[str, float] = {}
    for gold in map(json.loads, (DATA / "html/gold.jsonl").read_text("utf-8").splitlines()):
        data = (DATA / "html/pages" / gold["file"]).read_bytes()
        article = read(lambda gold=gold, data=data: decode_source(gold["file"], data))
        lead = [gold["lead"]] if gold["lead"] else []
        required = bag(lead + [block["text"] for block in gold["blocks"] if block["type"] != "caption"])
        date = gold["date"] or ""
        optional = [block["text"] for block in gold["blocks"] if block["type"] == "caption"]
        optional += [gold["title"] or "", gold["byline"] or "", gold.get("source") or "", date.replace("-", " ")]
        each[gold["file"]] = score_body(article, required, required + bag(optional), scores)
        if gold["kind"] == "article":
            scores["F1, articles"].append(each[gold["file"]])
        scores["title"].append(same_title(article.title if article else None, gold["title"]))
        score_date(article, gold["date"], scores, exact=True)
        if gold["byline"]:
            scores["byline"].append(same_byline(article, gold["byline"]))
        elif article:
            scores["byline invented"].append(bool(article.authors))
    for path in sorted((DATA / "html/list_pages").glob("*.html")):
        refused = read(lambda path=path: decode_source(path.name, path.read_bytes())) is None
        scores["list pages refused"].append(refused)
        each[path.name] = float(refused)
    return scores, each


def score_bodies() -> tuple[Scores, dict[str, float]]:
    """Bare article bodies: against their own visible text, as a plain reading of the markup gives it."""
    scores: Scores = defaultdict(list)
    each: dict[str, float] = {}
    with lzma.open(DATA / "html_bodies/baomoi.jsonl.xz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            article = read(lambda record=record: decode_source("body.html", record["body_html"].encode()))
            visible = bag([re.sub(r"<[^>]{1,2000}>", " ", record["body_html"])])
            scores["read"].append(article is not None)
            words = bag([block.text for block in article.blocks] if article else [])
            scores["share of visible words"].append((words & visible).total() / max(1, visible.total()))
            each[record["id"]] = scores["share of visible words"][-1]
    return scores, each


def score_scale(most: int) -> tuple[Scores, dict[str, float]]:
    """Exceptions, what is found, and milliseconds an article for cleaning and segmenting."""
    scores: Scores = defaultdict(list)
    seconds = 0.0
    with lzma.open(DATA / "scale/vi_articles.jsonl.xz", "rb") as lines:
        for number, line in enumerate(lines):
            if number == most:
                break
            source = decode_source(f"scale.jsonl#{number}", line)
            started = perf_counter()
            article = read(lambda source=source: source)
            seconds += perf_counter() - started
            scores["refused"].append(article is None)
            if article:
                scores["no title"].append(
                    any(finding.line == 0 and "no title" in finding.what for finding in article.findings)
                )
                scores["no date"].append(article.published is None)
                scores["no paragraph"].append(not any(block.kind == "paragraph" for block in article.blocks))
    scores["ms an article"] = [1000 * seconds / max(1, len(scores["refused"]))]
    return scores, {}


def summary(scores: Scores) -> dict[str, float]:
    """The mean of each score, as the tables give it."""
    return {name: round(sum(values) / len(values), 4) for name, values in scores.items()}


def falls_short(name: str, value: float, floor: float) -> bool:
    """Leaks, inventions and refusals are better low, everything else high."""
    low = any(word in name for word in ("leak", "invented", "no ", "ms ")) or name == "refused"
    return value > floor + 0.0005 if low else value < floor - 0.0005


def pin(measured: dict[str, dict[str, float]], reason: str) -> None:
    """Write the floors that tests/quality holds. A floor is lowered only with a reason, which the file keeps."""
    known = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {"floors": {}, "lowered": []}
    for kind, values in measured.items():
        floors = known["floors"].setdefault(kind, {})
        for name, value in values.items():
            if name in floors and falls_short(name, value, floors[name]):
                if not reason:
                    sys.exit(f"{kind}, {name}: {value} is worse than the floor {floors[name]}. Say why: --lower REASON")
                known["lowered"].append({"set": kind, "score": name, "from": floors[name], "to": value, "why": reason})
            floors[name] = value
    FLOORS.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--set", choices=("feed", "page", "html", "bodies", "scale"), action="append")
    options.add_argument("--articles", type=int, default=107_339, help="articles of the scale data to read")
    options.add_argument("--worst", type=int, default=0, help="name the worst so many of each set")
    options.add_argument("--pin", action="store_true", help="hold what is reached now as floors (tests/quality)")
    options.add_argument("--lower", default="", metavar="REASON", help="let --pin lower a floor")
    given = options.parse_args()
    if not DATA.is_dir():
        sys.exit("The development texts (../shared/data) are not here.")
    sets = SETS | {"scale": lambda: score_scale(given.articles)}
    measured = {}
    for name in given.set or sets:
        scores, each = sets[name]()
        measured[name] = summary(scores)
        print(f"\n{name}")
        for key, values in scores.items():
            print(f"  {key:<26} {sum(values) / len(values):.3f}  of {len(values)}")
        for item, value in sorted(each.items(), key=lambda pair: pair[1])[: given.worst]:
            print(f"    {value:.3f} {item}")
    if given.pin:
        pin({name: values for name, values in measured.items() if name in SETS}, given.lower)


SETS: dict[str, Callable[[], tuple[Scores, dict[str, float]]]] = {
    "feed": lambda: score_texts("feed"),
    "page": lambda: score_texts("page"),
    "html": score_html,
    "bodies": score_bodies,
}


if __name__ == "__main__":
    main()
