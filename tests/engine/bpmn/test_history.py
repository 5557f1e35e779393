"""The cut of a long history (trap 27): flat in time and bytes, wherever the loop runs, and nothing that counts is lost."""

import pytest

from engine.bpmn.cases import Case
from engine.bpmn.history import LONG
from tests.engine.bpmn.drawing import PLACES, Moving, begun, drawing, placed, script, timer

LOOP = """start -> meet:xor -> ask:user -> add:script -> more:xor [n < {rounds}] -> meet
more -> end"""
ADD = {"add": script("n + 1", "n")}


def biggest_tree(case: Moving) -> int:
    return max(len(tree.tasks) for tree in case.now._workflow.trees())


def looping(place: str, rounds: int, *, reload: bool = False) -> Moving:
    source = placed(place, LOOP.format(rounds=rounds), ADD, more='default="f6"')
    return begun(source, reload=reload, n=0)


@pytest.mark.parametrize("place", PLACES)
def test_it_stays_small_in_a_loop_of_a_thousand_rounds(place: str) -> None:
    """Trap 27: after 250 rounds the library said completed while a task was ready. Each subprocess tree is cut as well."""
    case = looping(place, 1000)
    sizes = []
    for _round in range(1000):
        assert not case.is_completed
        case.complete("ask", n=1)
        sizes.append(len(case.state))
    assert case.is_completed
    assert case.data["n"] == 1000
    assert max(sizes) < 10_000
    assert max(sizes[500:]) < 1.2 * max(sizes[:200])


def test_it_goes_on_from_a_cut_state_that_was_loaded() -> None:
    case = looping("alone", 300, reload=True)
    for _round in range(300):
        case.complete("ask")
        assert biggest_tree(case) <= LONG + 4
    assert case.data["n"] == 300


def test_it_cuts_a_branch_that_loops_beside_one_that_waits() -> None:
    """No single point lies above all open tokens but the fork; the looping branch is cut below it."""
    flows = """start -> set:script -> fork:and -> meet:xor -> ask:user -> add:script -> more:xor [n < 300] -> meet
    more -> join:and -> end
    fork -> slow:user -> join"""
    case = begun(drawing(flows, {**ADD, "set": script("1", "kept")}, more='default="f8"'), n=0, other=1)
    for _round in range(300):
        case.complete("ask")
    assert biggest_tree(case) < LONG
    case.complete("slow", x=1)
    assert case.is_completed
    assert case.data == {"n": 300, "other": 1, "kept": 1, "ask": {}, "slow": {"x": 1}}


def test_it_cuts_reminders_that_came_and_went() -> None:
    flows = """start -> ask:user -> end
    late:on-ask -> remind:script -> end_late:end"""
    inside = {"late": timer("Cycle", "R/P1D"), "remind": script("n + 1", "n")}
    case = begun(drawing(flows, inside, late='cancelActivity="false"'), n=0)
    for _day in range(120):
        case.fire("late")
    assert biggest_tree(case) <= LONG + 4
    assert case.complete("ask", said=1).data == {"n": 1, "ask": {"said": 1}}


def test_it_keeps_the_same_tasks_and_data_through_a_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut at every move changes nothing that can be seen from outside."""
    flows = """start -> fork:and -> a:user -> a2:user -> set_a:script -> join:and -> last:user -> end
    fork -> b:user -> choose:xor [b.n > 1] -> join
    choose -> end_b:end
    late:on-a2 -> note:user -> end_late:end"""
    source = drawing(
        flows,
        {"set_a": script("k + 1", "k"), "late": timer("Duration", "P1D")},
        choose='default="f11"',
        late='cancelActivity="false"',
    )

    def played() -> list[object]:
        case = begun(source, k=1)
        seen: list[object] = []
        for move in (
            lambda: case.complete("a", x=1),
            lambda: case.fire("late"),
            lambda: case.complete("b", n=2),
            lambda: case.complete("a2", y=1),
            lambda: case.complete("note", z=1),
            lambda: case.complete("last"),
        ):
            move()
            seen += [case.tasks, case.data, case.is_completed]
        return seen

    without = played()
    monkeypatch.setattr("engine.bpmn.history.LONG", 0)
    assert played() == without


def test_it_says_completed_only_when_nothing_is_open() -> None:
    case: Case = looping("alone", 5).now
    assert not case.is_completed
