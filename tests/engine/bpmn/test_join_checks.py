"""A join that could wait for ever is found before anybody's case hangs there."""

import time

import pytest

from engine.bpmn.join_checks import wrong_joins
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import declared, drawing, message

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


def joins(flows: str) -> list[str]:
    source = drawing(flows, INSIDE, beside=declared("word"), word='cancelActivity="false"')
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return [wrong.element for wrong in wrong_joins(parsed.processes["p"].specs[0])]


@pytest.mark.parametrize("name", RIGHT)
def test_it_accepts_a_join_that_always_gets_its_tokens(name: str) -> None:
    assert joins(RIGHT[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_it_finds_a_join_that_may_wait_for_ever(name: str) -> None:
    assert joins(WRONG[name]) == ["join"]


def test_it_gives_up_on_a_drawing_with_too_many_positions() -> None:
    ways = [
        f"fork -> {' -> '.join(f'u{way}_{step}:user' for step in range(6))} -> join" for way in range(1, 9)
    ]
    began = time.monotonic()
    assert joins("\n".join(["start -> fork:and -> u:user -> join:and -> end", *ways])) == []
    assert time.monotonic() - began < 20
