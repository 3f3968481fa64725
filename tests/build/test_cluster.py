"""Builds on a Dask cluster: two worker processes of this machine, with the same bytes as without."""

from __future__ import annotations

import logging
import os
import signal

import pytest
from msgspec import structs

from build_site.errors import ClusterProblem, ConfigProblem
from build_site.store.project import Project
from build_site.work import cluster
from build_site.work.batches import Workers, map_batches
from build_site.work.program import differences, this_program
from build_site.work.workshop import make_setup
from tests.build.conftest import build, files
from tests.build.crowds import crowd
from tests.poison import doubled, refusing

distributed = pytest.importorskip("distributed")
ARTICLES = 70


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """Two worker processes and their scheduler; an item may kill one worker before it is given up."""
    import dask

    folder = str(tmp_path_factory.mktemp("dask"))
    given = {
        "distributed.scheduler.allowed-failures": 1,
        "distributed.worker.use-file-locking": False,
        "distributed.scheduler.work-stealing": False,
        "temporary-directory": folder,
    }
    with (
        dask.config.set(given),
        distributed.LocalCluster(
            2, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL, protocol="tcp"
        ) as local,
    ):
        yield local


@pytest.fixture
def address(scheduler) -> str:
    return scheduler.scheduler_address.replace("tcp://", "dask://")


@pytest.fixture
def crowded(tiny: Project) -> Project:
    crowd(tiny, ARTICLES)
    return tiny


def beside(project: Project, name: str) -> Project:
    (project.site_src / "urls.csv").unlink(missing_ok=True)
    return structs.replace(project, out=project.root / name, state=project.root / f"{name}-state")


def test_the_same_bytes_from_serial_pool_and_cluster(crowded, address):
    """70 articles by one process, by two, and by two Dask workers of which one is killed meanwhile: each file is the
    same; and a second build on the cluster finds nothing to do."""
    build(crowded)
    pool, dask, lost = (beside(crowded, name) for name in ("pool", "dask", "lost"))
    build(pool, jobs=2)
    (crowded.site_src / "urls.csv").unlink()
    report = build(dask, jobs=address)
    assert (report.articles, report.failures) == (ARTICLES, ())
    assert files(dask.out) == files(pool.out) == files(crowded.out)
    again = build(dask, jobs=address)
    assert (again.changed, again.written) == (0, 0)
    (crowded.site_src / "urls.csv").unlink()

    def kill(what: str, done: int, total: int) -> None:
        if (what, done) in (("Reading articles", 10), ("Making pages", 60)):
            os.kill(_pids(address)[0], signal.SIGKILL)

    report = build(lost, jobs=address, progress=kill)
    assert (report.articles, report.failures) == (ARTICLES, ())
    assert files(lost.out) == files(crowded.out)


def _pids(address: str) -> list[int]:
    with distributed.Client(address.replace("dask", "tcp"), set_as_default=False) as client:
        return sorted(client.run(os.getpid).values())


def doubled_but(items):
    if 30 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(items)


@pytest.mark.parametrize(("work", "why"), [(doubled_but, "died"), (refusing, "Unsendable: a thing and another")])
def test_poison_is_named_on_a_cluster_too(address, work, why):
    """An item that kills its workers, and one whose exception cannot be sent, are values; the others have results."""
    with Workers(address) as workers:
        found = list(
            map_batches(workers, work, range(60), batch=8, worth=8, lost=lambda item, reason: f"{item}: {reason}")
        )
    assert len(found) == 60
    assert why in found[30]
    assert [each for each in found if each != found[30]] == [2 * item for item in range(60) if item != 30]


def test_no_scheduler_is_a_plain_message(tiny, monkeypatch):
    """Where nothing answers, and how to start something that does."""
    monkeypatch.setattr(cluster, "TIMEOUT", 0.5)
    with pytest.raises(ClusterProblem, match="dask scheduler"):
        cluster.Cluster("dask://127.0.0.1:9", make_setup(tiny))


def test_a_missing_dask_is_a_plain_message(tiny, monkeypatch):
    """With what to install."""
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ConfigProblem, match=r"build-site\[cluster\]"):
        cluster.Cluster("dask://127.0.0.1:9", make_setup(tiny))


def test_workers_that_do_not_see_the_folder(tiny, address, monkeypatch):
    """A worker to which the project's folder is another one, or none, is named, with what is needed."""
    tiny.state.mkdir()
    monkeypatch.setattr(cluster, "_note", lambda state, token: None)
    with pytest.raises(ClusterProblem, match=r"worker tcp.*does not see the project’s folders\n.*shared disk"):
        cluster.Cluster(address, make_setup(tiny))


def test_workers_of_another_program(tiny, address, monkeypatch):
    """Refused at the start, naming worker and difference; one that comes later refuses its first batch."""
    other = structs.replace(this_program(), code="x", python="Python 3.99")
    monkeypatch.setattr(cluster, "this_program", lambda: other)
    tiny.state.mkdir()
    with pytest.raises(ClusterProblem, match=r"worker tcp.*other files of build_site.*Python 3\.") as caught:
        cluster.Cluster(address, make_setup(tiny))
    assert "same release" in caught.value.hint
    monkeypatch.undo()
    with pytest.raises(ClusterProblem, match="another program"):
        cluster.run_there(other, doubled_but, [1])


def test_differences_are_told_in_words():
    """Version, files, Python, libraries; nothing where they are equal."""
    ours = this_program()
    assert differences(ours, ours) == ""
    assert "build_site 0.0.1 where this is" in differences(ours, structs.replace(ours, version="0.0.1"))
    assert "lxml 4" in differences(ours, structs.replace(ours, libraries="lxml 4"))
