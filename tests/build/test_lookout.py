"""Files of the site that are lost are found by a process that looks while the build reads."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

from build_site.build import build
from build_site.store.memory import Memory
from build_site.work import lookout
from tests.build.test_reuse import TEXT, shown, write_po, write_seed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="processes are not forked")


@pytest.fixture
def forked(monkeypatch):
    """How many processes have been forked; sites of any size are worth one."""
    count, fork = [], os.fork

    def counted():
        count.append(1)
        return fork()

    monkeypatch.setattr(lookout, "WORTH", 0)
    monkeypatch.setattr(lookout, "_may_fork", lambda: True)
    monkeypatch.setattr(os, "fork", counted)
    return count


def _damage(out):
    (out / "en" / "index.html").unlink()
    (out / "vi" / "glossary" / "index.html").write_text("altered", "utf-8")


def test_what_is_lost_is_found_and_made_again(small, forked):
    """A deleted page and an altered one."""
    build(small)
    page = (small.out / "vi" / "glossary" / "index.html").read_bytes()
    _damage(small.out)
    assert build(small).written == 2
    assert (small.out / "en" / "index.html").is_file()
    assert (small.out / "vi" / "glossary" / "index.html").read_bytes() == page
    assert build(small).written == 0
    assert len(forked) == 2  # a first build has nothing to look for


def test_without_an_answer_the_build_looks_itself(small, forked, monkeypatch):
    """A process that is killed, or fails, costs time and nothing else."""
    build(small)
    _damage(small.out)
    own, look = os.getpid(), lookout._look
    monkeypatch.setattr(lookout, "_look", lambda *given: look(*given) if os.getpid() == own else 1 / 0)
    assert build(small).written == 2
    assert forked


@pytest.mark.parametrize("late", ["the process", "the build"])
def test_who_is_free_looks(small, forked, monkeypatch, late):
    """Of two that share the folders one may have come to none: what is lost is found all the same."""
    build(small)
    _damage(small.out)
    own, look = os.getpid(), lookout._look

    def looked(*given):
        if (os.getpid() == own) == (late == "the build"):
            time.sleep(0.3)
        return look(*given)

    monkeypatch.setattr(lookout, "_look", looked)
    assert build(small).written == 2
    assert forked


def test_translations_are_asked_for_by_the_process(tiny, forked, monkeypatch):
    """What is saved before a build begins is seen; and where the process says nothing the build asks itself."""
    write_seed(tiny, "1", TEXT)
    build(tiny)
    own, ask = os.getpid(), lookout._ask
    for words in ("One.", "Two."):
        write_po(tiny, "1", (TEXT, words))
        assert build(tiny).changed == 1
        assert shown(tiny, "1") == [words]
        monkeypatch.setattr(lookout, "_ask", lambda *given: ask(*given) if os.getpid() == own else 1 / 0)
    assert len(forked) == 2


def test_a_build_that_ends_early_leaves_no_process(small, forked):
    """Whatever stops it."""
    build(small)
    with lookout.Lookout(small, Memory(small.site_src, "en")) as begun:
        process = begun._process
        assert process
    with pytest.raises(ChildProcessError):
        os.waitpid(process, 0)


def test_nothing_is_forked_beside_threads():
    """One of them may hold a lock that nobody gives back in the copy."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert not lookout._may_fork()
    finally:
        end.set()
        thread.join()
