"""Repetition, pacing and the deadline of a call, with a clock that only sleeping moves."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from build_site.engines.deep import GoogleEngine
from build_site.engines.http import seconds_of
from build_site.engines.manners import Manners
from build_site.errors import EngineProblem

from .conftest import Server, answer, google


class Time:
    """A clock, and how long it was slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def manners(self, *, deadline: float = 20.0, chance: float = 0.5, **more: object) -> Manners:
        clock = {"clock": lambda: self.now, "sleep": self.sleep, "chance": lambda: chance}
        return Manners("x", deadline=deadline, **clock, **more)  # type: ignore[arg-type]


def failing(times: int, **kind: object) -> tuple[list[float], object]:
    """A call that fails so many times, and the seconds it was given each time."""
    given: list[float] = []

    def call(seconds: float) -> str:
        given.append(seconds)
        if len(given) <= times:
            raise EngineProblem("no", where="x", **kind)  # type: ignore[arg-type]
        return "yes"

    return given, call


def test_a_passing_fault_is_asked_again() -> None:
    """Twice at most, after random waits below a ceiling that doubles."""
    clock = Time()
    given, call = failing(2, retry=True)
    assert clock.manners(chance=0.999).ask(call, 9) == "yes"  # type: ignore[arg-type]
    assert clock.slept == pytest.approx([0.4995, 0.999])
    assert given == pytest.approx([20, 19.5005, 18.5015])
    given, call = failing(9, retry=True)
    with pytest.raises(EngineProblem):
        clock.manners().ask(call, 9)  # type: ignore[arg-type]
    assert len(given) == 3


def test_other_faults_are_not() -> None:
    """A captcha, a refused key or nonsense does not get better by asking."""
    clock = Time()
    given, call = failing(1)
    with pytest.raises(EngineProblem):
        clock.manners().ask(call, 9)  # type: ignore[arg-type]
    assert (len(given), clock.slept) == (1, [])


def test_the_service_says_when() -> None:
    """Retry-After is waited for exactly where it fits into the deadline, and not at all where it does not."""
    clock = Time()
    given, call = failing(1, retry=True, after=7.0)
    assert clock.manners().ask(call, 9) == "yes"  # type: ignore[arg-type]
    assert clock.slept == [7.0]
    clock = Time()
    given, call = failing(1, retry=True, after=60.0)
    with pytest.raises(EngineProblem) as caught:
        clock.manners().ask(call, 9)  # type: ignore[arg-type]
    assert (len(given), clock.slept, caught.value.after) == (1, [], 60.0)


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.999])
def test_no_sleep_passes_the_deadline(chance: float) -> None:
    """Neither waits nor pacing lead past the end of the call, or of the run."""
    for deadline, run in ((0.4, 100.0), (100.0, 0.4), (2.0, 2.0)):
        clock = Time()
        _, call = failing(9, retry=True)
        with pytest.raises(EngineProblem):
            clock.manners(deadline=deadline, chance=chance, pace=2.0, left=lambda run=run, at=clock: run - at.now).ask(
                call,  # type: ignore[arg-type]
                9,
            )
        assert clock.now <= min(deadline, run)


def test_no_time_at_all() -> None:
    """A run that is over asks nobody."""
    given, call = failing(0)
    with pytest.raises(EngineProblem, match="no time is left"):
        Time().manners(left=lambda: 0.0).ask(call, 9)  # type: ignore[arg-type]
    assert given == []


def test_pacing() -> None:
    """Two requests a second: the first at once, each other half a second after the one before."""
    clock = Time()
    manners, moments = clock.manners(pace=2.0), []
    for _ in range(4):
        manners.ask(lambda seconds: moments.append(clock.now), 9)
    assert moments == pytest.approx([0.0, 0.5, 1.0, 1.5])
    clock.now = 60.0
    manners.ask(lambda seconds: moments.append(clock.now), 9)
    assert moments[-1] == 60.0


def test_retry_after_in_both_forms() -> None:
    """Seconds, or a date; anything else is nothing."""
    assert seconds_of("120") == 120
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 85 < seconds_of(soon) <= 90
    for text in ("", "soon", "-3", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT", "٣", "Mon, 99 Foo 2015 99:99:99 GMT"):
        assert seconds_of(text) == 0


def test_a_server_that_recovers(server: Server) -> None:
    """On a real connection: 503, a dropped connection, then the answer, in one call."""
    good = google("200 members were admitted.")
    turns = iter([answer(503, "busy"), lambda handler: handler.connection.close(), good])

    def behave(handler: BaseHTTPRequestHandler) -> None:
        next(turns)(handler)

    server.behaviour = behave
    engine = GoogleEngine(url=server.url, deadline=10)
    assert engine.translate(["Kết nạp 200 đảng viên."], ("vi", "en")) == ["200 members were admitted."]
    assert len(server.requests) == 3


def test_a_server_that_asks_for_rest(server: Server) -> None:
    """The header arrives; a rest longer than the call is not slept through."""
    server.behaviour = answer(429, "slow down", **{"Retry-After": "60"})
    start = time.monotonic()
    with pytest.raises(EngineProblem) as caught:
        GoogleEngine(url=server.url, deadline=2).translate(["a"], ("vi", "en"))
    assert (caught.value.after, len(server.requests)) == (60, 1)
    assert time.monotonic() - start < 1


@pytest.mark.guarantee("E7")
def test_each_request_is_paid_for() -> None:
    """Repetitions count like first requests, and a run that may send no more ends them with what went wrong."""
    asked: list[int] = []

    def spend(size: int) -> bool:
        asked.append(size)
        return len(asked) <= 2

    given, call = failing(9, retry=True)
    manners = Time().manners(spend=spend)
    with pytest.raises(EngineProblem, match="no"):
        manners.ask(call, 9)  # type: ignore[arg-type]
    assert (len(given), asked, manners.sent) == (2, [9, 9, 9], 18)
    with pytest.raises(EngineProblem, match="no more characters") as caught:
        manners.ask(call, 9)  # type: ignore[arg-type]
    assert (len(given), manners.sent, caught.value.fault) == (2, 18, False)
