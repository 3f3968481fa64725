"""The chain: the next engine is asked when one fails or lies, and a run ends in time."""

from collections.abc import Callable

import pytest

from build_site.errors import EngineProblem
from build_site.store.packs import load_pack
from build_site.translate.allowance import Allowance
from build_site.translate.chain import Context, Engine, EngineReport, Filled, Refused, fill, summarise
from build_site.translate.facts import TranslateFacts
from build_site.translate.wanted import Want

VI: TranslateFacts = load_pack("vi").translate
EN: TranslateFacts = load_pack("en").translate
WANTS = [Want("body", f"Có {number} đảng viên.") for number in range(21, 27)]


class Scripted:
    """Answers from a function of the text; EngineProblem where that gives None."""

    version = "1"

    def __init__(self, name: str, answer: object) -> None:
        self.name = name
        self.answer = answer
        self.asked: list[str] = []

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        assert pair == ("vi", "en")
        self.asked += texts
        answer = self.answer(texts[0]) if callable(self.answer) else self.answer
        if answer is None:
            raise EngineProblem("out of order", where=self.name, retry=True)
        return answer if isinstance(answer, list) else [answer]


def good(text: str) -> str:
    return f"There are {text.split()[1]} Party members, aren&#39;t there?"


def run(*engines: Engine, budget: float = 1e9, wants: list[Want] = WANTS) -> list[Filled | Refused]:
    ticks = iter(range(1_000_000))
    allowance = Allowance(lambda: float(next(ticks)), seconds=budget)
    return list(fill(wants, engines, ("vi", "en"), VI, EN, allowance=allowance))


def test_the_first_good_answer_wins() -> None:
    """An answer that fails the checks goes to the next engine; entities are resolved before the checks."""
    liar, honest = Scripted("liar", "There are 99 Party members."), Scripted("honest", good)
    results = run(liar, honest, wants=WANTS[:1])
    assert isinstance(results[0], Filled)
    assert results[0].target == "There are 21 Party members, aren't there?"
    assert results[0].engine == "honest@1"
    assert results[0].attempts[0].problem == "numbers: 21 is missing; numbers: 99 is not in the original"
    size = len(WANTS[0].source)
    assert summarise(results).engines == (
        EngineReport("liar@1", 0, size, 1, 0, (("numbers", 1),)),
        EngineReport("honest@1", 1, size, 0, 0),
    )


def test_every_engines_reason_is_told() -> None:
    """A refused sentence says what each engine did."""
    result = run(Scripted("a", None), Scripted("b", ""), wants=WANTS[:1])[0]
    assert isinstance(result, Refused)
    assert result.reasons == ("a@1: out of order", "b@1: empty: there is no text")


def test_an_engine_that_fails_three_times_in_a_row_is_left_alone() -> None:
    """Faults in a row count; a good answer between them starts the count anew."""
    broken = Scripted("broken", None)
    results = run(broken)
    assert len(results) == 6
    assert len(broken.asked) == 3
    assert results[-1] == Refused(WANTS[-1], ("broken: left alone for a while, since it failed 3 times in a row",))
    assert summarise(results).engines[0].why == (("out of order", 3),)
    answers = iter([None, None, "There are 23 Party members.", None, None, "There are 26 Party members."])
    shaky = Scripted("shaky", lambda text: next(answers))
    assert [type(result) for result in run(shaky)] == [Refused, Refused, Filled, Refused, Refused, Filled]


def test_faults_are_remembered_over_the_calls_of_a_run() -> None:
    """An engine that is down for one article is not asked again for the next."""
    broken, allowance = Scripted("broken", None), Allowance(lambda: 0.0)
    for _ in range(3):
        list(fill(WANTS[:2], [broken], ("vi", "en"), VI, EN, allowance=allowance))
    assert len(broken.asked) == 3


def test_wrong_answers_are_not_faults_and_odd_answers_are() -> None:
    """Refused answers do not silence an engine; an answer that is no text does."""
    wrong = Scripted("wrong", "There are none.")
    run(wrong)
    assert len(wrong.asked) == 6
    for answer in ([], ["a", "b"], [None], [3]):
        odd = Scripted("odd", answer)
        assert all(isinstance(result, Refused) for result in run(odd))
        assert len(odd.asked) == 3


def test_the_budget_ends_a_run() -> None:
    """When the seconds are used up no engine is asked, and each remaining sentence says so."""
    engine = Scripted("slow", good)
    results = run(engine, budget=3)
    assert [type(result) for result in results] == [*[Filled] * 3, *[Refused] * 3]
    assert len(engine.asked) == 3
    assert isinstance(results[-1], Refused)
    assert results[-1].reasons == ("the 3 seconds of this run are used up",)


def test_results_come_one_by_one() -> None:
    """The caller can save a sentence before the next is asked for."""
    engine = Scripted("lazy", good)
    results = fill(WANTS, [engine], ("vi", "en"), VI, EN, allowance=Allowance(lambda: 0.0))
    next(results)
    assert len(engine.asked) == 1


def test_no_engine() -> None:
    """Without engines all is refused, and the report says how much."""
    results = run()
    assert results[0] == Refused(WANTS[0], ("no engine is set",))
    report = summarise(results)
    assert (report.engines, report.filled, report.refused) == ((), 0, 6)


def test_characters_end_a_run() -> None:
    """No more is sent than the run may send, and the report can say that this was the reason."""
    engine = Scripted("dear", good)
    allowance = Allowance(lambda: 0.0, characters=2 * len(WANTS[0].source) + 1)
    results = list(fill(WANTS, [engine], ("vi", "en"), VI, EN, allowance=allowance))
    assert [type(result) for result in results] == [Filled, Filled, *[Refused] * 4]
    assert allowance.stopped == f"the {2 * len(WANTS[0].source) + 1} characters of this run are used up"


