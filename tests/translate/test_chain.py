"""The chain: the next engine is asked when one fails or lies, and a run ends in time."""

from build_site.errors import EngineProblem
from build_site.store.packs import load_pack
from build_site.translate.chain import Engine, EngineReport, Filled, Refused, fill, summarise
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
    return list(fill(wants, engines, ("vi", "en"), VI, EN, clock=lambda: float(next(ticks)), budget=budget))


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
        EngineReport("liar@1", 0, size, 1, 0),
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
    assert results[-1] == Refused(WANTS[-1], ("every engine failed 3 times in a row",))
    answers = iter([None, None, "There are 23 Party members.", None, None, "There are 26 Party members."])
    shaky = Scripted("shaky", lambda text: next(answers))
    assert [type(result) for result in run(shaky)] == [Refused, Refused, Filled, Refused, Refused, Filled]


def test_faults_are_remembered_over_the_calls_of_a_run() -> None:
    """An engine that is down for one article is not asked again for the next."""
    broken, faults = Scripted("broken", None), dict[str, int]()
    for _ in range(3):
        list(fill(WANTS[:2], [broken], ("vi", "en"), VI, EN, clock=lambda: 0.0, budget=1, faults=faults))
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
    assert [type(result) for result in results] == [Filled, Filled, *[Refused] * 4]
    assert len(engine.asked) == 2
    assert isinstance(results[-1], Refused)
    assert results[-1].reasons == ("the 3 seconds of this run are used up",)


def test_results_come_one_by_one() -> None:
    """The caller can save a sentence before the next is asked for."""
    engine = Scripted("lazy", good)
    results = fill(WANTS, [engine], ("vi", "en"), VI, EN, clock=lambda: 0.0, budget=1)
    next(results)
    assert len(engine.asked) == 1


def test_no_engine() -> None:
    """Without engines all is refused, and the report says how much."""
    results = run()
    assert results[0] == Refused(WANTS[0], ("no engine is set",))
    report = summarise(results)
    assert (report.engines, report.filled, report.refused) == ((), 0, 6)
