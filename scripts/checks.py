"""What the checks say of FLORES' human translations (false alarms) and of engines' stored outputs (catches), side by
side with translate-toolkit's pofilter where it is installed, and with Weblate's checks where it is (see
checks_weblate.py).

    scripts/checks [--show CHECK] [--weblate PYTHON] [FOLDER]

FOLDER holds <name>.vi, <name>.en and <name>.<engine>.en, one sentence a line; the default is
../shared/data/mt/flores-dev.
"""

from __future__ import annotations

import argparse
import html
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import process_time
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
    parser.add_argument("--weblate", metavar="PYTHON", help="the interpreter of an environment that has Weblate")
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
    others = {}
    times = []
    for name, path in zip(names, targets(options.folder), strict=True):
        pairs = [(source, html.unescape(target)) for source, target in zip(texts, lines(path), strict=True)]
        start = process_time()
        columns[name or "human"] = ours(pairs, rules, options.show)
        times.append((process_time() - start) / len(pairs) * 1000)
        toolkit[name or "human"] = pofilter(pairs)
        if options.weblate:
            others[name or "human"] = weblate(pairs, options.weblate)
    print(f"{len(texts)} sentences; sentences with a finding, by check. {sum(times) / len(times):.2f} ms a sentence.\n")
    table([f"{each.id} ({each.severity})" for each in CHECKS], [each.id for each in CHECKS], columns)
    table(["any that blocks"], ["block"], columns, head=False)
    print("\npofilter (translate-toolkit)\n")
    if any(toolkit.values()):
        table(list(POFILTER), list(POFILTER), toolkit)
    else:
        print("not installed")
    if others:
        print("\nWeblate\n")
        ids = sorted({name for counts in others.values() for name in counts})
        table(ids, ids, others)
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


def weblate(pairs: list[tuple[str, str]], python: str) -> Counter[str]:
    """How many sentences each of Weblate's checks names."""
    script = str(ROOT / "scripts" / "checks_weblate.py")
    done = subprocess.run(
        [python, script], input=json.dumps(pairs), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{python}: {done.stderr.strip() or 'failed'}")
    return Counter({name: len(numbers) for name, numbers in json.loads(done.stdout).items()})


def table(titles: list[str], keys: list[str], columns: dict[str, Counter[str]], *, head: bool = True) -> None:
    if head:
        print(f"{'':28}" + "".join(f"{name:>16}" for name in columns))
    for title, key in zip(titles, keys, strict=True):
        print(f"{title:28}" + "".join(f"{counts[key]:>16}" for counts in columns.values()))


if __name__ == "__main__":
    sys.exit(main())
