"""Fork and join: nothing is lost, nothing is predicted, rounds do not mix."""

from engine.bpmn.cases import load
from tests.engine.bpmn.drawing import Moving, begun, drawing, scope, script

FORK = """start -> fork:and -> a:user -> join:and -> end
fork -> b:user -> join"""


def tokens(case: Moving) -> int:
    return len(case.now._workflow.tasks)


def test_it_waits_for_every_branch() -> None:
    case = begun(drawing(FORK)).complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").is_completed


def test_it_keeps_what_each_branch_wrote() -> None:
    """Trap 9: the last one to arrive does not overwrite keys that it never touched."""
    flows = """start -> fork:and -> set_a:script -> a:user -> join:and -> after:user -> end
    fork -> set_b:script -> b:user -> join"""
    inside = {"set_a": script("2", "x"), "set_b": script("3", "y")}
    for first, last in (("a", "b"), ("b", "a")):
        case = begun(drawing(flows, inside), x=1, y=1).complete(first).complete(last)
        assert (case.data["x"], case.data["y"]) == (2, 3)


def test_it_gives_a_key_that_both_wrote_the_value_of_the_last() -> None:
    flows = """start -> fork:and -> a:user -> set_a:script -> join:and -> end
    fork -> b:user -> set_b:script -> join"""
    inside = {"set_a": script("2", "x"), "set_b": script("3", "x")}
    assert begun(drawing(flows, inside), x=1).complete("a").complete("b").data["x"] == 3
    assert begun(drawing(flows, inside), x=1).complete("b").complete("a").data["x"] == 2


def test_it_replaces_lists_and_never_merges_them() -> None:
    """Trap 10: `[1, 2, 3]` with `[4]` written is `[4]`."""
    flows = """start -> fork:and -> a:script -> join:and -> end
    fork -> b:script -> join"""
    case = begun(drawing(flows, {"a": script("[4]", "x"), "b": script("1", "y")}), x=[1, 2, 3])
    assert case.data["x"] == [4]


def test_it_does_not_let_a_branch_change_its_sibling() -> None:
    """Trap 8: a nested change in one branch is not seen in the other."""
    flows = """start -> fork:and -> a:script -> wait_a:user -> join:and -> end
    fork -> wait_b:user -> join"""
    inside = {"a": script("context put(record, &quot;n&quot;, 2)", "record")}
    case = begun(drawing(flows, inside), record={"n": 1})
    assert case.task("wait_a").scope["record"] == {"n": 2}
    assert case.task("wait_b").scope["record"] == {"n": 1}


def test_it_keeps_tokens_few_in_blocks_in_sequence() -> None:
    """Trap 14: prediction made 2,045 tasks of eight blocks; twenty blocks of three ways stay small here."""
    lines, before = [], "start"
    for block in range(20):
        ways = [f"u{block}_{way}" for way in range(3)]
        lines += [
            f"{before}{':start' if block == 0 else ''} -> fork{block}:and -> {ways[0]}:user -> join{block}:and"
        ]
        lines += [f"fork{block} -> {way}:user -> join{block}" for way in ways[1:]]
        before = f"join{block}"
    case = begun(drawing("\n".join([*lines, f"{before} -> end"])))
    for block in range(20):
        assert tokens(case) <= 4 + 8 * (block + 1)
        for way in range(3):
            case.complete(f"u{block}_{way}")
    assert case.is_completed


def test_it_keeps_rounds_apart_when_a_token_comes_twice_on_one_flow() -> None:
    flows = """start -> twice:and -> meet:xor -> a:user -> join:and -> end
    twice -> meet
    twice -> b:user -> join"""
    case = begun(drawing(flows)).complete("a").complete("a")
    assert case.tasks == ["b"]
    case.complete("b")
    assert not case.is_completed  # the second token still waits for its partner


def test_it_joins_in_a_loop_again_and_again() -> None:
    """Trap 27: a parallel join in a loop raised RecursionError after 327 tasks."""
    flows = """start -> meet:xor -> fork:and -> a:user -> join:and -> add:script -> more:xor [n < 400] -> meet
    fork -> b:script -> join
    more -> end"""
    inside = {"add": script("n + 1", "n"), "b": script("n", "seen")}
    case = begun(drawing(flows, inside, more='default="f10"'), reload=False, n=0)
    for _round in range(400):
        case.complete("a")
    assert case.is_completed
    assert case.data["n"] == 400


def test_it_joins_what_was_written_in_nested_forks() -> None:
    flows = """start -> f1:and -> a:script -> f2:and -> b:script -> j2:and -> j1:and -> end
    f2 -> c:user -> j2
    f1 -> d:user -> e:script -> j1"""
    inside = {name: script(f"&quot;{name}&quot;", name) for name in ("a", "b", "e")}
    case = begun(drawing(flows, inside), z=1).complete("c").complete("d")
    assert case.is_completed
    assert case.data == {"z": 1, "a": "a", "b": "b", "e": "e", "c": {}, "d": {}}


def test_it_keeps_what_a_branch_wrote_that_ended_early() -> None:
    flows = """start -> fork:and -> a:user -> set_a:script -> end_a:end
    fork -> b:user -> end_b:end"""
    case = begun(drawing(flows, {"set_a": script("2", "x")}), x=1).complete("a").complete("b")
    assert case.data["x"] == 2
    assert case.data["a"] == {}


def test_it_shows_the_data_of_all_branches_together() -> None:
    flows = """start -> fork:and -> a:user -> a2:user -> join:and -> end
    fork -> inner:sub -> join"""
    inner = scope("s:start -> b:user -> b2:user -> e:end", attributes={"prefix": "i"})
    case = begun(drawing(flows, {"inner": inner})).complete("a", x=1).complete("b", y=2)
    assert case.data == {"a": {"x": 1}, "b": {"y": 2}}


def test_it_loads_what_it_dumped_at_every_step_of_a_fork() -> None:
    case = begun(drawing(FORK)).complete("a")
    again = load(case.specs, case.state, case.env)
    assert again.dump() == case.state
