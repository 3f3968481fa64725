"""What all tests share: the repository's own project, and the development data where a machine has it."""

from __future__ import annotations

import importlib.util
import signal
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = tuple(sorted((ROOT / "seeds").glob("*.txt")))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A suite started in a shell's background ignores interrupts, and so would every process that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--sequences", type=int, default=10, help="sequences of edits that tests/build/test_any_sequence.py tries"
    )
    parser.addoption("--kills", type=int, default=4, help="tries of each loop of tests/faults; 300 for the long ones")
    parser.addoption("--texts", type=int, default=15_000, help="texts that tests/hostile/test_any_text.py tries")


def load_script(name: str) -> ModuleType:
    """scripts/<name>.py, a module of its own each time."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real texts for development, beside the checkout; tests that need them are skipped where there are none."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the development texts (../shared/data) are not here")
    return folder
