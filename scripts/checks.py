"""What the checks say of FLORES' human translations (false alarms) and of engines' stored outputs (catches), side by
side with translate-toolkit's pofilter where it is installed.

    scripts/checks [--show CHECK] [FOLDER]

FOLDER holds <name>.vi, <name>.en and <name>.<engine>.en, one sentence a line; the default is
../shared/data/mt/flores-dev.
"""

from __future__ import annotations

import argparse
import html
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_site.model import TranslationUnit  # noqa: E402
from build_site.pipeline import check_rules  # noqa: E402
from build_site.store.project import find_project  # noqa: E402
from build_site.translate.checks import CHECKS, CheckRules, check  # noqa: E402
from build_site.work.workshop import Workshop  # noqa: E402

POFILTER = ("numbers", "untranslated", "brackets", "doublequoting", "doublewords", "sentencecount", "short", "long")
"""Its checks that ask what ours ask, or nearly."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "../shared/data/mt/flores-dev")
    parser.add_argument("--show", metavar="CHECK", help="print each finding of this check")
    options = parser.parse_args()
    sources = sorted(options.folder.glob("*.vi"))
    if not sources:
        print(f"{options.folder}: there is no *.vi", file=sys.stderr)
        return 2
    rules = check_rules(Workshop(find_project(ROOT)).rules)
    stem = sources[0].name.removesuffix(".vi")
    texts = lines(sources[0])
    names = [path.name.removeprefix(stem).strip(".").removesuffix("en").strip(".") for path in targets(options.folder)]
    columns = {}
    toolkit = {}
    times = []
    for name, path in zip(names, targets(options.folder), strict=True):
        pairs = [(source, html.unescape(target)) for source, target in zip(texts, lines(path), strict=True)]
        start = perf_counter()
        columns[name or "human"] = ours(pairs, rules, options.show)
        times.append((perf_counter() - start) / len(pairs) * 1000)
        toolkit[name or "human"] = pofilter(pairs)
    print(f"{len(texts)} sentences; sentences with a finding, by check. {sum(times) / len(times):.2f} ms a sentence.\n")
    table([f"{each.id} ({each.severity})" for each in CHECKS], [each.id for each in CHECKS], columns)
    table(["any that blocks"], ["block"], columns, head=False)
    print("\npofilter (translate-toolkit)\n")
    if any(toolkit.values()):
        table(list(POFILTER), list(POFILTER), toolkit)
    else:
        print("not installed")
    return 0


def targets(folder: Path) -> list[Path]:
    """The human reference first."""
    return sorted(folder.glob("*.en"), key=lambda path: (path.name.count("."), path.name))


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def ours(pairs: list[tuple[str, str]], rules: CheckRules, show: str | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, (source, target) in enumerate(pairs, 1):
        findings = check(TranslationUnit("body", source, target, "machine"), rules)
        counts.update({finding.id for finding in findings})
        counts["block"] += any(finding.severity == "block" for finding in findings)
        for finding in findings:
            if finding.id == show:
                print(f"{number}: {finding.message}\n  {source}\n  {target}")
    return counts


def pofilter(pairs: list[tuple[str, str]]) -> Counter[str]:
    """How many sentences each of pofilter's checks names; empty where it is not installed."""
    try:
        from translate.filters import checks
        from translate.storage import po
    except ImportError:
        return Counter()
    config: Any = checks.CheckerConfig(targetlanguage="en")
    checker = checks.StandardUnitChecker(config), checks.StandardChecker(config)
    counts: Counter[str] = Counter()
    for source, target in pairs:
        unit = po.pounit(source)
        unit.target = target
        for each in checker:
            counts.update(set(each.run_filters(unit)) & set(POFILTER))
    return counts


def table(titles: list[str], keys: list[str], columns: dict[str, Counter[str]], *, head: bool = True) -> None:
    if head:
        print(f"{'':28}" + "".join(f"{name:>16}" for name in columns))
    for title, key in zip(titles, keys, strict=True):
        print(f"{title:28}" + "".join(f"{counts[key]:>16}" for counts in columns.values()))


if __name__ == "__main__":
    sys.exit(main())
