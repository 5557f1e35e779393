"""`startQuantity` and `completionQuantity`: how many tokens an activity takes in, and gives out on each flow."""

from typing import Any

import pytest

from tests.engine.bpmn.drawing import PLACES, begun, drawing, each, findings, placed, scope, script

PAIR = """start -> fork:and -> a:user -> both:user -> end
fork -> b:user -> both"""
TWO: dict[str, Any] = {"both": 'startQuantity="2"'}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("reload", [True, False])
def test_it_begins_when_enough_tokens_have_come(place: str, reload: bool) -> None:
    case = begun(placed(place, PAIR, prefix="i", **TWO), reload=reload).complete("a", n=1)
    assert case.tasks == ["b"]
    assert case.complete("b", n=2).tasks == ["both"]
    assert case.complete("both").is_completed
    assert (case.data["a"], case.data["b"]) == ({"n": 1}, {"n": 2})


def test_it_merges_what_the_tokens_bring() -> None:
    flows = """start -> fork:and -> set_a:script -> a:user -> both:user -> end
    fork -> set_b:script -> b:user -> both"""
    inside = {"set_a": script("2", "x"), "set_b": script("3", "y")}
    case = begun(drawing(flows, inside, **TWO), x=1, y=1).complete("b").complete("a")
    assert (case.task("both").scope["x"], case.task("both").scope["y"]) == (2, 3)


def test_it_keeps_a_token_too_many_for_the_next_time() -> None:
    flows = """start -> fork:and -> both:user -> end
    fork -> both
    fork -> both
    fork -> other:user -> both"""
    case = begun(drawing(flows, **TWO))
    assert case.tasks == ["both", "other"]
    assert case.complete("other").tasks == ["both", "both"]
    assert case.complete("both").complete("both").is_completed


def test_it_gives_several_tokens_out() -> None:
    flows = """start -> a:user -> b:user -> end
    a -> c:user -> end_c:end"""
    case = begun(drawing(flows, a='completionQuantity="2"')).complete("a")
    assert case.tasks == ["b", "b", "c", "c"]


def test_it_takes_in_what_another_gave_out() -> None:
    flows = "start -> a:script -> b:user -> end"
    source = drawing(flows, {"a": script("1", "x")}, a='completionQuantity="3"', b='startQuantity="3"')
    assert begun(source).complete("b").is_completed


def test_it_takes_in_tokens_for_all_instances_together() -> None:
    inner = each("=list") + scope("s:start -> x:user -> e:end", attributes={"prefix": "i"})
    flows = """start -> fork:and -> inner:sub -> end
    fork -> inner"""
    case = begun(drawing(flows, {"inner": inner}, inner='startQuantity="2"'), list=[1, 2])
    assert case.complete("x").complete("x").is_completed


def test_what_waits_for_its_companions_is_a_token_like_others_to_an_inclusive_join() -> None:
    flows = """start -> fork:and -> a:user -> both:user -> join:or -> end
    fork -> b:user -> both
    fork -> c:user -> join"""
    case = begun(drawing(flows, **TWO)).complete("a").complete("c")
    assert case.tasks == ["b"]
    assert case.complete("b").complete("both").is_completed


@pytest.mark.parametrize("attribute", ["startQuantity", "completionQuantity"])
@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", "", "1000000000000"])
def test_it_refuses_what_is_no_quantity(attribute: str, value: str) -> None:
    source = drawing("start -> a:user -> end", a=f'{attribute}="{value}"')
    [found] = findings(source)
    assert (found.element, found.code, found.params["attribute"]) == ("a", "not-a-quantity", attribute)
