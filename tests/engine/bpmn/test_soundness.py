"""What can happen in a drawing is found before anybody's case does it: it waits for ever, is never reached, piles up."""

import time

import pytest

from engine.bpmn.net.exploring import Budget
from engine.bpmn.parser import parse
from engine.bpmn.soundness_checks import unsound
from engine.bpmn.wrong import Wrong
from tests.engine.bpmn.drawing import declared, drawing, message, timer

RIGHT = {
    "fork and join": """start -> fork:and -> a:user -> join:and -> end
    fork -> b:user -> join""",
    "a choice within a branch": """start -> fork:and -> choose:xor [x] -> a:user -> meet:xor -> join:and -> end
    choose [y] -> meet
    fork -> b:user -> join""",
    "a loop within a branch": """start -> fork:and -> again:xor -> a:user -> more:xor [x] -> again
    more [y] -> join:and -> end
    fork -> b:user -> join""",
    "two flows out of a task": """start -> ask:user -> a:user -> join:and -> end
    ask -> b:user -> join""",
    "a branch beside a task": """start -> fork:and -> a:user -> join:and -> end
    fork -> b:user -> join
    word:on-a -> note:user -> end_word:end""",
    "an end of everything": """start -> fork:and -> a:user -> choose:xor [x] -> join:and -> end
    choose [y] -> stop:end
    fork -> b:user -> join""",
    "a loop around fork and join": """start -> again:xor -> fork:and -> a:user -> join:and -> more:xor [x] -> again
    fork -> b:user -> join
    more [y] -> end""",
}
WRONG = {
    "a choice joined as if all came": """start -> choose:xor [x] -> a:user -> join:and -> end
    choose [y] -> b:user -> join""",
    "a branch that may end before": """start -> fork:and -> choose:xor [x] -> join:and -> end
    choose [y] -> end2:end
    fork -> b:user -> join""",
    "a condition on a flow out of a task": """start -> ask:user [x] -> a:user -> join:and -> end
    ask -> b:user -> join""",
    "an interrupted branch": """start -> fork:and -> a:user -> join:and -> end
    fork -> b:user -> join
    edge:on-a -> end_edge:end""",
}
INSIDE = {
    "word": message("word"),
    "edge": message("word"),
    "stop": "<terminateEventDefinition/>",
}


MESSAGES = declared("word") + declared("other")


def found(flows: str, most: int = 200_000, **attributes: str) -> list[Wrong]:
    inside = {
        **INSIDE,
        "word_in": message("word"),
        "other_in": message("other"),
        "tick": timer("Duration", "PT1H"),
    }
    source = drawing(flows, inside, beside=MESSAGES, **{"word": 'cancelActivity="false"', **attributes})
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return list(unsound(parsed.processes["p"].specs[0], Budget(most)))


def codes(flows: str, **attributes: str) -> list[tuple[str, str]]:
    return [(wrong.element, wrong.code) for wrong in found(flows, 200_000, **attributes)]


