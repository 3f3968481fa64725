"""A program that forks, and how much of the long loops is run."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.faults.program import Program
from tests.faults.world import World

# The layer forks, and finds by /proc which folder a file is removed from.
collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    made = Program(tmp_path_factory.mktemp("forks"))
    yield made
    made.close()


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """Tries of each loop."""
    number: int = request.config.getoption("kills")
    return number


@pytest.fixture(scope="session")
def one_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world") / "project")


@pytest.fixture
def world(one_world: World) -> Iterator[World]:
    """A project with its site, as each test leaves it: everything stands."""
    yield one_world
    one_world.reset()
