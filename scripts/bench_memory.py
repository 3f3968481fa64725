"""Times the translation memory at scale, and its PO parser, and prints seconds and memory.

    scripts/bench --memory 100000

Writes so many PO files of ten segments each into a temporary folder (`--articles` of the site builds does not matter
here) and indexes them as a build does: all of them new; nothing new, with the number of PO files opened; one file
changed. Then parses one text of 1,000 segments with our parser and with polib in turn: the ratio of the two is what to
compare between machines.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SEGMENTS = 10
SENTENCE = (
    "Đảng bộ huyện hiện có {0} chi bộ trực thuộc; trong năm, huyện kết nạp {1} đảng viên mới, vượt chỉ tiêu đề ra."
)
TRANSLATION = "The district has {0} Party cells; in the year it admitted {1} new members, more than the target set."


def text_of(article: int, segments: int) -> str:
    """A PO file as `translate` writes it; one text in three is a machine's, unreviewed."""
    from build_site.translate.catalog import Catalog, Entry
    from build_site.translate.memory import machine_line
    from build_site.translate.po import serialise

    entries = []
    for number in range(segments):
        target = TRANSLATION.format(number, article)
        machine = number % 3 == 0
        entries.append(
            Entry(
                SENTENCE.format(number, article), target, "body" if number else "title",
                comments=(machine_line("google@1.11.4", "2026-11-22", target),) if machine else (),
                references=(f"seeds/{article}.txt:{number}",), flags=("fuzzy",) if machine else (),
            )
        )  # fmt: skip
    return serialise(Catalog(tuple(entries), Entry("", "Language: en\nContent-Type: text/plain; charset=UTF-8\n")))


def write_memory(site_src: Path, files: int) -> Path:
    folder = site_src / "translations" / "en"
    for article in range(files):
        path = folder / f"{article // 1000:03}" / f"{article}.po"
        if article % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(text_of(article, SEGMENTS), "utf-8")
    return path


def bench_index(files: int) -> None:
    from build_site.store.memory import Memory, index_memory
    from build_site.store.state import State

    opened = [0]
    sys.addaudithook(
        lambda event, arguments: (
            opened.__setitem__(0, opened[0] + 1) if event == "open" and str(arguments[0]).endswith(".po") else None
        )
    )
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as temporary:
        site_src = Path(temporary) / "site_src"
        last = write_memory(site_src, files)
        memory = Memory(site_src, "en")

        def run(name: str) -> None:
            # The state is opened anew, as by each build; its pages are in the disk's cache after the first.
            opened[0], started = 0, time.perf_counter()
            state = State(Path(temporary) / "state")
            index_memory(memory, state)
            state.commit()
            state.close()
            seconds = time.perf_counter() - started
            print(f"{name:<46} {seconds:7.2f} s  {opened[0]:7,} PO files opened", flush=True)

        run(f"{files:,} files of {SEGMENTS} segments, all new")
        for _ in range(3):
            run("the same, nothing new")
        last.write_text(text_of(files, SEGMENTS), "utf-8")
        run("the same, one file changed")
        print(f"state.sqlite: {(Path(temporary) / 'state' / 'state.sqlite').stat().st_size / 2**20:.0f} MiB")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def bench_parser(segments: int = 1000) -> None:
    import polib

    from build_site.translate.po import parse

    text = text_of(1, segments)

    def milliseconds(run: Callable[[], object]) -> float:
        started = time.process_time()  # of the processor: what else runs on the machine does not count
        run()
        return (time.process_time() - started) * 1000 * 100 / segments

    pairs = [(milliseconds(lambda: parse(text, "x")), milliseconds(lambda: polib.pofile(text))) for _ in range(15)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"parse: {ours:.2f} ms for 100 segments; polib {theirs:.2f} ms; ratio {theirs / ours:.1f}")


def main(files: int) -> None:
    bench_parser()
    bench_index(files)
