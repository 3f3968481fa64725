"""Writes the files of a finished site once more, and does nothing else: what no generator can be faster than.

python scripts/bench_limit.py SITE FOLDER PROCESSES
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path


def copy(files: list[tuple[str, str]]) -> None:
    for source, target in files:
        with open(source, "rb", 0) as read, open(target, "xb", 0) as written:  # noqa: PTH123 - no Path for each file
            written.write(read.read())


def main() -> None:
    site, folder, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    files = []
    for root, _, names in os.walk(site):
        target = folder + root.removeprefix(site)
        Path(target).mkdir(parents=True)
        files += [(f"{root}/{name}", f"{target}/{name}") for name in names]
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        list(pool.map(copy, [files[number::processes] for number in range(processes)]))


if __name__ == "__main__":
    main()
