"""Transactions: a cancel end event stops all that runs inside, undoes what was completed, and leaves by the cancel boundary."""

import pytest

from tests.engine.bpmn.drawing import begun, declared, each, mapping, message, script, zeebe
from tests.engine.bpmn.undoing import CANCEL, COMPENSATE, PLACES, in_place, log, part, whole

FLOWS = """start -> pay:transaction -> say_paid:script -> end
off:on-pay -> say_off:script -> end_off:end"""
INNER = """s:start -> fork:and -> a:user -> b:user -> choose:xor [b.ok] -> e:end
choose -> stop:end
fork -> beside:user -> e
a ~ say_no_a:script
b ~ say_no_b:script"""


def paying(inner: str = INNER, **contents: str) -> str:
    """Return the content of a process with a transaction."""
    frame = part(inner, {"stop": CANCEL, **contents}, prefix="i", choose='default="i6"')
    return part(FLOWS, {"pay": frame, "off": CANCEL})


@pytest.mark.parametrize("place", PLACES)
def test_it_is_undone_when_it_is_cancelled(place: str) -> None:
    case = begun(in_place(place, paying()), log=[]).complete("a").complete("b", ok=False)
    assert case.is_completed
    assert log(case) == ["no_b", "no_a", "off"]
    assert case.data["b"] == {"ok": False}


@pytest.mark.parametrize("place", PLACES)
def test_it_is_a_subprocess_when_it_is_not_cancelled(place: str) -> None:
    case = begun(in_place(place, paying()), log=[]).complete("a").complete("b", ok=True).complete("beside")
    assert case.is_completed
    assert log(case) == ["paid"]


def test_it_stops_what_runs_beside_before_it_undoes() -> None:
    inner = INNER.replace("say_no_a:script", "no_a:user")
    case = begun(whole(paying(inner)), log=[]).complete("a").complete("b", ok=False)
    assert case.tasks == ["no_a"]
    assert case.complete("no_a", why="x").is_completed
    assert log(case) == ["no_b", "off"]
    assert case.data["no_a"] == {"why": "x"}


def test_it_leaves_at_once_where_nothing_was_completed() -> None:
    case = begun(whole(paying("s:start -> stop:end")), log=[])
    assert case.is_completed
    assert log(case) == ["off"]


def test_an_error_out_of_it_undoes_nothing() -> None:
    error = '<errorEventDefinition errorRef="bad"/>'
    frame = part("s:start -> a:user -> fail:end\na ~ say_no_a:script", {"fail": error}, prefix="i")
    flows = FLOWS + "\nhazard:on-pay -> say_hazard:script -> end_hazard:end"
    content = part(flows, {"pay": frame, "off": CANCEL, "hazard": error})
    case = begun(whole(content, '<error id="bad" errorCode="1"/>'), log=[]).complete("a")
    assert case.is_completed
    assert log(case) == ["hazard"]


def test_a_completed_transaction_is_undone_like_a_subprocess() -> None:
    frame = part("s:start -> a:user -> e:end\na ~ say_no_a:script", prefix="i")
    content = part("start -> pay:transaction -> undo:end", {"pay": frame, "undo": COMPENSATE})
    assert log(begun(whole(content), log=[]).complete("a")) == ["no_a"]


def test_it_undoes_a_subprocess_that_was_completed_inside() -> None:
    deep = zeebe(mapping(input_k="=7")) + part(
        "ds:start -> d:user -> de:end\nd ~ no_d:script", {"no_d": script("append(log, k)", "log")}, prefix="d"
    )
    case = begun(whole(paying("s:start -> deep:sub -> stop:end", deep=deep)), log=[]).complete("d")
    assert case.is_completed
    assert log(case) == [7, "off"]


def test_each_of_several_transactions_is_cancelled_by_itself() -> None:
    inner = part(
        """s:start -> a:user -> choose:xor [a.ok] -> e:end
        choose -> stop:end
        a ~ no_a:script""",
        {"stop": CANCEL, "no_a": script("append(log, item)", "log")},
        prefix="i",
        choose='default="i4"',
    )
    one = part(
        "os:start -> pay:transaction -> oe:end\noff:on-pay -> off_end:end",
        {"pay": inner, "off": CANCEL},
        prefix="o",
    )
    many = each("=[1, 2]", inputElement="item", outputCollection="logs", outputElement="=log") + one
    case = begun(whole(part("start -> many:sub -> end", {"many": many})), log=[])
    case.complete("a", 1, ok=False).complete("a", 0, ok=True)
    assert case.is_completed
    assert case.data["logs"] == [[], [2]]


def test_undoing_stops_when_the_transaction_is_interrupted() -> None:
    inner = INNER.replace("say_no_a:script", "no_a:user")
    frame = part(inner, {"stop": CANCEL}, prefix="i", choose='default="i6"')
    flows = FLOWS + "\nword:on-pay -> end_word:end"
    content = part(flows, {"pay": frame, "off": CANCEL, "word": message("word")})
    case = begun(whole(content, declared("word")), log=[], number="1").complete("a").complete("b", ok=False)
    assert case.receive("word").is_completed
    assert case.tasks == []
    assert log(case) == ["no_b"]
