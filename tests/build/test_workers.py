"""Builds whose worker processes die: killed from outside, or by an article that no process survives."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest
from click import BadParameter
from msgspec import structs

from build_site.cli_shards import JobsType
from build_site.store.project import Project
from build_site.work import digesting
from build_site.work.jobs import digest_batch
from tests.build.conftest import build, files
from tests.build.crowds import crowd

MOMENTS = {("Reading articles", number) for number in (2, 20, 40, 60)} | {
    ("Making pages", number) for number in (1, 10, 40, 80, 120, 200)
}


@pytest.fixture
def crowded(tiny: Project) -> Project:
    crowd(tiny, 70)
    return tiny


def _beside(project: Project, name: str) -> Project:
    """The same articles, with another site, state and list of addresses."""
    (project.site_src / "urls.csv").unlink(missing_ok=True)
    return structs.replace(project, out=project.root / name, state=project.root / f"{name}-state")


def test_processes_killed_at_ten_moments_of_a_build(crowded):
    """kill -9 of one process, four times while articles are read, six while pages are rendered: the site is the same,
    byte for byte, as one made by a single process, and nothing has failed."""
    build(crowded)
    killed = []

    def kill(what: str, done: int, total: int) -> None:
        if (what, done) in MOMENTS:
            process = next((each for each in multiprocessing.active_children() if "Dask" not in each.name), None)
            if process:  # else none has come back since the last one was killed
                os.kill(process.pid, signal.SIGKILL)
            killed.append((what, done))

    other = _beside(crowded, "killed")
    report = build(other, jobs=2, progress=kill)
    assert set(killed) == MOMENTS
    assert (report.articles, report.failures) == (70, ())
    assert files(other.out) == files(crowded.out)


def _poisoned(setup, seeds):
    if any(seed.id == "crowd/r033" for seed in seeds) and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return digest_batch(setup, seeds)


def test_a_poison_article_is_named_and_the_others_are_built(crowded, monkeypatch):
    """An article that kills each process that reads it costs itself: 69 are built, it is named among the failures, and
    the next build, in which it does no harm, has it. Its kind is that of articles that cannot be read: no failed build
    but with --strict."""
    monkeypatch.setattr(digesting, "digest_seeds", _poisoned)
    report = build(crowded, jobs=2)
    assert (report.articles, report.changed) == (69, 69)
    assert [(each.name, each.kind, each.where) for each in report.failures] == [
        ("crowd.jsonl#r033", "source", "seeds/crowd.jsonl#r033")
    ]
    assert "died" in report.failures[0].what
    monkeypatch.undo()
    again = build(crowded, jobs=2)
    assert (again.articles, again.changed, again.failures) == (70, 1, ())


@pytest.mark.parametrize("wrong", ["0", "257", "many", "dask://", "dask://host", "tcp://host:8786", "²"])
def test_jobs_is_a_number_or_a_cluster(wrong):
    """Anything else is refused with an example."""
    assert JobsType().convert("2", None, None) == 2
    assert JobsType().convert("dask://host:8786", None, None) == "dask://host:8786"
    with pytest.raises(BadParameter, match="dask://host:8786"):
        JobsType().convert(wrong, None, None)
