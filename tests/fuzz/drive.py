"""`scripts/fuzz`: drives the parsers of targets.py by coverage, with Atheris, and keeps one input of each failure.

Each target runs in a process of its own for its share of the time. What it learns stays in .fuzz/<target>/corpus, so
that the next run goes on from there; a failure is told with its input in .fuzz/<target>/found, and costs no more than
itself: the run goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "kept"
LONGEST = {"state": 60_000, "shard": 20_000, "text": 3_000, "po": 3_000}
"""Bytes of an input; of the others 2,000."""


def one(name: str, seconds: int, place: Path) -> None:
    """Fuzz one target in this process; does not return."""
    import atheris

    # What has been imported before is not looked into; what a target imports when it is first called must be now.
    with atheris.instrument_imports(include=["build_site"]):
        from tests.fuzz.targets import SLOW, run, seeds

        for data in seeds(name):
            run(name, data)
    corpus, found = place / "corpus", place / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for data in (*seeds(name), *(path.read_bytes() for path in sorted((KEPT / name).glob("*")))):
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    seen: set[str] = set()
    counted = [0]
    begun = time.process_time()

    def tell(mark: str, data: bytes, told: str) -> None:
        if mark not in seen:
            seen.add(mark)
            file = found / hashlib.sha256(mark.encode()).hexdigest()[:12]
            file.write_bytes(data)
            print(f"\n{name}: {file}\n{told}\n{data[:300]!r}\n", flush=True)  # noqa: T201

    def attempt(data: bytes) -> None:
        counted[0] += 1
        started = time.process_time()
        try:
            run(name, data)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)[-3:]
            mark = " ".join([type(error).__name__, *(f"{Path(each.filename).name}:{each.lineno}" for each in frames)])
            tell(mark, data, traceback.format_exc())
        if time.process_time() - started > SLOW:
            tell("slow", data, f"took {time.process_time() - started:.1f} s")
        if counted[0] % 64 == 1:
            (place / "count").write_text(json.dumps([counted[0], time.process_time() - begun, len(seen)]), "utf-8")

    most = f"-max_len={LONGEST.get(name, 2_000)}"
    options = [f"-max_total_time={seconds}", most, "-rss_limit_mb=0", "-timeout=600", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], attempt)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="Fuzz the parsers by coverage.")
    parser.add_argument("target", nargs="*", help="one or more of those of tests/fuzz/targets.py; all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--folder", type=Path, default=ROOT / ".fuzz", help="where inputs are kept (default: .fuzz)")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.target[0], given.seconds, given.folder / given.target[0])
    from tests.fuzz.targets import TARGETS

    if unknown := set(given.target) - TARGETS.keys():
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
    failures = 0
    for name in given.target or TARGETS:
        (given.folder / name).mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.fuzz.drive", name, "--one", "--seconds", str(given.seconds)]
        done = subprocess.run([*command, "--folder", str(given.folder)], cwd=ROOT, stderr=subprocess.PIPE, check=False)
        count = given.folder / name / "count"
        inputs, used, found = json.loads(count.read_text("utf-8")) if count.is_file() else (0, 0, 0)
        print(f"{name:<18} {inputs:>9,} inputs, {used:6.0f} s of the processor, {found} failures", flush=True)  # noqa: T201
        if not inputs or done.returncode:
            print(done.stderr.decode("utf-8", "replace")[-2000:], flush=True)  # noqa: T201
        failures += found or not inputs
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