def test_only_asking_costs_seconds() -> None:
    """Whatever lies between two sentences, such as reading the next article, leaves the budget as it was."""
    now = 0.0
    allowance = Allowance(lambda: now, seconds=10)

    def slow(text: str) -> str:
        nonlocal now
        now += 3
        assert allowance.left() == max(left - 3, 0)
        return good(text)

    kinds = []
    for want in WANTS:
        now += 1_000
        left = allowance.left()
        (result,) = fill([want], [Scripted("slow", slow)], ("vi", "en"), VI, EN, allowance=allowance)
        kinds.append(type(result))
    assert kinds == [*[Filled] * 4, *[Refused] * 2]


class Repeating(Scripted):
    """Sends each text three times, and says so; asks the run first where it may."""

    sent = 0
    spend: Callable[[int], bool] = staticmethod(lambda size: True)

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        for _ in range(3):
            if self.spend(len(texts[0])):
                self.sent += len(texts[0])
        return super().translate(texts, pair)


@pytest.mark.parametrize("knows", [True, False])
def test_repetitions_are_paid_for(knows: bool) -> None:
    """Each request counts in the report and in the run's characters, once, whoever counts it first."""
    size = len(WANTS[0].source)
    allowance = Allowance(lambda: 0.0, characters=7 * size)
    engine = Repeating("again", good)
    if knows:
        engine.spend = allowance.spend
    results = list(fill(WANTS, [engine], ("vi", "en"), VI, EN, allowance=allowance))
    (report,) = summarise(results).engines
    assert report.characters == engine.sent == allowance.sent == (7 if knows else 9) * size
    assert sum(isinstance(result, Filled) for result in results) == 3
    assert allowance.stopped.endswith("characters of this run are used up")


def test_a_text_that_is_too_long_is_no_fault() -> None:
    """An engine that cannot take three texts in a row is still asked for the fourth."""

    def short(text: str) -> str:
        if text != WANTS[-1].source:
            raise EngineProblem("too long: 130 pieces; it takes 127", where="x", fault=False)
        return good(text)

    results = run(Scripted("short", short))
    assert [type(result) for result in results] == [*[Refused] * 5, Filled]
    assert summarise(results).engines[0].why == (("too long", 5),)


def test_an_engine_is_tried_again_after_a_pause() -> None:
    """Half open: after the pause one sentence tries the engine; one more fault closes it for twice as long."""
    now = 0.0
    answer: list[str | None] = [None]
    shaky = Scripted("shaky", lambda text: answer[0] and good(text))
    allowance = Allowance(lambda: now)

    def ask() -> int:
        before = len(shaky.asked)
        list(fill(WANTS, [shaky], ("vi", "en"), VI, EN, allowance=allowance))
        return len(shaky.asked) - before

    assert ask() == 3
    assert ask() == 0
    now = 31.0
    assert ask() == 1
    now = 62.0
    assert ask() == 0
    now, answer[0] = 92.0, "good"
    assert ask() == 6


def test_an_engine_that_asks_for_rest_gets_it() -> None:
    """Retry-After is obeyed at once, and never for longer than the run lasts."""
    now = 0.0
    allowance = Allowance(lambda: now, seconds=100)
    allowance.note("busy", fault=True, after=60)
    assert "asked for 60 seconds of rest" in allowance.resting("busy")
    now = 60.0
    assert allowance.resting("busy") == ""
    allowance.note("busy", fault=True, after=1e9)
    now = 160.0
    assert allowance.resting("busy") == ""


def test_long_sentences_travel_in_parts() -> None:
    """Split at semicolons, translated part by part, joined again; the checks see the whole."""
    clause = "Ban Thường vụ giao {} cho cơ quan chuyên môn thực hiện trong năm nay theo đúng kế hoạch đã được phê duyệt"
    source = "; ".join(clause.format(number) for number in range(21, 26)) + "."
    engine = Scripted("parts", None)
    engine.translate = lambda texts, pair: [  # type: ignore[method-assign]
        "; ".join(f"it gave {part.split()[4]} tasks to offices" for part in text.split("; ")) + "." for text in texts
    ]
    (result,) = run(engine, wants=[Want("body", source)])
    assert isinstance(result, Filled)
    assert result.target == "; ".join(f"it gave {number} tasks to offices" for number in range(21, 26)) + "."
    assert result.attempts[0].characters < len(source)


def test_a_text_too_long_for_an_engine_is_not_its_fault() -> None:
    """It goes to the next engine, nothing is sent, and the engine stays in use."""
    small, large = Scripted("small", good), Scripted("large", good)
    small.longest = 5  # type: ignore[attr-defined]
    results = run(small, large)
    assert all(isinstance(result, Filled) and result.engine == "large@1" for result in results)
    assert small.asked == []
    report = summarise(results).engines[0]
    assert (report.characters, report.faults, report.why) == (0, 0, (("too long", 6),))


def test_engines_that_want_context_get_it() -> None:
    """Neighbours and terms go to engines that have `translate_in_context`, and to no other."""
    engine, seen = Scripted("knowing", good), []

    def in_context(texts: list[str], pair: tuple[str, str], context: Context) -> list[str]:
        seen.append(context)
        return engine.translate(texts, pair)

    engine.translate_in_context = in_context  # type: ignore[attr-defined]
    around = Context("trước", "sau", (("đảng viên", "Party member"),))
    allowance = Allowance(lambda: 0.0)
    list(fill(WANTS[:1], [engine], ("vi", "en"), VI, EN, allowance=allowance, context=lambda want: around))
    assert seen == [around]
