"""Signals: everyone in the case who waits now, and everybody outside."""

import pytest

from engine.bpmn.cases import Outgoing
from engine.errors import AlreadyDone
from tests.engine.bpmn.drawing import (
    DECLARED,
    begun,
    drawing,
    mapping,
    scope,
    signal,
    zeebe,
)

NAMED = '<signal id="named" name="=&quot;flood-&quot; + place"/>'


def test_its_name_may_be_computed() -> None:
    source = drawing("start -> pause:catch -> end", {"pause": signal("named")}, beside=NAMED)
    assert begun(source, place="here").signal("pause").name == "flood-here"


@pytest.mark.parametrize("place", [None, 1])
def test_a_name_that_is_no_text_is_an_incident(place: object) -> None:
    source = drawing("start -> pause:catch -> end", {"pause": signal("named")}, beside=NAMED)
    case = begun(source, place=place)
    assert case.incidents == [("pause", "no-name")]
    assert case.change(place="there").retry("pause").signal("pause").name == "flood-there"


def test_it_leaves_the_case_with_what_it_carries() -> None:
    thrown = zeebe(mapping(input_level="=n + 1")) + signal("named")
    case = begun(drawing("start -> cry:throw -> end", {"cry": thrown}, beside=NAMED), place="here", n=1)
    assert case.outgoing == [Outgoing("signal", "flood-here", {"level": 2})]
    assert case.data == {"place": "here", "n": 1}


def test_it_reaches_everyone_at_once_wherever_they_wait() -> None:
    frame = scope("in:start -> deep:catch -> x:user -> out:end", {"deep": signal("flood")}, {"prefix": "i"})
    flows = """start -> fork:and -> frame:sub -> end
    fork -> here:catch -> y:user -> end_here:end
    fork -> ask:user -> end_ask:end
    fork -> go:user -> cry:throw -> end_cry:end
    edge:on-ask -> z:user -> end_edge:end"""
    inside = {"frame": frame, **dict.fromkeys(("here", "edge", "cry"), signal("flood"))}
    case = begun(drawing(flows, inside, beside=DECLARED)).complete("go")
    assert (case.tasks, case.now.waiting().signals) == (["x", "y", "z"], ())


def test_it_is_not_kept_for_those_who_come_later() -> None:
    flows = "start -> cry:throw -> pause:catch -> end"
    case = begun(drawing(flows, {"cry": signal("flood"), "pause": signal("flood")}, beside=DECLARED))
    assert case.signal("pause").name == "flood"


def test_it_reaches_no_one_whom_the_same_signal_has_interrupted() -> None:
    frame = scope("in:start -> deep:catch -> x:user -> out:end", {"deep": signal("flood")}, {"prefix": "i"})
    flows = "start -> frame:sub -> end\nedge:on-frame -> z:user -> end_edge:end"
    source = drawing(flows, {"frame": frame, "edge": signal("flood")}, beside=DECLARED)
    case = begun(source)
    case._move(lambda loaded: loaded.receive_signal(case.signal("edge").id, {}))
    assert (case.tasks, case.now.waiting().signals) == (["z"], ())


def test_who_has_heard_hears_no_more() -> None:
    case = begun(drawing("start -> pause:catch -> end", {"pause": signal("flood")}, beside=DECLARED))
    waiting = case.signal("pause").id
    case.hear("pause")
    with pytest.raises(AlreadyDone):
        case.now.receive_signal(waiting, {})


def test_a_message_or_timer_is_no_signal() -> None:
    case = begun(drawing("start -> pause:catch -> end", {"pause": signal("flood")}, beside=DECLARED))
    with pytest.raises(AlreadyDone):
        case.now.receive(case.signal("pause").id, {})
