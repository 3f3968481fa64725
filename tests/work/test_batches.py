"""One ordered, bounded map over any Executor: what it yields, what it keeps in memory, and what a worker's death
costs."""

from __future__ import annotations

import multiprocessing.connection
import os
import pickle
import signal
from functools import partial
from pathlib import Path

import pytest

from build_site.errors import ConfigProblem, WorkerProblem
from build_site.work.batches import DEAD, Workers, map_batches
from tests.poison import Unsendable, doubled, refusing


def whoami(items):
    return [os.getpid() for _ in items]


def doubled_but(poison, items):
    """Some items take their worker with them."""
    if poison.intersection(items):
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(items)


def killed_once(marks, items):
    """The worker that meets the item 30 for the first time dies."""
    mark = Path(marks) / "killed"
    if 30 in items and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(items)


def killed_while_sending(marks, items):
    """The worker dies when half of a result's length is in the pipe."""
    mark = Path(marks) / "sent"
    if 30 in items and not mark.exists():
        mark.touch()
        multiprocessing.connection.Connection._send = _send_a_little
        return [bytes(100_000)]
    return doubled(items)


def _send_a_little(connection, data):
    os.write(connection.fileno(), bytes(data[:2]))
    os.kill(os.getpid(), signal.SIGKILL)


def misconfigured(items):
    raise ConfigProblem("a setting is wrong", where="site.toml:3", hint="Mend it.")


def lost(item, why):
    return f"{item}: {why}"


def mapped(jobs, fn, count=60, **options):
    with Workers(jobs) as workers:
        return list(map_batches(workers, fn, range(count), batch=8, worth=8, **options))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs):
    """As many results as items, in their order, from this process and from others."""
    assert mapped(jobs, doubled) == [2 * item for item in range(60)]


def test_few_items_start_no_process():
    """Below the number that is worth it, everything runs in this process."""
    with Workers(2) as workers:
        found = list(map_batches(workers, lambda items: [os.getpid() for _ in items], range(7), batch=8, worth=8))
    assert set(found) == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_only_a_few_batches_are_under_way(jobs):
    """However many items there are, they are asked for only a little ahead of the results."""
    asked = 0

    def items():
        nonlocal asked
        for number in range(1, 2001):
            asked = number
            yield number

    ahead = 0
    with Workers(jobs) as workers:
        for number, _ in enumerate(map_batches(workers, doubled, items(), batch=8, worth=8), 1):
            ahead = max(ahead, asked - number)
    assert number == 2000
    assert ahead <= (2 * jobs + 3) * 8


def test_renewed_processes_are_others():
    """None of those that did the one work is there for the next; where there are none, none is started."""

    def processes(workers):
        return set(map_batches(workers, whoami, range(40), batch=4, worth=4))

    with Workers(2) as workers:
        workers.renew()
        assert not workers.decided
        before = processes(workers)
        workers.renew()
        assert before.isdisjoint(processes(workers) | {os.getpid()})


@pytest.mark.guarantee("A11")
def test_a_dead_worker_costs_another_try(tmp_path):
    """What was under way when a process was killed is done again; nothing is lost, nothing comes twice."""
    assert mapped(2, partial(killed_once, str(tmp_path))) == [2 * item for item in range(60)]


def test_a_worker_that_dies_while_it_sends(tmp_path):
    """Half a result in the pipe does not hold the others up for ever."""
    assert mapped(2, partial(killed_while_sending, str(tmp_path))) == [2 * item for item in range(60)]


@pytest.mark.guarantee("A11")
def test_poison_is_named_and_the_rest_is_done():
    """An item that kills whatever worker has it becomes a value of the caller's; all others have their results."""
    found = mapped(2, partial(doubled_but, {30}), lost=lost)
    assert found[30] == f"30: {DEAD}"
    assert [each for each in found if each != found[30]] == [2 * item for item in range(60) if item != 30]


def test_processes_start_before_there_is_work():
    """Where it is known that there will be: they make themselves ready beside what comes first."""
    before = {*multiprocessing.active_children()}
    with Workers(2) as workers:
        workers.backend(enough=True)
        assert len({*multiprocessing.active_children()} - before) == 2


def test_poison_where_nothing_can_be_left_out():
    """Without a value for it the run ends, and says which item it was."""
    with pytest.raises(WorkerProblem, match="30"):
        mapped(2, partial(doubled_but, {30}))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_that_cannot_be_sent(jobs):
    """It is the failure of one item, with its name and words; it breaks neither pool nor run."""
    with pytest.raises(TypeError):
        pickle.loads(pickle.dumps(Unsendable("a", "b")))
    found = mapped(jobs, refusing, lost=lost)
    assert found[30] == "30: Unsendable: a thing and another"
    assert found[31] == 62
    assert len(found) == 60


@pytest.mark.parametrize("jobs", [1, 2])
def test_other_exceptions_are_raised_here(jobs):
    """With all they say, and with the worker's traceback."""
    with pytest.raises(ConfigProblem) as caught:
        mapped(jobs, misconfigured, lost=lost)
    assert (caught.value.where, caught.value.hint) == ("site.toml:3", "Mend it.")
    assert "misconfigured" in caught.value.__notes__[0]
