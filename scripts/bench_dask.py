"""Whole jobs from raw text by a process pool and by a Dask cluster of as many processes on this machine, in turn.

Each cluster is new, so its workers have nothing loaded; the time to start it is told by itself. Both leave the same
site, byte for byte, or the benchmark stops.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import bench_table as table
from bench_cases import say
from bench_corpus import ROOT, Corpus
from bench_peers import our_site
from bench_run import Taken, environment, run

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(int(sys.argv[1]), threads_per_worker=1, dashboard_address=":0") as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def compare(articles: int, runs: int, jobs: int, folder: Path) -> list[str]:
    """Lines of a Markdown table."""
    program = folder / "program"
    for name in ("build_site", "seeds", "site_src", "templates"):
        shutil.copytree(ROOT / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    script = folder / "cluster.py"
    script.write_text(CLUSTER, "utf-8")
    site = our_site(folder / "ours", Corpus(program), articles, jobs, folder / "trash")
    env, kept = environment(folder, program), folder / "kept"
    pool, dask, starts = table.Case("process pool"), table.Case("Dask, LocalCluster"), []
    for number in range(runs + 1):  # the first one warms up: compiled modules, files in memory
        site.forget()
        took = run(site.build, site.folder, env)
        shutil.rmtree(kept, ignore_errors=True)
        site.out.rename(kept)
        site.forget()
        started = time.perf_counter()
        cluster = subprocess.Popen(
            [sys.executable, script, str(jobs)], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert cluster.stdin
        assert cluster.stdout
        address = cluster.stdout.readline().strip()
        starting = time.perf_counter() - started
        try:
            command = [f"dask{address[3:]}" if each == str(jobs) else each for each in site.build]
            there = run(command, site.folder, env)
        finally:
            cluster.stdin.close()
            _, status, usage = os.wait4(cluster.pid, 0)
            cluster.returncode = os.waitstatus_to_exitcode(status)
        there = replace(there, cpu=there.cpu + usage.ru_utime + usage.ru_stime)
        _prove_same(kept, site.out)
        shutil.rmtree(folder / "trash", ignore_errors=True)
        say(f"pool {table.number(took.wall)} s, Dask {table.number(there.wall)} s")
        if number:
            pool.runs.append(took)
            dask.runs.append(there)
            starts.append(starting)
    speeds = [one.wall / other.wall for one, other in zip(pool.runs, dask.runs, strict=True)]
    found = f"Speed of Dask ÷ speed of the pool, pair by pair: {table.spread(speeds)}."
    return [
        f"| {articles:,} articles, whole job, {jobs} processes | wall, s | processor time, s |",
        "| --- | ---: | ---: |",
        f"| process pool | {_row(pool.runs)} |",
        f"| Dask, LocalCluster | {_row(dask.runs)} |",
        "",
        f"{found} Its start, {table.number(statistics.median(starts))} s, counts in the processor time alone.",
    ]


def _row(runs: list[Taken]) -> str:
    return f"{table.spread([each.wall for each in runs])} | {table.spread([each.cpu for each in runs])}"


def _prove_same(one: Path, other: Path) -> None:
    names = [{path.relative_to(folder) for path in folder.rglob("*") if path.is_file()} for folder in (one, other)]
    different = names[0] ^ names[1]
    different |= {name for name in names[0] & names[1] if not filecmp.cmp(one / name, other / name, shallow=False)}
    if different:
        sys.exit(f"the two sites differ: {', '.join(sorted(map(str, different))[:5])}")
