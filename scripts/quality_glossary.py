"""How much of real texts the glossary explains, on ../shared/data: raw texts, a sample of scale, its political part.

    scripts/quality_glossary.py [--articles 5000] [--remaining 60]

The sample is the articles of scale whose ids have the lowest SHA-256: no choice of ours, the same on every machine.
Political: a text that names a Party body, an assembly, a people's committee or the Government at least three times.

An abbreviation token is what `build_site.digest.abbreviations` says: two capitals or more (`T.Ư`, `HĐND&UBND`), no
Roman numeral, no initials, no code, no word printed in capitals, nothing that opens with a digit (`18-NQ/TW` is a
document's number). It is explained where terms cover it, or all of its parts (`QĐ-UBND`).

Two shares are given. "all": of every token. "Vietnamese": without tokens that stand for words of another language, or
are names of companies, products and teams, which a reader finds in English as they are (NATO, AFP, USS); those of the
sample are listed, by eye, in tests/quality/labels/foreign_abbreviations.txt, and what holds F, J, W or Z cannot be
Vietnamese. What is not listed counts as Vietnamese.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
import lzma
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_site.digest.abbreviations import abbreviations, is_explained, parts  # noqa: E402
from build_site.digest.terms import Matcher  # noqa: E402
from build_site.store.packs import load_pair  # noqa: E402
from build_site.store.termbase import read_termbase  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
FOREIGN = ROOT / "tests" / "quality" / "labels" / "foreign_abbreviations.txt"
FACTS = load_pair("vi", "en")[0].digest
ENOUGH = 5
POLITICAL = re.compile(
    r"Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Đảng ủy|Bộ Chính trị|Ban Bí thư|Trung ương|T\.Ư|Quốc hội|HĐND|UBND|Chính phủ"
)


def matcher() -> Matcher:
    terms = read_termbase(ROOT / "site_src" / "glossary" / "vi-en.csv")
    return Matcher(terms, (kind for kind, _ in FACTS.place_kinds))


def raw_texts() -> list[str]:
    return [_nfc(path.read_text("utf-8")) for path in sorted((DATA / "raw" / "texts").glob("*.txt"))]


def sample(count: int, skip: int = 0) -> list[str]:
    """`count` articles in the order of their ids' hashes, after the first `skip`."""
    with lzma.open(DATA / "scale" / "vi_articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = ((hashlib.sha256(each["id"].encode()).hexdigest(), each) for each in map(json.loads, lines))
        chosen = heapq.nsmallest(skip + count, records, key=lambda pair: pair[0])[skip:]
    return [_nfc("\n".join(filter(None, (a.get("title"), a.get("lead"), a["text"])))) for _, a in chosen]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def is_foreign(token: str, listed: frozenset[str]) -> bool:
    pieces = [token[start:end] for start, end in parts(token, 0, len(token))]
    return token in listed or all(piece in listed or re.search("[FJWZfjwz]", piece) for piece in pieces)


def measure(texts: Iterable[str], find: Matcher, listed: frozenset[str]) -> tuple[dict[str, float], Counter[str]]:
    """Shares, and the Vietnamese tokens that remain unexplained."""
    every = explained = own = own_explained = articles = enough = 0
    remaining: Counter[str] = Counter()
    for text in texts:
        spans = find.find(text)
        articles += 1
        enough += len({term for _, _, term in spans}) >= ENOUGH
        for start, end in abbreviations(text, FACTS.syllable):
            token, known = text[start:end], is_explained(text, start, end, spans)
            every += 1
            explained += known
            if known or not is_foreign(token, listed):
                own += 1
                own_explained += known
                if not known:
                    remaining[token] += 1
    scores = {
        "articles": articles,
        "abbreviation tokens": every,
        "explained, all": explained / max(1, every),
        "explained, Vietnamese": own_explained / max(1, own),
        f"articles with {ENOUGH} terms or more": enough / max(1, articles),
    }
    return scores, remaining


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=5000)
    options.add_argument("--skip", type=int, default=0, help="pass over so many: 5000 is a sample nobody has looked at")
    options.add_argument("--remaining", type=int, default=40, help="how many of the unexplained to show")
    given = options.parse_args()
    if not DATA.is_dir():
        sys.exit("The development texts (../shared/data) are not here.")
    find = matcher()
    listed = frozenset(FOREIGN.read_text("utf-8").split())
    scale = sample(given.articles, given.skip)
    sets = {
        "raw": raw_texts(),
        "scale": scale,
        "scale, political": [text for text in scale if len(POLITICAL.findall(text)) >= 3],
    }
    print(f"{len(find.terms)} terms")
    for name, texts in sets.items():
        scores, remaining = measure(texts, find, listed)
        print(f"\n{name}")
        for key, value in scores.items():
            print(f"  {key:<28} {value:.4f}" if value <= 1 else f"  {key:<28} {value:,}")
        shown = ", ".join(f"{token} {count}" for token, count in remaining.most_common(given.remaining))
        print(f"  unexplained: {shown}")


if __name__ == "__main__":
    main()