@pytest.mark.parametrize("name", RIGHT)
def test_it_finds_nothing_in_a_drawing_that_is_right(name: str) -> None:
    assert found(RIGHT[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_it_finds_a_join_that_may_wait_for_ever(name: str) -> None:
    assert ("join", "join-waits-for-ever") in codes(WRONG[name])


def test_it_shows_the_way_to_a_join_that_waits() -> None:
    [wrong, _behind] = found(WRONG["a choice joined as if all came"])
    assert wrong.params["path"] == ["start", "choose", "a", "join"]
    assert wrong.severity == "error"


def test_it_finds_a_join_behind_a_choice_in_a_diagram_that_a_word_may_end() -> None:
    flows = """start -> open:and -> choose:xor [x] -> a:user -> join:and -> end
    choose [y] -> b:user -> join
    open -> word_in:catch -> stop:end"""
    assert ("join", "join-waits-for-ever") in codes(flows)


def race(other: str) -> Wrong:
    [wrong] = [
        each
        for each in found(f"""start -> open:and -> first:event -> word_in:catch -> join:and -> end
        first -> {other}:catch -> other_end:end
        open -> a:user -> join""")
        if each.code == "join-waits-for-ever"
    ]
    return wrong


def test_a_word_that_nobody_may_send_is_warned_of_and_a_time_that_comes_is_refused() -> None:
    assert (race("other_in").element, race("other_in").severity) == ("join", "warning")
    assert (race("tick").element, race("tick").severity) == ("join", "error")


def test_the_default_flow_is_taken_beside_those_without_a_condition() -> None:
    flows = """start -> ask:user -> a:user -> join:and -> end
    ask -> b:user -> join
    ask [x] -> c:user -> c_end:end"""
    assert codes(flows, ask='default="f5"') == [("join", "join-waits-for-ever")]
    flows = """start -> ask:user -> a:user -> end
    ask -> b:user -> b_end:end
    ask [x] -> c:user -> c_end:end"""
    assert codes(flows, ask='default="f4"') == []


def test_it_names_only_the_first_of_two_joins_that_wait() -> None:
    flows = """start -> open:and -> choose:xor [x] -> inner:and -> outer:and -> end
    choose [y] -> b:user -> inner
    open -> c:user -> outer"""
    assert [each for each in codes(flows) if each[1] == "join-waits-for-ever"] == [
        ("inner", "join-waits-for-ever")
    ]


def test_it_finds_what_only_a_join_that_never_goes_on_leads_to() -> None:
    flows = """start -> choose:xor [x] -> a:user -> join:and -> tell:user -> end
    choose [y] -> b:user -> join"""
    severity = {(wrong.element, wrong.code): wrong.severity for wrong in found(flows)}
    assert severity["join", "join-waits-for-ever"] == "error"
    assert severity["tell", "never-reached"] == "warning"


def test_it_finds_what_no_flow_leads_to() -> None:
    assert codes("start -> end\nlost:user -> lost_end:end", begins="") == [
        ("lost", "never-reached"),
        ("lost_end", "never-reached"),
    ]


def test_an_inclusive_join_waits_only_for_what_can_come() -> None:
    flows = """start -> part:or [x] -> a:user -> meet:or -> end
    part [y] -> b:user -> meet"""
    assert codes(flows, part="", meet="") == []


def test_it_warns_of_a_branch_that_runs_twice_behind_a_merge() -> None:
    [wrong] = found("""start -> fork:and -> a:user -> meet:xor -> tell:user -> end
    fork -> b:user -> meet""")
    assert (wrong.element, wrong.code, wrong.severity) == ("meet", "token-multiplies", "warning")
    path = wrong.params["path"]
    assert isinstance(path, list)
    assert path[:2] == ["start", "fork"]
    assert set(path) == {"start", "fork", "a", "b", "meet"}


def test_it_refuses_a_loop_that_adds_a_branch_each_round() -> None:
    [wrong] = [
        each
        for each in found("""start -> again:xor -> a:user -> fork:and -> again
    fork -> b:user -> end""")
        if each.severity == "error"
    ]
    assert (wrong.element, wrong.code) == ("fork", "token-without-end")
    assert wrong.params["path"][:4] == ["start", "again", "a", "fork"]  # type: ignore[index]  # a list of ids


@pytest.mark.parametrize("waits", ["word_in", "tick"])
def test_a_loop_that_waits_for_something_from_outside_only_listens(waits: str) -> None:
    flows = f"""start -> open:and -> again:xor -> {waits}:catch -> fork:and -> again
    fork -> read:user -> read_end:end
    open -> a:user -> stop:end"""
    assert codes(flows) == []


def test_branches_beside_an_activity_may_run_as_often_as_they_begin() -> None:
    flows = """start -> a:user -> b:user -> end
    word:on-a -> note:user -> note_end:end
    word2:on-b -> note"""
    inside = {"word": message("word"), "word2": message("other")}
    said = {"word": 'cancelActivity="false"', "word2": 'cancelActivity="false"'}
    parsed = parse({"p.bpmn": drawing(flows, inside, beside=MESSAGES, **said)})
    assert list(unsound(parsed.processes["p"].specs[0], Budget())) == []


def test_each_start_is_looked_at() -> None:
    flows = """start -> join:and -> end
    word_start:start -> join"""
    parsed = parse({"p.bpmn": drawing(flows, {"word_start": message("word")}, beside=MESSAGES)})
    assert parsed.findings == ()
    wrongs = {(wrong.element, wrong.code) for wrong in unsound(parsed.processes["p"].specs[0], Budget())}
    assert ("join", "join-waits-for-ever") in wrongs


def wide(branches: int, steps: int) -> str:
    ways = [
        f"fork -> {' -> '.join(f'u{way}_{step}:user' for step in range(steps))} -> join"
        for way in range(1, branches + 1)
    ]
    return "\n".join(["start -> fork:and -> u:user -> join:and -> end", *ways])


def test_parallel_branches_add_up_and_do_not_multiply() -> None:
    began = time.monotonic()
    assert found(wide(branches=20, steps=25)) == []  # 26 to the power of 20 positions in plain order
    assert time.monotonic() - began < 20


def test_it_says_that_nothing_is_proven_beyond_the_limit() -> None:
    [wrong] = found(wide(branches=4, steps=4), most=10)
    assert (wrong.element, wrong.code, wrong.severity) == ("p", "not-proven", "warning")
    assert wrong.params == {"most": 10}


def test_many_ends_that_end_all_are_no_more_than_ends_where_nothing_waits() -> None:
    lines = ["start -> fork:and"]
    inside: dict[str, str] = {}
    for number in range(14):
        lines.append(f"fork -> w{number}:catch -> k{number}:xor [x] -> e{number}:end")
        lines.append(f"k{number} [y] -> s{number}:end")
        inside |= {f"w{number}": message("word"), f"s{number}": "<terminateEventDefinition/>"}
    parsed = parse({"p.bpmn": drawing("\n".join(lines), inside, beside=MESSAGES)})
    assert list(unsound(parsed.processes["p"].specs[0], Budget(5_000))) == []


def test_a_folder_has_so_many_positions_and_small_scopes_are_proven_all_the_same() -> None:
    budget = Budget(left=0)
    for flows, expected in ((wide(branches=2, steps=2), []), (wide(branches=30, steps=40), ["not-proven"])):
        [spec] = parse({"p.bpmn": drawing(flows)}).processes["p"].specs
        assert [wrong.code for wrong in unsound(spec, budget)] == expected
