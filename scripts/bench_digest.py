"""Times what turns a seed's bytes into its digest: reading, cleaning, cutting, and all that the digest finds.

    scripts/bench_digest.py [FOLDER] [--articles 300] [--runs 3]

FOLDER holds seeds as text files; by default the articles are every 350th of ../shared/data/scale. Three figures: the
start of a process (tables and patterns, up to the first digest), an article whose sentences were never read before,
and one whose sentences are known, which is what the checks of its translations and a generated corpus meet: such
corpora repeat a few hundred sentences. A ratio compares with cutting the same texts into words (`re.findall`) in the
same run. No article has translations, so figures are left out. Processor time, the least of several runs.
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import lzma
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_site.errors import BuildSiteError  # noqa: E402
from build_site.pipeline import digest_article  # noqa: E402
from build_site.store.project import find_project  # noqa: E402
from build_site.work.workshop import SELDOM, Workshop  # noqa: E402

Seed = tuple[str, bytes]
STEP = 350


def seeds_of(folder: Path | None, number: int) -> list[Seed]:
    if folder:
        return [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))[:number]]
    with lzma.open(ROOT.parent / "shared" / "data" / "scale" / "vi_articles.jsonl.xz") as lines:
        return [(f"scale.jsonl#{json.loads(line)['id']}", line) for line in islice(lines, 0, number * STEP, STEP)]


def forget() -> None:
    """Every memo of sentences and words; tables and patterns stay."""
    for name, module in list(sys.modules.items()):
        if name.startswith("build_site."):
            for each in vars(module).values():
                if isinstance(each, functools._lru_cache_wrapper) and (each.cache_info().maxsize or 0) > 1000:
                    each.cache_clear()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--articles", type=int, default=300)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    seeds = seeds_of(given.folder, given.articles)
    gc.set_threshold(*SELDOM)  # as in a build
    rules = Workshop(find_project(ROOT)).rules

    def digest(seed: Seed) -> str:
        none = lambda *asked: None  # noqa: E731
        try:
            made = digest_article(*seed, rules, memory_file="", catalog=None, elsewhere=none)
        except BuildSiteError:
            return ""
        return "\n".join(block.text for block in made.article.blocks)

    def each_twice() -> Iterator[tuple[float, float]]:
        for seed in seeds:
            forget()
            yield took(digest, [seed]), took(digest, [seed])

    started = took(digest, seeds[:1])
    texts = [digest(seed) for seed in seeds]
    new, known = (
        min(sums) / len(seeds)
        for sums in zip(*(map(sum, zip(*each_twice(), strict=True)) for _ in range(given.runs)), strict=True)
    )
    cut = min(took(re.compile(r"\w+").findall, texts) for _ in range(given.runs)) / len(seeds)
    sizes = sum(map(len, texts)) // len(texts)
    print(
        f"{len(seeds)} articles of {sizes:,} characters; milliseconds of processor time, the least of {given.runs} runs"
    )
    print(f"start of a process, with the first article   {1000 * started:8.1f}")
    print(f"an article, all its sentences new            {1000 * new:8.2f}   {new / cut:6.0f} ×")
    print(f"an article, all its sentences known          {1000 * known:8.2f}   {known / cut:6.0f} ×")
    print(f"the same text cut into words                 {1000 * cut:8.2f}        1 ×")


def took(work: Callable[[Seed], object] | Callable[[str], object], items: Sequence[Seed] | Sequence[str]) -> float:
    started = time.process_time()
    for item in items:
        work(item)  # type: ignore[arg-type]
    return time.process_time() - started


if __name__ == "__main__":
    main()
