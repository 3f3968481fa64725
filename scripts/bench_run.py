"""Runs a program and tells what it took: wall seconds, seconds of processor time, memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 0.05


@dataclass(frozen=True)
class Taken:
    """One run."""

    wall: float
    """Seconds from start to exit."""
    cpu: float
    """Seconds, user and system, of the process and all it waited for."""
    memory: float
    """Most MiB (proportional set sizes, summed over all processes); 0 where it was not sampled."""
    others: float
    """Share of the machine that other programs used meanwhile, 0 to 1."""
    printed: str


def environment(scratch: Path, program: Path) -> dict[str, str]:
    """For what is measured; `program` holds build_site. Compiled modules are kept, as on any machine."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled, hugo = str(scratch / "pycache"), str(scratch / "hugo")
    return {**kept, "PYTHONPATH": str(program), "PYTHONPYCACHEPREFIX": compiled, "HUGO_CACHEDIR": hugo}


def run(command: Sequence[str], folder: Path, env: dict[str, str], *, sampled: bool = False) -> Taken:
    """Stops the benchmark when the command fails. Sampling the memory slows the program down by a few hundredths."""
    most, status, usage = 0, 0, None
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
        busy, started = _busy(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=printed, stderr=complaints
        )
        try:
            while sampled:
                done, status, usage = os.wait4(process.pid, os.WNOHANG)
                if done:
                    break
                most = max(most, memory_of(process.pid))
                time.sleep(SAMPLE)
            else:
                _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # the benchmark is ended from outside
            process.terminate()
            process.wait()
            raise
        wall, busy = time.perf_counter() - started, _busy() - busy
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        complaints.seek(0)
        text, complaint = (file.read().decode("utf-8", "replace") for file in (printed, complaints))
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{text[-2000:]}\n{complaint[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Taken(wall, cpu, most / 1024, max(0.0, busy - cpu) / wall / (os.cpu_count() or 1), text)


def memory_of(pid: int) -> int:
    """Proportional set size of a process and its descendants, in KiB."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                total += memory_of(int(child))
    except OSError:
        pass  # it has just ended
    return total


def _busy() -> float:
    """Seconds of processor time that the whole machine has used; 0 where it does not say."""
    try:
        ticks = [int(value) for value in Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]]
    except OSError:
        return 0.0
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
