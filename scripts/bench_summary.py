"""Times the summary: the median over 200 articles of ../shared/data/scale, and its ratio to cleaning and segmenting.

    python scripts/bench_summary.py [--articles 200]

Each article is timed as the best of three runs; the ratio is what to compare between machines.
"""

from __future__ import annotations

import argparse
import lzma
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_site.clean import clean  # noqa: E402
from build_site.digest.summary import summarise  # noqa: E402
from build_site.errors import BuildSiteError  # noqa: E402
from build_site.model import Article, Source  # noqa: E402
from build_site.segment import segment  # noqa: E402
from build_site.source import decode_source  # noqa: E402
from build_site.store.packs import load_pair  # noqa: E402

SCALE = ROOT.parent / "shared" / "data" / "scale" / "vi_articles.jsonl.xz"
PACK, _ = load_pair("vi", "en")
EVERY = 500


def best(run: Callable[[], object]) -> float:
    """Milliseconds."""
    seconds = []
    for _ in range(3):
        started = perf_counter()
        run()
        seconds.append(perf_counter() - started)
    return 1000 * min(seconds)


def read(source: Source) -> Article:
    return segment(clean(source, PACK.clean, "vi"), PACK.segment)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=200)
    given = options.parse_args()
    if not SCALE.is_file():
        sys.exit("../shared/data/scale is not here")
    reading: list[float] = []
    telling: list[float] = []
    with lzma.open(SCALE, "rb") as lines:
        for number, line in enumerate(lines):
            if len(telling) == given.articles:
                break
            if number % EVERY:
                continue
            source = decode_source(f"scale.jsonl#{number}", line)
            try:
                article = read(source)
            except BuildSiteError:  # not an article: nothing to tell
                continue
            reading.append(best(lambda source=source: read(source)))  # type: ignore[misc]
            telling.append(best(lambda article=article: summarise(article, {}, PACK.digest)))  # type: ignore[misc]
    one, other = statistics.median(telling), statistics.median(reading)
    print(f"summary, median of {len(telling)} articles  {one:.2f} ms  (mean {statistics.mean(telling):.2f})")
    print(f"cleaning and segmenting the same           {other:.2f} ms  ratio {one / other:.2f}")


if __name__ == "__main__":
    main()
