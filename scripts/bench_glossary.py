"""Times the matching of a termbase of 5,000 terms on 10 KB of text, and the making of the matcher.

    scripts/bench_glossary.py [--terms 5000] [--runs 30]

The termbase is the project's own and, behind it, phrases of two to four syllables from ../shared/data/scale, as a large
glossary would have them; a second one has single syllables too, so that half of all words are terms. In the same run,
for comparison: one regular expression of all forms side by side (longest first), which is how such matching is mostly
written. Processor time, the least of several runs: what else the machine did does not count.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "scripts"))

import quality_glossary  # noqa: E402

from build_site.digest.terms import Matcher  # noqa: E402
from build_site.folding import fold  # noqa: E402
from build_site.model import Term  # noqa: E402
from build_site.store.termbase import read_termbase  # noqa: E402

Result = TypeVar("Result")


def least(runs: int, work: Callable[[], Result]) -> tuple[float, Result]:
    """Milliseconds of the fastest run, and what it returned."""
    best, result = float("inf"), None
    for _ in range(runs):
        started = time.process_time()
        result = work()
        best = min(best, time.process_time() - started)
    assert result is not None
    return 1000 * best, result


def termbase(size: int, texts: Sequence[str], shortest: int) -> list[Term]:
    """The project's terms and generated ones, `size` in all."""
    terms = list(read_termbase(ROOT / "site_src" / "glossary" / "vi-en.csv"))
    known = {fold(term.term) for term in terms}
    words = [word.strip(".,;:“”()\"'") for text in texts for word in text.split()]
    for at in range(0, len(words), 3):
        form = " ".join(words[at : at + shortest + at // 3 % (5 - shortest)])
        if len(terms) < size and form.replace(" ", "").isalpha() and fold(form) not in known:
            known.add(fold(form))
            terms.append(Term(f"generated-{at}", form, "x"))
    return terms


def alternation(terms: Sequence[Term]) -> re.Pattern[str]:
    forms = {fold(form) for term in terms for form in (term.term, *term.variants, *term.abbr)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?!\w)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--terms", type=int, default=5000)
    options.add_argument("--runs", type=int, default=30)
    given = options.parse_args()
    texts = quality_glossary.sample(200)
    text = "\n".join(texts[:20]).encode()[:10240].decode("utf-8", "ignore")
    own = read_termbase(ROOT / "site_src" / "glossary" / "vi-en.csv")
    cases = {
        f"the project's {len(own)} terms": list(own),
        f"{given.terms} terms": termbase(given.terms, texts[20:], 2),
        f"{given.terms} terms, single syllables too": termbase(given.terms, texts[20:], 1),
    }
    print(f"{len(text.encode()):,} bytes of text; milliseconds, the least of {given.runs} runs")
    for name, terms in cases.items():
        made, matcher = least(3, lambda terms=terms: Matcher(terms))  # type: ignore[misc]
        took, found = least(given.runs, lambda matcher=matcher: matcher.read(text))  # type: ignore[misc]
        pattern = alternation(terms)
        folded = fold(text)
        plain, _ = least(3, lambda pattern=pattern, folded=folded: pattern.findall(folded))  # type: ignore[misc]
        print(
            f"{name:<38} made in {made:6.1f}   matched in {took:5.2f} ({len(found)} found)"
            f"   side by side {plain:6.1f}, {plain / took:.0f} × as long"
        )


if __name__ == "__main__":
    main()
